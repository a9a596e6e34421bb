"""Packages of concessions: which both sides would take, which are efficient, and by what price.

K concessions make 2^K packages. Row r of a table is the package whose bits are those of r;
`worth` is [package, side], money a year against today.

    u_i(x) = sum_k v_ik x_k + sum_{k<l} q_ikl x_k x_l
    zone     u_i >= d_i for both sides, d the threat point
    Pareto   no package is at least as good for both and better for one
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.worlds.world import Flags, Floats

MOST = 18


def choices(count: int) -> NDArray[np.bool_]:
    """[package, concession] every subset. Raises InputError above 18 concessions."""
    if count > MOST:
        raise InputError(
            f"{count} concessions make 2^{count} packages. Up to {MOST} can be enumerated. Leave "
            "some out."
        )
    bits = np.arange(2**count, dtype=np.int64)[:, None] >> np.arange(count, dtype=np.int64)
    return np.asarray(bits % 2 == 1, dtype=bool)


def worth(chosen: Flags, values: Floats, pairs: Floats | None = None) -> Floats:
    """[package, side] from values [concession, side] and pairs [concession, concession, side]."""
    x = chosen.astype(float)
    found = x @ values
    if pairs is not None:
        upper = pairs * np.triu(np.ones(pairs.shape[:2]), 1)[:, :, None]
        found = found + np.einsum("rk,kls,rl->rs", x, upper, x, optimize=True)
    return found


def in_zone(values: Floats, threat: Floats) -> Flags:
    """Packages both sides take rather than the threat point."""
    return np.all(values >= threat, axis=1)


def pareto(values: Floats) -> Flags:
    """Packages no other beats: sorted by the first side, those that raise the second's best.

    Packages worth the same to both are efficient together.
    """
    order = np.lexsort((-values[:, 1], -values[:, 0]))
    first, second = values[order, 0], values[order, 1]
    before = np.concatenate([[-np.inf], np.maximum.accumulate(second)[:-1]])
    new = np.ones(len(values), bool)
    new[1:] = (np.diff(first) != 0) | (np.diff(second) != 0)
    best = (second > before)[np.maximum.accumulate(np.where(new, np.arange(len(values)), 0))]
    kept = np.zeros(len(values), bool)
    kept[order] = best
    return kept


@dataclass(frozen=True, slots=True)
class Point:
    """A named bargaining point: the package, and both sides' worth."""

    name: str
    package: int
    worth: tuple[float, float]


def bargaining_points(values: Floats, threat: Floats, power: float = 0.5) -> tuple[Point, ...]:
    """Nash, Kalai-Smorodinsky and egalitarian among the packages of the zone; none if it is empty.

    Nash maximises gain_1^b gain_2^(1-b) with b = power; Kalai-Smorodinsky the smaller gain as a
    share of the ideal gain; egalitarian the smaller gain.
    """
    inside = np.flatnonzero(in_zone(values, threat))
    if not inside.size:
        return ()
    gain = values[inside] - threat
    ideal = np.maximum(gain.max(axis=0), 1e-12)
    with np.errstate(divide="ignore"):
        nash = power * np.log(gain[:, 0]) + (1 - power) * np.log(gain[:, 1])
    rules = {
        "Nash": nash,
        "Kalai-Smorodinsky": (gain / ideal).min(axis=1),
        "egalitarian": gain.min(axis=1),
    }
    total = gain.sum(axis=1)
    found: list[Point] = []
    for name, score in rules.items():
        at = int(inside[np.lexsort((-total, -score))[0]])
        found.append(Point(name, at, (float(values[at, 0]), float(values[at, 1]))))
    return tuple(found)


def swaps(values: Floats) -> tuple[tuple[int, int], ...]:
    """Pairs of concessions neither of which both would take alone, but the two together."""
    alone = np.all(values >= 0, axis=1)
    found: list[tuple[int, int]] = []
    for k in range(len(values)):
        for m in range(k + 1, len(values)):
            opposed = values[k, 0] * values[m, 0] < 0 and values[k, 1] * values[m, 1] < 0
            if opposed and not alone[k] and not alone[m] and (values[k] + values[m] >= 0).all():
                found.append((k, m))
    return tuple(found)


def linkage_gain(values: Floats, table: Floats) -> float:
    """Best joint surplus of packages both prefer to today, less that of what works alone."""
    alone = values[np.all(values >= 0, axis=1)].sum()
    inside = in_zone(table, np.zeros(2))
    best = table[inside].sum(axis=1).max() if inside.any() else 0.0
    return float(best - alone)


@dataclass(frozen=True, slots=True)
class Price:
    """Purchases a year that make a package acceptable: from the buyer, worth a part to the seller.

    low is what the seller needs, high what the buyer can give; none where low is above high
    """

    low: float
    high: float


def price_interval(gain: Sequence[float], passed_on: float) -> Price | None:
    """Purchases p with gain_seller + passed_on p >= 0 and gain_buyer - p >= 0, p at least 0.

    gain is (seller, buyer) against the threat point. Raises InputError unless 0 < passed_on < 1:
    managed trade diverts other sales, so less than the sum arrives.
    """
    if not 0 < passed_on < 1:
        raise InputError(
            f"passed_on is {passed_on:g}. Of purchases that a deal fixes, more than nothing and "
            "less than all is gained by the seller. Give a fraction between 0 and 1."
        )
    seller, buyer = gain
    low, high = max(0.0, -seller / passed_on), buyer
    return Price(low, high) if low <= high else None
