"""Recompute every condition from a result, independently of how it was found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.equilibrium import conditions
from detente.equilibrium.result import Equilibrium
from detente.errors import NoEquilibrium
from detente.worlds.world import Floats

SLACK = 100.0


def accepted(result: Equilibrium, tolerance: float) -> Equilibrium:
    """The result with its residual, if every condition holds; else NoEquilibrium.

    A condition may be off by a hundred times the iteration's tolerance at most, relative to
    the market's size.
    """
    gaps = relative_gaps(result)
    worst = max(gaps, key=lambda name: _largest(gaps[name]))
    residual = _largest(gaps[worst])
    if not residual <= SLACK * tolerance:
        raise NoEquilibrium(
            f"No equilibrium: the iteration ended, but recomputing {worst} leaves "
            f"{_place(result, gaps[worst])} off by {residual:.1e} (limit {SLACK * tolerance:.0e}). "
            "The world's own accounts may not close. Run check_world on it, or raise tolerance."
        )
    for name in ("wage_change", "price_change", "expenditure", "shares", "flows", "tariff"):
        getattr(result, name).flags.writeable = False
    return replace(result, residual=residual)


def relative_gaps(result: Equilibrium) -> dict[str, Floats]:
    """Relative gap of prices (3), goods (7), labour (8), trade balance (9) and numeraire."""
    world, wage = result.world, result.wage_change
    wedge = conditions.wedge_change(result.tariff, world.tariff, result.trade_cost)
    cost = conditions.cost_change(world, wage, result.price_change)
    weights = conditions.sourcing_weights(world.shares, wedge, cost, world.trade_elasticity)
    price = conditions.price_change(weights, world.trade_elasticity)
    demand = conditions.demanded(world, result.flows, result.income)
    earned = wage * world.labour_income
    paid = conditions.labour_payments(world, result.flows)
    balance = conditions.trade_deficit(result.flows) - result.deficit
    used = np.maximum(result.expenditure, 1e-20 * earned.sum())
    return {
        "prices": price / result.price_change - 1.0,
        "goods markets": (demand - result.expenditure) / used,
        "labour markets": paid / earned - 1.0,
        "trade balances": balance / earned,
        "the numeraire": np.atleast_1d(earned.sum() / world.labour_income.sum() - 1.0),
    }


def _largest(gap: Floats) -> float:
    return float(np.abs(gap).max())


def _place(result: Equilibrium, gap: Floats) -> str:
    at = np.unravel_index(int(np.argmax(np.abs(gap))), gap.shape)
    labels = (result.world.countries, result.world.sectors)
    if gap.size == 1:
        return "it"
    return "/".join(names[int(position)] for names, position in zip(labels, at, strict=False))
