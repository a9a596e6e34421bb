"""Laws of the switches: each member of the family is still an equilibrium of its world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.equilibrium import (
    Switches,
    equivalent_variation,
    real_income_change,
    solve,
    variant_of,
    welfare_change,
)
from detente.equilibrium.labour import Hours
from detente.equilibrium.variants import horizon_factors
from detente.errors import InputError, NoEquilibrium
from detente.worlds import World, check_world
from toyworld import FAMILY, raised, random_duties, random_world, reliever, toy, worlds

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=15, deadline=None)
BALANCED = Switches(deficits="zero")


@pytest.mark.parametrize("switches", [*FAMILY, Switches(sectors="one")], ids=str)
@FEW
@given(worlds())
def test_no_shock_changes_nothing(switches: Switches, world: World) -> None:
    switches = reliever(switches, world)
    if switches.deficits == "zero":
        world = solve(world, world.tariff, deficits="zero", tolerance=1e-13).as_world()
    result = solve(world, world.tariff, switches=switches)
    np.testing.assert_allclose(real_income_change(result), 1.0, rtol=1e-9)
    np.testing.assert_allclose(result.hours_change, 1.0, rtol=1e-9)
    assert result.switches == switches


@pytest.mark.parametrize("switches", FAMILY, ids=str)
@FEW
@given(worlds(), SEEDS)
def test_money_adds_up(switches: Switches, world: World, seed: int) -> None:
    """Income is spent, markets clear, deficits sum to nothing."""
    tax, duties = random_duties(world, seed + 1, 0.2), random_duties(world, seed, 0.5)
    try:
        result = solve(world, duties, export_tax=tax, switches=switches)
    except NoEquilibrium as error:
        if "No income tax is that large" not in str(error):
            raise
        return
    base = result.world
    used = np.einsum("nkj,nj->nk", base.input_share, result.output)
    np.testing.assert_allclose((result.expenditure - used).sum(1), result.income, rtol=1e-7)
    assert abs(result.deficit.sum()) < 1e-9 * base.income.sum()
    assert result.earned.sum() == pytest.approx(base.labour_income.sum())
    imports = result.flows.sum(axis=(1, 2)) - result.flows.sum(axis=(0, 2))
    np.testing.assert_allclose(imports, result.deficit, atol=1e-8 * base.income.sum())


@FEW
@given(worlds(), st.floats(0.05, 2.0))
def test_lerner_a_tax_on_all_exports_is_a_duty_on_all_imports(world: World, rate: float) -> None:
    base = solve(world, np.zeros_like(world.tariff), deficits="zero", tolerance=1e-13).as_world()
    nothing = np.zeros_like(base.flows)
    duty, tax = nothing.copy(), nothing.copy()
    duty[0, 1:] = rate
    tax[1:, 0] = rate
    one = solve(base, duty, switches=BALANCED)
    two = solve(base, nothing, export_tax=tax, switches=BALANCED)
    np.testing.assert_allclose(real_income_change(two), real_income_change(one), rtol=1e-8)
    np.testing.assert_allclose(two.shares, one.shares, atol=1e-8)


@FEW
@given(worlds(), SEEDS)
def test_export_tax_moves_the_revenue_of_a_duty_abroad(world: World, seed: int) -> None:
    """The same wedge on the same flow: buyers see one price, the treasury sits elsewhere."""
    base = solve(world, np.zeros_like(world.tariff), deficits="zero", tolerance=1e-13).as_world()
    nothing = np.zeros_like(base.flows)
    wedge = nothing.copy()
    wedge[0, 1] = 0.02
    levied = real_income_change(solve(base, wedge, switches=BALANCED))
    taxed = real_income_change(solve(base, nothing, export_tax=wedge, switches=BALANCED))
    assert levied[0] > taxed[0]
    assert taxed[1] > levied[1]
    assert seed >= 0


@FEW
@given(worlds(sectors=1), SEEDS)
def test_with_one_sector_workers_have_nowhere_to_go(world: World, seed: int) -> None:
    duties = random_duties(world, seed)
    mobile = solve(world, duties)
    stuck = solve(world, duties, switches=Switches(labour="sector_specific"))
    np.testing.assert_allclose(real_income_change(stuck), real_income_change(mobile), rtol=1e-8)


@FEW
@given(worlds(), SEEDS)
def test_hours_that_hardly_answer_are_fixed(world: World, seed: int) -> None:
    duties = random_duties(world, seed)
    fixed = solve(world, duties)
    stiff = solve(world, duties, switches=Switches(labour="elastic", labour_supply=1e-9))
    np.testing.assert_allclose(real_income_change(stiff), real_income_change(fixed), rtol=1e-6)
    np.testing.assert_allclose(welfare_change(stiff), real_income_change(fixed), rtol=1e-6)
    np.testing.assert_allclose(welfare_change(fixed), real_income_change(fixed), rtol=1e-12)


@FEW
@given(worlds(), SEEDS)
def test_welfare_counts_hours_at_their_cost(world: World, seed: int) -> None:
    """For a small shock hours were chosen best: welfare moves as income with hours as they were."""
    base = solve(world, np.zeros_like(world.tariff), deficits="zero", tolerance=1e-13).as_world()
    duties = 1e-5 * random_duties(base, seed)
    switches = Switches(deficits="zero", labour="elastic", labour_supply=0.5)
    result = solve(base, duties, switches=switches, tolerance=1e-13)
    gained = result.income - base.income - (result.hours_change - 1.0) * base.labour_income
    consumer = result.income / base.income / real_income_change(result)
    kept = base.income - 0.5 / 1.5 * base.labour_income
    expected = (gained - base.income * (consumer - 1.0)) / kept
    np.testing.assert_allclose(welfare_change(result) - 1.0, expected, atol=1e-9)


@FEW
@given(worlds(), SEEDS)
def test_immobile_workers_of_a_hit_sector_earn_less(world: World, seed: int) -> None:
    if len(world.sectors) < 2:
        return
    base = solve(world, np.zeros_like(world.tariff), deficits="zero", tolerance=1e-13).as_world()
    duties = np.zeros_like(base.flows)
    duties[1:, 0, 0] = 0.5
    switches = Switches(deficits="zero", labour="sector_specific")
    result = solve(base, duties, switches=switches)
    hit, average = result.sector_wage_change[0, 0], result.wage_change[0]
    assert hit < average
    assert seed >= 0


def test_deficits_that_scale_with_trade_let_a_country_be_cut_off() -> None:
    world = random_world(4)
    wall = np.ones_like(world.flows)
    wall[0, 1:] = wall[1:, 0] = np.inf
    with pytest.raises(NoEquilibrium, match="but a deficit"):
        solve(world, world.tariff, trade_cost=wall)
    result = solve(
        world, world.tariff, trade_cost=wall, switches=Switches(deficits="scaled_with_trade")
    )
    assert result.deficit[0] == pytest.approx(0.0, abs=1e-12)


def test_deficits_that_scale_are_financed_where_fixed_ones_are_not() -> None:
    from detente.worlds import load_world

    world = load_world("world-2011")
    n = len(world.countries)
    duties = world.tariff + 2.0 * (~np.eye(n, dtype=bool))[:, :, None]
    result = solve(world, duties, switches=Switches(deficits="scaled_with_trade"))
    assert result.residual < 1e-8


def test_variants_are_worlds() -> None:
    world = toy()
    for switches in (
        Switches(inputs="none"),
        Switches(sectors="one"),
        Switches(sectors="one", inputs="none", horizon="short"),
    ):
        changed = variant_of(world, switches)
        check_world(changed)
        assert changed is variant_of(world, switches)
        np.testing.assert_allclose(changed.flows.sum(2), world.flows.sum(2))
    assert variant_of(world, Switches()) is world


def test_elasticities_grow_with_the_horizon() -> None:
    factor = horizon_factors()
    assert factor["short"] < factor["medium"] < factor["long"] == 1.0
    world = toy()
    short = variant_of(world, Switches(horizon="short"))
    np.testing.assert_allclose(short.trade_elasticity, 0.38 * world.trade_elasticity)


@settings(deadline=None)
@given(st.floats(0.05, 4.0), st.floats(-5.0, 5.0), st.floats(-0.15, 0.89))
def test_labour_income_under_relief_is_the_root_however_large_the_duty(
    kappa: float, log_income: float, tau: float
) -> None:
    income = np.exp(log_income)
    hours = Hours(kappa, np.ones(1), np.zeros(1), np.zeros((1, 1)))
    untaxed = income * (1.0 - tau) ** kappa
    wage = np.atleast_1d(np.log(untaxed) / (1.0 + kappa))
    found = hours.earned(wage, np.zeros((1, 1)), np.atleast_1d(tau * income))
    np.testing.assert_allclose(found, income, rtol=1e-12)


def test_one_sector_takes_the_mean_duty() -> None:
    world = toy()
    duties = raised(world, "NORLAND", "EASTMARK", 0.25)
    switches = Switches(sectors="one")
    result = solve(world, duties, switches=switches)
    expected = (duties * world.flows).sum(2) / world.flows.sum(2)
    np.testing.assert_allclose(result.tariff[:, :, 0], expected)
    assert np.isfinite(equivalent_variation(result)).all()


def test_switches_without_meaning_are_refused() -> None:
    unknown: Any = "week"
    with pytest.raises(InputError, match='revenue is "income_tax_relief" and labour is "mobile"'):
        Switches(revenue="income_tax_relief")
    with pytest.raises(InputError, match="labour_supply is 0"):
        Switches(labour="elastic")
    with pytest.raises(InputError, match=r'horizon is "week". Expected one of long, medium, short'):
        Switches(horizon=unknown)


def test_a_world_holds_no_export_tax() -> None:
    world = toy()
    tax = np.zeros_like(world.flows)
    tax[0, 1] = 0.1
    result = solve(world, world.tariff, export_tax=tax)
    with pytest.raises(InputError, match="has export taxes, and a world holds none"):
        result.as_world()
    with pytest.raises(InputError, match="Sales at home are not exported"):
        solve(world, world.tariff, export_tax=np.full_like(tax, 0.1))


def test_a_result_says_which_world_it_is_about() -> None:
    result = solve(toy(), toy().tariff, switches=Switches(inputs="none"))
    assert result.world_id == "toy-no-inputs"
    assert replace(result.switches, inputs="linked") == Switches()
