"""Leaps: where lobbies count, close or reopen a whole market and go on from there if that pays.

A government's payoff may rise again beyond its first peak: a duty that shuts out imports altogether
hands a favoured sector the home market, while small steps upwards from the first peak only lose
revenue. No local condition shows this. From a rest point the duties of one sector after another are
therefore put at their upper bound, or back to the player's median rate where they stand there; the
best of these moves, if it raises the payoff, starts the next climb.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.errors import NoEquilibrium
from detente.games.climb import Climbed, climb
from detente.games.game import Game
from detente.worlds.world import Flags, Floats

ROUNDS = 12
WORTH = 1e-9


def leap(own: Game, found: Climbed) -> Climbed:
    """The rest point of a game with one player that no market closed or reopened improves on.

    `found` itself for real income, where nothing is favoured.
    """
    if own.objective.weights is None:
        return found
    best = found
    for _ in range(ROUNDS):
        start = _start(own, best)
        if start is None:
            return best
        try:
            end = climb(own, start, best.result)
        except NoEquilibrium:
            return best
        if own.payoffs(end.result)[0] <= own.payoffs(best.result)[0] * (1.0 + WORTH):
            return best
        best = end
    return best


def _start(own: Game, at: Climbed) -> Floats | None:
    """Levers [G] after the market that pays best to close or reopen; None if none does."""
    most, start = float(own.payoffs(at.result)[0]) * (1.0 + WORTH), None
    for chosen in _moves(own, at.chosen):
        try:
            payoff = float(own.payoffs(own.solve(chosen, at.result))[0])
        except NoEquilibrium:
            continue
        if payoff > most:
            most, start = payoff, chosen
    return start


def _moves(own: Game, chosen: Floats) -> Iterator[Floats]:
    """The levers with one favoured sector shut, or one that is shut reopened."""
    levers, usual = own.levers, float(np.median(chosen))
    shut = np.where(levers.low < levers.high, chosen >= levers.high, False)
    for block in _blocks(own):
        target = np.full(levers.count, usual) if shut[block].all() else levers.high
        yield np.where(block, np.clip(target, levers.low, levers.high), chosen)


def _blocks(own: Game) -> list[Flags]:
    """The duties on each sector of more than mean weight [G]; none if rates span sectors."""
    levers, weights = own.levers, own.objective.weights
    if weights is None or "sector" not in own.instruments[0].detail:
        return []
    first = np.unique(levers.lever, return_index=True)[1]
    sector, duty = levers.sector[first], ~levers.taxed[first]
    favoured = np.flatnonzero(weights[own.positions[0]] > 1.0)
    blocks = [duty & (sector == s) for s in favoured]
    return [block for block in blocks if block.any()]
