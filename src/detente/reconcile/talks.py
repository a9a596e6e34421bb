"""The calendar of talks and the positions taken, from the record and from texts, as one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.claims import Reading
from detente.claims.calendar import Held, Meeting, Quote, position_tracker, talks_calendar
from detente.ledger import Ledger
from detente.reconcile.check import months_apart
from detente.reconcile.rows import codes_of

State = Literal["held", "ongoing", "scheduled"]
STATES: dict[str, State] = {"held": "held", "ongoing": "ongoing", "scheduled": "scheduled"}


@dataclass(frozen=True, slots=True)
class Met:
    """One round of talks.

    `parties` are codes of the record; `first` and `last` are days, or a month or week where only
    a text tells of the round; both days belong to it. `heads` are names with the party in
    brackets. `row` is the round of the record, None where only texts tell of it; `documents` are
    those that the record cites; `told` the quotes of texts.
    """

    city: str | None
    parties: tuple[str, ...]
    first: str | None
    last: str | None
    state: State
    heads: tuple[str, ...]
    outcome: str | None
    row: str | None
    documents: tuple[str, ...]
    told: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TalksTable:
    """Rounds in the order of their days, and positions by who holds them, as known on a day."""

    day: date
    rounds: tuple[Met, ...]
    positions: tuple[Held, ...]


def talks_table(ledger: Ledger, day: date, readings: Iterable[Reading] = ()) -> TalksTable:
    """Rounds of the record public on a day joined with what texts tell of them.

    Outcomes made public later are left out, and so are texts of a later day or of none. A meeting
    of a text belongs to a round of the record where city and month fit; others follow as told.
    """
    used = [r for r in readings if r.document.date is not None and r.document.date <= day]
    meetings = [m for m in talks_calendar(used) if m.place and m.status in STATES]
    rounds = [of_record(ledger, name, day, meetings) for name in public(ledger, day)]
    known = {quote for met in rounds for quote in met.told}
    told = [of_text(m) for m in meetings if not known.intersection(m.quotes)]
    ordered = sorted((*rounds, *told), key=lambda m: (m.first is None, m.first or "", m.city or ""))
    return TalksTable(day, tuple(ordered), position_tracker(used))


def public(ledger: Ledger, day: date) -> list[str]:
    """Ids of the rounds announced, or begun, by a day."""
    return [
        row.id
        for row in ledger.rounds
        if row.start <= day or (row.announced is not None and row.announced <= day)
    ]


def of_record(ledger: Ledger, name: str, day: date, meetings: list[Meeting]) -> Met:
    """A round of the record with the quotes of texts that tell of it."""
    row = next(r for r in ledger.rounds if r.id == name)
    state: State = "scheduled" if row.start > day else "ongoing" if row.until >= day else "held"
    same = [
        m
        for m in meetings
        if m.place is not None
        and m.place.casefold() == row.city.casefold()
        and (m.date_from is None or months_apart(m.date_from, row.start) == 0)
    ]
    outcome = row.outcome if row.outcome_announced and row.outcome_announced <= day else None
    return Met(
        row.city,
        row.parties,
        row.start.isoformat(),
        row.until.isoformat(),
        state,
        tuple(f"{head.name} ({head.party})" for head in row.heads),
        outcome,
        row.id,
        tuple(source.document for source in row.source),
        tuple(quote for m in same for quote in m.quotes),
    )


def of_text(meeting: Meeting) -> Met:
    """A round that only texts tell of."""
    return Met(
        meeting.place,
        codes_of(meeting.parties),
        meeting.date_from,
        meeting.date_to or meeting.date_from,
        STATES[meeting.status],
        meeting.heads,
        None,
        None,
        (),
        meeting.quotes,
    )
