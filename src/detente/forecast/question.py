"""Which deadline a forecast is about: pending between two sides, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from detente.errors import CoverageError, InputError
from detente.forecast.classes import ReferenceClass, class_of, reference_classes
from detente.ledger import Ledger
from detente.ledger.calendar import Pending, calendar
from detente.ledger.truces import Deadline
from detente.ledger.values import at_midnight


@dataclass(frozen=True, slots=True)
class Question:
    """What is forecast: a pending deadline and the class it is counted in.

    follows     what takes effect if nobody acts
    """

    id: str
    title: str
    parties: tuple[str, str]
    due: datetime
    truce: str | None
    measures: tuple[str, ...]
    follows: str
    reference_class: ReferenceClass

    @property
    def text(self) -> str:
        """The question in words."""
        return (
            f"{self.title}: is it extended, replaced by a deal, or does it lapse by "
            f"{self.due.day} {self.due:%B %Y, %H:%M %Z}?"
        )


def pending_question(
    ledger: Ledger, parties: tuple[str, str], on: date, as_known: date, name: str | None = None
) -> Question:
    """The deadline named, else the end of the running truce, else the next one of the pair.

    Raises InputError for an unknown name or a deadline in the past, CoverageError where
    nothing is pending between the two.
    """
    rows = [r for r in calendar(ledger, on, as_known) if _counted(r)]
    ours = [r for r in rows if between(ledger, r, parties, on)]
    if name is not None:
        return _asked(_named(ledger, rows, name, on), parties)
    running = ledger.truce_running(ledger.instant(on, parties[0]), as_known, parties)
    truces = [r for r in ours if running and r.kind == "truce" and r.truce in running.chain]
    if not (truces or ours):
        raise CoverageError(
            f"No deadline between {parties[0]} and {parties[1]} was pending on {on}, as known on "
            f"{as_known}. Odds need one. See `detente calendar --on {on}`."
        )
    return _asked((truces or ours)[0], parties)


def _counted(row: Pending) -> bool:
    return any(row.kind in c.kinds for c in reference_classes())


def between(ledger: Ledger, row: Pending | Deadline, parties: tuple[str, str], on: date) -> bool:
    """True where a row of the deadline is aimed by one side at the other."""
    if row.truce and set(ledger.truces[row.truce].parties) == set(parties):
        return True
    one, other = parties
    return any(
        (m.imposer == a and ledger.applies(m, b, on))
        for m in (ledger.measures[n] for n in row.measures if n in ledger.measures)
        for a, b in ((one, other), (other, one))
    )


def _named(ledger: Ledger, rows: list[Pending], name: str, on: date) -> Pending:
    for row in rows:
        if name == row.id:
            return row
    for past in ledger.deadlines:
        moment = at_midnight(past.date, ledger.places.zone("USA"))
        if name == past.id and moment <= ledger.instant(on, "USA"):
            raise InputError(
                f'The deadline "{name}" fell on {moment:%Y-%m-%d}, before the end of {on}. Odds '
                "are for a deadline to come. Choose an earlier --on, or another deadline."
            )
    known = ", ".join(row.id for row in rows) or "none"
    raise InputError(f'No pending deadline "{name}" was known on {on}. Pending: {known}.')


def _asked(row: Pending, parties: tuple[str, str]) -> Question:
    return Question(
        id=row.id,
        title=row.title,
        parties=parties,
        due=row.date,
        truce=row.truce,
        measures=row.measures,
        follows=row.what_if_nothing or row.legal or "the threatened measure takes effect",
        reference_class=class_of(row.kind),
    )
