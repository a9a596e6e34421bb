"""Which products two scopes of the record have in common: the longest prefix wins."""

from __future__ import annotations

from typing import Literal

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Scope

Codes = frozenset[str]
Reach = Literal["none", "part", "all"]


def shared_code(ledger: Ledger, one: Scope, other: Scope) -> str | None:
    """A code that both scopes cover, empty for all products, None where there is none."""
    if one.whole and other.whole:
        return ""
    inside = [_codes(ledger, s.everything, s.lists, s.codes) for s in (one, other)]
    outside = [_codes(ledger, False, s.except_lists, s.except_codes) for s in (one, other)]
    for code in sorted(inside[0] | inside[1], key=lambda c: (len(c), c)):
        if all(_covers(i, o, code) for i, o in zip(inside, outside, strict=True)):
            return code
    return None


def reaches(ledger: Ledger, one: Scope, other: Scope) -> Reach:
    """How much of the second scope the first covers. An empty scope speaks of no product."""
    if one.whole or one.empty or one == other:
        return "all"
    if other.empty or shared_code(ledger, one, other) is None:
        return "none"
    if other.everything:
        return "part"
    inside = _codes(ledger, one.everything, one.lists, one.codes)
    outside = _codes(ledger, False, one.except_lists, one.except_codes)
    left_out = _codes(ledger, False, other.except_lists, other.except_codes)
    codes = _codes(ledger, False, other.lists, other.codes)
    split = any(len(c) > len(o) and c.startswith(o) for c in outside for o in codes)
    whole = all(_covers(inside, outside, c) for c in codes if _covers(codes, left_out, c))
    return "all" if whole and not split else "part"


def _codes(ledger: Ledger, everything: bool, lists: tuple[str, ...], own: tuple[str, ...]) -> Codes:
    named = (ledger.product_list(name).codes for name in lists)
    return frozenset({""} if everything else ()).union(own, *named)


def _covers(inside: Codes, outside: Codes, code: str) -> bool:
    """True where the longest prefix of the code inside is longer than the longest outside."""
    return _longest(inside, code) > _longest(outside, code)


def _longest(codes: Codes, code: str) -> int:
    return next((n for n in range(len(code), -1, -1) if code[:n] in codes), -1)
