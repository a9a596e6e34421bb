"""Talks: points on the efficient frontier between players, from a threat point.

    along a direction     max s    s.t.  log G_n - log d_n >= s w_n  for every player n        (92)
        egalitarian       w = 1: equal proportional gains (Ossa, 2014)
        Kalai-Smorodinsky w = what each could gain if nobody else did
    Nash product          max sum_n b_n log(G_n - d_n):  1 - d_n / G_n = k b_n / m_n           (93)

d is the threat point, m_n the weight of player n at the point. (92) is solved by steps of
sequential quadratic programming with a diagonal Hessian h (theta times trade, the curvature of a
triangle of lost trade); a step has a closed form in the K x K matrix of the players' slopes J:

    x = h^-1 J' m,   J h^-1 J' m - s w = -c,   w'm = 1,   c = log G - log d
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

import numpy as np

from detente.equilibrium.anderson import ColumnAnderson
from detente.errors import InputError, NoEquilibrium
from detente.games.best_response import PERCENT
from detente.games.climb import checked_start
from detente.games.economy import Result
from detente.games.game import Game
from detente.worlds.world import Floats

Point: TypeAlias = Literal["egalitarian", "nash", "kalai_smorodinsky"]
SETTLED = 1e-6
UNMOVED = 3e-9
MISSED = 3e-8
MAX_ROUNDS = 40
SAME_PART = 1e-5
LEAST_PART = 0.02
REPAIR = 0.003
WORSE = 5.0
WIDEST = 0.15
LEAST_CURVATURE = 1e-9
LEAST_WEIGHT = 1e-6
PASSES = 8
DEPTH = 12


@dataclass(frozen=True, slots=True)
class Threat:
    """What players fall back on: their objectives, new over base, and where they come from."""

    name: str
    payoffs: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Deal:
    """A point of the frontier. `gains` over the threat point, percent, by player.

    `weights` are the players' weights in the sum that the point maximises; `slack` the largest
    step that any rate still wants, in log(1 + rate), weighted by trade.
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

    def gains_over(self, other: Threat) -> Floats:
        """Gains over another threat point, percent, by player."""
        return PERCENT * (self.game.payoffs(self.result) / other.payoffs - 1.0)


@dataclass(frozen=True, slots=True)
class _Here:
    """A point on the way: payoffs [K], slopes of their logs [K, G], curvature [G]."""

    result: Result
    payoffs: Floats
    slopes: Floats
    curvature: Floats


Room: TypeAlias = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class _Move:
    """A step [G], the weights m [K], and how far gains are from the direction, in logs."""

    rates: Floats
    weights: Floats
    miss: float


@dataclass(frozen=True, slots=True)
class _Pace:
    """How to walk: part of each step taken, acceleration only where steps are below `radius`.

    Curvature counts trade against the spending of all players (`joint`) or of the importer. The two
    may end at different local optima, since bounds make the frontier uneven: the better is kept.
    """

    pace: float
    radius: float
    steps: int
    joint: bool = False


PACES = (
    _Pace(1.0, np.inf, 150),
    _Pace(0.4, 1e-3, 300),
    _Pace(1.0, np.inf, 120, joint=True),
    _Pace(0.4, 1e-3, 300, joint=True),
)
SECOND = PACES[2]
Step: TypeAlias = Callable[[_Here, Room], _Move]


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
    """(92): the farthest point of the frontier from the threat point in a direction [K]."""

    def step(here: _Here, room: Room) -> _Move:
        gap = _repaired(np.log(here.payoffs / threat.payoffs), direction)
        first = _bordered(here, gap, direction, room)
        bent = replace(here, curvature=here.curvature * max(1.0, np.abs(first.weights).sum()))
        return _bordered(bent, gap, direction, room)

    return _walk(game, threat, "egalitarian", start, step)


def _repaired(gap: Floats, direction: Floats) -> Floats:
    """Gains with only the part of their distance from the direction that one step may mend."""
    middle = direction * float(gap @ direction / (direction @ direction))
    miss = float(np.abs(gap - middle).max())
    return middle + (gap - middle) * min(1.0, REPAIR / max(miss, REPAIR))


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


