"""Rows of one act that would be levied together on the same goods of the same partner."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime

from detente.errors import LedgerError
from detente.ledger.ledger import Ledger
from detente.ledger.measures import DUTY_INSTRUMENTS, Measure, Scope
from detente.ledger.scopes import shared_code
from detente.ledger.status import shares_target


def measures_of_one_act_do_not_overlap(ledger: Ledger) -> Iterator[str]:
    """Two duties of one act and family never run together on one partner and product.

    Rows on a condition are left out, as no code shows whether they meet; so are families of
    which only the highest rate counts.
    """
    for one, other in _pairs(ledger):
        day = max(m.effective for m in (one, other) if m.effective).date()
        if _together(one, other) and shares_target(ledger, one, other, day):
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
        if counts and _lists_read(ledger, m) and not (m.status or m.condition):
            groups.setdefault((m.act, m.family), []).append(m)
    for rows in groups.values():
        yield from itertools.combinations(rows, 2)


def _lists_read(ledger: Ledger, m: Measure) -> bool:
    """True where every list of the row can be read; one that cannot is a fault of its own."""
    try:
        for scope in _scopes(m):
            for name in (*scope.lists, *scope.except_lists):
                ledger.product_list(name)
    except LedgerError:
        return False
    return True


def _together(one: Measure, other: Measure) -> bool:
    """True where no relation parts the rows and their intervals meet."""
    linked = {one.id, other.id} & {
        name for m in (one, other) for name in (*m.replaces, *m.ends, *m.suspends, *m.exempts)
    }
    return not linked and not _before(one.until, other) and not _before(other.until, one)


def _before(until: datetime | None, later: Measure) -> bool:
    return until is not None and later.effective is not None and until <= later.effective


def _shared_product(ledger: Ledger, one: Measure, other: Measure) -> str | None:
    """A code both rows fall on, empty for all products, None where there is none."""
    pairs = itertools.product(_scopes(one), _scopes(other))
    return next((c for a, b in pairs if (c := shared_code(ledger, a, b)) is not None), None)


def _scopes(m: Measure) -> tuple[Scope, ...]:
    return tuple(s for s in (m.scope, m.content_scope) if not s.empty)
