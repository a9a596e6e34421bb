"""Talks: points on the efficient frontier between players, from a threat point.

    along a direction     max s    s.t.  log G_n - log d_n = s w_n  for every player n         (92)
        egalitarian       w = 1: equal proportional gains (Ossa, 2014)
        Kalai-Smorodinsky w = what each could gain if nobody else did
    Nash product          max sum_n b_n log(G_n - d_n):  1 - d_n / G_n = k b_n / m_n           (93)

d is the threat point, m_n the weight of player n at the point. Bounds make the frontier uneven,
so that (92) may have several local optima: it is walked to (walk.py) from the status quo, from no
duties and from halfway between them, and the best point is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

import numpy as np

from detente.errors import InputError, NoEquilibrium
from detente.games.best_response import PERCENT
from detente.games.climb import checked_start
from detente.games.economy import Result
from detente.games.game import Game
from detente.games.walk import STEPS, Goal, walk
from detente.worlds.world import Floats

Point: TypeAlias = Literal["egalitarian", "nash", "kalai_smorodinsky"]
STARTS = (1.0, 0.0, 0.5)
MAX_ROUNDS = 40
SAME_PART = 1e-5
LEAST_PART = 0.02


@dataclass(frozen=True, slots=True)
class Threat:
    """What players fall back on: their objectives, new over base, and where they come from."""

    name: str
    payoffs: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Deal:
    """A point of the frontier. `gains` over the threat point, percent, by player.

    `weights` are the players' weights in the sum that the point maximises; `slack` the size of
    the step still wanted, of which half the square is what it would add to the log payoffs.
    """

    game: Game
    point: str
    threat: Threat
    chosen: Floats
    result: Result
    gains: Floats
    weights: Floats
    steps: int
    slack: float

    @property
    def tariff(self) -> Floats:
        """All duties [importer, exporter, sector]."""
        return self.game.moved(self.chosen).tariff


def status_quo(game: Game) -> Threat:
    """What holds where nobody moves."""
    return threat_at(game, game.tariff, "status quo")


def threat_at(game: Game, tariff: Floats, name: str) -> Threat:
    """Duties that return when talks fail (a snap-back, a war, free trade)."""
    result = game.economy.solve(tariff, np.zeros_like(tariff), None)
    return Threat(name, game.payoffs(result))


def bargain(
    game: Game,
    threat: Threat,
    point: Point = "egalitarian",
    *,
    power: Sequence[float] | None = None,
    start: Floats | None = None,
) -> Deal:
    """The players' deal from a threat point over all instruments of the game.

    `power` are bargaining weights of the Nash product, equal if None; `start` are log(1 + rate)
    to begin from. Raises InputError for an unknown point, NoEquilibrium if nothing is found.
    """
    if point not in get_args(Point):
        raise InputError(f'"{point}" is no point. Choose one of {", ".join(get_args(Point))}.')
    count = len(game.players)
    if threat.payoffs.shape != (count,) or count < 2:
        raise InputError(
            f"Talks between {count} players with a threat of shape {threat.payoffs.shape}. "
            "Expected two players or more and one payoff for each."
        )
    even = along(game, threat, np.ones(count), start)
    if point == "egalitarian":
        return even
    if point == "nash":
        return _nash_product(game, threat, power, even)
    ideal = [
        float(np.log1p(along(game, threat, one, even.chosen).gains[k] / PERCENT))
        for k, one in enumerate(np.eye(count))
    ]
    found = along(game, threat, np.array(ideal) / max(ideal), even.chosen)
    return replace(found, point=point)


def frontier(game: Game, threat: Threat, points: int = 7) -> tuple[Deal, ...]:
    """Deals of two players from all gains to the first to all gains to the second."""
    if len(game.players) != 2:
        raise InputError(
            f"A frontier is drawn for two players; there are {len(game.players)}. "
            "Use game.with_players(one, other)."
        )
    found: list[Deal] = []
    start = None
    for part in np.linspace(0.0, 1.0, points):
        deal = along(game, threat, np.array([1.0 - part, part]), start)
        start = deal.chosen
        found.append(replace(deal, point=f"{1.0 - part:.2f} : {part:.2f}"))
    return tuple(found)


def along(game: Game, threat: Threat, direction: Floats, start: Floats | None = None) -> Deal:
    """(92): the farthest point of the frontier from the threat point in a direction [K].

    With `start`, log(1 + rate), one walk from there; from elsewhere only if that does not end.
    Raises InputError for a start outside bounds, NoEquilibrium if no walk ends.
    """
    goal = Goal(threat.payoffs, direction)
    near = None if start is None else walk(game, goal, checked_start(game, start))
    ends = [near] if near is not None else [walk(game, goal, at) for at in _starts(game)]
    found = [end for end in ends if end is not None]
    if not found:
        raise NoEquilibrium(
            f"Talks between {', '.join(game.players)} from {threat.name}: no point of the frontier "
            f"found after {STEPS} steps. Start nearer (start=), or use fewer instruments."
        )
    best = max(found, key=lambda end: float(goal.gains(end.payoffs) @ direction))
    gains = PERCENT * (best.payoffs / threat.payoffs - 1.0)
    return Deal(
        game,
        "egalitarian",
        threat,
        best.chosen,
        best.result,
        gains,
        best.weights,
        best.steps,
        best.slack,
    )


def _starts(game: Game) -> list[Floats]:
    """The status quo, no duties, halfway; inside bounds."""
    levers, quo = game.levers, checked_start(game, None)
    return [np.clip(part * quo, levers.low, levers.high) for part in STARTS]


def _nash_product(game: Game, threat: Threat, power: Sequence[float] | None, even: Deal) -> Deal:
    """(93): directions are repeated until each player's part is its power over its weight."""
    if (even.gains <= 0.0).any():
        raise NoEquilibrium(
            f"Talks from {threat.name}: no point is better for all players, so the Nash product "
            "has no meaning. Use a worse threat point, or more instruments."
        )
    count = len(game.players)
    strength = np.ones(count) if power is None else np.array(power, dtype=np.float64)
    if strength.shape != (count,) or not (strength > 0.0).all():
        raise InputError(f"Power {power}: expected {count} numbers above zero, one a player.")
    deal, part = even, np.ones(count)
    for _ in range(MAX_ROUNDS):
        wanted = strength / np.maximum(deal.weights, LEAST_PART)
        wanted = np.maximum(wanted, LEAST_PART * wanted.max())
        size = float(np.max(1.0 - 1.0 / (1.0 + deal.gains / PERCENT)))
        before, wished = part, -np.log1p(-size * wanted / wanted.max())
        part = np.sqrt(before * wished / wished.max())
        part = part / part.max()
        deal = along(game, threat, part, deal.chosen)
        if float(np.abs(part - before).max()) < SAME_PART:
            return replace(deal, point="nash")
    raise NoEquilibrium(
        f"Talks from {threat.name}: the Nash product does not settle after {MAX_ROUNDS} rounds. "
        "Use the egalitarian point, or another threat point."
    )
