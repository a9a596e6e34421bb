"""Recompute every condition from a result, independently of how it was found."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from detente.equilibrium import conditions
from detente.equilibrium.result import Equilibrium
from detente.errors import NoEquilibrium
from detente.worlds.world import Floats

SLACK = 100.0


def accepted(result: Equilibrium, tolerance: float, fixed: Floats | None = None) -> Equilibrium:
    """The result with its residual, if every condition holds; else NoEquilibrium.

    A condition may be off by a hundred times the iteration's tolerance at most, relative to
    the market's size. `fixed` are the scenario's `conditions.wedge_weights`.
    """
    gaps = relative_gaps(result, fixed)
    worst = max(gaps, key=lambda name: _largest(gaps[name]))
    residual = _largest(gaps[worst])
    if not residual <= SLACK * tolerance:
        raise NoEquilibrium(
            f"No equilibrium: the iteration ended, but recomputing {worst} leaves "
            f"{_place(result, gaps[worst])} off by {residual:.1e} (limit {SLACK * tolerance:.0e}). "
            "The world's own accounts may not close. Run check_world on it, or raise tolerance."
        )
    for field in fields(result):
        if isinstance(value := getattr(result, field.name), np.ndarray):
            value.flags.writeable = False
    return replace(result, residual=residual)


def relative_gaps(result: Equilibrium, fixed: Floats | None = None) -> dict[str, Floats]:
    """Relative gap of prices (3), goods (7), labour (8), trade balance (9) and the rules.

    `fixed` are the `conditions.wedge_weights` of the result's duties, worked out if not given.
    """
    world, theta = result.world, result.world.trade_elasticity
    if fixed is None:
        wedge = conditions.wedge_change(
            result.tariff, world.tariff, result.trade_cost, result.export_tax
        )
        fixed = conditions.wedge_weights(world.shares, wedge, theta)
    weights = conditions.sourcing_weights(fixed, result.cost_change, theta)
    price = conditions.price_change(weights, theta)
    output = result.output
    demand = conditions.demanded(world, output, result.income)
    earned = result.earned
    balance = conditions.trade_deficit(result.flows) - result.deficit
    used = np.maximum(result.expenditure, 1e-20 * earned.sum())
    return {
        "prices": price / result.price_change - 1.0,
        "goods markets": (demand - result.expenditure) / used,
        "labour markets": _labour_gap(result, output),
        "trade balances": balance / earned,
        "hours": _hours_gap(result),
        "the deficit rule": (result.deficit - _deficit_wanted(result)) / earned,
        "the numeraire": np.atleast_1d(earned.sum() / world.labour_income.sum() - 1.0),
    }


def _labour_gap(result: Equilibrium, output: Floats) -> Floats:
    """(8) by country, or by country and sector where labour cannot move."""
    world = result.world
    paid = world.value_added_share * output
    if result.switches.labour != "sector_specific":
        return paid.sum(axis=1) / result.earned - 1.0
    kept = np.maximum(world.value_added, 1e-20 * world.labour_income.sum())
    return (paid - world.value_added * result.sector_wage_change) / kept


def _hours_gap(result: Equilibrium) -> Floats:
    """(22), zero unless hours are elastic."""
    world, switches = result.world, result.switches
    if switches.labour != "elastic":
        return result.hours_change - 1.0
    level = np.exp((world.final_share * np.log(result.price_change)).sum(axis=1))
    kept = np.ones_like(level)
    if switches.revenue == "income_tax_relief":
        kept = (1.0 - world.revenue / world.labour_income) / (1.0 - result.revenue / result.earned)
    wanted = (result.wage_change / level * kept) ** switches.labour_supply
    return result.hours_change / wanted - 1.0


def _deficit_wanted(result: Equilibrium) -> Floats:
    """The deficits the rule asks for [N], from flows and labour income."""
    world, rule = result.world, result.switches.deficits
    if rule == "zero":
        return np.zeros(len(world.countries))
    base = world.deficit - world.deficit.mean()
    if rule == "fixed_share":
        return base * result.earned.sum() / world.labour_income.sum()
    before = conditions.trade_across(world.flows)
    now = conditions.trade_across(result.flows)
    rate = base / np.where(before > 0.0, before, np.inf)
    total = now.sum()
    return now * (rate - (rate @ now) / total) if total > 0.0 else np.zeros_like(now)


def _largest(gap: Floats) -> float:
    return float(np.abs(gap).max())


def _place(result: Equilibrium, gap: Floats) -> str:
    at = np.unravel_index(int(np.argmax(np.abs(gap))), gap.shape)
    labels = (result.world.countries, result.world.sectors)
    if gap.size == 1:
        return "it"
    return "/".join(names[int(position)] for names, position in zip(labels, at, strict=False))
