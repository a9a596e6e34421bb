"""Rows of one act that would be levied together on the same goods of the same partner."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime

from detente.ledger.ledger import Ledger
from detente.ledger.measures import DUTY_INSTRUMENTS, Measure, Scope

Codes = frozenset[str]


def measures_of_one_act_do_not_overlap(ledger: Ledger) -> Iterator[str]:
    """Two duties of one act and family never run together on one partner and product.

    Rows on a condition are left out, as no code shows whether they meet; so are families of
    which only the highest rate counts.
    """
    for one, other in _pairs(ledger):
        if _together(one, other) and _same_partner(ledger, one, other):
            code = _shared_product(ledger, one, other)
            if code is not None:
                yield (
                    f"{other.origin}: {other.id} overlaps {one.id} of the same act: both fall "
                    f"on {code or 'all products'} of the same partner at once. Say which "
                    "replaces, exempts or ends the other, or part their products or dates."
                )


def _pairs(ledger: Ledger) -> Iterator[tuple[Measure, Measure]]:
    """Duties of one act and one family, two by two."""
    highest = {r.family for r in ledger.interactions if r.rule == "max_in_family"}
    groups: dict[tuple[str, str | None], list[Measure]] = {}
    for m in ledger.measures.values():
        counts = m.instrument in DUTY_INSTRUMENTS and m.effective and m.family not in highest
        if counts and not (m.status or m.condition):
            groups.setdefault((m.act, m.family), []).append(m)
    for rows in groups.values():
        yield from itertools.combinations(rows, 2)


def _together(one: Measure, other: Measure) -> bool:
    """True where no relation parts the rows and their intervals meet."""
    linked = {one.id, other.id} & {
        name for m in (one, other) for name in (*m.replaces, *m.ends, *m.suspends, *m.exempts)
    }
    return not linked and not _before(one.until, other) and not _before(other.until, one)


def _before(until: datetime | None, later: Measure) -> bool:
    return until is not None and later.effective is not None and until <= later.effective


def _same_partner(ledger: Ledger, one: Measure, other: Measure) -> bool:
    """True where some place is aimed at by both rows on the day the later one starts."""
    day = max(m.effective for m in (one, other) if m.effective).date()
    return any(
        ledger.applies(one, place, day) and ledger.applies(other, place, day)
        for place in ledger.places.by_code
    )


def _shared_product(ledger: Ledger, one: Measure, other: Measure) -> str | None:
    """A code both rows fall on, empty for all products, None where there is none."""
    pairs = itertools.product(_scopes(one), _scopes(other))
    return next((c for a, b in pairs if (c := _shared(ledger, a, b)) is not None), None)


def _scopes(m: Measure) -> tuple[Scope, ...]:
    return tuple(s for s in (m.scope, m.content_scope) if not s.empty)


def _shared(ledger: Ledger, one: Scope, other: Scope) -> str | None:
    if one.whole and other.whole:
        return ""
    inside = [_codes(ledger, s.everything, s.lists, s.codes) for s in (one, other)]
    outside = [_codes(ledger, False, s.except_lists, s.except_codes) for s in (one, other)]
    for code in sorted(inside[0] | inside[1], key=lambda c: (len(c), c)):
        if all(_covers(i, o, code) for i, o in zip(inside, outside, strict=True)):
            return code
    return None


def _codes(ledger: Ledger, everything: bool, lists: tuple[str, ...], own: tuple[str, ...]) -> Codes:
    named = (ledger.product_list(name).codes for name in lists)
    return frozenset({""} if everything else ()).union(own, *named)


def _covers(inside: Codes, outside: Codes, code: str) -> bool:
    """True where the longest prefix of the code inside is longer than the longest outside."""
    return _longest(inside, code) > _longest(outside, code)


def _longest(codes: Codes, code: str) -> int:
    return next((n for n in range(len(code), -1, -1) if code[:n] in codes), -1)
