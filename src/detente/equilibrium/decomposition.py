"""Why real income changed: terms of trade, efficiency, revenue, and what else moved.

Along a path of shocks from the base (s = 0) to the scenario (s = 1), at every point

    d log W_n = (1/I_n) { sum_m M_mn dlog q_mn - sum_i M_ni dlog q_ni        terms of trade
                        + sum_i t_ni(0) M_ni dlog v_ni                        revenue
                        + dD_n + y_n dlog L_n                                 transfer, hours
                        + sum_i (t_ni - t_ni(0)) M_ni dlog v_ni + sum_m (M_mn - B_mn) dlog v_mn
                        - sum_i M_ni dlog d_ni }                              efficiency   (71)

with q the border price without lost goods, c (1 + e), v the volume, d lost goods. Sums over m
and i leave out the home market except in the last. The integral is taken in small steps, each
part by the trapezoid rule and one extrapolation; efficiency is what remains of the exact change,
so that the parts add up to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from detente.equilibrium.outcomes import real_income_change
from detente.equilibrium.result import Equilibrium
from detente.equilibrium.solve import solve
from detente.equilibrium.variants import Shock
from detente.errors import InputError
from detente.worlds.world import Floats

STEPS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Decomposition:
    """Parts of log W^ [N]; they add up to it. `unexplained` is efficiency less its own integral."""

    terms_of_trade: Floats
    efficiency: Floats
    revenue: Floats
    transfer: Floats
    hours: Floats
    unexplained: Floats

    @property
    def total(self) -> Floats:
        """log W^ [N]."""
        return self.terms_of_trade + self.efficiency + self.revenue + self.transfer + self.hours


def decompose(result: Equilibrium, steps: int = STEPS) -> Decomposition:
    """(71) for a solved scenario. Raises InputError after a ban, whose path has no end."""
    cost = result.trade_cost
    if cost is not None and np.isinf(cost).any():
        raise InputError(
            "decompose: the scenario bans a flow (an infinite cost), and the way there has no "
            "last step. Use a high trade cost instead, a few hundred percent."
        )
    if result.switches.deficits == "zero" and np.abs(result.world.deficit).max() > 1e-9 * (
        result.world.income.sum()
    ):
        raise InputError(
            f"decompose: {result.world.id} has deficits and the scenario has none, so part of the "
            'change is their end. Solve the base with deficits="zero" and take its as_world().'
        )
    points = [_at(result, s / (2 * steps)) for s in range(2 * steps)] + [result]
    fine, coarse = _integral(points), _integral(points[::2])
    parts = (4.0 * fine - coarse) / 3.0
    exact = np.log(real_income_change(result))
    terms, revenue, transfer, hours, efficiency = parts
    rest = exact - terms - revenue - transfer - hours
    return Decomposition(terms, rest, revenue, transfer, hours, rest - efficiency)


def _at(result: Equilibrium, s: float) -> Equilibrium:
    """The equilibrium a share s of the way, in logs of the wedges."""
    base = result.world.tariff
    tariff = (1.0 + base) * ((1.0 + result.tariff) / (1.0 + base)) ** s - 1.0
    cost = None if result.trade_cost is None else result.trade_cost**s
    tax = None if result.export_tax is None else (1.0 + result.export_tax) ** s - 1.0
    return _solve(result, Shock(tariff, cost, tax))


def _solve(result: Equilibrium, shock: Shock) -> Equilibrium:
    """On the result's own world, which already is the variant that its switches ask for."""
    plain = replace(result.switches, inputs="linked", sectors="many", horizon="long")
    return solve(
        result.world,
        shock.tariff,
        trade_cost=shock.trade_cost,
        export_tax=shock.export_tax,
        switches=plain,
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    """Logs and weights of one point of the path."""

    price: Floats
    volume: Floats
    lost: Floats
    hours: Floats
    flows: Floats
    kept: Floats
    tariff: Floats
    deficit: Floats
    earned: Floats
    income: Floats


def _terms(point: Equilibrium) -> _Terms:
    tax = np.zeros_like(point.flows) if point.export_tax is None else point.export_tax
    lost = np.zeros_like(tax) if point.trade_cost is None else np.log(point.trade_cost)
    price = np.log(point.cost_change)[None] + np.log1p(tax)
    with np.errstate(divide="ignore"):
        volume = np.where(point.flows > 0.0, np.log(point.flows) - price - lost, 0.0)
    kept = point.flows * tax / (1.0 + tax)
    return _Terms(
        price,
        volume,
        lost,
        np.log(point.hours_change),
        point.flows,
        kept,
        point.tariff,
        point.deficit,
        point.earned,
        point.income,
    )


def _integral(points: list[Equilibrium]) -> Floats:
    """Trapezoid sums of the five parts [5, N]."""
    base = points[0].world.tariff
    terms = [_terms(point) for point in points]
    total = np.zeros((5, points[0].income.size))
    for one, two in pairwise(terms):
        total += 0.5 * (_step(one, one, two, base) + _step(two, one, two, base))
    return total


def _step(at: _Terms, one: _Terms, two: _Terms, base: Floats) -> Floats:
    """The parts of one step with the weights of `at` [5, N]."""
    away = ~np.eye(at.income.size, dtype=bool)[:, :, None]
    price, volume = two.price - one.price, two.volume - one.volume
    lost = two.lost - one.lost
    trade = np.where(away, at.flows, 0.0)
    terms = (trade * price).sum(axis=(0, 2)) - (trade * price).sum(axis=(1, 2))
    revenue = (base * trade * volume).sum(axis=(1, 2))
    harm = ((at.tariff - base) * trade * volume).sum(axis=(1, 2))
    harm = harm + (at.kept * (volume + lost)).sum(axis=(0, 2)) - (at.flows * lost).sum(axis=(1, 2))
    hours = at.earned * (two.hours - one.hours)
    parts = np.stack([terms, revenue, two.deficit - one.deficit, hours, harm])
    return parts / at.income
