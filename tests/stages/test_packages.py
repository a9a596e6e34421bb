"""Packages, bargaining points, resolve: laws, textbook values, brute force."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.errors import InputError
from detente.talks.packages import (
    bargaining_points,
    choices,
    in_zone,
    linkage_gain,
    pareto,
    price_interval,
    swaps,
    worth,
)
from detente.talks.resolve import (
    attrition_hazard,
    bargaining_range,
    best_demand,
    standoff,
)

NOTHING = np.zeros(2)


def brute_pareto(values: np.ndarray) -> np.ndarray:
    """Every pair compared."""
    better = (values[:, None] >= values[None]).all(axis=2) & (values[:, None] > values[None]).any(
        axis=2
    )
    return ~better.any(axis=0)


@given(arrays(float, st.tuples(st.integers(1, 40), st.just(2)), elements=st.integers(-4, 4)))
def test_sweep_equals_brute_force(values: np.ndarray) -> None:
    np.testing.assert_array_equal(pareto(values), brute_pareto(values))


def test_all_aligned_and_the_zone_is_everything() -> None:
    values = np.array([[1.0, 2.0], [3.0, 0.5]])
    assert in_zone(worth(choices(2), values), NOTHING).all()


def test_zero_sum_and_only_doing_nothing_is_left() -> None:
    values = np.array([[1.0, -1.0], [-2.0, 2.0], [0.3, -0.3]])
    table = worth(choices(3), values)
    assert in_zone(table, NOTHING).sum() == 1
    assert in_zone(table, NOTHING)[0]
    assert swaps(values) == ()
    assert linkage_gain(values, table) == 0


def test_swap_of_two_with_a_known_answer() -> None:
    """Each gives what costs 1 and gets what is worth 3: only the two together."""
    values = np.array([[3.0, -1.0], [-1.0, 3.0]])
    table = worth(choices(2), values)
    assert swaps(values) == ((0, 1),)
    assert np.flatnonzero(in_zone(table, NOTHING)).tolist() == [0, 3]
    assert linkage_gain(values, table) == pytest.approx(4)
    points = bargaining_points(table, NOTHING)
    assert [(p.package, p.worth) for p in points] == [(3, (2.0, 2.0))] * 3


def test_a_pair_that_helps_only_together() -> None:
    values, pairs = np.array([[-1.0, 0.0], [-1.0, 0.0]]), np.zeros((2, 2, 2))
    pairs[0, 1] = (5.0, 1.0)
    assert worth(choices(2), values, pairs)[3].tolist() == [3.0, 1.0]


@given(
    arrays(float, (5, 2), elements=st.floats(-5, 5)),
    st.floats(0.1, 10),
    st.floats(-3, 3),
)
def test_nash_does_not_mind_the_scale(values: np.ndarray, scale: float, shift: float) -> None:
    """Positive affine changes of one side's utility leave its product best."""
    table = worth(choices(5), np.round(values, 2))
    moved = table * np.array([scale, 1.0]) + np.array([shift, 0.0])
    threat = np.array([-20.0, -20.0])
    first = bargaining_points(table, threat)[0]
    second = bargaining_points(moved, threat * np.array([scale, 1.0]) + np.array([shift, 0.0]))[0]
    gains = [np.log(table[p.package] - threat).sum() for p in (first, second)]
    assert gains[0] == pytest.approx(gains[1], abs=1e-9)


def test_a_better_threat_point_is_worth_something() -> None:
    values = np.array([[2.0, -1.0], [-1.0, 2.0], [1.5, -0.4], [-0.4, 1.5]])
    table = worth(choices(4), values)
    weak = bargaining_points(table, np.array([0.0, 0.0]))[0].worth
    strong = bargaining_points(table, np.array([1.5, 0.0]))[0].worth
    assert strong[0] >= weak[0]
    assert bargaining_points(table, np.array([99.0, 0.0])) == ()


def test_symmetric_sides_split_evenly() -> None:
    values = np.array([[3.0, -1.0], [-1.0, 3.0], [1.0, 1.0]])
    for point in bargaining_points(worth(choices(3), values), NOTHING):
        assert point.worth[0] == point.worth[1]


def test_largest_table_in_a_second() -> None:
    values = np.random.default_rng(0).normal(size=(18, 2))
    begun = time.process_time()
    table = worth(choices(18), values)
    assert pareto(table).any()
    assert in_zone(table, NOTHING).any()
    assert time.process_time() - begun < 1.0
    with pytest.raises(InputError, match="19 concessions"):
        choices(19)


def test_purchases_have_a_price_interval() -> None:
    """The seller lacks 2, of each unit bought 0.5 arrives: 4 to what the buyer gains."""
    found = price_interval((-2.0, 6.0), 0.5)
    assert found is not None
    assert (found.low, found.high) == (4.0, 6.0)
    assert price_interval((-2.0, 3.0), 0.5) is None
    with pytest.raises(InputError, match="passed_on is 1"):
        price_interval((1.0, 1.0), 1.0)


def test_fearon_agrees_with_a_search() -> None:
    odds, own, highest = 0.5, 0.1, 0.4
    demands = np.linspace(0, 1, 100_001)
    refused = np.clip((demands - odds) / highest, 0, 1)
    payoff = demands * (1 - refused) + (odds - own) * refused
    best = best_demand(odds, own, highest)
    assert best.demand == pytest.approx(demands[np.argmax(payoff)], abs=1e-4)
    assert best.breakdown == pytest.approx(0.375)
    assert best_demand(odds, 0.5, 0.4).breakdown == 0
    assert bargaining_range(0.5, 0.1, 0.2) == pytest.approx((0.4, 0.7))


def test_abreu_and_gul() -> None:
    """r = 0.1, a = 0.6, z = 0.05 for both: nobody yields at once, over at 15."""
    even = standoff((0.6, 0.6), (0.1, 0.1), (0.05, 0.05))
    assert even.ends == pytest.approx(15, abs=0.05)
    assert even.at_once == pytest.approx((0, 0), abs=1e-12)
    hurried = standoff((0.6, 0.6), (0.2, 0.1), (0.05, 0.05))
    assert hurried.at_once[0] == pytest.approx(0.78, abs=0.005)
    assert hurried.at_once[1] == pytest.approx(0, abs=1e-12)
    assert attrition_hazard(2.0, 4.0) == 0.5


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: standoff((0.4, 0.5), (0.1, 0.1), (0.05, 0.05)), "nothing to fight over"),
        (lambda: standoff((0.6, 0.6), (0.1, 0.1), (0.0, 0.05)), "obstinate holds 0"),
        (lambda: standoff((0.6, 0.6), (0.0, 0.1), (0.05, 0.05)), "discount is 0"),
        (lambda: best_demand(1.5, 0.1, 0.2), "between 0 and 1"),
        (lambda: best_demand(0.5, 0, 0.2), "above 0"),
    ],
)
def test_what_makes_no_sense_is_refused(call: Callable[[], object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        call()
