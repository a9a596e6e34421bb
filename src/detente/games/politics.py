"""Politics: the weights by sector under which observed duties would be a government's optimum.

With G = sum_s l_s E_s / P the first-order conditions are linear in the weights,

    sum_s l_s J_gs = 0,   J_gs = d (E_s / P) / d log(1 + t_g)                                   (97)

so that weights come from  min |J l|^2 + k |l - 1|^2,  l >= 0, mean one (Ossa, 2014, weighs sectors
so; Adao, Costinot, Donaldson and Sturm, NBER working paper 31798, households). What the duties
cannot tell stands in the singular values of J: along directions whose value is below sqrt(k) of the
largest the pull towards one decides, not the duties. Duties that are the same for all partners, all
sectors or both are one decision each and count as one condition: a uniform duty reveals no weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from detente.errors import InputError
from detente.games.game import Game
from detente.games.objective import Objective
from detente.worlds.world import Floats

PRIOR = 1e-3
SAME = 1e-9
NONE = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """Lobbying weights of one player by sector, mean one, and what they rest on.

    `singular_values` are those of the conditions, largest first, in units of the largest;
    `seen` counts those that outweigh the prior, which is what the duties tell of the `sectors`
    weights; `fit` is the share of the conditions' gap at equal weights that the weights explain.
    """

    player: str
    sectors: tuple[str, ...]
    weights: Floats
    singular_values: Floats
    seen: int
    fit: float

    @property
    def identified(self) -> bool:
        """Whether the duties tell all weights up to their mean."""
        return self.seen >= len(self.sectors) - 1

    @property
    def statement(self) -> str:
        """What may be said of the weights, in a sentence."""
        wanted = len(self.sectors) - 1
        if self.identified:
            return (
                f"{self.player}: the duties identify all {len(self.sectors)} weights.{self._zero}"
            )
        if self.seen <= 1:
            return (
                f"{self.player}: not identified. The duties are {self.seen} condition on "
                f"{wanted + 1} weights; a uniform duty reveals none of them."
            )
        return (
            f"{self.player}: not identified. The duties tell {self.seen} of the {wanted} things "
            "that weights by sector would need; in the rest the pull towards equal weights decides."
            f"{self._zero}"
        )

    @property
    def _zero(self) -> str:
        """How many weights stand at their bound."""
        count = int((self.weights < NONE).sum())
        return f" Weights that stand at zero, the least allowed: {count}." if count else ""


def political_weights(game: Game, player: str, prior: float = PRIOR) -> Weights:
    """Weights under which the player's duties of the game's status quo come nearest to an optimum.

    `prior` is the pull towards equal weights, relative to the largest singular value squared.
    Raises InputError for a prior of zero or less.
    """
    if not prior > 0.0:
        raise InputError(
            f"political_weights: prior {prior:g}. Expected a number above zero: without a pull "
            "towards equal weights, what the duties do not tell would be arbitrary."
        )
    own = game.with_players(player)
    conditions = _decisions(own, conditions_of(own))
    values = np.linalg.svd(conditions, compute_uv=False).astype(np.float64)
    size = len(own.economy.sectors)
    pull = np.sqrt(prior) * values[0]
    stacked = np.concatenate([conditions, pull * np.eye(size)])
    known = np.concatenate([np.zeros(conditions.shape[0]), pull * np.ones(size)])
    weights = np.array(nnls(stacked, known)[0], dtype=np.float64)
    weights = weights / weights.mean()
    before = float(np.linalg.norm(conditions.sum(axis=1)))
    after = float(np.linalg.norm(conditions @ weights))
    relative = values / values[0]
    return Weights(
        player,
        own.economy.sectors,
        weights,
        relative,
        int((relative > np.sqrt(prior)).sum()),
        1.0 - (after / before) ** 2 if before > 0.0 else 1.0,
    )


def _decisions(own: Game, conditions: Floats) -> Floats:
    """Conditions summed over levers whose rates are one decision: all, by sector or by partner."""
    levers = own.levers
    rates = levers.read(own.tariff, own.export_tax)
    first = np.unique(levers.lever, return_index=True)[1]
    taxed = levers.taxed[first]
    partner = np.where(taxed, levers.importer[first], levers.exporter[first])
    every = np.zeros_like(partner)
    for kind in (every, levers.sector[first], partner):
        _, group = np.unique(np.stack([taxed, kind]), axis=1, return_inverse=True)
        group = group.reshape(-1)
        count = int(group.max()) + 1
        mean = np.bincount(group, rates, count) / np.bincount(group, minlength=count)
        if np.abs(rates - mean[group]).max() < SAME:
            summed = [np.bincount(group, column, count) for column in conditions.T]
            return np.stack(summed, axis=1).astype(np.float64)
    return conditions


def conditions_of(own: Game) -> Floats:
    """J [G, S] at the status quo: each column the slope of one sector's income over prices.

    Every sector in turn gets nearly all the weight; sums of columns give any weights.
    """
    result = own.solve()
    place = own.positions[0]
    count = len(own.economy.sectors)
    columns: list[Floats] = []
    for sector in range(count):
        weights = np.zeros((len(own.economy.countries), count))
        weights[:, sector] = 1.0
        alone = Objective(weights)
        slope, _ = own.economy.slopes(alone, result, own.levers, [place])
        size = own.economy.incomes(result)[place, sector]
        columns.append(size * own.levers.total(slope[0]))
    return np.stack(columns, axis=1)
