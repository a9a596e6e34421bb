"""Points of the record on a world: each scenario laid over the record and solved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from detente.equilibrium import Equilibrium, solve
from detente.ledger import Ledger
from detente.ledger.overlay import (
    Scenario,
    begin_truce,
    built_in_scenarios,
    overlay,
)
from detente.ledger.status import standing
from detente.outlook.scene import Scene
from detente.rates.applied import Applier, Rates


@dataclass(frozen=True, slots=True)
class Solved:
    """One point of the record on the world: the record, the rates, the equilibrium."""

    ledger: Ledger
    rates: Rates
    equilibrium: Equilibrium


class Points:
    """Solves points of the record on one world, each once."""

    def __init__(self, scene: Scene, applier: Applier) -> None:
        self.scene, self.applier = scene, applier
        self.solved: dict[tuple[str, datetime], Solved] = {}
        self.today = self.solve(scene.ledger)

    @property
    def held(self) -> Solved:
        """Today; where a part of the truce is announced and yet to begin, with it in force."""
        scene = self.scene
        if not scene.truce_ahead:
            return self.today
        return self.solve(begin_truce(scene.ledger, scene.situation))

    def solve(self, ledger: Ledger) -> Solved:
        """The equilibrium under a record at the scene's moment."""
        return self.at(ledger, self.scene.scenario_at)

    def at(self, ledger: Ledger, moment: datetime) -> Solved:
        """The equilibrium under a record at another moment, with the scene's knowledge."""
        key = (ledger.digest, moment)
        if key not in self.solved:
            rates = self.applier.applied_rates(ledger, moment, self.scene.as_known)
            self.solved[key] = Solved(ledger, rates, solve(self.applier.world, rates.rate))
        return self.solved[key]


def pose(scene: Scene, scenario: Scenario) -> Ledger:
    """The record under a scenario. Raises ScenarioError where it cannot be posed."""
    situation = scene.situation
    return overlay(begin_truce(scene.ledger, situation), scenario, situation)


def why_missing(scene: Scene, scenario: Scenario) -> str | None:
    """Why a scenario has no meaning on this day, as known, or None where it has."""
    known, truce = scene.as_known, scene.truce
    if scenario.known_from and known < scenario.known_from:
        return "Nobody had threatened this by then."
    if scenario.known_until and known >= scenario.known_until:
        return "The threat, or its legal ground, was gone by then."
    if scenario.needs_truce == "true" and truce is None:
        return "No truce between the two sides is known on this day."
    said = truce.announced_returns(known) if truce else ()
    if not said and any(c.reinstate == "announced" for c in scenario.changes):
        return "Neither side has announced what would come back."
    if scenario.needs_family and not _levied(scene, scenario.needs_family):
        return "The duty it would lift is not in force on this day."
    return None


def _levied(scene: Scene, family: str) -> bool:
    """True where a duty of the family is in force between the two sides, whole or in part."""
    ledger, parties = scene.ledger, set(scene.parties)
    rows = (m for m in ledger.known(scene.as_known) if m.is_duty and m.family == family)
    return any(
        m.imposer in parties
        and any(ledger.applies(m, other, scene.on) for other in parties - {m.imposer})
        and standing(ledger, m, scene.at, scene.as_known).state in ("in force", "suspended")
        for m in rows
    )


def cases_of(scene: Scene) -> Iterator[Scenario]:
    """The scenarios of the record for these parties that can be posed on this day."""
    for scenario in built_in_scenarios(scene.parties):
        if why_missing(scene, scenario) is None:
            yield scenario
