"""Solve a scenario: its base, its shocks, its quotas, and the answer as one value."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from detente.equilibrium import Equilibrium, Switches, solve
from detente.equilibrium.quotas import Quota, solve_with_quotas
from detente.equilibrium.saved import open_result
from detente.equilibrium.variants import Shock, shock_on, variant_of
from detente.errors import InputError, ScenarioError, WorldError
from detente.scenarios.apply import built
from detente.scenarios.record import recorded_duties
from detente.scenarios.shocks import Scenario
from detente.worlds import World, default_world, load_world
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Licence:
    """A quantity control as solved: the highest wedge and the mean volume over the base."""

    name: str
    highest_wedge: float
    volume: float
    rents: str


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A solved scenario. `equilibrium.world` is the base every change is measured from."""

    scenario: Scenario
    equilibrium: Equilibrium
    shock: Shock
    licences: tuple[Licence, ...]
    base: str


def solve_scenario(
    scenario: Scenario, world: World | str | None = None, *, tolerance: float = 1e-10
) -> Solution:
    """Solve a scenario on a world (its own, else the default).

    The base is the world as calibrated, or solved under the record's duties of a day; without
    deficits if the switches say so. `tolerance` is that of `detente.equilibrium.solve`, for the
    base too. Raises ScenarioError, InputError, NoEquilibrium.
    """
    name = world or scenario.world or default_world()
    given = name if isinstance(name, World) else _loaded(name, None if world else scenario)
    base, before, after, said = _base(scenario, given, tolerance)
    builder = built(base, scenario, before if after is None else after, given.tariff)
    switches = scenario.switches
    shock = shock_on(base, builder.shock(), switches)
    quotas = _quotas(scenario, builder.quotas)
    start = variant_of(base, switches)
    found = solve_with_quotas(start, shock, quotas, _plain(switches), tolerance)
    licences = tuple(
        Licence(q.name, float(wedge.max()), float(volume.mean()), q.rents)
        for q, wedge, volume in zip(quotas, found.wedges, found.volumes, strict=True)
    )
    return Solution(scenario, found.equilibrium, found.shock, licences, said)


def reopened(path: Path) -> Solution:
    """A saved equilibrium as a solution without steps. Raises InputError for a damaged file."""
    found = open_result(path)
    scenario = Scenario(
        id=path.stem, title=path.name, world=found.world_id, switches=found.switches
    )
    shock = Shock(found.tariff, found.trade_cost, found.export_tax)
    return Solution(scenario, found, shock, (), f"{found.world_id}, as saved by {found.version}")


def _loaded(name: str, scenario: Scenario | None) -> World:
    """The world by name; a scenario that names it is told where."""
    if scenario is None:
        return load_world(name)
    with _located(scenario, "world"):
        return load_world(name)


@contextmanager
def _located(scenario: Scenario, key: str) -> Generator[None]:
    """Put file and line of a part of the scenario before a message about it."""
    try:
        yield
    except (ScenarioError, WorldError, InputError) as error:
        if key not in scenario.where:
            raise
        raise ScenarioError(f"{scenario.where[key]}: {error}") from None


def _plain(switches: Switches) -> Switches:
    """Switches for a world that already is the variant they ask for."""
    return replace(switches, inputs="linked", sectors="many", horizon="long")


def _quotas(scenario: Scenario, quotas: list[Quota]) -> list[Quota]:
    if quotas and scenario.switches.sectors == "one":
        raise ScenarioError(
            f"scenario {scenario.id}: a quantity control needs its sector, and the switch "
            "sectors is one. Use many sectors."
        )
    return quotas


def _base(
    scenario: Scenario, world: World, tolerance: float
) -> tuple[World, Floats, Floats | None, str]:
    """Base world, its duties, the duties after the record's own scenario, and what it is."""
    said, after = f"{world.id} as calibrated", None
    if scenario.record is not None:
        with _located(scenario, "record"):
            before, after = recorded_duties(scenario.record, world)
        found = solve(world, before, tolerance=tolerance)
        world = found.as_world(f"{world.id}-{scenario.record.on}")
        said = f"{world.id}: duties of the record on {scenario.record.on}"
    if scenario.switches.deficits == "zero":
        found = solve(world, world.tariff, deficits="zero", tolerance=tolerance)
        world = found.as_world(f"{world.id}-balanced")
        said += ", trade balanced"
    return world, world.tariff, after, said
