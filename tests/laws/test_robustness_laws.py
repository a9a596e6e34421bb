"""Shocks far from anything observed: a right number or a right refusal, never another."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from detente.equilibrium import real_income_change, solve
from detente.worlds import load_world
from toyworld import random_world

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "robustness.py"


def script():
    spec = spec_from_file_location("robustness", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("number", range(25))
def test_random_shock_on_the_bundled_world(number: int) -> None:
    kind, _ = script().outcome(load_world("world-2011"), 7, number)
    assert not kind.startswith("FAULT"), kind


@pytest.mark.parametrize("number", range(40))
def test_random_shock_on_small_worlds(number: int) -> None:
    kind, _ = script().outcome(random_world(number, 4, 3), 7, number)
    assert not kind.startswith("FAULT"), kind


@pytest.mark.parametrize("cost", [100.0, 500.0, 1000.0, 3000.0, 1e4])
def test_trade_that_has_almost_ended(cost: float) -> None:
    """Wages hang on trade of a millionth of income; real income is that of autarky."""
    world = load_world("world-2011")
    base = solve(world, world.tariff, deficits="zero").as_world()
    away = ~np.eye(len(base.countries), dtype=bool)[:, :, None] & np.ones_like(base.goods)
    wall = np.where(away, cost, 1.0)
    result = solve(base, base.tariff, trade_cost=wall, deficits="zero")
    assert result.residual < 1e-9
    closed = solve(base, base.tariff, trade_cost=np.where(away, np.inf, 1.0), deficits="zero")
    np.testing.assert_allclose(real_income_change(result), real_income_change(closed), rtol=1e-5)


def test_a_surplus_that_nearly_exhausts_income_is_solved_and_a_larger_one_refused() -> None:
    """Malaysia's fixed surplus leaves 1.7% of its income in one shock, nothing in the other."""
    world, run = load_world("world-2023"), script()
    kind, result = run.outcome(world, 1, 3525)
    assert kind == "converged"
    at = world.country("MYS")
    assert result.income[at] / result.earned[at] == pytest.approx(0.0168, abs=0.001)
    kind, _ = run.outcome(world, 1, 563)
    assert kind == "refused, deficit cannot be financed"
