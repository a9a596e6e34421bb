"""Truces that hold: cooperation as a repeated game (Dixit, 1987; Bagwell and Staiger, 1990).

    holds              iff  delta_i >= delta*_i = (D_i - C_i) / (D_i - N_i)  for every i      (94)
    detection lag L    delta_i^L >= the same ratio
    outside breaks     delta = exp(-r D) (1 - h):  h_max = 1 - delta* / exp(-r D)               (95)

C is what a player gets each period under the truce, D what it gets by the best breach while the
other keeps to it (a breach raises duties; to lower them breaks nothing), N what the war yields.
In (95) r is the discount rate, D the period, both in years, and h the chance in a period that
something outside ends the truce (an election, a court, a shock).

> Avinash Dixit (1987), "Strategic Aspects of Trade Policy", in Advances in Economic Theory.
> Kyle Bagwell and Robert W. Staiger (1990), "A Theory of Managed Trade", American Economic Review
> 80(4): 779-795.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from detente.errors import InputError
from detente.games.climb import climb
from detente.games.economy import Result
from detente.games.game import Game
from detente.games.nash import NashEquilibrium
from detente.worlds.world import Floats

BISECTIONS = 40
PERCENT = 100.0
POINT, TENTH = 0.01, 0.001
CERTAIN = 0.995
NOISE = 1e-8
PERIODS = {1.0: "year", 0.5: "half-year", 0.25: "quarter"}
MONTHS, DAYS = 12, 365


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
    breach is seen and answered; the `hazard` a period of an outside break that a deal has to
    withstand; the days of an extension, and the share of its exposure that a side sheds a year.
    """

    rate: float = 0.05
    period: float = 0.25
    lag: int = 1
    hazard: float = 0.0
    days: float = 90.0
    adaptation: float = 0.2

    def __post_init__(self) -> None:
        if not (self.rate >= 0.0 and self.period > 0.0 and self.lag >= 1):
            raise InputError(
                f"Patience: rate {self.rate:g}, period {self.period:g}, lag {self.lag}. Expected a "
                "rate of zero or more, a period above zero and a lag of one period or more."
            )
        if not (0.0 <= self.hazard < 1.0 and self.days > 0.0 and 0.0 <= self.adaptation < np.inf):
            raise InputError(
                f"Patience: hazard {self.hazard:g}, {self.days:g} days, adaptation "
                f"{self.adaptation:g}. Expected a hazard from 0 to below 1, days above zero and an "
                "adaptation of zero or more a year."
            )

    @property
    def kept(self) -> float:
        """exp(-r D): what a payoff of the next period is worth now."""
        return float(np.exp(-self.rate * self.period))

    @property
    def period_name(self) -> str:
        """The period in words: a quarter, a month, 45 days."""
        if self.period in PERIODS:
            return PERIODS[self.period]
        months = self.period * MONTHS
        if abs(months - round(months)) < NOISE and months >= 1.0 - NOISE:
            return "month" if round(months) == 1 else f"period of {months:.0f} months"
        return f"period of {self.period * DAYS:.0f} days"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a truce holds. `critical` [K] are the least discount factors, above one where none
    suffices; `hazard` [K] the largest chance of an outside break a period that each player's
    discipline survives, below zero where the truce does not hold even without one; `period` what
    a period is called.
    """

    critical: Floats
    hazard: Floats
    period: str = "quarter"

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

    @property
    def sentence(self) -> str:
        """What the truce withstands, in words: to a point, below five percent to a tenth of one."""
        chance = self.survives
        if chance < 0.0:
            return "does not hold"
        if chance >= CERTAIN:
            return "holds however likely an outside break is"
        step, digits = (POINT, 0) if chance >= 5.0 * POINT else (TENTH, 1)
        low = step * int(chance / step + NOISE)
        if low <= 0.0:
            return f"holds only while nothing outside may break it (a chance of {chance:.2%})"
        return (
            f"holds against a {low:.{digits}%} chance a {self.period} of an outside break, "
            f"not {low + step:.{digits}%}"
        )


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
    return Verdict(critical, 1.0 - critical / given.kept, given.period_name)


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
    """A truce on the way from calm to war: the players' duties are those of calm plus `level` of
    what the war adds, in log(1 + rate). `mean_rates` [K] by base trade; payoffs are objectives,
    new over base.
    """

    level: float
    mean_rates: Floats
    stage: Stage
    verdict: Verdict

    @property
    def tempted(self) -> Floats:
        """What the best breach adds while it lasts, percent [K]."""
        return PERCENT * (self.stage.deviation / self.stage.truce - 1.0)

    @property
    def feared(self) -> Floats:
        """What the war costs against the truce, percent [K]; below zero where the war pays more."""
        return PERCENT * (1.0 - self.stage.war / self.stage.truce)


def truce_at(
    war: NashEquilibrium,
    level: float,
    patience: Patience | None = None,
    *,
    calm: Floats | None = None,
    punishment: Floats | None = None,
) -> Truce:
    """The truce of a level between 0 (calm) and 1 (the war), with its stage payoffs.

    `calm` are log(1 + rate) of the players' levers, the status quo if None; `punishment` payoffs
    [K] that follow a breach, those of the war if None. Raises InputError for a level outside.
    """
    if not 0.0 <= level <= 1.0:
        raise InputError(f"Truce: level {level:g}. Expected 0 (calm) to 1 (the war).")
    game, quiet = war.game, _calm(war, calm)
    chosen = quiet + level * (war.chosen - quiet)
    there = game.moved(chosen)
    result = there.solve()
    now = there.payoffs(result)
    best = np.array([_breached(there, code, result) for code in game.players])
    after = game.payoffs(war.result) if punishment is None else punishment
    best = np.where(best > now * (1.0 + NOISE), best, now)
    stage = Stage(now, best, after)
    means = game.levers.means(np.expm1(chosen), len(game.players))
    return Truce(level, means, stage, verdict(stage, patience))


def _calm(war: NashEquilibrium, calm: Floats | None) -> Floats:
    game = war.game
    return game.levers.read(game.tariff, game.export_tax) if calm is None else calm


def _breached(there: Game, player: str, near: Result) -> float:
    """The payoff of the player's best breach: it may raise each of its rates, not lower it."""
    own = there.with_players(player)
    kept = own.levers.read(own.tariff, own.export_tax)
    low = np.minimum(np.maximum(own.levers.low, kept), own.levers.high)
    raised = replace(own, levers=replace(own.levers, low=low))
    return float(raised.payoffs(climb(raised, near=near).result)[0])


def deepest_truce(
    war: NashEquilibrium,
    patience: Patience | None = None,
    hazard: float = 0.0,
    points: int = 6,
    *,
    calm: Floats | None = None,
) -> float:
    """The lowest level that holds under a hazard a period, between a few solved levels.

    Critical factors are interpolated between `points` levels; one if only the war itself holds.
    """
    given = patience or Patience()
    levels = np.linspace(0.0, 1.0, points)[:-1]
    enough = given.kept * (1.0 - hazard)
    before = np.inf
    for k, level in enumerate(levels):
        excess = float(truce_at(war, float(level), given, calm=calm).verdict.critical.max())
        excess -= enough
        if excess <= 0.0:
            part = before / (before - excess) if np.isfinite(before) else 1.0
            return float(levels[k - 1] + part * (level - levels[k - 1])) if k else 0.0
        before = excess
    return 1.0
