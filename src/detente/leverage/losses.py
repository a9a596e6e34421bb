"""A card's loss over time, on draws from its ranges.

Every loss is a rate, USD bn a year, at the middle of each month; [draw, month]. Draw 0 is the
middle of every range, the others are triangular.

    shortage     users x (1 - Y/Y0), after stocks, ln s going from s_short to s_long at rate k
    lost_sales   sales x cut x margin x (1 - redirect (1 - e^(-kt)))
    dearer       purchases x cut x premium x e^(-kt), after stocks
    direct       value
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from detente.errors import InputError
from detente.leverage.cards import Loss
from detente.leverage.settings import settings
from detente.leverage.shortage import days_of_cover, output, supplied
from detente.leverage.substitution import half_rate
from detente.worlds.world import Floats

DAYS, MONTHS = 365.0, 12
LONGEST = 40 * MONTHS


@dataclass(frozen=True, slots=True)
class Estimate:
    """A loss, USD bn a year on average over a horizon: middle, and the ends of its band."""

    low: float
    mid: float
    high: float


def drawn(loss: Loss, key: str) -> dict[str, Floats]:
    """Each fact as a column [draw, 1]; the same key draws the same numbers everywhere."""
    using = settings()
    found: dict[str, Floats] = {}
    for name in sorted(loss.facts):
        low, mid, high = loss.range(name)
        generator = np.random.default_rng([using.seed, zlib.crc32(f"{key} {name}".encode())])
        sample = np.full(using.draws + 1, mid)
        if high > low:
            sample[1:] = generator.triangular(low, mid, high, using.draws)
        found[name] = sample[:, None]
    return found


def middles(months: int) -> Floats:
    """Years at the middle of each month, [1, month]."""
    return ((np.arange(months) + 0.5) / MONTHS)[None, :]


def rate(loss: Loss, key: str, years: Floats) -> Floats:
    """The loss at each time, USD bn a year [draw, time]. Duties are worked out by the model."""
    f = drawn(loss, key)
    if loss.model == "shortage":
        return _shortage(f, years)
    if loss.model == "lost_sales":
        moved = f["redirect"] * (1 - np.exp(-half_rate(f["half_years"]) * years))
        return f["sales_usd_bn"] * f["cut"] * f["margin"] * (1 - moved)
    if loss.model == "dearer":
        begun = years * DAYS >= days_of_cover(f["stock_days"], 1 - f["cut"])
        fading = np.exp(-half_rate(f["half_years"]) * years)
        return f["purchases_usd_bn"] * f["cut"] * f["premium"] * fading * begun
    if loss.model == "direct":
        return f["value_usd_bn"] * np.ones_like(years)
    raise InputError(f'{key}: a loss by "{loss.model}" is solved by the trade model, not drawn.')


def _shortage(f: dict[str, Floats], years: Floats) -> Floats:
    gone = np.exp(-half_rate(f["half_years"]) * years)
    s = f["s_long"] * (f["s_short"] / f["s_long"]) ** gone
    left = supplied(f["left"], f["stock_days"], years * DAYS)
    return f["users_usd_bn"] * (1 - output(f["cost_share"], left, s))


def once_stocks_end(loss: Loss, key: str) -> Floats:
    """A shortage's loss [draw], USD bn a year, stocks gone and nothing substituted yet."""
    if loss.model != "shortage":
        raise InputError(f'{key}: only a shortage runs through stocks, not "{loss.model}".')
    f = drawn(loss, key)
    return (f["users_usd_bn"] * (1 - output(f["cost_share"], f["left"], f["s_short"])))[:, 0]


def over_horizon(loss: Loss, key: str, months: int) -> Floats:
    """Average loss over a horizon [draw], USD bn a year."""
    return rate(loss, key, middles(months)).mean(axis=1)


def estimate(draws: Floats) -> Estimate:
    """Middle (draw 0) and band of a loss."""
    tail = (1 - settings().band) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    mid = float(draws[0])
    return Estimate(min(float(low), mid), mid, max(float(high), mid))


def time_to_bite(loss: Loss) -> float:
    """Days until the loss begins, at the middle of the ranges."""
    if loss.model == "shortage":
        return float(days_of_cover(_mid(loss, "stock_days"), _mid(loss, "left")))
    if loss.model == "dearer":
        return float(days_of_cover(_mid(loss, "stock_days"), 1 - _mid(loss, "cut")))
    return 0.0


def half_life(loss: Loss, key: str) -> float | None:
    """Years from the peak until half of the loss is gone, None where it never is."""
    if loss.model in ("direct", "duty"):
        return None
    path = rate(loss, key, middles(LONGEST))[0]
    peak = int(np.argmax(path))
    below = np.flatnonzero(path[peak:] <= path[peak] / 2)
    return float(below[0]) / MONTHS if below.size and path[peak] > 0 else None


def _mid(loss: Loss, name: str) -> Floats:
    return np.array(loss.range(name)[1])
