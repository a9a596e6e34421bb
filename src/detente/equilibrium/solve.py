"""Solve a world for new duties: the iteration.

unknowns  w^ (wages), P^ (prices), X' (expenditures), in logs
targets   labour payments (8), prices (3), goods (7); trade balance (9) follows by Walras' law

The state is improved by one sweep over the conditions, whose country averages are corrected
by a Newton step (coarse.py), and the steps are combined by Anderson acceleration. When the
iteration drags on, the correction is rebuilt at the current point. What is found counts only
after verify.py has recomputed every condition from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium import conditions
from detente.equilibrium.anderson import WIDEST_STEP, Anderson
from detente.equilibrium.calibration import calibration_of
from detente.equilibrium.coarse import split
from detente.equilibrium.feasible import (
    check_feasible,
    checked_rule,
    checked_start,
    checked_tariff,
    checked_trade_cost,
)
from detente.equilibrium.result import DeficitRule, Equilibrium, Switches
from detente.equilibrium.sweep import Scenario, Swept, base_state, coarse_at, scenario_of, sweep
from detente.equilibrium.verify import accepted
from detente.errors import NoEquilibrium
from detente.worlds import World
from detente.worlds.world import Floats

REBUILD_EVERY = 45
GROWTH = 1e4
SHORTEN = 0.25


def solve(  # noqa: PLR0913 - one question, its switches and its accuracy
    world: World,
    tariff: Floats,
    *,
    trade_cost: Floats | None = None,
    deficits: DeficitRule = "fixed_share",
    tolerance: float = 1e-10,
    max_iterations: int = 500,
    start: Equilibrium | None = None,
) -> Equilibrium:
    """The equilibrium of a world under new duties and trade costs (Caliendo and Parro 2015).

    `tariff` [importer, exporter, sector] are the new rates, fractions of customs value;
    `trade_cost`, same axes, changes of iceberg costs (infinity bans a flow). `start` is an
    equilibrium of the same world nearby. Raises InputError for unusable arguments and
    NoEquilibrium when none exists or none was found to `tolerance`.
    """
    checked_rule(deficits)
    rates = checked_tariff(world, tariff)
    cost = checked_trade_cost(world, trade_cost)
    base = calibration_of(world)
    share = base.deficit_share if deficits == "fixed_share" else np.zeros(len(world.countries))
    wedge = conditions.wedge_change(rates, world.tariff, cost)
    scenario = scenario_of(base, wedge, rates, share)
    check_feasible(world, scenario)
    near = None if start is None else checked_start(world, start)
    first = base_state(base) if near is None else _state_of(near, base.scale)
    with np.errstate(all="ignore"):
        found = _iterate(_Task(world, scenario, tolerance, max_iterations), first)
    result = _result(found, (world, rates, cost), Switches(deficits), scenario)
    return accepted(result, tolerance)


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


def _state_of(start: Equilibrium, scale: float) -> Floats:
    parts = (start.wage_change, start.price_change.T, start.expenditure.T / scale)
    return np.concatenate([np.log(np.maximum(part, 1e-30)).ravel() for part in parts])


def _iterate(task: _Task, state: Floats) -> _Found:
    """Sweep, correct, accelerate, until every relative gap is below the tolerance.

    A step that leaves the worst gap far above the best so far is taken back: the correction
    is rebuilt at the best point and steps are shortened until they help again.
    """
    coarse, memory = task.scenario.base.coarse, Anderson()
    swept = sweep(task.scenario, state)
    best = _Best(state, swept, _gap(swept, state))
    for iteration in range(1, task.max_iterations + 1):
        gap = _gap(swept, state)
        if gap <= task.tolerance and not swept.floored.any():
            return _Found(swept.state, iteration)
        lost = not gap <= GROWTH * best.gap
        if lost:
            state, swept = best.state, best.swept
            memory.widest *= SHORTEN
        elif gap <= best.gap:
            best = _Best(state, swept, gap)
            memory.widest = min(WIDEST_STEP, 2.0 * memory.widest)
        if lost or iteration % REBUILD_EVERY == 0:
            coarse = coarse_at(task.scenario, state)
            memory.restart()
        state = memory.following(state, coarse.corrected(swept.state - state))
        swept = sweep(task.scenario, state)
    raise NoEquilibrium(_explained(task, best))


def _gap(swept: Swept, state: Floats) -> float:
    """Worst relative gap of a wage, price, expenditure or labour market; nan if one is."""
    markets = np.abs(swept.state - state).max()
    return float(np.maximum(markets, np.abs(swept.labour_gap).max()))


def _explained(task: _Task, best: _Best) -> str:
    """Where the best point stands, worst market first, and what to try."""
    world, swept = task.world, best.swept
    limit = f"No equilibrium found after {task.max_iterations} steps"
    if swept.floored.any():
        place = world.countries[int(np.argmin(swept.floored))]
        return (
            f"{limit}: {place} has to lend abroad more than it earns. The deficit rule must leave "
            'every country income. Use deficits="zero" on a base solved so, or a smaller shock.'
        )
    cells = np.abs(swept.state - best.state)
    _, price, spending = split(cells, len(world.sectors), len(world.countries))
    market, labour = np.maximum(price, spending), np.abs(swept.labour_gap)
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
    found: _Found,
    inputs: tuple[World, Floats, Floats | None],
    switches: Switches,
    scenario: Scenario,
) -> Equilibrium:
    """The scenario's values in the natural layout, from wages, prices and expenditures alone."""
    world, tariff, cost = inputs
    sectors, n = len(world.sectors), len(world.countries)
    wage, price, spending = (np.exp(part) for part in split(found.state, sectors, n))
    expenditure = np.ascontiguousarray(spending.T) * scenario.base.scale
    price = np.ascontiguousarray(price.T)
    made = conditions.cost_change(world, wage, price)
    wedge = conditions.wedge_change(tariff, world.tariff, cost)
    weights = conditions.sourcing_weights(world.shares, wedge, made, world.trade_elasticity)
    shares = conditions.new_shares(weights)
    flows = conditions.border_flows(expenditure, shares, tariff)
    revenue = conditions.duty_revenue(flows, tariff)
    deficit = scenario.deficit_share * (wage * world.labour_income).sum()
    return Equilibrium(
        world=world,
        tariff=tariff,
        trade_cost=cost,
        switches=switches,
        wage_change=wage,
        price_change=price,
        expenditure=expenditure,
        shares=shares,
        flows=flows,
        revenue=revenue,
        deficit=deficit,
        income=conditions.spent_income(world, wage, revenue, deficit),
        residual=np.nan,
        iterations=found.iterations,
    )
