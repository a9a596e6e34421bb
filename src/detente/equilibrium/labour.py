"""Labour income when hours answer to the real wage, and its derivatives.

    y_n = w^_n L^_n w_nL_n,    L^_n = [ (w^_n / P^_n) (1 - tau_n) / (1 - tau'_n) ]^kappa        (22)

tau_n = R_n / y_n if duty replaces a tax on labour income, else zero. Without elastic hours
labour income is the wage times a constant and needs no function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.worlds.world import Floats

HIGHEST_RELIEF = 0.9
NEWTON_STEPS = 8


@dataclass(frozen=True, slots=True)
class Hours:
    """Elastic labour supply with elasticity `kappa`.

    `base` [N] is labour income of the base; `base_relief` [N] is tau of the base, or None
    under lump_sum; `price_weight` [S, N] are the weights of consumer prices.
    """

    kappa: float
    base: Floats
    base_relief: Floats | None
    price_weight: Floats

    def earned(self, wage: Floats, price: Floats, revenue: Floats) -> Floats:
        """y_n [N] at log wages [N], log prices [S, N] and duty revenue [N]; equation (22).

        Under relief log y = log a - kappa log(1 - R / y), solved by Newton's method from the left,
        where y is largest of a and R / 0.9: the equation is concave, so every step stays there.
        While the iteration is far off tau is held at 0.9 at most; to its left the slope is one.
        """
        level = (self.price_weight * price).sum(axis=0)
        log_a = np.log(self.base) + (1.0 + self.kappa) * wage - self.kappa * level
        if self.base_relief is None:
            return np.exp(log_a)
        log_a = log_a + self.kappa * np.log(1.0 - self.base_relief)
        log_y = np.log(np.maximum(np.exp(log_a), revenue / HIGHEST_RELIEF))
        for _ in range(NEWTON_STEPS):
            tau = np.minimum(revenue * np.exp(-log_y), HIGHEST_RELIEF)
            gap = log_y - log_a + self.kappa * np.log(1.0 - tau)
            held = (tau >= HIGHEST_RELIEF) & (gap > 0.0)
            log_y = log_y - gap / np.where(held, 1.0, 1.0 + self.kappa * tau / (1.0 - tau))
        return np.exp(log_y)

    def slopes(self, earned: Floats, revenue: Floats) -> tuple[Floats, Floats, Floats]:
        """Derivatives of y [N]: to log wage, to the log of consumer prices, to revenue."""
        if self.base_relief is None:
            return (1.0 + self.kappa) * earned, -self.kappa * earned, np.zeros_like(earned)
        tau = revenue / earned
        whole = 1.0 + self.kappa * tau / (1.0 - tau)
        return (
            (1.0 + self.kappa) * earned / whole,
            -self.kappa * earned / whole,
            self.kappa / (1.0 - tau) / whole,
        )
