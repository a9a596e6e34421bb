"""Solve a world for new duties: the iteration.

unknowns  w^ (wages), P^ (prices), X' (expenditures), in logs
targets   labour payments (8), prices (3), goods (7); trade balance (9) follows by Walras' law

The state is improved by one sweep over the conditions, whose country averages are corrected
by a Newton step (coarse.py), and the steps are combined by Anderson acceleration. When the
iteration drags on, the correction is rebuilt at the current point. What is found counts only
after verify.py has recomputed every condition from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.equilibrium import conditions
from detente.equilibrium.anderson import WIDEST_STEP, Anderson
from detente.equilibrium.calibration import calibration_of
from detente.equilibrium.coarse import split
from detente.equilibrium.feasible import (
    check_feasible,
    check_relief,
    check_tolerance,
    checked_export_tax,
    checked_start,
    checked_tariff,
    checked_trade_cost,
)
from detente.equilibrium.near_autarky import by_trade_balance
from detente.equilibrium.result import Equilibrium
from detente.equilibrium.sweep import Scenario, Swept, base_state, coarse_at, scenario_of, sweep
from detente.equilibrium.switches import DeficitRule, Switches
from detente.equilibrium.variants import Shock, shock_on, variant_of
from detente.equilibrium.verify import accepted
from detente.errors import NoEquilibrium
from detente.worlds import World
from detente.worlds.world import Floats

REBUILD_EVERY = 45
BALANCE_AFTER = 90
NEARLY = 1e-6
SCARCE = 0.1
GROWTH = 1e4
SHORTEN = 0.25


def solve(  # noqa: PLR0913 - one question, its switches and its accuracy
    world: World,
    tariff: Floats,
    *,
    trade_cost: Floats | None = None,
    export_tax: Floats | None = None,
    switches: Switches | None = None,
    deficits: DeficitRule | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 500,
    start: Equilibrium | None = None,
) -> Equilibrium:
    """The equilibrium of a world under new duties, trade costs and export taxes.

    `tariff` [importer, exporter, sector] are the new rates, fractions of customs value;
    `trade_cost`, same axes, changes of iceberg costs (infinity bans a flow); `export_tax`, same
    axes, fractions of the producer price. `switches` choose the member of the model family,
    `deficits` one of them in short. `start` is an equilibrium of the same world nearby. Raises
    InputError for unusable arguments and NoEquilibrium when none exists or none was found to
    `tolerance`. Caliendo and Parro (2015); docs/model.md.
    """
    check_tolerance(tolerance)
    chosen = switches or Switches()
    chosen = chosen if deficits is None else replace(chosen, deficits=deficits)
    base = variant_of(world, chosen)
    shock = shock_on(world, Shock(tariff, trade_cost, export_tax), chosen)
    shock = Shock(
        checked_tariff(base, shock.tariff),
        checked_trade_cost(base, shock.trade_cost),
        checked_export_tax(base, shock.export_tax),
    )
    relieved = chosen.revenue == "income_tax_relief"
    if relieved:
        check_relief(base, base.revenue, base.labour_income, "in the base")
    scenario = posed(base, shock, chosen)
    check_feasible(base, scenario)
    near = None if start is None else checked_start(base, start)
    first = base_state(scenario) if near is None else state_of(near)
    with np.errstate(all="ignore"):
        found = _iterate(_Task(base, scenario, tolerance, max_iterations), first)
        result = _result(found, (base, shock, chosen), scenario)
    if relieved:
        check_relief(base, result.revenue, result.earned, "under the scenario")
    return accepted(result, tolerance, scenario.fixed)


def posed(world: World, shock: Shock, switches: Switches) -> Scenario:
    """A checked shock as the constants of the iteration."""
    wedge = conditions.wedge_change(shock.tariff, world.tariff, shock.trade_cost, shock.export_tax)
    fixed = conditions.wedge_weights(world.shares, wedge, world.trade_elasticity)
    return scenario_of(calibration_of(world), fixed, shock.tariff, shock.export_tax, switches)


def state_of(found: Equilibrium) -> Floats:
    """An equilibrium as a state of the iteration."""
    specific = found.switches.labour == "sector_specific"
    wage = found.sector_wage_change.T if specific else found.wage_change
    scale = found.world.labour_income.sum()
    parts = (wage, found.price_change.T, found.expenditure.T / scale)
    return np.concatenate([np.log(np.maximum(part, 1e-30)).ravel() for part in parts])


@dataclass(frozen=True, slots=True)
class _Task:
    world: World
    scenario: Scenario
    tolerance: float
    max_iterations: int


@dataclass(frozen=True, slots=True)
class _Found:
    state: Floats
    iterations: int


@dataclass(frozen=True, slots=True)
class _Best:
    state: Floats
    swept: Swept
    gap: float


def _iterate(task: _Task, state: Floats) -> _Found:
    """Sweep, correct, accelerate, until every relative gap is below the tolerance.

    A step that leaves the worst gap far above the best so far is taken back: the correction
    is rebuilt at the best point and steps are shortened until they help again.
    """
    coarse, memory = task.scenario.coarse, Anderson()
    swept = sweep(task.scenario, state)
    difference = swept.state - state
    best = _Best(state, swept, _gap(swept, difference))
    for iteration in range(1, task.max_iterations + 1):
        gap = _gap(swept, difference)
        if gap <= task.tolerance and not swept.floored:
            return _Found(swept.state, iteration)
        lost = not gap <= GROWTH * best.gap
        if lost:
            state, swept = best.state, best.swept
            difference = swept.state - state
            memory.widest *= SHORTEN
        elif gap <= best.gap:
            best = _Best(state, swept, gap)
            memory.widest = min(WIDEST_STEP, 2.0 * memory.widest)
        if iteration == BALANCE_AFTER:
            settled = by_trade_balance(task.scenario, task.tolerance)
            if settled is not None:
                return _Found(settled.swept.state, iteration + settled.sweeps)
        if lost or (iteration % REBUILD_EVERY == 0 and gap > NEARLY):
            coarse = coarse_at(task.scenario, state)
            memory.restart()
        state = memory.following(state, coarse.corrected(difference))
        swept = sweep(task.scenario, state)
        difference = swept.state - state
    raise NoEquilibrium(_explained(task, best))


def _gap(swept: Swept, difference: Floats) -> float:
    """Worst relative gap of a wage, price, expenditure or labour market; nan if one is."""
    markets = np.abs(difference).max()
    return float(np.maximum(markets, np.abs(swept.labour_gap).max()))


def _explained(task: _Task, best: _Best) -> str:
    """Where the best point stands, worst market first, and what to try."""
    world, swept = task.world, best.swept
    limit = f"No equilibrium found after {task.max_iterations} steps"
    poorest = int(np.argmin(swept.left))
    if swept.left[poorest] < SCARCE:
        lent = 100.0 * (1.0 - swept.left[poorest])
        return (
            f"{limit}: {world.countries[poorest]} has to lend abroad more than it earns, or nearly "
            f"so ({lent:.0f}% of it where the search stood). The deficit rule must leave every "
            'country income. Use deficits="zero" on a base solved so, or a smaller shock.'
        )
    cells = np.abs(swept.state - best.state)
    _, price, spending = split(cells, len(world.sectors), len(world.countries))
    market, labour = np.maximum(price, spending), np.abs(swept.labour_gap).max(axis=0)
    sector, country = np.unravel_index(int(np.argmax(market)), market.shape)
    where = f"{world.countries[int(country)]}/{world.sectors[int(sector)]}"
    if labour.max() > market.max():
        where = f"labour in {world.countries[int(np.argmax(labour))]}"
    return (
        f"{limit}: the worst market is {best.gap:.1e} from clearing (limit {task.tolerance:.0e}), "
        f"{where}. Start from a nearby solved scenario (solve(..., start=previous)), raise "
        'max_iterations, or use deficits="zero": a fixed deficit may be impossible to finance once '
        "trade is this small."
    )


def _result(
    found: _Found, inputs: tuple[World, Shock, Switches], scenario: Scenario
) -> Equilibrium:
    """The scenario's values in the natural layout, from wages, prices and expenditures alone."""
    world, shock, switches = inputs
    specific = switches.labour == "sector_specific"
    values = _values(found.state, world, scenario)
    made = conditions.cost_change(world, values.sector_wage, values.price)
    weights = conditions.sourcing_weights(scenario.fixed, made, world.trade_elasticity)
    shares = conditions.new_shares(weights)
    flows = conditions.border_flows(values.expenditure, shares, shock.tariff)
    revenue = conditions.tax_revenue(flows, shock.tariff, shock.export_tax)
    before = world.labour_income
    wage = (values.sector_wage * world.value_added).sum(axis=1) / before
    hours = np.ones_like(wage)
    if scenario.hours is not None:
        money = revenue / scenario.base.scale
        earned = scenario.hours.earned(np.log(wage), np.log(values.price).T, money)
        hours = earned * scenario.base.scale / (wage * before)
    unit = before.sum() / ((wage * hours) @ before)
    earned = unit * wage * hours * before
    flows *= unit
    scaled = scenario.deficits.rate is not None
    deficit = scenario.deficits.at(earned, conditions.trade_across(flows) if scaled else None)
    revenue = revenue * unit
    return Equilibrium(
        world=world,
        tariff=shock.tariff,
        trade_cost=shock.trade_cost,
        export_tax=shock.export_tax,
        switches=switches,
        wage_change=wage * unit,
        hours_change=hours,
        specific_wage_change=values.sector_wage * unit if specific else None,
        price_change=values.price * unit,
        expenditure=values.expenditure * unit,
        shares=shares,
        flows=flows,
        revenue=revenue,
        deficit=deficit,
        income=conditions.spent_income(earned, revenue, deficit),
        residual=np.nan,
        iterations=found.iterations,
    )


@dataclass(frozen=True, slots=True)
class _Values:
    """Wages by sector, prices [N, S] as changes, expenditure [N, S] in money."""

    sector_wage: Floats
    price: Floats
    expenditure: Floats


def _values(state: Floats, world: World, scenario: Scenario) -> _Values:
    shape = len(world.sectors), len(world.countries)
    wage, price, spending = (np.exp(part) for part in split(state, *shape))
    return _Values(
        np.ascontiguousarray(np.broadcast_to(wage, shape).T),
        np.ascontiguousarray(price.T),
        np.ascontiguousarray(spending.T) * scenario.base.scale,
    )
