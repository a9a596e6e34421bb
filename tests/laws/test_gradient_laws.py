"""Gradients are the transpose of the solver's own sweep, and agree with differences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.equilibrium import (
    Switches,
    real_income_change,
    solve,
    welfare_gradient,
    welfare_gradients,
)
from detente.equilibrium.adjoint import linear_at, pulled
from detente.equilibrium.solve import posed, state_of
from detente.equilibrium.sweep import sweep
from detente.equilibrium.variants import Shock
from detente.errors import InputError, NoEquilibrium
from detente.worlds import World, load_world
from toyworld import FAMILY, raised, random_duties, random_world, reliever, worlds

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=15, deadline=None)


def shocked(world: World, seed: int, taxed: bool) -> Shock:
    """Random duties, costs and perhaps export taxes."""
    rng = np.random.default_rng(seed)
    tax = random_duties(world, seed + 1, 0.3) if taxed else None
    cost = rng.uniform(0.8, 1.3, world.flows.shape)
    return Shock(random_duties(world, seed, 0.4), cost, tax)


def solved(world: World, shock: Shock, switches: Switches):
    return solve(
        world,
        shock.tariff,
        trade_cost=shock.trade_cost,
        export_tax=shock.export_tax,
        switches=switches,
        tolerance=1e-13,
    )


@pytest.mark.parametrize("switches", FAMILY, ids=str)
@pytest.mark.parametrize("taxed", [False, True])
@FEW
@given(worlds(), SEEDS)
def test_adjoint_sweep_is_the_transpose_of_the_sweep(
    switches: Switches, taxed: bool, world: World, seed: int
) -> None:
    """<l, J v> = <J' l, v>, with J v by central differences of the sweep itself."""
    switches = reliever(switches, world)
    try:
        result = solved(world, shocked(world, seed, taxed), switches)
    except NoEquilibrium as error:
        if "No income tax is that large" not in str(error):
            raise
        return
    at = linear_at(result)
    shock = Shock(result.tariff, result.trade_cost, result.export_tax)
    scenario = posed(result.world, shock, switches)
    here = state_of(result)
    rng = np.random.default_rng(seed)
    there, weights = rng.normal(size=here.size), rng.normal(size=here.size)
    step = 1e-5
    ahead, behind = (sweep(scenario, here + s * step * there).state for s in (1.0, -1.0))
    forward = weights @ (ahead - behind) / (2.0 * step)
    n, s = len(world.countries), len(world.sectors)
    back, _ = pulled(at, weights[:, None], np.zeros((n, 1)), np.zeros((s, n, 1)))
    assert back[:, 0] @ there == pytest.approx(forward, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("switches", FAMILY, ids=str)
@pytest.mark.parametrize("taxed", [False, True])
def test_gradients_are_finite_differences(switches: Switches, taxed: bool) -> None:
    world = random_world(7, n=4, s=3)
    shock = shocked(world, 3, taxed)
    found = welfare_gradients(solved(world, shock, switches), tolerance=1e-12)
    cells = [(0, 1, 0), (1, 2, 1), (3, 0, 2)]
    for country, cell in product(world.countries, cells):
        for kind, exact in (
            ("tariff", found.tariff(country)),
            ("trade_cost", found.trade_cost(country)),
            ("export_tax", found.export_tax(country)),
        ):
            near = difference(world, shock, switches, country, (kind, cell))
            assert exact[cell] == pytest.approx(near, rel=2e-6, abs=1e-9)


def difference(world, shock, switches, country, where, step: float = 1e-5) -> float:
    """Central difference of log real income in the log of one plus a rate, or of a cost."""
    (kind, cell), values = where, []
    for sign in (1.0, -1.0):
        zero = np.zeros_like(world.flows)
        moved = {
            "tariff": shock.tariff.copy(),
            "trade_cost": shock.trade_cost.copy(),
            "export_tax": zero if shock.export_tax is None else shock.export_tax.copy(),
        }
        grown = np.exp(sign * step)
        old = moved[kind][cell]
        moved[kind][cell] = old * grown if kind == "trade_cost" else (1.0 + old) * grown - 1.0
        result = solved(world, Shock(**moved), switches)
        values.append(np.log(real_income_change(result)[world.country(country)]))
    return (values[0] - values[1]) / (2.0 * step)


@FEW
@given(worlds(), SEEDS)
def test_all_wedges_together_are_felt_as_one(world: World, seed: int) -> None:
    """A cost on every flow, sales at home included, hits real income by gross output over income.

    With balanced trade and no duty, 1% less of everything shipped is 1% of output lost.
    """
    base = solve(world, np.zeros_like(world.tariff), deficits="zero", tolerance=1e-13).as_world()
    result = solve(base, base.tariff, deficits="zero", tolerance=1e-13)
    found = welfare_gradients(result, tolerance=1e-12)
    total = sum(base.income[k] * found.trade_cost(code) for k, code in enumerate(base.countries))
    np.testing.assert_allclose(total, -base.flows, atol=1e-8 * base.flows.max())
    assert seed >= 0


@pytest.mark.parametrize("country", ["USA", "CHN", "LUX"])
def test_iterations_on_the_bundled_world(country: str) -> None:
    world = load_world("world-2011")
    result = solve(world, raised(world, "USA", "CHN", 0.3))
    assert welfare_gradients(result, [country]).iterations <= 35
    exact = welfare_gradient(result, country)
    every = welfare_gradients(result)
    assert every.iterations <= 35
    np.testing.assert_allclose(
        every.tariff(country), exact, rtol=1e-5, atol=1e-7 * np.abs(exact).max()
    )


def test_a_country_gains_from_a_first_small_duty_and_its_target_loses() -> None:
    world = random_world(2)
    free = solve(world, np.zeros_like(world.tariff), deficits="zero")
    found = welfare_gradients(free)
    own = found.tariff("LAND0")[0, 1:]
    assert (own > 0.0).all()
    assert (found.tariff("LAND1")[0, 1] < 0.0).all()


def test_unknown_country() -> None:
    world = random_world(2)
    with pytest.raises(InputError, match="is not among its 3 countries"):
        welfare_gradient(solve(world, world.tariff), "ATLANTIS")
