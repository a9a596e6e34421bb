"""Laws every equilibrium must obey, on random small worlds."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root

from detente.equilibrium import (
    bilateral_imports_change,
    consumer_price_change,
    equivalent_variation,
    exports_change,
    group_real_income_change,
    import_volume_change,
    imports_change,
    real_income_change,
    real_wage_change,
    revenue_change,
    solve,
    terms_of_trade_change,
    welfare_first_order,
)
from detente.equilibrium.verify import relative_gaps
from detente.worlds import World, aggregate, check_world
from toyworld import (
    first_sector_halved,
    raised,
    random_duties,
    random_world,
    reordered,
    toy,
    worlds,
)

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None)


@FEW
@given(worlds())
def test_no_shock_changes_nothing(world: World) -> None:
    result = solve(world, world.tariff)
    assert result.iterations <= 2
    np.testing.assert_allclose(result.wage_change, 1.0, rtol=1e-10)
    np.testing.assert_allclose(result.price_change, 1.0, rtol=1e-10)
    np.testing.assert_allclose(result.flows, world.flows, rtol=1e-9)
    np.testing.assert_allclose(real_income_change(result), 1.0, rtol=1e-10)
    np.testing.assert_allclose(revenue_change(result), 0.0, atol=1e-9 * world.income.sum())


@FEW
@given(worlds(), SEEDS)
def test_shares_sum_to_one_and_revenue_is_rate_times_border_value(world: World, seed: int) -> None:
    duties = random_duties(world, seed)
    result = solve(world, duties)
    np.testing.assert_allclose(result.shares.sum(axis=1), 1.0, rtol=1e-13)
    np.testing.assert_allclose(result.revenue, np.einsum("nis,nis->n", duties, result.flows))
    paid = ((1.0 + duties) * result.flows).sum(axis=1)
    np.testing.assert_allclose(paid, result.expenditure, rtol=1e-12)


@FEW
@given(worlds(), SEEDS)
def test_walras_the_market_not_aimed_at_clears(world: World, seed: int) -> None:
    """The iteration aims at labour; trade must balance by itself, and money must add up."""
    result = solve(world, random_duties(world, seed))
    balance = result.flows.sum(axis=(1, 2)) - result.flows.sum(axis=(0, 2))
    np.testing.assert_allclose(balance, result.deficit, atol=1e-8 * world.income.sum())
    output = result.flows.sum(axis=0)
    used = np.einsum("nkj,nj->nk", world.input_share, output)
    final = (result.expenditure - used).sum(axis=1)
    np.testing.assert_allclose(final, result.income, rtol=1e-8)
    earned = (world.labour_income * result.wage_change).sum()
    np.testing.assert_allclose(earned, world.labour_income.sum(), rtol=1e-10)


@FEW
@given(worlds(), SEEDS, st.floats(0.001, 1000.0))
def test_money_unit_does_not_matter(world: World, seed: int, unit: float) -> None:
    other = replace(
        world,
        flows=world.flows * unit,
        intermediate=world.intermediate * unit,
        final=world.final * unit,
        value_added=world.value_added * unit,
    )
    duties = random_duties(world, seed)
    one, two = solve(world, duties), solve(other, duties)
    np.testing.assert_allclose(real_income_change(two), real_income_change(one), rtol=1e-9)
    np.testing.assert_allclose(two.flows, one.flows * unit, rtol=1e-7)


@FEW
@given(worlds(), SEEDS)
def test_numeraire_is_free(world: World, seed: int) -> None:
    """All prices and incomes times a number solve the conditions too, with equal real income."""
    result = solve(world, random_duties(world, seed))
    factor = 1.7
    scaled = replace(
        result,
        wage_change=result.wage_change * factor,
        price_change=result.price_change * factor,
        expenditure=result.expenditure * factor,
        flows=result.flows * factor,
        revenue=result.revenue * factor,
        income=result.income * factor,
        deficit=result.deficit * factor,
    )
    gaps = relative_gaps(scaled)
    assert gaps.pop("the numeraire") == pytest.approx(factor - 1.0)
    assert max(float(np.abs(gap).max()) for gap in gaps.values()) < 1e-7
    np.testing.assert_allclose(real_income_change(scaled), real_income_change(result))
    np.testing.assert_allclose(terms_of_trade_change(scaled), terms_of_trade_change(result))
    np.testing.assert_allclose(import_volume_change(scaled), import_volume_change(result))


@FEW
@given(worlds(), SEEDS, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(world: World, seed: int, random) -> None:
    order = list(range(len(world.countries)))
    random.shuffle(order)
    other = reordered(world, order, [f"ISLE{k}" for k in order])
    duties = random_duties(world, seed)
    one, two = solve(world, duties), solve(other, duties[np.ix_(order, order)])
    np.testing.assert_allclose(two.wage_change, one.wage_change[order], rtol=1e-8)
    np.testing.assert_allclose(real_income_change(two), real_income_change(one)[order], rtol=1e-9)


@FEW
@given(worlds(), SEEDS)
def test_two_identical_halves_are_one_sector(world: World, seed: int) -> None:
    halved = first_sector_halved(world)
    duties = random_duties(world, seed)
    copies = [0, *range(len(world.sectors))]
    one, two = solve(world, duties), solve(halved, duties[:, :, copies])
    np.testing.assert_allclose(two.wage_change, one.wage_change, rtol=1e-8)
    np.testing.assert_allclose(real_income_change(two), real_income_change(one), rtol=1e-9)
    whole = aggregate(halved, sectors={halved.sectors[0]: halved.sectors[1]})
    np.testing.assert_allclose(whole.flows, world.flows, rtol=1e-12)
    np.testing.assert_allclose(whole.intermediate, world.intermediate, rtol=1e-12)


@FEW
@given(worlds(), SEEDS)
def test_shock_and_inverse_shock_return_the_base(world: World, seed: int) -> None:
    there = solve(world, random_duties(world, seed))
    midway = there.as_world()
    check_world(midway)
    back = solve(midway, world.tariff)
    np.testing.assert_allclose(back.flows, world.flows, rtol=1e-6)
    np.testing.assert_allclose(real_income_change(there) * real_income_change(back), 1.0, rtol=1e-8)


@FEW
@given(worlds(), st.sampled_from([np.inf, 1e8]))
def test_autarky_loss_is_the_closed_form(world: World, cost: float) -> None:
    """Prices at home follow from own shares alone (Arkolakis et al. 2012, with inputs)."""
    base = solve(world, world.tariff, deficits="zero").as_world()
    n = len(base.countries)
    wall = np.where(np.eye(n, dtype=bool)[:, :, None], 1.0, np.full(base.flows.shape, cost))
    result = solve(base, base.tariff, trade_cost=wall, deficits="zero")
    own = np.log(np.einsum("nns->ns", base.shares)) / base.trade_elasticity
    for land in range(n):
        leontief = np.eye(len(base.sectors)) - base.input_share[land].T
        price = np.linalg.solve(leontief, -own[land])
        kept = base.labour_income[land] / base.income[land]
        expected = kept * np.exp(-base.final_share[land] @ price)
        assert real_income_change(result)[land] == pytest.approx(expected, rel=1e-8)


def test_one_sector_autarky_without_duty_is_share_to_the_power() -> None:
    world = random_world(3, n=3, s=1)
    base = solve(world, np.zeros_like(world.tariff), deficits="zero").as_world()
    wall = np.where(np.eye(3, dtype=bool)[:, :, None], 1.0, np.inf)
    result = solve(base, base.tariff, trade_cost=wall, deficits="zero")
    own = np.diagonal(base.shares[:, :, 0])
    power = 1.0 / (base.trade_elasticity[0] * base.value_added_share[:, 0])
    np.testing.assert_allclose(real_income_change(result), own**power, rtol=1e-9)


@FEW
@given(worlds(), SEEDS)
def test_a_warm_start_finds_the_same(world: World, seed: int) -> None:
    duties = random_duties(world, seed)
    near = solve(world, 0.95 * duties)
    cold, warm = solve(world, duties), solve(world, duties, start=near)
    np.testing.assert_allclose(warm.wage_change, cold.wage_change, rtol=1e-7)
    np.testing.assert_allclose(real_income_change(warm), real_income_change(cold), rtol=1e-8)


@FEW
@given(worlds(), SEEDS)
def test_waste_costs_the_world_more_than_a_duty(world: World, seed: int) -> None:
    """From free trade, an iceberg cost burns what a duty of the same size hands back."""
    base = solve(world, np.zeros_like(world.tariff), deficits="zero").as_world()
    duties = 0.1 * random_duties(base, seed)
    levied = solve(base, duties, deficits="zero")
    burnt = solve(base, base.tariff, trade_cost=1.0 + duties, deficits="zero")
    gained = equivalent_variation(levied).sum() - equivalent_variation(burnt).sum()
    assert gained >= -1e-9 * base.income.sum()


@FEW
@given(worlds(), SEEDS)
def test_small_shock_agrees_with_first_order_welfare(world: World, seed: int) -> None:
    base = solve(world, world.tariff, deficits="zero").as_world()
    step = 1e-5 * random_duties(base, seed)
    result = solve(base, base.tariff + step, deficits="zero", tolerance=1e-12)
    exact = real_income_change(result) - 1.0
    np.testing.assert_allclose(welfare_first_order(result).total, exact, atol=1e-9)


@FEW
@given(worlds(countries=3, sectors=2), SEEDS, st.sampled_from(["fixed_share", "zero"]))
def test_slow_independent_solver_agrees(world: World, seed: int, deficits) -> None:
    duties = random_duties(world, seed, highest=0.5)
    result = solve(world, duties, deficits=deficits)
    wage, real_income = slow_solution(world, duties, deficits)
    np.testing.assert_allclose(result.wage_change, wage, rtol=1e-7)
    np.testing.assert_allclose(real_income_change(result), real_income, rtol=1e-7)


def test_groups_bilateral_flows_and_totals_add_up() -> None:
    world = toy()
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25))
    every = group_real_income_change(result, world.countries)
    total = equivalent_variation(result).sum() / world.income.sum()
    assert every == pytest.approx(1.0 + total)
    one = group_real_income_change(result, ["SUDA"])
    assert one == pytest.approx(real_income_change(result)[world.country("SUDA")])
    everyone_else = ["EASTMARK", "SUDA"]
    fall = bilateral_imports_change(result, ["NORLAND"], everyone_else)
    assert fall == pytest.approx(imports_change(result)[world.country("NORLAND")])
    sold = bilateral_imports_change(result, ["NORLAND", "SUDA"], ["EASTMARK"])
    assert sold == pytest.approx(exports_change(result)[world.country("EASTMARK")])
    assert bilateral_imports_change(result, ["NORLAND"], ["EASTMARK"]) < fall < 1.0
    np.testing.assert_allclose(
        real_wage_change(result) * consumer_price_change(result), result.wage_change
    )


def slow_solution(world: World, duties: np.ndarray, deficits: str):
    """Wages that balance trade, by a general root finder, with loops written as in the paper.

    Prices come from plain repetition, expenditures from one linear system; labour markets are
    not looked at. Returns wage changes (world value added constant) and real income changes.
    """
    n, s = world.final.shape
    pi, gamma, alpha = world.shares, world.input_share, world.final_share
    theta, earned = world.trade_elasticity, world.labour_income
    kappa = (1.0 + duties) / (1.0 + world.tariff)
    transfer = world.deficit if deficits == "fixed_share" else np.zeros(n)

    def at(wage: np.ndarray):
        price = np.ones((n, s))
        for _ in range(2000):
            before = price
            cost = np.empty((n, s))
            for i, j in product(range(n), range(s)):
                inputs = np.prod(price[i] ** gamma[i, :, j])
                cost[i, j] = wage[i] ** world.value_added_share[i, j] * inputs
            terms = pi * (kappa * cost[None]) ** -theta
            price = terms.sum(axis=1) ** (-1.0 / theta)
            if np.abs(price - before).max() < 1e-15:
                break
        share = terms / terms.sum(axis=1, keepdims=True)
        system, known = np.eye(n * s), np.zeros(n * s)
        for land, good in product(range(n), range(s)):
            row = land * s + good
            known[row] = alpha[land, good] * (wage[land] * earned[land] + transfer[land])
            for buyer, line in product(range(n), range(s)):
                bought = share[buyer, land, line] / (1.0 + duties[buyer, land, line])
                system[row, buyer * s + line] -= gamma[land, good, line] * bought
            for seller, line in product(range(n), range(s)):
                rate = duties[land, seller, line]
                column = land * s + line
                paid = rate / (1.0 + rate) * share[land, seller, line]
                system[row, column] -= alpha[land, good] * paid
        spent = np.linalg.solve(system, known).reshape(n, s)
        return price, spent[:, None, :] * share / (1.0 + duties)

    def normal(free: np.ndarray) -> np.ndarray:
        wage = np.exp(np.concatenate([free, [0.0]]))
        return wage * earned.sum() / (wage @ earned)

    def imbalance(free: np.ndarray) -> np.ndarray:
        _, flows = at(normal(free))
        gap = flows.sum(axis=(1, 2)) - flows.sum(axis=(0, 2)) - transfer
        return gap[:-1] / earned[:-1]

    found = root(imbalance, np.zeros(n - 1), tol=1e-13)
    assert np.abs(imbalance(found.x)).max() < 1e-9
    wage = normal(found.x)
    price, flows = at(wage)
    income = wage * earned + (duties * flows).sum(axis=(1, 2)) + transfer
    return wage, income / world.income / np.prod(price**alpha, axis=1)
