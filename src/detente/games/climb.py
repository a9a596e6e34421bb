"""Repeat the closed-form step for all levers until nobody wants to move a rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.anderson import ColumnAnderson
from detente.errors import InputError, NoEquilibrium
from detente.games.economy import Result
from detente.games.first_order import FirstOrder, first_order
from detente.games.game import Game
from detente.worlds.world import Floats

DEPTH = 6
PACES = ((1.0, np.inf), (1.0, 0.02), (0.5, 0.02))
MAX_STEPS = 120
PATIENCE = 25
FLAT = 2e-6
SETTLED_GAIN = 1e-11
SETTLED_STEP = 1e-5
STEEP = 1e-3
SETTLED_STEEP = 1e-6
LEAST_WEIGHT = 1e-9
WIDEST = 1.5


@dataclass(frozen=True, slots=True)
class Climbed:
    """Where the levers came to rest: log(1 + rate) [G], the equilibrium and the conditions."""

    chosen: Floats
    result: Result
    conditions: FirstOrder
    steps: int


def climb(game: Game, start: Floats | None = None, near: Result | None = None) -> Climbed:
    """Rest point of all levers of the game, from log(1 + rate) `start` or the status quo.

    Tried at full steps first, then at full and at half steps that are accelerated only near the
    end: far away acceleration may be drawn to a point that is no maximum. Raises NoEquilibrium when
    all fail, InputError for a start outside bounds.
    """
    first = checked_start(game, start)
    for pace, radius in PACES:
        found = _climb(game, (first, near), pace, radius)
        if found is not None:
            return found
    raise NoEquilibrium(
        f"Game on {game.economy.id} between {', '.join(game.players)}: duties still move after "
        f"{MAX_STEPS} steps at full and at half pace. Start elsewhere, narrow the bounds, or use "
        "fewer players or sectors."
    )


def checked_start(game: Game, start: Floats | None) -> Floats:
    """A start for every lever, inside the bounds."""
    levers = game.levers
    if start is None:
        quo = levers.read(game.tariff, game.export_tax)
        return np.clip(quo, levers.low, levers.high)
    if start.shape != levers.low.shape:
        raise InputError(
            f"Game on {game.economy.id}: the start has shape {start.shape}, and there are "
            f"{levers.count} levers. Give log(1 + rate) for each."
        )
    outside = (start < levers.low - 1e-12) | (start > levers.high + 1e-12)
    if outside.any():
        at = int(np.argmax(outside))
        raise InputError(
            f"Game on {game.economy.id}: the start sets lever {at} of "
            f"{game.players[levers.owner[at]]} to {np.expm1(start[at]):.4g}. Its bounds are "
            f"{np.expm1(levers.low[at]):.4g} and {np.expm1(levers.high[at]):.4g}. Start inside."
        )
    return start


def uniform(game: Game, rate: float) -> Floats:
    """Every lever at the same rate, or at the bound next to it."""
    return np.clip(np.full(game.levers.count, np.log1p(rate)), game.levers.low, game.levers.high)


def settled(conditions: FirstOrder) -> bool:
    """No lever that matters wants to move, and all together would gain next to nothing."""
    quiet = float(np.abs(conditions.gain).max()) < SETTLED_GAIN
    if not quiet or _largest(conditions) >= SETTLED_STEP:
        return False
    return _largest(conditions, STEEP) < SETTLED_STEEP


def _largest(conditions: FirstOrder, above: float = FLAT) -> float:
    """The largest step of a lever that matters."""
    steep = conditions.curvature > above
    return float(np.abs(conditions.step[steep]).max()) if steep.any() else 0.0


def _climb(
    game: Game, start: tuple[Floats, Result | None], pace: float, radius: float
) -> Climbed | None:
    levers, (chosen, near) = game.levers, start
    scale = np.maximum(levers.weight, LEAST_WEIGHT)
    memory, best, since = ColumnAnderson(DEPTH), np.inf, 0
    for count in range(1, MAX_STEPS + 1):
        near = game.solve(chosen, near)
        conditions = first_order(game, near, chosen)
        if settled(conditions):
            return Climbed(chosen, near, conditions, count)
        wanted = float(np.abs(conditions.gain).sum())
        best, since = (wanted, 0) if wanted < best else (best, since + 1)
        if since > PATIENCE:
            return None
        difference = pace * conditions.step * scale
        if _largest(conditions) > radius:
            memory = ColumnAnderson(DEPTH)
        following = memory.following((chosen * scale)[:, None], difference[:, None])[:, 0] / scale
        moved = np.clip(following - chosen, -WIDEST, WIDEST)
        chosen = np.clip(chosen + moved, levers.low, levers.high)
    return None
