"""A plain copy of a text for matching, with the way back to the text as shown.

Quote marks, dashes and spaces become their ASCII forms, ligatures two letters, and invisible
characters vanish. A span found in the copy is turned into one of the text by `Folded.span`.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass

QUOTES = "\u2018\u2019\u201b\u02bc\u2032`\u00b4"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
DASHES = "\u2013\u2014\u2015"
SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u202f\u205f\u3000\t\v\f"
)
ONE_TO_ONE = {
    **dict.fromkeys(QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys(DASHES, "\u2014"),
    **dict.fromkeys(SPACES, " "),
    "\uff05": "%",
    "\uff04": "$",
}
LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
TABLE = str.maketrans(ONE_TO_ONE)
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
DROPPED = frozenset(INVISIBLE + BIDI)
SPECIAL = DROPPED | LIGATURES.keys()


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain copy. `places[i]` is where character i of it stands in the text; None: at i."""

    text: str
    places: array[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text behind a span of the copy."""
        if self.places is None or start >= end:
            return (start, end) if self.places is None else (self._at(start), self._at(start))
        return self.places[start], self.places[end - 1] + 1

    def _at(self, place: int) -> int:
        places = self.places
        assert places is not None
        return places[place] if place < len(places) else (places[-1] + 1 if places else 0)


def fold(text: str) -> Folded:
    """The plain copy of a text."""
    plain = text.translate(TABLE)
    if plain.isascii() or SPECIAL.isdisjoint(plain):
        return Folded(plain, None)
    letters: list[str] = []
    places = array("l")
    for place, letter in enumerate(plain):
        if letter in DROPPED or unicodedata.category(letter) == "Mn":
            continue
        for part in LIGATURES.get(letter, letter):
            letters.append(part)
            places.append(place)
    return Folded("".join(letters), places)
