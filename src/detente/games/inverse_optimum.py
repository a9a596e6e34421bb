"""Lobbying weights under which given duties are a government's best, as in Ossa (2014).

Only differences between sectors tell something, so the duties t_s are matched up to a common
shift c, found with the weights l. The first-order conditions (97) at t + c,

    sum_s J_gs l_s = 0   or   l = M l,   M_gs = -J_gs / J_gg for s other than g, else 0        (98)

say that l is the Perron vector of M, whose largest root must be one: an equation in c. A weight
that would be negative is zero, and the duty of its sector is then what the others make best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from detente.errors import InputError, NoEquilibrium
from detente.games.best_response import best_response
from detente.games.game import Game, game_in
from detente.games.instruments import Instruments
from detente.games.objective import Objective
from detente.games.politics import conditions_of
from detente.worlds.world import Flags, Floats

SHIFTS = (-0.8, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.2, 2.0, 4.0)
ROUNDS = 30
SAME = 1e-6
SLIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Matched:
    """Weights of one player by sector [S], mean one; the duties [S] that they make best, the
    common shift between these and the duties to match; sectors whose weight is zero.
    """

    player: str
    weights: Floats
    tariff: Floats
    shift: float
    without_weight: tuple[str, ...]


def matched_weights(game: Game, player: str, duties: Floats, highest: Floats) -> Matched:
    """Weights that make `duties` [S], plus a common shift and at most `highest` [S], best.

    The player treats partners alike; the others stay at the game's status quo. Raises InputError
    for another number of duties, NoEquilibrium where no shift fits.
    """
    economy = game.economy
    if duties.shape != (len(economy.sectors),) or highest.shape != duties.shape:
        raise InputError(
            f"{player}: {duties.size} duties to match and {highest.size} upper limits. Expected "
            f"one for each of the {len(economy.sectors)} sectors of {economy.id}."
        )
    own = game_in(economy, (player,), Instruments(detail="sector"), tariff=game.tariff)
    kept, free = np.ones(duties.size, dtype=bool), duties.copy()
    for _ in range(ROUNDS):
        shift = _shift(own, (duties, highest), kept, free)
        tariff = _tariff(duties, highest, shift, kept, free)
        weights = _perron(_conditions(own, tariff), kept)[1]
        negative = kept & (weights < -SLIGHT)
        if negative.any():
            kept = kept & ~negative
            continue
        before, free = free, _free(own, tariff, np.maximum(weights, 0.0), kept)
        if np.abs(free - before)[~kept].max(initial=0.0) < SAME:
            weights = np.maximum(weights, 0.0)
            none = tuple(np.array(economy.sectors)[~kept].tolist())
            return Matched(player, weights / weights.mean(), tariff, shift, none)
    raise NoEquilibrium(f"{player}: duties of sectors without weight do not settle.")


def _tariff(duties: Floats, highest: Floats, shift: float, kept: Flags, free: Floats) -> Floats:
    return np.where(kept, np.clip(duties + shift, 0.0, highest), free)


def _conditions(own: Game, tariff: Floats) -> Floats:
    """J of (97) [S, S] with the player's duties at `tariff` [S]."""
    place, quo = own.positions[0], own.tariff.copy()
    quo[place] = tariff
    quo[place, place] = own.tariff[place, place]
    return conditions_of(own.at(quo))


def _perron(conditions: Floats, kept: Flags) -> tuple[float, Floats]:
    """Largest root of M, and its vector [S] of mean one; zero where no weight is kept."""
    inner = conditions[np.ix_(kept, kept)]
    own = np.diag(inner)
    found = np.linalg.eig(-(inner - np.diag(own)) / own[:, None])
    roots: Floats = np.real(found.eigenvalues)
    vectors: Floats = np.real(found.eigenvectors)
    largest = int(np.argmax(roots))
    weights = np.zeros(kept.size)
    weights[kept] = vectors[:, largest]
    return float(roots[largest]), weights / weights.mean()


def _shift(own: Game, given: tuple[Floats, Floats], kept: Flags, free: Floats) -> float:
    """The shift at which the largest root is one."""

    def excess(shift: float) -> float:
        tariff = _tariff(*given, shift, kept, free)
        return _perron(_conditions(own, tariff), kept)[0] - 1.0

    low, below = SHIFTS[0], excess(SHIFTS[0])
    for high in SHIFTS[1:]:
        above = excess(high)
        if below * above <= 0.0:
            return float(brentq(excess, low, high, xtol=SLIGHT))
        low, below = high, above
    raise NoEquilibrium(
        f"{own.players[0]}: no common shift from {SHIFTS[0]:.0%} to {SHIFTS[-1]:.0%} makes these "
        "duties anybody's best. Give duties that differ less between sectors."
    )


def _free(own: Game, tariff: Floats, weights: Floats, kept: Flags) -> Floats:
    """The best duties of sectors without weight, the others held [S]."""
    if kept.all():
        return tariff
    economy, place = own.economy, own.positions[0]
    quo = own.tariff.copy()
    quo[place] = tariff
    quo[place, place] = own.tariff[place, place]
    lobby = np.ones((len(economy.countries), tariff.size))
    lobby[place] = weights
    sectors = tuple(np.array(economy.sectors)[~kept].tolist())
    only = Instruments(detail="sector", sectors=sectors)
    game = game_in(economy, own.players, only, objective=Objective(lobby), tariff=quo)
    found = tariff.copy()
    best = best_response(game, own.players[0], check=False)
    found[~kept] = best.tariff[place, (place + 1) % len(economy.countries), ~kept]
    return found
