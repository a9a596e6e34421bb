"""How a pending deadline ended, read from the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from detente.errors import InputError
from detente.forecast.classes import reference_classes
from detente.forecast.question import between
from detente.ledger import Ledger
from detente.ledger.status import standing
from detente.ledger.truces import Deadline
from detente.ledger.values import at_midnight


@dataclass(frozen=True, slots=True)
class Settlement:
    """An outcome, the day it was known, and the row of the record that says so."""

    outcome: str
    settled: date
    says: str


@dataclass(frozen=True, slots=True)
class Since:
    """A deadline that ended after the table of cases did, as the record has it; not counted."""

    id: str
    title: str
    due: date
    outcome: str
    settled: date


def settled_since(
    ledger: Ledger, name: str, parties: tuple[str, str], ends: date, on: date
) -> tuple[Since, ...]:
    """Deadlines of a class between two sides that the record settles after `ends` and by `on`.

    Those whose end the record does not tell are left out.
    """
    found: list[Since] = []
    for row in ledger.deadlines:
        if row.announced > on or not any(
            row.kind in c.kinds for c in reference_classes() if c.id == name
        ):
            continue
        if not between(ledger, row, parties, on):
            continue
        try:
            end = settlement(ledger, row.id, parties, row.announced, on)
        except InputError:
            continue
        if ends < end.settled <= on:
            found.append(Since(row.id, row.title, _day(row), end.outcome, end.settled))
    return tuple(sorted(found, key=lambda s: s.settled))


def settlement(
    ledger: Ledger, deadline: str, parties: tuple[str, str], made: date, on: date
) -> Settlement:
    """How a deadline ended, as known on a day, for a forecast made on an earlier one.

    An act that names a later date extends it; a deal of both sides announced after the
    forecast settles it; else what was threatened is in force. Raises InputError where the
    record does not say yet.
    """
    row = next((d for d in ledger.deadlines if d.id == deadline), None)
    if row is None:
        raise InputError(
            f'The deadline "{deadline}" is not in the record, so it cannot be settled from it. '
            "Give --outcome and --source."
        )
    later = _prolonged(ledger, row, on)
    if later is not None:
        return later
    due = at_midnight(row.date, ledger.places.zone(parties[0]))
    if due > ledger.instant(on, parties[0]):
        raise InputError(
            f'The deadline "{deadline}" falls on {due:%Y-%m-%d} and nothing that settles it was '
            f"public on {on}. Ask again with a later --on."
        )
    deal = _deal(ledger, parties, (made, min(on, due.date())))
    return deal or _in_force(ledger, row, parties, on)


def _prolonged(ledger: Ledger, row: Deadline, on: date) -> Settlement | None:
    """A later date is public once its own deadline is, and must be by the old one."""
    later = next((d for d in ledger.deadlines if d.id == row.superseded_by), None)
    if later is None or later.announced > on or later.announced > _day(row):
        return None
    if _day(later) <= _day(row):
        return None
    return Settlement("extended", later.announced, later.id)


def _deal(ledger: Ledger, parties: tuple[str, str], span: tuple[date, date]) -> Settlement | None:
    for m in ledger.measures.values():
        sides = {m.imposer, *m.target}
        if m.instrument == "deal" and set(parties) <= sides and span[0] < m.announced <= span[1]:
            return Settlement("deal", m.announced, m.id)
    return None


def _in_force(ledger: Ledger, row: Deadline, parties: tuple[str, str], on: date) -> Settlement:
    """Lapsed where a measure of the deadline stands afterwards, or a suspension has ended."""
    at = ledger.instant(on, parties[0])
    for name in row.measures:
        measure = ledger.measures.get(name)
        if measure is None or measure.announced > on:
            continue
        state = standing(ledger, measure, at, on).state
        over = measure.suspends and state not in ("in force", "suspended")
        if over or (not measure.suspends and state == "in force"):
            return Settlement("lapsed", _day(row), name)
    raise InputError(
        f'The record does not tell how "{row.id}" ended: none of {", ".join(row.measures)} shows '
        "it. Give --outcome and --source."
    )


def _day(row: Deadline) -> date:
    moment = row.date
    return moment.date() if isinstance(moment, datetime) else moment
