"""Duties that maximise a welfare aggregate in the economy of roundabout.py.

With multipliers m of the conditions (J' m = -dG/dstate, J the Jacobian), the derivative of the
objective G to log(1 + t_nj) is zero exactly where

    1 + t_nj = h_n (A_nj - r_n) / (K_n - h_n r_n),    h_n = (1 + eps phi_n) E_n E^_n           (90)

A_nj is what a unit of the flow is worth to the conditions without duty, r_n what a unit of revenue
is worth, K_n what all flows into n have in common. Iterating (90), each time at the equilibrium of
the last duties, needs no step size; duties are held within the bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.anderson import Anderson
from detente.equilibrium.roundabout import (
    RoundaboutEconomy,
    RoundaboutEquilibrium,
    System,
    solve_roundabout,
    state_of,
    welfare_parts,
)
from detente.errors import NoEquilibrium
from detente.worlds.world import Flags, Floats

ROUNDS = 60
SETTLED = 1e-7


@dataclass(frozen=True, slots=True)
class Aim:
    """Maximise the mean of welfare with `weight` [N] over the duties `free` [importer, exporter].

    The other duties stay; the free ones stay between zero and `highest`.
    """

    weight: Floats
    free: Flags
    highest: float


def best_duties(economy: RoundaboutEconomy, tariff: Floats, aim: Aim) -> RoundaboutEquilibrium:
    """The equilibrium at the best duties, started from `tariff`.

    Raises NoEquilibrium if (90) does not settle.
    """
    duty, memory = tariff.copy(), Anderson()
    found, left = solve_roundabout(economy, duty), np.inf
    for _ in range(ROUNDS):
        wanted = np.clip(first_order_duties(found, aim)[aim.free], 0.0, aim.highest)
        here = np.log1p(duty[aim.free])
        step = np.log1p(wanted) - here
        left = float(np.abs(step).max())
        if left <= SETTLED:
            return found
        moved = np.expm1(memory.following(here, step))
        duty[aim.free] = np.clip(moved, 0.0, aim.highest)
        found = solve_roundabout(economy, duty, start=found)
    raise NoEquilibrium(
        f"best_duties: after {ROUNDS} rounds duties still move by {left:.1e} "
        f"(limit {SETTLED:.0e}). The optimum may be flat or on a bound. Start from other duties."
    )


def first_order_duties(found: RoundaboutEquilibrium, aim: Aim) -> Floats:
    """The right side of (90) less one, every cell [importer, exporter]."""
    worth = _worth(found, aim.weight)
    base = found.economy
    spent = base.expenditure * found.spending
    steep = (1.0 + base.elasticity * base.phi) * spent
    top = steep[:, None] * (worth.flow - worth.revenue[:, None])
    level = (steep * worth.revenue)[:, None]
    return top / (worth.level[:, None] - level) - 1.0


def welfare_slopes(found: RoundaboutEquilibrium, weight: Floats) -> Floats:
    """Derivatives of the mean welfare to log(1 + t) [importer, exporter]."""
    worth, base = _worth(found, weight), found.economy
    share = (1.0 + found.tariff) * found.flows
    share = share / share.sum(axis=1, keepdims=True)
    value = worth.flow + found.tariff * worth.revenue[:, None]
    steep = 1.0 + base.elasticity * base.phi
    return share * worth.level[:, None] - steep[:, None] * value * found.flows


@dataclass(frozen=True, slots=True)
class _Worth:
    """`flow` A [importer, exporter]; `revenue` r and `level` K [N]."""

    flow: Floats
    revenue: Floats
    level: Floats


def _worth(found: RoundaboutEquilibrium, weight: Floats) -> _Worth:
    base, n = found.economy, len(found.economy.countries)
    system = System(base, found.tariff)
    state = state_of(found)
    direct, slope = _objective(found, system, weight)
    m = np.linalg.solve(system.jacobian(state).T, -slope).reshape(4, n)
    labour, budget = m[0] / system.earned, m[1] / system.spent
    labour[-1] = 0.0
    revenue = direct + budget - base.hours * m[2] / (found.income - found.revenue)
    kept, beta = (1.0 - base.nu)[:, None], base.labour_share
    flow = kept * (beta * labour + (1.0 - beta) * budget)[None, :]
    flow = flow + (base.nu * labour)[:, None]
    spent = base.expenditure * found.spending
    value = ((flow + found.tariff * revenue[:, None]) * found.flows).sum(axis=1)
    level = base.elasticity * base.phi * value - base.phi * m[3] + revenue * spent
    return _Worth(flow, revenue, level)


def _objective(
    found: RoundaboutEquilibrium, system: System, weight: Floats
) -> tuple[Floats, Floats]:
    """Derivatives of the mean welfare: to revenue [N], and to the state [4N]."""
    base, k = found.economy, found.economy.hours / (1.0 + found.economy.hours)
    paid, rest = welfare_parts(base, found.income, found.revenue)
    gain, lost = weight * found.welfare / paid, weight * found.welfare / rest
    relief = k * base.income / found.income
    revenue = (1.0 + k) * gain - relief * lost
    income = (1.0 - k) * found.income * gain + relief * found.revenue * lost
    income = income + (gain @ base.transfer) * found.income / base.income.sum()
    at = system.at(state_of(found))
    by_cost = revenue @ system.revenue_by_cost(at)
    by_wage, by_hours, by_price = system.to_cost
    parts = (
        by_wage * by_cost + income,
        revenue * found.revenue,
        by_hours * by_cost + income,
        by_price * by_cost - weight * found.welfare,
    )
    return revenue, np.concatenate(parts)
