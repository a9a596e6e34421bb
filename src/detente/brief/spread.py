"""How far a scenario's result moves from one world to another.

The same duties are solved on every world that the record can be applied to. A constructed world
must show its uncertainty: the spread is a floor for it, since all worlds share one model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from detente.brief.brief import SO_FAR, Outcome, ScenarioResult, Spread
from detente.brief.effects import effect
from detente.brief.places import reported_places
from detente.brief.scenarios import Solver, cannot_be_posed, pose
from detente.brief.setting import Setting
from detente.ledger.overlay import built_in_scenarios
from detente.rates.applied import Applier, mapped_worlds
from detente.worlds import Economy, World, load_world

Progress = Callable[[str], None]
Changes = dict[tuple[str, str], float]
"""Change of real income by scenario and place."""


def other_worlds(world: World) -> tuple[World, ...]:
    """Bundled worlds besides `world` that the record can be applied to."""
    return tuple(load_world(name) for name in mapped_worlds() if name != world.id)


def spread(
    setting: Setting,
    applier: Applier,
    found_here: tuple[Sequence[Outcome], Sequence[ScenarioResult]],
    economies: Mapping[str, Economy],
    tell: Progress,
) -> tuple[Spread, ...]:
    """Lowest and highest real income over the worlds, for every place and scenario solved.

    Scenarios are measured against today, today against the baseline (`SO_FAR`), as in the table of
    real income; `found_here` holds both. Places that only one world has are left out.
    """
    found = [(applier.world.id, _reported(*found_here))]
    for world in other_worlds(applier.world):
        tell(f"the same on {world.id}")
        found.append((world.id, _solved(setting, applier.beside(world), economies)))
    rows: list[Spread] = []
    for key in found[0][1]:
        values = {world: changes[key] for world, changes in found if key in changes}
        if len(values) > 1:
            low, high = min(values.values()), max(values.values())
            rows.append(Spread(*key, low, high, tuple(values), tuple(values.values())))
    return tuple(rows)


def _reported(before: Sequence[Outcome], results: Sequence[ScenarioResult]) -> Changes:
    changes = {(SO_FAR, o.place): o.baseline.real_income for o in before}
    for result in results:
        if result.role != "status_quo":
            changes |= {(result.id, o.place): o.today.real_income for o in result.outcomes}
    return changes


def _solved(setting: Setting, applier: Applier, economies: Mapping[str, Economy]) -> Changes:
    solver = Solver(setting, applier)
    places = reported_places(applier.world, economies)
    today = solver.today.equilibrium
    changes: Changes = {}
    for place in places:
        before = effect(place, today, solver.baseline.equilibrium)
        changes[(SO_FAR, place.code)] = before.real_income
    for scenario in built_in_scenarios(setting.parties):
        if scenario.role == "status_quo" or cannot_be_posed(setting, scenario) is not None:
            continue
        new = solver.solve(pose(setting, scenario)).equilibrium
        for place in places:
            changes[(scenario.id, place.code)] = effect(place, new, today).real_income
    return changes
