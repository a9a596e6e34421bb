"""A document as one page, its claims marked by kind, their fields at the pointer.

Everything shown is escaped by the template; signs that turn the direction of text are shown by
their number, so that a quote reads as it is stored.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from detente.claims.claim import KINDS, Claim
from detente.claims.read import Reading
from detente.documents.fold import BIDI

LABELS = {
    "status": "status",
    "instrument": "instrument",
    "rate_pct": "rate",
    "product": "goods",
    "date_from": "from",
    "date_to": "to",
    "speaker": "says",
    "place": "place",
}
HEADING_WORDS = 12
FLAGS = ("negated", "conditional", "superseded", "commitment")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two marks, and the claims that cover it, shortest first."""

    text: str
    claims: tuple[Claim, ...]
    first: bool

    @property
    def kind(self) -> str:
        """The kind that colours the stretch."""
        return self.claims[0].kind if self.claims else ""

    @property
    def kinds(self) -> str:
        """All kinds here, as classes."""
        return " ".join(dict.fromkeys(f"k-{c.kind}" for c in self.claims))


def visible(text: str) -> str:
    """Text with signs of direction shown by number."""
    if not any(sign in text for sign in BIDI):
        return text
    return "".join(f"[U+{ord(c):04X}]" if c in BIDI else c for c in text)


def pieces(reading: Reading) -> list[Piece]:
    """The text cut at every begin and end of a claim."""
    text = reading.document.text
    cuts = {0, len(text)}
    for claim in reading.claims:
        cuts |= {claim.start, claim.end}
    places = sorted(cuts)
    opened: list[Claim] = []
    waiting = sorted(reading.claims, key=lambda c: c.start, reverse=True)
    found: list[Piece] = []
    for start, end in pairwise(places):
        opened = [c for c in opened if c.end > start]
        fresh = False
        while waiting and waiting[-1].start == start:
            opened.append(waiting.pop())
            fresh = True
        covering = tuple(sorted(opened, key=lambda c: c.end - c.start))
        found.append(Piece(visible(text[start:end]), covering, fresh))
    return found


def is_heading(line: list[Piece]) -> bool:
    """True for a short line without a stop and without a claim."""
    text = "".join(piece.text for piece in line).strip()
    plain = not any(piece.claims for piece in line)
    return plain and len(text.split()) <= HEADING_WORDS and text[-1:] not in '.!?;,"\u201d'


def paragraphs(reading: Reading) -> list[list[Piece]]:
    """Pieces by line of the text, empty lines left out."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces(reading):
        parts = piece.text.split("\n")
        for number, part in enumerate(parts):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Piece(part, piece.claims, piece.first and number == 0))
    return [line for line in lines if any(p.text.strip() for p in line)]


def fields(claim: Claim) -> list[tuple[str, str]]:
    """What a claim says, as label and text, empty ones left out."""
    found: list[tuple[str, str]] = []
    who = ", ".join(claim.actor)
    if who:
        found.append(("who", who + (f" \u2192 {', '.join(claim.target)}" if claim.target else "")))
    for name, label in LABELS.items():
        value: Any = getattr(claim, name)
        if value is not None:
            text = f"{value:g}%" if name == "rate_pct" else visible(str(value)).replace("_", " ")
            found.append((label, text))
    if claim.rate_prev_pct is not None:
        found.append(("before", f"{claim.rate_prev_pct:g}%"))
    if claim.rate_basis:
        found.append(("meant as", claim.rate_basis.replace("_", " ")))
    if claim.amount is not None:
        found.append(("amount", f"{claim.amount:g} {claim.unit or ''}"))
    if claim.heads:
        found.append(("heads", ", ".join(claim.heads)))
    flags = [flag for flag in FLAGS if getattr(claim, flag)]
    if flags:
        found.append(("note", ", ".join(flags)))
    return [*found, ("rule", claim.rule)]


def page(reading: Reading) -> str:
    """The page as HTML, with nothing loaded from outside."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("detente.claims", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    counts = Counter(claim.kind for claim in reading.claims)
    return environment.get_template("read.html.jinja").render(
        document=reading.document,
        title=visible(reading.document.title or reading.document.name),
        lines=[(line, is_heading(line)) for line in paragraphs(reading)],
        claims=reading.claims,
        kinds=[(kind, counts[kind]) for kind in KINDS],
        fields=fields,
        visible=visible,
    )
