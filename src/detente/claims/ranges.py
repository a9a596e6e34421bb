"""Days told as a range over two dates: `from March 31 to April 2`, `Thursday and Friday`."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.claims.dates import When

RANGED = frozenset({"days", "days_first", "iso"})
JOIN = re.compile(r",?\s?(?:to|through|until|till|-|\u2013|\u2014)\s?(?:on\s)?")
AND = re.compile(r"\s(?:and|to|through|-|\u2013)\s")


def joined(text: str, found: list[When]) -> list[When]:
    """The dates with each pair that tells one range made one; none is changed otherwise.

    A range runs from an earlier to a later date. Weekdays joined by `and` are a range where one
    follows upon the other.
    """
    result: list[When] = []
    for when in found:
        last = result[-1] if result else None
        if last and one_range(text, last, when):
            result[-1] = replace(last, end=when.end, last=when.last)
        else:
            result.append(when)
    return result


def one_range(text: str, one: When, other: When) -> bool:
    """True where two dates are the ends of one range."""
    if not one.first or not other.last or one.first != one.last or one.first >= other.last:
        return False
    between = text[one.end : other.start]
    if one.kind == other.kind == "weekday":
        return AND.fullmatch(between) is not None
    from_ = text[max(0, one.start - 6) : one.start].lower().rstrip().endswith("from")
    days = one.kind in RANGED and other.kind in RANGED
    return days and from_ and JOIN.fullmatch(between) is not None
