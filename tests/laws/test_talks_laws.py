"""Bargaining axioms, and truces: the worked example, exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.errors import InputError
from detente.games import (
    Choice,
    Deal,
    Game,
    Patience,
    Stage,
    Threat,
    bargain,
    critical_factor,
    deepest_cut,
    deepest_truce,
    extension_value,
    frontier,
    game_on,
    nash,
    side_of_time,
    status_quo,
    threat_at,
    truce_at,
    verdict,
)
from toyworld import random_world, twins

POINTS = ["egalitarian", "nash", "kalai_smorodinsky"]


@pytest.fixture(scope="module")
def war_game() -> tuple[Game, Threat]:
    game = game_on(random_world(11, n=2, s=2))
    return game, threat_at(game, nash(game, check=False).tariff, "war")


@pytest.mark.parametrize("point", POINTS)
def test_twins_share_equally(point: str) -> None:
    game = game_on(twins(3))
    deal = bargain(game, threat_at(game, nash(game, check=False).tariff, "war"), point)
    assert deal.gains[0] == pytest.approx(deal.gains[1], abs=1e-4)
    assert deal.gains[0] > 0.0


@pytest.mark.parametrize("point", POINTS)
def test_no_small_change_helps_both(point: str, war_game: tuple[Game, Threat]) -> None:
    """200 random changes of all rates within bounds."""
    game, threat = war_game
    deal = bargain(game, threat, point)
    rng = np.random.default_rng(1)
    low, high = game.levers.low, game.levers.high
    for _ in range(200):
        moved = np.clip(deal.chosen + rng.normal(scale=0.02, size=low.size), low, high)
        better = game.payoffs(game.solve(moved)) - game.payoffs(deal.result)
        assert better.min() <= 1e-8


def test_a_better_fallback_is_a_better_deal(war_game: tuple[Game, Threat]) -> None:
    game, threat = war_game
    for point in POINTS:
        before = payoffs(bargain(game, threat, point))
        better = Threat("better", threat.payoffs * np.array([1.001, 1.0]))
        after = payoffs(bargain(game, better, point))
        assert after[0] > before[0]
        assert after[1] < before[1]


def payoffs(deal: Deal) -> np.ndarray:
    return deal.game.payoffs(deal.result)


def test_egalitarian_gains_are_equal_and_power_pays(war_game: tuple[Game, Threat]) -> None:
    game, threat = war_game
    even = bargain(game, threat)
    assert even.gains[0] == pytest.approx(even.gains[1], abs=1e-5)
    equal = bargain(game, threat, "nash")
    strong = bargain(game, threat, "nash", power=[3.0, 1.0])
    assert strong.gains[0] > equal.gains[0]


def test_nash_product_is_the_largest_on_the_frontier(war_game: tuple[Game, Threat]) -> None:
    """Affine changes of either scale multiply the product by a number: the point stays."""
    game, threat = war_game
    best = np.prod(payoffs(bargain(game, threat, "nash")) - threat.payoffs)
    for deal in frontier(game, threat, 9):
        product = np.prod(np.maximum(payoffs(deal) - threat.payoffs, 0.0))
        assert product <= best * (1.0 + 1e-6)


def test_frontier_trades_one_gain_for_the_other(war_game: tuple[Game, Threat]) -> None:
    first, second = np.array([deal.gains for deal in frontier(*war_game, 5)]).T
    assert (np.diff(first) < 0.0).all()
    assert (np.diff(second) > 0.0).all()


def test_talks_refuse_what_has_no_meaning(war_game: tuple[Game, Threat]) -> None:
    game, threat = war_game
    with pytest.raises(InputError, match='"fair" is no point'):
        bargain(game, threat, "fair")
    with pytest.raises(InputError, match="Expected two players or more"):
        bargain(game.with_players("LAND0"), Threat("x", np.ones(1)))
    with pytest.raises(InputError, match="expected 2 numbers above zero"):
        bargain(game, threat, "nash", power=[1.0, -1.0])
    assert status_quo(game).payoffs == pytest.approx([1.0, 1.0])


def stage(tariff: float) -> Stage:
    """u_i = 0.3 t_i - t_i^2 / 2 - t_j / 4 for two players: the best duty is 0.3 always."""

    def payoff(own: float, other: float) -> float:
        return 0.3 * own - 0.5 * own**2 - 0.25 * other

    both = np.ones(2)
    return Stage(both * payoff(tariff, tariff), both * payoff(0.3, tariff), both * payoff(0.3, 0.3))


@pytest.mark.parametrize(("tariff", "critical"), [(0.0, 0.6), (0.1, 0.4), (0.2, 0.2)])
def test_worked_example_critical_factor(tariff: float, critical: float) -> None:
    """delta* = 2 (0.3 - t)."""
    assert critical_factor(stage(tariff)) == pytest.approx([critical, critical])


@pytest.mark.parametrize(("factor", "cut"), [(0.2, 0.2), (0.4, 0.1), (0.5, 0.05), (0.6, 0.0)])
def test_worked_example_deepest_cut(factor: float, cut: float) -> None:
    assert deepest_cut(stage, factor + 1e-12, 0.3) == pytest.approx(cut, abs=1e-9)


def test_hazard_and_lag() -> None:
    """h_max = 1 - delta* exp(r D); a lag of L periods asks for the L-th root."""
    patience = Patience(rate=0.08, period=0.25)
    found = verdict(stage(0.1), patience)
    assert found.survives == pytest.approx(1.0 - 0.4 * np.exp(0.02))
    assert found.holds
    late = verdict(stage(0.1), replace(patience, lag=4))
    assert late.critical == pytest.approx([0.4**0.25] * 2)
    assert not verdict(Stage(*(np.array(v) for v in ([0.0], [1.0], [2.0])))).holds


def test_truces_between_war_and_today() -> None:
    game = game_on(twins(3))
    war = nash(game, check=False)
    levels = [truce_at(war, at) for at in (0.0, 0.5, 0.9)]
    critical = [float(found.verdict.critical.max()) for found in levels]
    assert critical == sorted(critical, reverse=True)
    assert 0.0 <= deepest_truce(war, points=4) <= 1.0
    assert deepest_truce(war, hazard=0.99, points=4) >= deepest_truce(war, points=4)
    with pytest.raises(InputError, match="level 2"):
        truce_at(war, 2.0)


def test_value_of_an_extension() -> None:
    """By hand: one step, no discounting: the truce's flow plus half the spread, less decay."""
    choice = Choice(truce=0.4, war=-1.0, deal=0.0, deal_spread=0.2, war_spread=0.0)
    found = extension_value(choice, days=365.0, steps=1, rate=0.0)
    assert found.value == pytest.approx(0.4 + 0.5 * (0.2 - 0.2))
    risky = replace(choice, war=-0.1)
    assert extension_value(risky, 365.0, 1, 0.0).value == pytest.approx(0.4 + 0.5 * (0.2 - 0.1))
    waning = replace(choice, leverage=1.0, decay=2.0)
    lost = 1.0 - np.exp(-2.0)
    assert extension_value(waning, 365.0, 1, 0.0).value == pytest.approx(0.4 - lost)
    assert extension_value(waning, 365.0, 1, 0.0).first == "deal"
    assert side_of_time(found, extension_value(waning, 365.0, 1, 0.0)) > 0.0
    with pytest.raises(InputError, match="Extension of -1 days"):
        extension_value(choice, days=-1.0)
    with pytest.raises(InputError, match="lag 0"):
        Patience(lag=0)
    with pytest.raises(InputError, match="one of each"):
        Stage(np.ones(2), np.ones(1), np.ones(2))
