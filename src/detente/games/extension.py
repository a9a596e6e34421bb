"""What an extension is worth, and on whose side time is: backward induction over a truce.

Each step the holder of the option may go on with the truce, go to war or take the deal. Leverage
decays: the share of today's harm that its cards can still do falls each step as the other side
adapts, and so does what a deal would bring.

    V_t = max( truce flow + E V_(t+1) exp(-r D) (1 - h) + h war,   war_t,   deal_t )        (96)

The extension's worth is V_0 with the right to wait less V_0 when the choice falls today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from detente.errors import InputError

Move: TypeAlias = Literal["truce", "war", "deal"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One player's payoffs, in any one unit.

    `truce` a year while the truce lasts; `war` and `deal` for good, today. `war_spread` and
    `deal_spread` are how far these values rise or fall by the end (two branches, equally likely).
    `leverage` is the part of both that rests on leverage, which decays at the rate `decay` a year.
    """

    truce: float
    war: float
    deal: float
    war_spread: float = 0.0
    deal_spread: float = 0.0
    decay: float = 0.0
    leverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Extension:
    """`value` of waiting, `now` the best without it, and what is best at the start and at the end
    of the extension (in the good branch, in the bad branch).
    """

    value: float
    now: float
    first: Move
    good: Move
    bad: Move
    decay: float

    @property
    def time_helps(self) -> bool:
        """Whether waiting is worth something to this player."""
        return self.value > 0.0


def extension_value(
    choice: Choice, days: float = 90.0, steps: int = 3, rate: float = 0.05, hazard: float = 0.0
) -> Extension:
    """(96) over an extension of `days` in `steps`; `hazard` a step that the truce breaks anyway.

    Raises InputError for a length, a rate or a hazard without meaning.
    """
    if days <= 0.0 or steps < 1 or rate < 0.0 or not 0.0 <= hazard < 1.0:
        raise InputError(
            f"Extension of {days:g} days in {steps} steps at rate {rate:g}, hazard {hazard:g}. "
            "Expected days above zero, one step or more, a rate of zero or more, a hazard from 0 "
            "to below 1."
        )
    step = days / 365.0 / steps
    kept = float(np.exp(-rate * step))
    ends = [_ended(choice, days / 365.0, sign) for sign in (1.0, -1.0)]
    worth = 0.5 * sum(value for value, _ in ends)
    for left in range(steps):
        passed = (steps - 1 - left) * step
        broken = max(choice.war - _lost(choice, passed), choice.deal - _lost(choice, passed))
        going_on = choice.truce * step + kept * ((1.0 - hazard) * worth + hazard * broken)
        worth = going_on if passed == 0.0 else max(going_on, broken)
    now = max(choice.war, choice.deal)
    first: Move = "truce" if worth > now else _better(choice.war, choice.deal)
    lost = _lost(choice, days / 365.0)
    return Extension(worth - now, now, first, ends[0][1], ends[1][1], lost)


def side_of_time(one: Extension, other: Extension) -> float:
    """Above zero: time is on the first player's side; its worth of waiting less the other's."""
    return one.value - other.value


def _lost(choice: Choice, years: float) -> float:
    """Value lost because leverage decays."""
    return choice.leverage * (1.0 - float(np.exp(-choice.decay * years)))


def _ended(choice: Choice, years: float, sign: float) -> tuple[float, Move]:
    lost = _lost(choice, years)
    war = choice.war + sign * choice.war_spread - lost
    deal = choice.deal + sign * choice.deal_spread - lost
    return max(war, deal), _better(war, deal)


def _better(war: float, deal: float) -> Move:
    return "deal" if deal >= war else "war"
