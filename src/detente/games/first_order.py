"""First-order conditions of all players at once, and the closed-form step towards them.

With the shadow prices of a player's own payoff (docs/model.md, 30-36) the derivative of its
log payoff to a lever has two parts,

    tariff       a = pi_nij lP_nj                             b = (1 + theta_j) M_nij aM_nij
    export tax   a = slope + b                                b = (1 + theta_j) B_nij (aY_ij - aR_i)

    slope = sum over the lever's cells of (a - b)                                              (90)

b falls with 1 + rate where prices are held, so that slope is zero at

    1 + rate_new = (1 + rate) sum b / sum a                                                    (91)

Repeating (91) for every lever of every player, each with its own shadow prices, and combining the
steps (Anderson) solves best responses and Nash equilibria alike. Near the solution a step gains
slope * step / 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.games.economy import Result
from detente.games.game import Game
from detente.games.instruments import Levers
from detente.worlds.world import Floats

WIDEST = 1.0
ASTRAY = 0.3


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """By lever [G]: derivative of the owner's log payoff to log(1 + rate), and step (91).

    `curvature` is minus the second derivative with prices held.
    """

    slope: Floats
    step: Floats
    curvature: Floats

    @property
    def gain(self) -> Floats:
        """What moving each lever alone would add to its owner's log payoff [G]."""
        return 0.5 * self.slope * self.step


def first_order(game: Game, result: Result, chosen: Floats) -> FirstOrder:
    """The conditions of every lever at an equilibrium whose levers stand at `chosen`."""
    levers = game.levers
    owners = np.unique(levers.owner)
    countries = [game.positions[int(k)] for k in owners]
    own = np.searchsorted(owners, levers.owner)[levers.lever]
    slope, border = game.economy.slopes(game.objective, result, levers, countries, own)
    return _stepped(levers, levers.total(slope[0]), levers.total(border[0]), chosen)


def _stepped(levers: Levers, slope: Floats, border: Floats, chosen: Floats) -> FirstOrder:
    """(91), uphill by a fixed amount where it has no meaning, and never out of bounds."""
    fixed = slope + border
    sound = (fixed < 0.0) & (border < 0.0)
    ratio = np.divide(border, fixed, out=np.ones_like(border), where=sound)
    step = np.where(sound, np.log(ratio), ASTRAY * np.sign(slope))
    step = np.clip(step, -WIDEST, WIDEST)
    step = np.clip(chosen + step, levers.low, levers.high) - chosen
    return FirstOrder(slope, step, np.abs(border))
