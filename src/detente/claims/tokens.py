"""Words of a sentence with their places, and the phrases of the lexicon found among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,6}"  # U.S.
    r"|\d[\d,]{0,15}(?:\.\d{1,6})?"  # 1,000.5
    r"|'(?:s|ll|re|ve|d|m)\b"  # possessive and short verbs
    r"|[^\W\d_]{1,40}n't\b"
    r"|[^\W\d_]{1,60}"
    r"|[^\w\s]|_"
)
NOT_ENDING_WORD = re.compile(r"[,.]+$")


class Token(NamedTuple):
    """A word, number or sign of the plain copy; `start` and `end` count from its beginning."""

    text: str
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of the index: its class, what it stands for, and a second word about it."""

    layer: str
    cls: str
    value: str
    detail: str = ""
    exact: tuple[str, ...] = ()


# Phrases by first word, the longest first, each with what it may stand for.
Index: TypeAlias = Mapping[str, tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]]


class Mention(NamedTuple):
    """A phrase of the lexicon at tokens [first, last) of a sentence."""

    entry: Entry
    first: int
    last: int

    @property
    def cls(self) -> str:
        """The class of the phrase."""
        return self.entry.cls

    @property
    def value(self) -> str:
        """What the phrase stands for."""
        return self.entry.value


def words_of(phrase: str) -> list[str]:
    """The tokens of a phrase, hyphens left out."""
    return [w for w in TOKEN.findall(phrase) if w != "-"]


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens between two places of the plain copy."""
    found: list[Token] = []
    for match in TOKEN.finditer(text, start, end):
        word, first, last = match[0], match.start(), match.end()
        if word[0].isdigit() and word[-1] == ",":
            bare = NOT_ENDING_WORD.sub("", word)
            found.append(Token(bare, bare, first, first + len(bare)))
            found.append(Token(",", ",", last - 1, last))
        else:
            found.append(Token(word, word.lower(), first, last))
    return found


def mentions_of(tokens: list[Token], index: Index) -> Iterator[Mention]:
    """Phrases of one layer, leftmost and longest, none overlapping another."""
    place, count = 0, len(tokens)
    while place < count:
        found: list[Mention] = []
        for phrase, entries in index.get(tokens[place].lower, ()):
            last = match_end(tokens, place, phrase)
            if last:
                found = [Mention(e, place, last) for e in entries if cased(tokens, place, e)]
                if found:
                    break
        yield from found
        place = found[0].last if found else place + 1


def match_end(tokens: list[Token], place: int, phrase: tuple[str, ...]) -> int:
    """The token after the phrase where it stands at `place`, hyphens skipped; else 0."""
    at, count = place + 1, len(tokens)
    for word in phrase[1:]:
        while at < count and tokens[at].lower in ("-", '"'):
            at += 1
        if at >= count or tokens[at].lower != word:
            return 0
        at += 1
    return at


def cased(tokens: list[Token], place: int, entry: Entry) -> bool:
    """True where a name is written as a name is, or the phrase is no name."""
    if not entry.exact:
        return tokens[place].text != "May" or place == 0
    wanted, seen = entry.exact[0], tokens[place].text
    first = TOKEN.match(wanted)
    if first is not None and first[0].isupper() and len(first[0]) > 1:
        return seen == first[0] or (seen.isupper() and first[0] != "US")
    return seen[:1].isupper() == wanted[:1].isupper() or (place == 0 and seen[:1].isupper())
