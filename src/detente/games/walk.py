"""The walk to a point of the frontier: sequential quadratic programming, each step proved useful.

    max s   s.t.  g_n = s w_n,   g_n = log G_n - log d_n                                       (92)

A step has a closed form in the K x K matrix of the players' slopes J and a diagonal Hessian h
(theta times trade over the spending of all: the curvature of a triangle of lost trade),

    x = h^-1 J' m,   J h^-1 J' m - s w = -g,   w'm = 1,

with rates that would leave their bounds put on them. It is taken, accelerated or plain, if it
raises the augmented Lagrangian  m'g - (rho/2) |g - s w|^2 ; if not, h is raised. Where the
constraints leave no sensible weights m, the step climbs the augmented Lagrangian at equal ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.equilibrium.anderson import ColumnAnderson
from detente.errors import NoEquilibrium
from detente.games.economy import Result
from detente.games.game import Game
from detente.worlds.world import Floats

STEPS = 400
MISSED = 3e-8
SETTLED, SETTLED_LATE, LATE = 1e-10, 1e-8, 150
REPAIR = 0.003
WIDEST = 0.3
LEAST_CURVATURE = 1e-9
LEAST_WEIGHT = 1e-6
LARGEST_WEIGHTS = 30.0
PENALTY = 300.0
ENOUGH = 1e-4
NOISE = 1e-13
STIFFER, SOFTER, STIFFEST = 3.0, 0.75, 1e6
ASTRAY = 15
PASSES = 8
DEPTH = 12


@dataclass(frozen=True, slots=True)
class Walked:
    """Where a walk ended: log(1 + rate) [G], the equilibrium, payoffs [K], weights m [K], steps.

    `slack` is the size of the step still wanted, the root of sum h x^2.
    """

    chosen: Floats
    result: Result
    payoffs: Floats
    weights: Floats
    steps: int
    slack: float


@dataclass(frozen=True, slots=True)
class _Here:
    """A point on the way: payoffs [K], slopes of their logs [K, G], curvature h [G]."""

    chosen: Floats
    result: Result
    payoffs: Floats
    slopes: Floats
    curvature: Floats


@dataclass(frozen=True, slots=True)
class Goal:
    """Payoffs of the threat [K] and the direction w [K] in which gains should lie."""

    threat: Floats
    direction: Floats

    def gains(self, payoffs: Floats) -> Floats:
        """g [K]."""
        return np.log(payoffs / self.threat)

    def miss(self, gains: Floats) -> Floats:
        """g - s w [K] at the best s."""
        along = float(gains @ self.direction) / float(self.direction @ self.direction)
        return gains - along * self.direction

    def merit(self, payoffs: Floats, weights: Floats) -> float:
        """The augmented Lagrangian."""
        gains = self.gains(payoffs)
        miss = self.miss(gains)
        return float(weights @ gains) - 0.5 * PENALTY * float(miss @ miss)


def walk(game: Game, goal: Goal, start: Floats) -> Walked | None:
    """Walk from log(1 + rate) `start`, or None when the walk goes astray or its steps run out."""
    try:
        here = _here(game, start, None)
    except NoEquilibrium:
        return None
    memory, stiffness, astray = ColumnAnderson(DEPTH), 1.0, 0
    for count in range(1, STEPS + 1):
        stiff = replace(here, curvature=here.curvature * stiffness)
        move, weights, sound = _step(game, stiff, goal)
        astray = 0 if sound else astray + 1
        if astray > ASTRAY or not np.isfinite(move).all():
            return None
        wanted = float((move**2 * stiff.curvature).sum())
        missed = float(np.abs(goal.miss(goal.gains(here.payoffs))).max())
        if sound and missed < MISSED and wanted < (SETTLED if count < LATE else SETTLED_LATE):
            slack = float(np.sqrt(wanted))
            return Walked(here.chosen, here.result, here.payoffs, weights, count, slack)
        least = goal.merit(here.payoffs, weights) + ENOUGH * wanted - NOISE
        found, plain = _taken(game, here, (move, memory), (goal, weights, least))
        if plain:
            memory = ColumnAnderson(DEPTH)
        if found is None:
            stiffness *= STIFFER
            if stiffness > STIFFEST:
                return None
        else:
            here, stiffness = found, max(1.0, SOFTER * stiffness)
    return None


def _taken(
    game: Game,
    here: _Here,
    given: tuple[Floats, ColumnAnderson],
    wanted: tuple[Goal, Floats, float],
) -> tuple[_Here | None, bool]:
    """The next point, accelerated if that is good enough, else plain, else None; whether plain."""
    (move, memory), (goal, weights, least) = given, wanted
    levers = game.levers
    scale = np.maximum(levers.weight, LEAST_WEIGHT)
    ahead = memory.following((here.chosen * scale)[:, None], (move * scale)[:, None])[:, 0] / scale
    further = np.clip(ahead - here.chosen, -WIDEST, WIDEST)
    for plain, step in ((False, further), (True, move)):
        chosen = np.clip(here.chosen + step, levers.low, levers.high)
        try:
            result = game.solve(chosen, here.result)
        except NoEquilibrium:
            continue
        payoffs = game.payoffs(result)
        if goal.merit(payoffs, weights) >= least:
            return _here(game, chosen, result), plain
    return None, True


def _step(game: Game, here: _Here, goal: Goal) -> tuple[Floats, Floats, bool]:
    """The step [G], the weights m [K], and whether the constraints left sensible ones."""
    levers, direction = game.levers, goal.direction
    room = levers.low - here.chosen, levers.high - here.chosen
    gains = goal.gains(here.payoffs)
    miss = goal.miss(gains)
    repaired = gains - miss * max(0.0, 1.0 - REPAIR / max(float(np.abs(miss).max()), REPAIR))
    move, weights = _bordered(here, repaired, direction, room)
    sound = bool(np.abs(weights).sum() <= LARGEST_WEIGHTS)
    if not sound:
        weights = direction / float(direction @ direction)
        climbed = weights - PENALTY * miss
        curved = here.curvature * max(1.0, float(np.abs(climbed).sum()))
        move = np.clip(here.slopes.T @ climbed / curved, *room)
    widest = float(np.abs(move).max())
    return move * min(1.0, WIDEST / max(widest, WIDEST)), weights, sound


def _bordered(
    here: _Here, gap: Floats, direction: Floats, room: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
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
    return move, solved[:count]


def _here(game: Game, chosen: Floats, result: Result | None) -> _Here:
    """Payoffs, their slopes and the curvature at a point. Raises NoEquilibrium."""
    found = game.solve(chosen) if result is None else result
    levers, economy = game.levers, game.economy
    slopes, _ = economy.slopes(game.objective, found, levers, game.positions)
    by_lever = np.stack([levers.total(row) for row in slopes])
    cells = (levers.importer, levers.exporter, levers.sector)
    theta = economy.elasticity[levers.sector]
    flow = found.flows[cells] / economy.spending[game.positions].sum()
    curvature = np.maximum(levers.total(theta * flow), LEAST_CURVATURE)
    return _Here(chosen, found, game.payoffs(found), by_lever, curvature)
