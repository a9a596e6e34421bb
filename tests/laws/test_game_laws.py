"""What holds of optimal duties and of wars in every economy: closed forms and laws."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.equilibrium import Switches
from detente.games import Game, Instruments, Objective, best_response, game_on, nash
from detente.games.climb import checked_start
from detente.games.first_order import first_order
from toyworld import FAMILY, random_world, small_land, twins, two_lands

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=10, deadline=None)
SIMPLE = Switches(deficits="zero", inputs="none")


@pytest.mark.parametrize("theta", [1.5, 4.0, 9.0])
def test_small_open_economy(theta: float) -> None:
    """A country too small to matter taxes imports at 1 / (sigma - 1), sigma = 1 + theta."""
    found = best_response(game_on(small_land(1e-5, theta)), "LAND0")
    assert found.chosen == pytest.approx(np.log1p(1.0 / theta), rel=1e-4)
    assert found.gain > 0.0


def foreign_home_share(flows: np.ndarray, place: int) -> float:
    """Share of the other country's sales at home in its purchases before duty."""
    other = 1 - place
    return float(flows[other, other].sum() / flows[other].sum())


@FEW
@given(SEEDS)
def test_two_countries(seed: int) -> None:
    """t = 1 / (theta d): d is the share of home in what the other buys, by value before duty.

    The other's demand for imports has elasticity 1 + theta d in their price, whatever its own duty.
    Compare Daniel Gros (1987), Journal of International Economics 23: 357-367.
    """
    game = game_on(two_lands(seed))
    found, war = best_response(game, "LAND0"), nash(game)
    theta = game.economy.model.trade_elasticity[0]
    assert np.expm1(found.chosen[0]) == pytest.approx(
        1.0 / (theta * foreign_home_share(found.result.flows, 0)), rel=1e-4
    )
    for place in (0, 1):
        wanted = 1.0 / (theta * foreign_home_share(war.result.flows, place))
        assert np.expm1(war.chosen[place]) == pytest.approx(wanted, rel=1e-4)


@pytest.mark.parametrize("switches", FAMILY, ids=str)
def test_slopes_are_finite_differences(switches: Switches) -> None:
    """Tariffs and export taxes, real income and effort, in every member of the family."""
    game = game_on(
        random_world(5, n=3, s=2),
        (),
        Instruments(levies=("tariff", "export_tax")),
        switches=switches,
    )
    check_slopes(game)


def test_slopes_of_weighted_objectives_are_finite_differences() -> None:
    world = random_world(5, n=3, s=2)
    weights = np.array([[1.5, 0.5], [0.2, 1.8], [1.0, 1.0]])
    check_slopes(game_on(world, (), Instruments(detail="sector"), objective=Objective(weights)))


def check_slopes(game: Game) -> None:
    start = checked_start(game, None) + 0.1
    slope = first_order(game, game.solve(start), start).slope
    for lever in range(0, game.levers.count, 2):
        values: list[float] = []
        for sign in (1.0, -1.0):
            moved = start.copy()
            moved[lever] += sign * 1e-5
            owner = game.levers.owner[lever]
            values.append(float(np.log(game.payoffs(game.solve(moved))[owner])))
        near = (values[0] - values[1]) / 2e-5
        assert slope[lever] == pytest.approx(near, rel=1e-4, abs=2e-8)


@FEW
@given(
    SEEDS, st.integers(2, 4), st.sampled_from(["partner_and_sector", "partner", "sector", "one"])
)
def test_nobody_gains_by_deviating(seed: int, n: int, detail: str) -> None:
    """1e-6 percent by any single rate, 1e-4 percent by all of one's own."""
    game = game_on(random_world(seed, n=n, s=2), (), Instruments(detail=detail))
    war = nash(game)
    assert war.largest_deviation <= 1e-4
    assert war.proof.single_move <= 1e-6
    values = game.payoffs(war.result)
    for lever, step in product(range(0, game.levers.count, 3), (-0.02, 0.02, 0.5)):
        moved = war.chosen.copy()
        moved[lever] = max(moved[lever] + step, 0.0)
        owner = game.levers.owner[lever]
        gain = 100.0 * (game.payoffs(game.solve(moved, war.result))[owner] / values[owner] - 1.0)
        assert gain <= 1e-6


@FEW
@given(SEEDS)
def test_symmetric_games_have_symmetric_wars(seed: int) -> None:
    war = nash(game_on(twins(seed)))
    one, other = war.chosen.reshape(2, -1)
    assert one == pytest.approx(other, abs=1e-4)
    assert war.gains[0] == pytest.approx(war.gains[1], abs=1e-6)
    assert war.gains[0] < 0.0


@FEW
@given(SEEDS)
def test_more_freedom_is_never_worse(seed: int) -> None:
    """Rates by partner and sector serve at least as well as by sector, and these as one rate."""
    world = random_world(seed, n=3, s=2)
    gains = [
        best_response(game_on(world, (), Instruments(detail=d)), "LAND1", check=False).gain
        for d in ("one", "sector", "partner_and_sector")
    ]
    assert gains == sorted(gains) or gains == pytest.approx(sorted(gains), abs=1e-7)


@FEW
@given(SEEDS)
def test_equal_weights_are_real_income(seed: int) -> None:
    world = random_world(seed, n=3, s=2)
    plain, even = game_on(world), game_on(world, objective=Objective(np.full((3, 2), 7.0)))
    duties = plain.solve(checked_start(plain, None) + 0.2)
    np.testing.assert_allclose(even.payoffs(duties), plain.payoffs(duties), rtol=1e-9)


def test_lerner_uniform_tariff_and_export_tax_are_one_instrument() -> None:
    """With balanced trade the best single tariff and the best single export tax do the same."""
    world = two_lands(3)
    duty = best_response(game_on(world, ["LAND0"], tariff=np.zeros_like(world.tariff)), "LAND0")
    tax = best_response(
        game_on(
            world,
            ["LAND0"],
            Instruments(levies=("export_tax",)),
            tariff=np.zeros_like(world.tariff),
        ),
        "LAND0",
    )
    assert duty.chosen[0] == pytest.approx(tax.chosen[0], abs=1e-4)
    assert duty.gain == pytest.approx(tax.gain, abs=1e-6)
