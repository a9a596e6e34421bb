"""For whom somebody acts whom no list has: by the office told beside the name."""

from __future__ import annotations

from detente.claims.sentence import Sentence
from detente.claims.words import words

OFFICES = words("office_words")
OUTSIDE = words("outside_words")
STATE = words("state_words")
BEFORE = 8
BEHIND = 14


def served(sentence: Sentence, first: int, last: int) -> str:
    """The place served by the person named at tokens [first, last), else nothing.

    `Japan's tariff negotiator NAME`, `NAME, a spokesperson for the Ministry of Commerce`.
    """
    start = first - 1 if sentence.lower(first - 1) == "," else first
    while start > 0 and first - start < BEFORE and held_together(sentence, start - 1):
        start -= 1
    ahead = place_served(sentence, start, first)
    if ahead or sentence.lower(last) != ",":
        return ahead
    end = next(
        (i for i in range(last + 1, min(last + BEHIND, len(sentence.tokens)))
         if sentence.lower(i) in (",", ".", ";", '"')),
        min(last + BEHIND, len(sentence.tokens)),
    )  # fmt: skip
    return place_served(sentence, last + 1, end)


def held_together(sentence: Sentence, place: int) -> bool:
    """True for a word that may belong to the title before a name."""
    token = sentence.tokens[place]
    if token.lower in ("'s", "for", "of", "the", "top", "chief", "senior", "trade", "-", "and"):
        return True
    return (
        token.lower in OFFICES
        or token.text[:1].isupper()
        or (token.text.isalpha() and (sentence.lower(place + 1) in OFFICES))
    )


def place_served(sentence: Sentence, first: int, last: int) -> str:
    """The place of a stretch that names an office and nothing outside a government."""
    inside = [sentence.lower(i) for i in range(first, last)]
    if OFFICES.isdisjoint(inside) or not OUTSIDE.isdisjoint(inside):
        return ""
    for mention in sentence.of(sentence.names, first, last, "party", "agency"):
        return mention.value if mention.cls == "party" else mention.entry.detail
    return ""


def in_office(sentence: Sentence, first: int, last: int) -> bool:
    """True in `NAME, director at the presidential office`: a government, though not whose."""
    ahead = sentence.lowers[max(0, first - 4) : first]
    if not STATE.isdisjoint(ahead) and not OFFICES.isdisjoint(ahead):
        return OUTSIDE.isdisjoint(ahead)
    if sentence.lower(last) != ",":
        return False
    behind = sentence.lowers[last + 1 : last + BEHIND]
    return not STATE.isdisjoint(behind) and OUTSIDE.isdisjoint(behind)
