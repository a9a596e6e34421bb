"""Each scenario laid over the record, applied to the world, and solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from detente.brief.brief import Outcome, RunNote, ScenarioResult
from detente.brief.effects import diversion, outcome
from detente.brief.places import Reported
from detente.brief.setting import Setting, new_layers
from detente.ledger import Ledger
from detente.ledger.overlay import Scenario, built_in_scenarios
from detente.outlook.points import Points, Solved, why_missing
from detente.outlook.points import pose as pose_scene
from detente.rates.applied import Applier
from detente.rates.average import average_duty

Progress = Callable[[str], None]


class Solver:
    """The points of the record that a brief shows, beside those before the conflict."""

    def __init__(self, setting: Setting, applier: Applier) -> None:
        self.setting, self.points = setting, Points(setting.scene, applier)
        self.today = self.points.today
        before = setting.ledger.instant(setting.baseline.before, setting.parties[0])
        self.baseline = self.points.at(setting.ledger, before)

    @property
    def applier(self) -> Applier:
        """What puts the record on the world."""
        return self.points.applier

    def solve(self, ledger: Ledger) -> Solved:
        """The equilibrium under a record at the setting's moment."""
        return self.points.solve(ledger)


def scenario_results(
    setting: Setting, solver: Solver, places: tuple[Reported, ...], tell: Progress
) -> tuple[ScenarioResult, ...]:
    """The scenarios of the record for these parties, in order; none that nobody had named yet."""
    results: list[ScenarioResult] = []
    for scenario in built_in_scenarios(setting.parties):
        if scenario.known_from and setting.as_known < scenario.known_from:
            continue
        tell(scenario.title)
        results.append(_result(setting, solver, places, scenario))
    return tuple(results)


def so_far(solver: Solver, places: tuple[Reported, ...]) -> tuple[Outcome, ...]:
    """Every place under the duties of today, against those of the baseline."""
    today, base = solver.today.equilibrium, solver.baseline.equilibrium
    return tuple(outcome(place, today, today, base) for place in places)


def cannot_be_posed(setting: Setting, scenario: Scenario) -> str | None:
    """Why a scenario makes no sense on this day, as known; None where it does."""
    return why_missing(setting.scene, scenario)


def pose(setting: Setting, scenario: Scenario) -> Ledger:
    """The record under a scenario. Raises ScenarioError where it cannot be posed."""
    return pose_scene(setting.scene, scenario)


def _result(
    setting: Setting, solver: Solver, places: tuple[Reported, ...], scenario: Scenario
) -> ScenarioResult:
    if reason := why_missing(setting.scene, scenario):
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
