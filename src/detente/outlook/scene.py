"""Who, when, and with what knowledge: the question that scenarios are posed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from detente.errors import InputError
from detente.ledger import Ledger
from detente.ledger.overlay import Situation, yet_to_begin
from detente.ledger.truces import Truce


@dataclass(frozen=True, slots=True)
class Scene:
    """Two sides on a day, with what was public on `as_known`.

    at      the last moment of the day on either side
    truce   the truce that binds them, or the next one announced
    """

    ledger: Ledger
    parties: tuple[str, str]
    on: date
    as_known: date
    at: datetime
    truce: Truce | None

    @property
    def scenario_at(self) -> datetime:
        """The moment scenarios are posed at: today; a truce yet to begin is taken as begun."""
        return self.at

    @property
    def truce_ahead(self) -> bool:
        """True where something announced of the truce is yet to begin."""
        return bool(yet_to_begin(self.ledger, self.situation))

    @property
    def situation(self) -> Situation:
        """Where and when a scenario is laid over the record."""
        return Situation(self.scenario_at, self.as_known, self.truce)


def set_scene(ledger: Ledger, one: str, other: str, on: date, as_known: date | None) -> Scene:
    """Resolve and check the question. Raises InputError or CoverageError."""
    first, second = ledger.places.find(one), ledger.places.find(other)
    if first == second:
        raise InputError(f"Two sides are needed; {first} was given twice. Name two countries.")
    ledger.check_covered(on)
    known = as_known or on
    if known < on:
        raise InputError(
            f"--as-known {known} lies before the day of the brief, {on}. What was known earlier "
            "cannot describe a later day. Give the same day or a later one."
        )
    at = max(ledger.instant(on, first), ledger.instant(on, second))
    return Scene(
        ledger=ledger,
        parties=(first, second),
        on=on,
        as_known=known,
        at=at,
        truce=ledger.truce_running(at, known, (first, second)),
    )
