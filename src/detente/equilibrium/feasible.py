"""What can be said before iterating: are the inputs sound, can an equilibrium exist at all."""

from __future__ import annotations

import numpy as np

from detente.equilibrium.labour import HIGHEST_RELIEF
from detente.equilibrium.result import Equilibrium
from detente.equilibrium.sweep import Scenario
from detente.errors import InputError, NoEquilibrium
from detente.worlds import World
from detente.worlds.world import Flags, Floats

TIGHTEST, LOOSEST = 1e-13, 1e-3


def check_tolerance(tolerance: float) -> None:
    """Raises InputError for a tolerance that rounding cannot meet or that means nothing."""
    if not TIGHTEST <= tolerance <= LOOSEST:
        raise InputError(
            f"solve: tolerance is {tolerance:g}. Expected a relative gap between {TIGHTEST:g}, "
            f"what rounding allows, and {LOOSEST:g}. Leave it out for 1e-10."
        )


def checked_tariff(world: World, tariff: Floats) -> Floats:
    """The duties as an array. Raises InputError for shape, rates at -100% or a home duty."""
    rates = _shaped(world, np.array(tariff, dtype=np.float64), "tariff")
    _check_rates(world, rates, "tariff", "A rate is a fraction above -1 (0.25 for 25%)")
    _check_home(world, rates, "tariff", "A country levies no duty on its own sales: use 0")
    return rates


def checked_trade_cost(world: World, trade_cost: Floats | None) -> Floats | None:
    """Iceberg cost changes; infinity bans a flow. Raises InputError for shape or sign."""
    if trade_cost is None:
        return None
    change = _shaped(world, np.array(trade_cost, dtype=np.float64), "trade_cost")
    bad = np.isnan(change) | (change <= 0.0)
    _refuse(world, bad, change, "trade_cost", "A change is new over base, above 0 (1 for none)")
    return change


def checked_export_tax(world: World, export_tax: Floats | None) -> Floats | None:
    """Export taxes as an array. Raises InputError for shape, rates at -100% or a home tax."""
    if export_tax is None:
        return None
    rates = _shaped(world, np.array(export_tax, dtype=np.float64), "export_tax")
    what = "A rate is a fraction above -1 of the producer price"
    _check_rates(world, rates, "export_tax", what)
    _check_home(world, rates, "export_tax", "Sales at home are not exported: use 0")
    return rates if rates.any() else None


def checked_start(world: World, start: Equilibrium) -> Equilibrium:
    """The warm start. Raises InputError unless it was solved for this very world."""
    if start.world is not world:
        raise InputError(
            f"solve: start is an equilibrium of another world object ({start.world_id}), this one "
            f"is {world.id}. A warm start needs the same world. Leave start out."
        )
    return start


def check_feasible(world: World, scenario: Scenario) -> None:
    """Raise NoEquilibrium where supply or payment is impossible whatever the prices."""
    base = scenario.base
    n = base.labour_income.size
    linked = scenario.weights[:, :n] > 0.0
    bought = base.expenditure > 1e-20
    wanted = bought | (base.final_share > 0.0)
    unserved = (wanted & ~linked.any(axis=2)).T
    if unserved.any():
        country, sector = np.argwhere(unserved)[0]
        raise NoEquilibrium(
            f"No equilibrium exists: {world.countries[country]} has no source left for "
            f"{world.sectors[sector]} ({int(unserved.sum())} such cells). Every good that is used "
            "needs one supplier. Ban fewer flows, or use a high trade cost instead of infinity."
        )
    some: Flags = np.any(linked & bought[:, :, None], axis=0)
    some &= ~np.eye(n, dtype=bool)
    buys: Flags = np.any(some, axis=1)
    sells: Flags = np.any(some, axis=0)
    _refuse_one_sided(world, scenario, buys, sells)


def check_relief(world: World, revenue: Floats, earned: Floats, when: str) -> None:
    """Raise NoEquilibrium where duty could not replace a tax on labour, being nearly all of it."""
    share = revenue / earned
    if share.max() >= HIGHEST_RELIEF:
        raise NoEquilibrium(
            f"No equilibrium with income-tax relief: {when}, revenue of "
            f"{world.countries[int(np.argmax(share))]} is {100.0 * share.max():.0f}% of its labour "
            f"income (limit {100.0 * HIGHEST_RELIEF:.0f}%). No income tax is that large. Use "
            'revenue="lump_sum".'
        )


def _refuse_one_sided(world: World, scenario: Scenario, buys: Flags, sells: Flags) -> None:
    deficit = scenario.deficits.share
    small = 1e-12
    stuck = (buys & ~sells & (deficit <= small)) | (~buys & sells & (deficit >= -small))
    stuck |= ~buys & ~sells & (np.abs(deficit) > small)
    if stuck.any():
        at = int(np.argmax(stuck))
        raise NoEquilibrium(
            f"No equilibrium exists: {world.countries[at]} has {_left(buys[at])} imports and "
            f"{_left(sells[at])} exports left, but a deficit of {100.0 * deficit[at]:.3g}% of "
            "world value added. Imports must be paid by exports or the deficit. Ban trade both "
            'ways and use deficits="zero".'
        )


def _left(some: np.bool_) -> str:
    return "some" if some else "no"


def _shaped(world: World, array: Floats, name: str) -> Floats:
    expected = world.flows.shape
    if array.shape != expected:
        raise InputError(
            f"solve: {name} has shape {array.shape}. World {world.id} needs {expected}, axes "
            "[importer, exporter, sector]. Build it for this world."
        )
    return array


def _check_rates(world: World, rates: Floats, name: str, expected: str) -> None:
    if not (rates.min() > -1.0 and rates.max() < np.inf):
        _refuse(world, ~np.isfinite(rates) | (rates <= -1.0), rates, name, expected)


def _check_home(world: World, rates: Floats, name: str, expected: str) -> None:
    own = np.arange(len(world.countries))
    if rates[own, own].any():
        home = np.zeros(rates.shape, dtype=bool)
        home[own, own] = rates[own, own] != 0.0
        _refuse(world, home, rates, name, expected)


def _refuse(world: World, bad: Flags, values: Floats, name: str, expected: str) -> None:
    if bad.any():
        n, i, j = (int(at) for at in np.argwhere(bad)[0])
        raise InputError(
            f"solve: {name}[{world.countries[n]}, {world.countries[i]}, {world.sectors[j]}] is "
            f"{values[n, i, j]:g} ({int(bad.sum())} such cells). {expected}. Correct the array."
        )
