"""What changed between two days: rows whose state is another, with the row responsible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.errors import InputError
from detente.ledger.ledger import Ledger
from detente.ledger.status import standing

UNKNOWN = "not yet known"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row with its state on two days."""

    id: str
    imposer: str
    title: str
    rate: str
    before: str
    after: str
    by: str | None
    documents: tuple[str, ...]


def difference(
    ledger: Ledger, first: date, second: date, as_known: date | None = None
) -> tuple[Difference, ...]:
    """Rows whose state differs between the ends of two days.

    With `as_known` both days are seen with that knowledge, else each with its own.
    Raises CoverageError outside the record and InputError where the days are reversed.
    """
    if second < first:
        raise InputError(f"{second} lies before {first}. Give the earlier day first.")
    ledger.check_covered(first)
    ledger.check_covered(second)
    rows: list[Difference] = []
    for m in ledger.known(as_known or second):
        early, late = as_known or first, as_known or second
        known = m.announced <= early
        old = standing(ledger, m, ledger.instant(first, m.imposer), early) if known else None
        new = standing(ledger, m, ledger.instant(second, m.imposer), late)
        before = old.state if old else UNKNOWN
        if before != new.state:
            documents = tuple(s.document for s in m.source)
            rows.append(
                Difference(
                    m.id, m.imposer, m.title, m.rate.text(), before, new.state, new.by, documents
                )
            )
    return tuple(rows)
