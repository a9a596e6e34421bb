"""What a country may import beyond its exports, under the three rules, and the derivatives.

    fixed_share         D'_n = d_n sum_m y_m
    zero                D'_n = 0
    scaled_with_trade   D'_n = T'_n (delta_n - delta')                                      (20)
                        delta' = sum_m delta_m T'_m / sum_m T'_m

y is labour income, T trade across the border (imports and exports), delta = D / T in the
base. Deficits of all countries sum to zero under each rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True)
class Deficits:
    """`share` [N] of world labour income; `rate` [N] of own trade, None unless scaled."""

    share: Floats
    rate: Floats | None = None

    def at(self, earned: Floats, trade: Floats | None) -> Floats:
        """D' [N] at labour income [N] and, if scaled, trade across the border [N]."""
        if self.rate is None or trade is None:
            return self.share * earned.sum()
        return trade * (self.rate - _financed(self.rate, trade))

    def pulled_trade(self, value: Floats, trade: Floats) -> Floats:
        """Value of a unit of a country's trade [N, K], given values of a unit of D' [N, K]."""
        if self.rate is None:
            return np.zeros_like(value)
        total = trade.sum()
        own = value - (trade @ value) / total if total > 0.0 else value
        return (self.rate - _financed(self.rate, trade))[:, None] * own


def _financed(rate: Floats, trade: Floats) -> float:
    """delta', what deficits at their base rates would leave unpaid, per unit of trade."""
    total = float(trade.sum())
    return float(rate @ trade) / total if total > 0.0 else 0.0


def deficits_of(rule: str, deficit_share: Floats, trade: Floats) -> Deficits:
    """The rule with its constants; `trade` [N] are imports and exports of the base."""
    nothing = np.zeros_like(deficit_share)
    if rule == "scaled_with_trade":
        rate = np.divide(deficit_share, trade, out=nothing.copy(), where=trade > 0.0)
        return Deficits(nothing, rate)
    return Deficits(deficit_share if rule == "fixed_share" else nothing)
