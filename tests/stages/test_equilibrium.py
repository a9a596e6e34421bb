"""The solver's border: refusals, messages, labels and what a result carries."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detente.equilibrium import Switches, real_income_change, solve
from detente.equilibrium.calibration import calibration_of
from detente.equilibrium.verify import accepted
from detente.errors import InputError, NoEquilibrium, WorldError
from detente.worlds import check_world, load_world
from toyworld import raised, random_duties, random_world, toy


def test_result_carries_its_switches_and_numeraire() -> None:
    world = toy()
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25))
    assert result.status == "solved"
    assert result.switches == Switches(deficits="fixed_share", revenue="lump_sum")
    assert result.numeraire == "world value added"
    assert result.world_id == "toy"
    assert result.residual < 1e-8
    earned = (result.wage_change * world.labour_income).sum()
    assert earned == pytest.approx(world.labour_income.sum())


def test_a_duty_hurts_its_target_and_the_target_may_be_helped_by_nobody() -> None:
    world = toy()
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25))
    change = dict(zip(world.countries, real_income_change(result), strict=True))
    assert change["EASTMARK"] < 1.0
    both = raised(world, "NORLAND", "EASTMARK", 0.25)
    both[world.country("EASTMARK"), world.country("NORLAND")] += 0.25
    answered = dict(zip(world.countries, real_income_change(solve(world, both)), strict=True))
    assert answered["NORLAND"] < change["NORLAND"]


def test_caller_may_change_its_own_array_afterwards() -> None:
    world = toy()
    duties = raised(world, "NORLAND", "SUDA", 0.1)
    result = solve(world, duties)
    duties[0, 1] = 9.0
    assert result.tariff.max() < 1.0


@pytest.mark.parametrize("deficits", ["fixed_share", "zero"])
def test_bundled_world_solves_within_the_stated_iterations(deficits) -> None:
    world = load_world("world-2011")
    base = solve(world, world.tariff, deficits=deficits).as_world()
    both = raised(base, "USA", "CHN", 0.3)
    both[base.country("CHN"), base.country("USA")] += 0.1 * base.goods
    result = solve(base, both, deficits=deficits)
    assert result.iterations <= 25
    assert result.residual < 1e-9
    change = dict(zip(base.countries, real_income_change(result), strict=True))
    assert change["USA"] < 1.0
    assert change["CHN"] < 1.0
    assert change["MEX"] > 1.0


def test_high_duties_everywhere_are_solved_after_rebuilding_the_correction() -> None:
    world = load_world("world-2011")
    n = len(world.countries)
    duties = world.tariff + 5.0 * (~np.eye(n, dtype=bool))[:, :, None] * world.goods
    result = solve(world, duties)
    assert 45 < result.iterations < 100
    assert (real_income_change(result) < 1.0).all()


def test_a_solved_world_is_a_world() -> None:
    world = toy()
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25), deficits="zero")
    later = result.as_world("toy-after")
    check_world(later)
    assert later.id == "toy-after"
    assert np.abs(later.deficit).max() < 1e-7
    assert result.as_world().id == "toy-solved"


def test_calibration_is_kept_as_long_as_the_world() -> None:
    world = random_world(11)
    assert calibration_of(world) is calibration_of(world)


def test_labelled_arrays() -> None:
    pytest.importorskip("xarray")
    world = toy()
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25))
    data = result.to_xarray()
    cell = data["flows"].sel(importer="NORLAND", exporter="EASTMARK", sector="machinery")
    assert float(cell) == result.flows[0, 1, 1]
    assert float(data["wage_change"].sel(country="SUDA")) == result.wage_change[2]
    assert data.attrs["deficits"] == "fixed_share"


def test_importing_the_solver_needs_numpy_only() -> None:
    listing = "import sys, detente.equilibrium; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    heavy = {"scipy", "xarray", "pandas", "ruamel.yaml", "pyarrow", "duckdb"}
    assert not heavy & set(done.stdout.split())


def test_duty_of_the_wrong_shape() -> None:
    with pytest.raises(InputError) as caught:
        solve(toy(), np.zeros((3, 2)))
    assert str(caught.value) == (
        "solve: tariff has shape (3, 2). World toy needs (3, 3, 2), axes [importer, exporter, "
        "sector]. Build it for this world."
    )


def test_duty_that_pays_the_buyer_everything() -> None:
    world = toy()
    duties = world.tariff.copy()
    duties[0, 2, 0] = -1.2
    with pytest.raises(InputError) as caught:
        solve(world, duties)
    assert str(caught.value) == (
        "solve: tariff[NORLAND, SUDA, grain] is -1.2 (1 such cells). A rate is a fraction above "
        "-1 (0.25 for 25%). Correct the array."
    )


def test_duty_on_domestic_sales() -> None:
    world = toy()
    with pytest.raises(InputError, match=r"tariff\[SUDA, SUDA, grain\] is 0.1"):
        solve(world, raised(world, "SUDA", "SUDA", 0.1))


@pytest.mark.parametrize("cost", [0.0, -1.0, np.nan])
def test_impossible_trade_cost(cost: float) -> None:
    world = toy()
    change = np.ones_like(world.flows)
    change[0, 1, 0] = cost
    with pytest.raises(InputError, match=r"trade_cost\[NORLAND, EASTMARK, grain\]"):
        solve(world, world.tariff, trade_cost=change)


def test_unknown_deficit_rule() -> None:
    unknown: Any = "fixed"
    with pytest.raises(InputError, match="Expected one of fixed_share, zero"):
        solve(toy(), toy().tariff, deficits=unknown)


def test_start_from_another_world() -> None:
    world = random_world(5)
    other = solve(random_world(6), random_world(6).tariff)
    with pytest.raises(InputError, match="A warm start needs the same world"):
        solve(world, world.tariff, start=other)


def test_cell_without_any_source_is_named() -> None:
    world = toy()
    change = np.ones_like(world.flows)
    change[2, :, 1] = np.inf
    with pytest.raises(NoEquilibrium) as caught:
        solve(world, world.tariff, trade_cost=change)
    assert str(caught.value) == (
        "No equilibrium exists: SUDA has no source left for machinery (1 such cells). Every good "
        "that is used needs one supplier. Ban fewer flows, or use a high trade cost instead of "
        "infinity."
    )


def test_country_that_may_sell_but_not_buy_is_named() -> None:
    world = toy()
    change = np.ones_like(world.flows)
    change[0, 1:] = np.inf
    with pytest.raises(NoEquilibrium, match="NORLAND has no imports and some exports left"):
        solve(world, world.tariff, trade_cost=change)


def test_deficit_in_autarky_is_refused() -> None:
    world = toy()
    away = ~np.eye(3, dtype=bool)[:, :, None] & np.ones_like(world.goods)
    with pytest.raises(NoEquilibrium, match="has no imports and no exports left, but a deficit"):
        solve(world, world.tariff, trade_cost=np.where(away, np.inf, 1.0))


def test_surplus_that_cannot_be_lent_is_explained() -> None:
    """Trade shrinks until the fixed surplus of a small country exceeds its income."""
    world = load_world("world-2011")
    n = len(world.countries)
    duties = world.tariff + 2.0 * (~np.eye(n, dtype=bool))[:, :, None]
    with pytest.raises(NoEquilibrium, match=r'deficits="zero"'):
        solve(world, duties)


def test_too_few_iterations_are_an_error_not_a_number() -> None:
    world = toy()
    duties = random_duties(world, 1)
    with pytest.raises(NoEquilibrium, match=r"No equilibrium found after 2 steps: the worst") as x:
        solve(world, duties, max_iterations=2)
    assert "Start from a nearby solved scenario" in str(x.value)


def test_a_result_that_misses_a_condition_is_not_accepted() -> None:
    world = toy()
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25))
    wrong = replace(result, wage_change=result.wage_change * np.array([1.0, 1.0, 1.01]))
    with pytest.raises(NoEquilibrium, match=r"recomputing .* leaves .* off by .*e-0"):
        accepted(wrong, 1e-10)


def test_a_world_without_sense_is_refused_before_iterating() -> None:
    world = toy()
    with pytest.raises(WorldError, match=r"trade elasticity 0\. It must be above zero"):
        solve(replace(world, trade_elasticity=0.0 * world.trade_elasticity), world.tariff)
    flows = world.flows.copy()
    flows[0, 1, 0] = -1.0
    with pytest.raises(WorldError, match="negative flows"):
        solve(replace(world, flows=flows), world.tariff)
