"""Where the sentences of a text lie, and what is only furniture around them.

A block is a paragraph, a bullet or a heading; wrapped lines are joined. Furniture is what a
publisher puts around an article: stamps, sharing, headings, the author's box, comment links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from detente.documents.dateline import FULL_DATE, LEAD
from detente.strict_yaml import read_yaml

BULLET = re.compile(r"[ \t]*(?:[-*•·◦▪●>]|\u2014|\d{1,2}[.)]|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\))\s+")
TERMINAL = frozenset(".!?:;\"')")
SENTENCE_END = re.compile(r"[.!?]{1,3}[\"')\]]{0,2}(?=\s|$)")
ABBREVIATION = re.compile(r"(?:^|[\s(\"'])((?:[A-Za-z]\.){1,4}|[A-Za-z]{1,5}\.)$")
CAPS_LEAD = re.compile(r"[A-Z][A-Z0-9'\u2014,&.\- ]{8,120}:\s+")
LETTER = re.compile(r"[^\W\d_]")
HEADING_WORDS = 14
WRAP_WIDTH = 55
PAGE_WIDTH = 160
MAX_SENTENCE = 1_500


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, bullet or heading of the plain copy: its span, depth and role."""

    start: int
    end: int
    depth: int
    bullet: bool
    role: str  # text | headline | heading | lead | stamp | furniture


@dataclass(frozen=True, slots=True)
class Furniture:
    """Patterns of what surrounds an article, from the data file."""

    line: re.Pattern[str]
    last: re.Pattern[str]
    abbreviations: frozenset[str]
    starters: frozenset[str]


@lru_cache(maxsize=1)
def furniture() -> Furniture:
    """The patterns of the file `language/furniture.yaml`."""
    path = Path(str(files("detente") / "data" / "language" / "furniture.yaml"))
    tree = read_yaml(path, "language/furniture.yaml").mapping()

    def any_of(key: str) -> re.Pattern[str]:
        parts = tree[key]
        assert isinstance(parts, list)
        return re.compile("|".join(f"(?:{p})" for p in parts), re.IGNORECASE)

    short = tree["abbreviations"]
    assert isinstance(short, list)
    starters = tree["starters"]
    assert isinstance(starters, list)
    return Furniture(
        any_of("lines"),
        any_of("ends"),
        frozenset(str(s) for s in short),
        frozenset(str(s) for s in starters),
    )


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines, without their ends."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: lines, with wrapped ones joined to the line before."""
    held: tuple[int, int] | None = None
    wrapped = is_wrapped(text)
    for start, end in lines_of(text):
        if not text[start:end].strip():
            if held:
                yield held
            held = None
        elif held and continues(text, held, start, wrapped):
            held = (held[0], end)
        else:
            if held:
                yield held
            held = (start, end)
    if held:
        yield held


def is_wrapped(text: str) -> bool:
    """True where lines are cut to a width: in a text of a paragraph a line most letters stand
    in lines longer than any page is wide."""
    long = sum(end - start for start, end in lines_of(text) if end - start > PAGE_WIDTH)
    return 2 * long < len(text)


def continues(text: str, held: tuple[int, int], start: int, wrapped: bool) -> bool:
    """True where the line at `start` goes on with the paragraph held so far."""
    last = text.rfind("\n", held[0], held[1]) + 1 or held[0]
    before = text[last : held[1]].rstrip()
    if len(before) < WRAP_WIDTH or len(before) > 130 or BULLET.match(text, start):
        return False
    first = text[start : start + 200].lstrip()[:1]
    if not wrapped:
        return first.islower()
    return before[-1] not in TERMINAL or first.islower() or before[-1] in ",'"


def blocks(text: str) -> list[Block]:
    """All blocks of a plain copy, in order, with their roles."""
    found: list[Block] = []
    body = ended = False
    for start, end in paragraphs(text):
        mark = BULLET.match(text, start, end)
        inner = mark.end() if mark else start + len(text[start:end]) - len(text[start:end].lstrip())
        depth = inner - start if mark else 0
        line = text[inner:end].rstrip()
        role = role_of(line, mark is not None, body, text[:start].strip() == "")
        ended = ended or (body and furniture().last.match(line) is not None)
        role = "furniture" if ended else role
        body = body or role == "text"
        for block in with_lead(text, Block(inner, inner + len(line), depth, bool(mark), role)):
            found.append(block)
    return found


def with_lead(text: str, block: Block) -> Iterator[Block]:
    """A block, its run of capitals up to a colon taken off as a heading of its own."""
    lead = CAPS_LEAD.match(text, block.start, block.end)
    if lead and block.role == "text" and lead.end() < block.end:
        yield Block(block.start, lead.end() - 1, block.depth, block.bullet, "heading")
        yield Block(lead.end(), block.end, block.depth, block.bullet, "text")
    else:
        yield block


def role_of(line: str, bullet: bool, body: bool, first: bool) -> str:
    """What a block is by its look."""
    if furniture().line.match(line):
        return "furniture"
    if is_stamp(line):
        return "stamp"
    if bullet:
        return "text"
    words = line.split()
    ends = line[-1] in '.!?;",' or line.endswith("'")
    if line.endswith(":") and len(words) <= HEADING_WORDS * 2:
        return "lead"
    if len(words) <= HEADING_WORDS and not ends:
        return "heading" if body else "headline"
    if first and not ends and len(words) <= 2 * HEADING_WORDS:
        return "headline"
    return "text"


def is_stamp(line: str) -> bool:
    """True for a line that is nothing but a date with its stamp words."""
    lead = LEAD.match(line)
    found = FULL_DATE.match(line, lead.end() if lead else 0)
    return found is not None and len(line) - found.end() <= 25


def sentences(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a block."""
    start = block.start
    for end in SENTENCE_END.finditer(text, block.start, block.end):
        if end.end() < block.end and not ends_here(text, start, end):
            continue
        yield from clipped(text, start, end.end())
        start = end.end()
    yield from clipped(text, start, block.end)


def clipped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span without space at its ends, cut where it is too long to be a sentence."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield start, cut
        start = cut + 1
    if start < end and LETTER.search(text, start, end):
        yield start, end


def ends_here(text: str, start: int, end: re.Match[str]) -> bool:
    """True where a stop ends a sentence and not an abbreviation or an initial."""
    following = text[end.end() : end.end() + 40].lstrip()
    if following[:1].islower():
        return False
    if end[0][0] != ".":
        return True
    short = ABBREVIATION.search(text[max(start, end.start() - 12) : end.start() + 1])
    if short is None:
        return True
    word = short[1].rstrip(".").lower()
    if word in ("u.s", "u.k", "e.u", "d.c", "a.m", "p.m"):
        return following[:1].isupper() and following.split()[0] in furniture().starters
    return word not in furniture().abbreviations and not (len(word) == 1 and short[1][0].isupper())
