"""Each scenario laid over the record, applied to the world, and solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from detente.brief.brief import RunNote, ScenarioResult
from detente.brief.effects import diversion, outcome
from detente.brief.places import Reported
from detente.brief.setting import Setting, new_layers
from detente.equilibrium import Equilibrium, solve
from detente.ledger import Ledger
from detente.ledger.overlay import (
    Scenario,
    Situation,
    begin_truce,
    built_in_scenarios,
    overlay,
)
from detente.rates.applied import Applier, Rates
from detente.rates.average import average_duty

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Solved:
    """One point of the record on the world: the record, the rates, the equilibrium."""

    ledger: Ledger
    rates: Rates
    equilibrium: Equilibrium


class Solver:
    """Solves points of the record on one world, each at most once."""

    def __init__(self, setting: Setting, applier: Applier) -> None:
        self.setting, self.applier = setting, applier
        self.today = self.solve(setting.ledger)
        before = setting.ledger.instant(setting.baseline.before, setting.parties[0])
        rates = applier.applied_rates(setting.ledger, before, setting.as_known)
        self.baseline = Solved(setting.ledger, rates, solve(applier.world, rates.rate))

    def solve(self, ledger: Ledger) -> Solved:
        """The equilibrium under a record at the setting's moment."""
        setting = self.setting
        rates = self.applier.applied_rates(ledger, setting.scenario_at, setting.as_known)
        return Solved(ledger, rates, solve(self.applier.world, rates.rate))


def scenario_results(
    setting: Setting, solver: Solver, places: tuple[Reported, ...], tell: Progress
) -> tuple[ScenarioResult, ...]:
    """All scenarios of the record for these parties, in order."""
    results: list[ScenarioResult] = []
    for scenario in built_in_scenarios(setting.parties):
        tell(scenario.title)
        results.append(_result(setting, solver, places, scenario))
    return tuple(results)


def pose(setting: Setting, scenario: Scenario) -> Ledger:
    """The record under a scenario. Raises ScenarioError where it cannot be posed."""
    situation = Situation(setting.scenario_at, setting.as_known, setting.truce)
    return overlay(begin_truce(setting.ledger, situation), scenario, situation)


def cannot_be_posed(setting: Setting, scenario: Scenario) -> str | None:
    """Why a scenario makes no sense on this day, as known; None where it does."""
    known, truce = setting.as_known, setting.truce
    if scenario.known_from and known < scenario.known_from:
        return "Nobody had threatened this by then."
    if scenario.known_until and known >= scenario.known_until:
        return "Its legal ground was gone by then."
    if scenario.needs_truce == "true" and truce is None:
        return "No truce between the two sides is known on this day."
    said = truce.announced_returns(known) if truce else ()
    if not said and any(c.reinstate == "announced" for c in scenario.changes):
        return "Neither side has announced what would come back."
    if scenario.needs_family and not _levied(setting, scenario.needs_family):
        return "The duty it would lift is not in force on this day."
    return None


def _levied(setting: Setting, family: str) -> bool:
    averages = (average_duty(f, setting.at, setting.as_known) for f in setting.flows)
    return any(family == name for a in averages for name, _ in a.families)


def _result(
    setting: Setting, solver: Solver, places: tuple[Reported, ...], scenario: Scenario
) -> ScenarioResult:
    reason = cannot_be_posed(setting, scenario)
    if reason is not None:
        return _missing(scenario, reason)
    ledger = pose(setting, scenario)
    point = solver.solve(ledger)
    flows = [flow.over(ledger) for flow in setting.flows]
    at, known = setting.scenario_at, setting.as_known
    new, today, base = point.equilibrium, solver.today.equilibrium, solver.baseline.equilibrium
    moved = scenario.role != "status_quo"
    return ScenarioResult(
        id=scenario.id,
        title=scenario.title,
        question=scenario.question,
        role=scenario.role,
        explanation=scenario.explanation or "",
        missing=None,
        averages=tuple(average_duty(flow, at, known).rate for flow in flows),
        new_layers=tuple(
            new_layers(flow.stack(at, known), setting.baseline.before) for flow in flows
        ),
        outcomes=tuple(outcome(place, new, today, base) for place in places),
        diversion=diversion(places, setting.parties, new, today if moved else base),
        run=run_note(point),
        cites=setting.citations.cite(s.document for s in scenario.source),
    )


def run_note(point: Solved) -> RunNote:
    """How a point was computed."""
    result = point.equilibrium
    return RunNote(
        world=result.world.id,
        world_year=result.world.year,
        record=point.rates.record,
        status=result.status,
        residual=float(result.residual),
        iterations=result.iterations,
        switches=tuple(
            (f.name, str(getattr(result.switches, f.name))) for f in fields(result.switches)
        ),
        numeraire=result.numeraire,
    )


def _missing(scenario: Scenario, reason: str) -> ScenarioResult:
    return ScenarioResult(
        id=scenario.id,
        title=scenario.title,
        question=scenario.question,
        role=scenario.role,
        explanation=scenario.explanation or "",
        missing=reason,
        averages=(),
        new_layers=(),
        outcomes=(),
        diversion=None,
        run=None,
        cites=(),
    )
