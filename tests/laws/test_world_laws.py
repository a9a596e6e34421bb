"""Laws of merging: accounts stay, flows add up, and nothing changes without a shock."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.equilibrium import real_income_change, solve
from detente.errors import InputError, WorldError
from detente.worlds import World, aggregate, bloc_groups, check_world, load_world, read_blocs
from toyworld import random_world, worlds


@st.composite
def merges(draw: st.DrawFn) -> tuple[World, dict[str, str], dict[str, str]]:
    """A random world and groups of its countries and sectors."""
    world = draw(worlds(countries=5, sectors=4))
    name = st.sampled_from(["A", "B"])
    countries = draw(st.dictionaries(st.sampled_from(world.countries), name))
    sectors = draw(st.dictionaries(st.sampled_from(world.sectors), st.sampled_from(["x", "y"])))
    return world, countries, sectors


@settings(max_examples=40, deadline=None)
@given(merges())
def test_merging_is_exact(case: tuple[World, dict[str, str], dict[str, str]]) -> None:
    world, countries, sectors = case
    small = aggregate(world, countries=countries, sectors=sectors, inner_duty="income")
    check_world(small)
    inner = small.flows.sum() - world.flows.sum()
    assert inner >= -1e-9
    paid = (1.0 + world.tariff) * world.flows
    assert small.expenditure.sum() == pytest.approx(paid.sum())
    assert small.income.sum() == pytest.approx(world.income.sum())
    place = [countries.get(code, code) for code in world.countries]
    for at, name in enumerate(small.countries):
        members = [k for k, code in enumerate(place) if code == name]
        assert small.deficit[at] == pytest.approx(world.deficit[members].sum(), abs=1e-9)
        assert small.income[at] == pytest.approx(world.income[members].sum())


@settings(max_examples=15, deadline=None)
@given(merges())
def test_merged_world_stays_as_it_is_without_a_shock(
    case: tuple[World, dict[str, str], dict[str, str]],
) -> None:
    world, countries, sectors = case
    small = aggregate(world, countries=countries, sectors=sectors, inner_duty="income")
    if len(small.countries) > 1:
        result = solve(small, small.tariff)
        np.testing.assert_allclose(real_income_change(result), 1.0, atol=1e-8)
        np.testing.assert_allclose(result.flows, small.flows, rtol=1e-6, atol=1e-9)


def test_order_of_merging_does_not_matter() -> None:
    world = random_world(11, n=4, s=3)
    countries, sectors = {"LAND0": "A", "LAND2": "A"}, {"good0": "x", "good1": "x"}
    once = aggregate(world, countries=countries, sectors=sectors, inner_duty="income")
    first = aggregate(world, countries=countries, inner_duty="income")
    twice = aggregate(first, sectors=sectors, inner_duty="income")
    np.testing.assert_allclose(once.flows, twice.flows, rtol=1e-12)
    np.testing.assert_allclose(once.tariff, twice.tariff, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(once.value_added, twice.value_added, rtol=1e-12)


def test_blocs_of_the_default_world_merge_without_a_trace() -> None:
    world = load_world("world-2023")
    small = aggregate(world, countries=bloc_groups(world, ["EU", "ASEAN"]))
    assert {"EU", "ASEAN"} <= set(small.countries)
    np.testing.assert_allclose(real_income_change(solve(small, small.tariff)), 1.0, atol=1e-9)
    assert small.revenue.sum() == pytest.approx(world.revenue.sum())


def test_blocs_have_sources_and_members_in_some_world() -> None:
    known = {code for name in ("world-2011", "world-2023") for code in load_world(name).countries}
    for name, members in read_blocs().items():
        assert len(set(members)) == len(members) > 1, name
        assert known & set(members), name


def test_unknown_or_overlapping_blocs_are_refused() -> None:
    world = load_world("world-2023")
    with pytest.raises(InputError, match=r'"OPEC" is no bloc. Choose one of ASEAN'):
        bloc_groups(world, ["OPEC"])
    with pytest.raises(InputError, match=r"bloc CPTPP: .* is in USMCA already"):
        bloc_groups(world, ["USMCA", "CPTPP"])
    with pytest.raises(InputError, match="has no member of MERCOSUR"):
        bloc_groups(load_world("toy"), ["MERCOSUR"])
    with pytest.raises(WorldError, match="inner duty become income"):
        aggregate(world, countries={"USA": "G2", "CHN": "G2"})
