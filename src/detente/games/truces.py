"""Truces that hold: cooperation as a repeated game (Dixit, 1987; Bagwell and Staiger, 1990).

    holds              iff  delta_i >= delta*_i = (D_i - C_i) / (D_i - N_i)  for every i      (94)
    detection lag L    delta_i^L >= the same ratio
    outside breaks     delta = exp(-r D) (1 - h):  h_max = 1 - delta* / exp(-r D)               (95)

C is what a player gets each period under the truce, D what it gets by deviating best while the
other keeps to it, N what the war yields. r is the discount rate, D the period, both in years, and
h the chance in a period that something outside ends the truce (an election, a court, a shock).

> Avinash Dixit (1987), "Strategic Aspects of Trade Policy", in Advances in Economic Theory.
> Kyle Bagwell and Robert W. Staiger (1990), "A Theory of Managed Trade", American Economic Review
> 80(4): 779-795.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.errors import InputError
from detente.games.best_response import best_response
from detente.games.nash import NashEquilibrium
from detente.worlds.world import Floats

BISECTIONS = 40


@dataclass(frozen=True, slots=True)
class Stage:
    """Payoffs by player [K]: under the truce, of the best deviation, in the war."""

    truce: Floats
    deviation: Floats
    war: Floats

    def __post_init__(self) -> None:
        if not len(self.truce) == len(self.deviation) == len(self.war):
            raise InputError(
                f"Truce: {len(self.truce)} payoffs under the truce, {len(self.deviation)} of "
                f"deviations, {len(self.war)} in the war. Expected one of each for every player."
            )


@dataclass(frozen=True, slots=True)
class Patience:
    """How players look ahead: the discount rate a year, the period in years, periods until a
    breach is seen and answered.
    """

    rate: float = 0.05
    period: float = 0.25
    lag: int = 1

    def __post_init__(self) -> None:
        if not (self.rate >= 0.0 and self.period > 0.0 and self.lag >= 1):
            raise InputError(
                f"Patience: rate {self.rate:g}, period {self.period:g}, lag {self.lag}. Expected a "
                "rate of zero or more, a period above zero and a lag of one period or more."
            )

    @property
    def kept(self) -> float:
        """exp(-r D): what a payoff of the next period is worth now."""
        return float(np.exp(-self.rate * self.period))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a truce holds. `critical` [K] are the least discount factors, above one where none
    suffices; `hazard` [K] the largest chance of an outside break a period that each player's
    discipline survives, below zero where the truce does not hold even without one.
    """

    critical: Floats
    hazard: Floats

    @property
    def holds(self) -> bool:
        """The truce holds when nothing breaks it from outside."""
        return bool((self.hazard >= 0.0).all())

    @property
    def weakest(self) -> int:
        """The player who would break it first."""
        return int(np.argmin(self.hazard))

    @property
    def survives(self) -> float:
        """The chance of an outside break a period that the truce survives (below zero: none)."""
        return float(self.hazard.min())


def critical_factor(stage: Stage, lag: int = 1) -> Floats:
    """(94): the least discount factor of every player; infinite where the war is no punishment."""
    tempted = np.maximum(stage.deviation - stage.truce, 0.0)
    feared = stage.deviation - stage.war
    ratio = np.divide(tempted, feared, out=np.full_like(tempted, np.inf), where=feared > 0.0)
    return np.where(tempted <= 0.0, 0.0, ratio) ** (1.0 / lag)


def verdict(stage: Stage, patience: Patience | None = None) -> Verdict:
    """(94) and (95) for a truce's stage payoffs."""
    given = patience or Patience()
    critical = critical_factor(stage, given.lag)
    return Verdict(critical, 1.0 - critical / given.kept)


def deepest_cut(
    stage_at: Callable[[float], Stage], factor: Floats | float, war: float, free: float = 0.0
) -> float:
    """The lowest tariff between `free` and `war` that the players' discount factors sustain.

    `stage_at` gives the stage payoffs at a truce tariff. Found by bisection from the war, where a
    truce always holds; exact when lower tariffs are harder to hold.
    """

    def holds(tariff: float) -> bool:
        return bool((critical_factor(stage_at(tariff)) <= factor).all())

    if holds(free):
        return free
    low, high = free, war
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


@dataclass(frozen=True, slots=True, eq=False)
class Truce:
    """A truce on the way from war to the status quo: the players' duties are the status quo plus
    `level` of what the war adds, in log(1 + rate). Payoffs are objectives, new over base.
    """

    level: float
    stage: Stage
    verdict: Verdict


def truce_at(war: NashEquilibrium, level: float, patience: Patience | None = None) -> Truce:
    """The truce of a level between 0 (the status quo) and 1 (the war), with its stage payoffs.

    Raises InputError for a level outside.
    """
    if not 0.0 <= level <= 1.0:
        raise InputError(f"Truce: level {level:g}. Expected 0 (the status quo) to 1 (the war).")
    game = war.game
    quo = game.levers.read(game.tariff, game.export_tax)
    there = game.moved(quo + level * (war.chosen - quo))
    now = there.payoffs(there.solve())
    best = [
        now[k] * (1.0 + best_response(there, code, check=False).gain / 100.0)
        for k, code in enumerate(game.players)
    ]
    stage = Stage(now, np.array(best), game.payoffs(war.result))
    return Truce(level, stage, verdict(stage, patience))


def deepest_truce(
    war: NashEquilibrium, patience: Patience | None = None, hazard: float = 0.0, points: int = 6
) -> float:
    """The lowest level that holds under a hazard a period, between a few solved levels.

    Critical factors are interpolated between `points` levels; one if only the war itself holds.
    """
    given = patience or Patience()
    levels = np.linspace(0.0, 1.0, points)[:-1]
    critical = [truce_at(war, float(at), given).verdict.critical.max() for at in levels]
    excess = np.array(critical) - given.kept * (1.0 - hazard)
    if excess[0] <= 0.0:
        return 0.0
    for k in range(1, len(levels)):
        if excess[k] <= 0.0:
            part = excess[k - 1] / (excess[k - 1] - excess[k])
            return float(levels[k - 1] + part * (levels[k] - levels[k - 1]))
    return 1.0
