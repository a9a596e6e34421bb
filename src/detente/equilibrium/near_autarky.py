"""Where trade has almost ended: wages by trade balances, prices and spending settled in between.

Then every country's labour market clears whatever its wage, to many digits, and only its thin
trade balance says what the wage is. Given wages, sweeps settle prices and expenditures. With
prices at home following wages, a change u of log wages moves trade F_nij by

    dlog F_nij = -theta_j (u_i - u_n) + u_n                                                 (80)

which gives the Jacobian of log exports less log imports in closed form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.anderson import Anderson
from detente.equilibrium.coarse import split
from detente.equilibrium.sweep import Scenario, Swept, base_state, chosen_shares, sweep
from detente.worlds.world import Floats

ROUNDS = 60
SETTLING = 200
SETTLED = 1e-14
WIDEST = 1.0
STEP_SLACK = 1e-3


@dataclass(frozen=True, slots=True)
class Settled:
    """A state whose prices and spending fit its wages, and the sweeps spent on it."""

    state: Floats
    swept: Swept
    sweeps: int


def by_trade_balance(scenario: Scenario, tolerance: float) -> Settled | None:
    """A state at which every condition holds to the tolerance, or None if none was found.

    For mobile labour with fixed hours only; starts at the wages of the base.
    """
    if scenario.hours is not None or scenario.earning.shape[0] > 1:
        return None
    state = base_state(scenario)
    memory, spent = Anderson(), 0
    memory.widest = WIDEST
    n = scenario.base.labour_income.size
    for _ in range(ROUNDS):
        here = _settle(scenario, state)
        spent += here.sweeps
        gap = np.abs(here.swept.state - here.state).max()
        labour = here.swept.labour_gap[0]
        if not np.isfinite(gap) or here.swept.floored:
            return None
        step = _wage_step(scenario, here.state)
        if max(gap, np.abs(labour).max(), STEP_SLACK * np.abs(step).max()) <= tolerance:
            return Settled(here.state, here.swept, spent)
        moved = memory.following(here.state[:n], step)
        moved = moved - np.log(np.exp(moved) @ scenario.base.labour_income)
        state = here.state + np.tile(moved - here.state[:n], here.state.size // n)
    return None


def _settle(scenario: Scenario, state: Floats) -> Settled:
    """Prices and spending at fixed wages."""
    n = scenario.base.labour_income.size
    memory = Anderson()
    swept, count = sweep(scenario, state), 1
    while count < SETTLING:
        difference = swept.state - state
        difference[:n] = 0.0
        if not np.abs(difference).max() > SETTLED:
            break
        state = memory.following(state, difference)
        swept, count = sweep(scenario, state), count + 1
    return Settled(state, swept, count)


def _wage_step(scenario: Scenario, state: Floats) -> Floats:
    """The Newton step of log wages for log exports less log imports, deficits on their side."""
    base = scenario.base
    n = base.labour_income.size
    wage, _, log_spent = split(state, base.elasticity.size, n)
    both, _, _ = chosen_shares(scenario, state)
    trade = both[:, n:] * np.exp(log_spent)[:, :, None]
    trade[:, np.arange(n), np.arange(n)] = 0.0
    by_theta = (base.elasticity[:, :, None] * trade).sum(axis=0)
    flows = trade.sum(axis=0)
    deficit = scenario.deficits.at(np.exp(wage[0]) * base.labour_income, _both_ways(flows))
    tiny = np.finfo(np.float64).tiny
    sold = np.maximum(flows.sum(axis=0) + np.maximum(deficit, 0.0), tiny)
    bought = np.maximum(flows.sum(axis=1) - np.minimum(deficit, 0.0), tiny)
    whole = by_theta + flows
    exports = whole.T - np.diag(by_theta.sum(axis=0))
    imports = np.diag(whole.sum(axis=1)) - by_theta
    slope = exports / sold[:, None] - imports / bought[:, None]
    missing = np.asarray(np.log(sold / bought), dtype=np.float64)
    slope[-1], missing[-1] = base.labour_income, 0.0
    try:
        step = np.asarray(np.linalg.solve(slope, missing), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.zeros(n)
    return -step


def _both_ways(flows: Floats) -> Floats:
    """Imports and exports [N]."""
    return flows.sum(axis=0) + flows.sum(axis=1)
