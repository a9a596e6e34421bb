"""What a player maximises, and its derivative to everything the equilibrium holds.

    real income    W_n, equation (11) of docs/model.md; with elastic hours (23)
    weighted       G_n = sum_s l_ns E_ns / P_n, as in Ossa (2014): E_ns is what sector s earns,
                   its factors' income and a share of duty revenue by its part of labour

With all weights at one and balanced trade, G_n is real income.

> Ralph Ossa (2014), "Trade Wars and Trade Talks with Data", American Economic Review 104(12).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.errors import InputError
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """Real income if `weights` is None, else lobbying weights [country, sector], mean one."""

    weights: Floats | None = None

    def checked(self, countries: tuple[str, ...], sectors: tuple[str, ...]) -> Objective:
        """The objective for these labels, weights scaled to mean one by country."""
        if self.weights is None:
            return self
        weights = np.array(self.weights, dtype=np.float64)
        shape = (len(countries), len(sectors))
        if weights.shape != shape:
            raise InputError(
                f"Objective: weights have shape {weights.shape}. The economy needs {shape}: "
                "one weight for each country and sector. Give them all, or none for real income."
            )
        if not np.isfinite(weights).all() or (weights < 0.0).any():
            place = np.argwhere(~(weights >= 0.0) | ~np.isfinite(weights))[0]
            raise InputError(
                f"Objective: the weight of {countries[place[0]]}/{sectors[place[1]]} "
                f"is {weights[tuple(place)]:g}. Weights are zero or more. Correct it."
            )
        if (weights.sum(axis=1) <= 0.0).any():
            nobody = countries[int(np.argmin(weights.sum(axis=1)))]
            raise InputError(
                f"Objective: all weights of {nobody} are zero, so it wants nothing. "
                "Give a sector some weight, or leave the weights out for real income."
            )
        return Objective(weights / weights.mean(axis=1, keepdims=True))
