"""Which elasticity at which horizon.

    e(t) = e_long - (e_long - e_short) exp(-k t),   t in years

Boehm, Levchenko and Pandalai-Nayar (2023): 0.76 in the first year, about 2 in the long run.
"""

from __future__ import annotations

import numpy as np

from detente.leverage.settings import settings
from detente.worlds.world import Floats


def elasticity(years: Floats, *, long: float | None = None) -> Floats:
    """The trade elasticity after some years; `long` is the product's own long-run value."""
    row = settings().elasticity
    end = row.long if long is None else long
    return end - (end - row.short) * np.exp(-row.speed * np.asarray(years))


def half_rate(half_years: Floats) -> Floats:
    """k of an approach that is half done after so many years."""
    return np.log(2) / half_years
