"""The one-sector economy with materials: its derivatives, no change without duties, its optimum."""

from __future__ import annotations

import numpy as np
import pytest

from detente.equilibrium.firm_entry import EntryEconomy, solve_entry
from detente.equilibrium.roundabout import RoundaboutEconomy, System, solve_roundabout
from detente.equilibrium.roundabout_optimum import Aim, best_duties, welfare_slopes


def economy(labour_share: float = 0.5, scale: float = 0.1) -> RoundaboutEconomy:
    """Four countries, the first with larger fixed costs abroad."""
    rng = np.random.default_rng(7)
    flows = rng.uniform(0.05, 0.4, (4, 4)) + np.diag([6.0, 5.0, 4.0, 3.0])
    nu = np.array([0.25, 0.1, 0.1, 0.1])
    return RoundaboutEconomy(
        countries=("A", "B", "C", "D"),
        flows=flows,
        nu=nu,
        phi=1.0 + nu,
        elasticity=4.0,
        hours=0.5,
        scale=scale,
        labour_share=labour_share,
    )


def duties() -> np.ndarray:
    tariff = np.zeros((4, 4))
    tariff[0, 1:] = (0.1, 0.3, 0.2)
    tariff[2, 0] = 0.15
    return tariff


def test_no_duty_changes_nothing() -> None:
    base = economy()
    result = solve_roundabout(base, np.zeros((4, 4)))
    np.testing.assert_allclose(result.welfare, 1.0, rtol=1e-10)
    np.testing.assert_allclose(result.flows, base.flows, rtol=1e-10)


def test_the_jacobian_is_the_differences() -> None:
    system = System(economy(), duties())
    state = 0.1 * np.random.default_rng(1).standard_normal(16)
    exact = system.jacobian(state)
    for at in range(16):
        step = np.zeros(16)
        step[at] = 1e-6
        near = (system.gaps(state + step) - system.gaps(state - step)) / 2e-6
        np.testing.assert_allclose(exact[:, at], near, atol=2e-8)


def test_without_materials_it_is_the_economy_of_firm_entry() -> None:
    """A labour share of one leaves (40) to (45); only the numeraire differs."""
    base = economy(labour_share=1.0)
    plain = EntryEconomy(
        base.countries, base.flows, base.nu, base.phi, base.elasticity, base.hours, base.scale
    )
    ours, known = solve_roundabout(base, duties()), solve_entry(plain, duties())
    np.testing.assert_allclose(ours.welfare, known.welfare, rtol=1e-9)
    np.testing.assert_allclose(ours.hours, known.hours, rtol=1e-9)


def test_slopes_of_welfare_are_differences() -> None:
    base, weight = economy(), np.array([0.7, 0.3, 0.0, 0.0])
    slopes = welfare_slopes(solve_roundabout(base, duties()), weight)
    for n, i in ((0, 1), (0, 3), (2, 0), (3, 1)):
        values: list[float] = []
        for sign in (1.0, -1.0):
            tariff = duties()
            tariff[n, i] = (1.0 + tariff[n, i]) * np.exp(sign * 1e-4) - 1.0
            values.append(float(weight @ solve_roundabout(base, tariff).welfare))
        assert slopes[n, i] == pytest.approx((values[0] - values[1]) / 2e-4, rel=1e-5, abs=1e-9)


def test_at_the_best_duties_no_step_helps() -> None:
    base, weight = economy(), np.array([1.0, 0.0, 0.0, 0.0])
    free = np.zeros((4, 4), dtype=np.bool_)
    free[0, 1:] = True
    best = best_duties(base, duties(), Aim(weight, free, 2.0))
    assert np.abs(welfare_slopes(best, weight)[free]).max() < 1e-6
    for i in (1, 2, 3):
        for change in (0.97, 1.03):
            tariff = best.tariff.copy()
            tariff[0, i] *= change
            assert solve_roundabout(base, tariff).welfare[0] < best.welfare[0]


def test_bounds_hold() -> None:
    base, weight = economy(), np.array([1.0, 0.0, 0.0, 0.0])
    free = np.zeros((4, 4), dtype=np.bool_)
    free[0, 1:] = True
    bounded = best_duties(base, duties(), Aim(weight, free, 0.05))
    np.testing.assert_allclose(bounded.tariff[0, 1:], 0.05, atol=1e-7)