def _bordered(here: _Here, gap: Floats, direction: Floats, room: Room) -> _Move:
    """The step of (92) and the weights m; a rate that would leave its bounds goes to the bound."""
    count, low, high = gap.size, *room
    free = np.ones(here.curvature.size, dtype=bool)
    move, solved = np.zeros_like(here.curvature), np.zeros(count + 1)
    for _ in range(PASSES):
        slopes = here.slopes[:, free]
        system = np.zeros((count + 1, count + 1))
        system[:count, :count] = (slopes / here.curvature[free]) @ slopes.T
        system[:count, count], system[count, :count] = -direction, direction
        reached = gap + here.slopes[:, ~free] @ move[~free]
        known = np.concatenate([-reached, [1.0]])
        solved = np.linalg.lstsq(system, known, rcond=None)[0].astype(np.float64)
        wanted = here.slopes.T @ solved[:count] / here.curvature
        move = np.clip(wanted, low, high)
        settled, free = free, wanted == move
        if (settled == free).all():
            break
    along_it = float(gap @ direction / (direction @ direction))
    miss = float(np.abs(gap - along_it * direction).max())
    return _Move(move, solved[:count], miss)


def _walk(game: Game, threat: Threat, point: str, start: Floats | None, step: Step) -> Deal:
    """Repeat a step until it moves no payoff: at full pace, else slowly."""
    first = checked_start(game, start)
    found: list[Deal] = []
    for how in PACES:
        again = how == SECOND and start is None
        deal = _paced(game, threat, first, step, how) if again or not found else None
        found += [] if deal is None else [deal]
    if found:
        return replace(max(found, key=lambda deal: float(deal.gains.sum())), point=point)
    raise NoEquilibrium(
        f"Talks between {', '.join(game.players)} from {threat.name}: no point of the frontier "
        f"found after {PACES[1].steps} steps. Start nearer (start=), or use fewer instruments."
    )


def _paced(game: Game, threat: Threat, chosen: Floats, step: Step, how: _Pace) -> Deal | None:
    """One attempt, or None when its steps run out."""
    levers, result, best = game.levers, None, np.inf
    memory = ColumnAnderson(DEPTH)
    scale = np.maximum(levers.weight, LEAST_WEIGHT)
    for count in range(1, how.steps + 1):
        result = game.solve(chosen, result)
        here = _here(game, result, how.joint)
        if not np.isfinite(here.slopes).all():
            return None
        low, high = levers.low - chosen, levers.high - chosen
        taken = step(here, (np.maximum(low, -WIDEST), np.minimum(high, WIDEST)))
        move = taken.rates
        slack = float(np.sqrt((move**2 * scale**2).sum()))
        still = slack < SETTLED or float(np.abs(here.slopes @ move).max()) < UNMOVED
        if still and taken.miss < MISSED:
            gains = PERCENT * (here.payoffs / threat.payoffs - 1.0)
            return Deal(game, "", threat, chosen, result, gains, taken.weights, count, slack)
        if slack > min(WORSE * best, how.radius):
            memory = ColumnAnderson(DEPTH)
        best = min(best, slack)
        state, difference = (chosen * scale)[:, None], (how.pace * move * scale)[:, None]
        following = memory.following(state, difference)[:, 0] / scale
        chosen = chosen + _inside(game, chosen, following - chosen)
    return None


def _inside(game: Game, chosen: Floats, move: Floats) -> Floats:
    """The move, shortened to the widest step and to the bounds."""
    levers = game.levers
    return np.clip(chosen + np.clip(move, -WIDEST, WIDEST), levers.low, levers.high) - chosen


def _here(game: Game, result: Result, joint: bool) -> _Here:
    """Payoffs, their slopes and the curvature at an equilibrium."""
    levers, economy = game.levers, game.economy
    slopes, _ = economy.slopes(game.objective, result, levers, game.positions)
    by_lever = np.stack([levers.total(row) for row in slopes])
    cells = (levers.importer, levers.exporter, levers.sector)
    theta = economy.elasticity[levers.sector]
    spending = economy.spending
    size = spending[game.positions].sum() if joint else spending[levers.importer]
    flow = result.flows[cells] / size
    curvature = np.maximum(levers.total(theta * flow), LEAST_CURVATURE)
    return _Here(result, game.payoffs(result), by_lever, curvature)
