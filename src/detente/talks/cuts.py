"""Continuous cuts of both sides' duties beside the cards: frontier, named points, joint deals.

    t_ij(a) = (1 - a_i) t_ij      a_i in 0..1, the share of all its duties on the other a side drops

Real income of both is solved on a grid of cuts and interpolated between (tensor splines through
every solved point). Cards are added on top: worth of cards and of cuts add up, an approximation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.interpolate import RectBivariateSpline  # pyright: ignore[reportUnknownVariableType]

from detente.equilibrium import solve
from detente.outlook import Points
from detente.outlook.payoff import members, payoff
from detente.talks.items import Item
from detente.talks.packages import bargaining_points, choices, in_zone, pareto, worth
from detente.talks.settings import cut_settings
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True)
class Cut:
    """A pair of cuts, the average duties they leave, and their worth against today.

    cuts, duties   of the first side on the other's goods, and the other way; fractions
    worth          USD bn a year
    names          bargaining points that choose it
    """

    cuts: tuple[float, float]
    duties: tuple[float, float]
    worth: tuple[float, float]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointDeal:
    """A bargaining point over cards and cuts together; in_zone is a share of the draws."""

    name: str
    items: tuple[str, ...]
    cut: Cut
    worth: tuple[float, float]
    in_zone: float


@dataclass(frozen=True, slots=True)
class Cuts:
    """The frontier over cuts alone, its named points, and the named points with cards.

    cards     the concessions that are no duties
    solved    equilibria behind the frontier
    """

    cards: tuple[str, ...]
    frontier: tuple[Cut, ...]
    points: tuple[Cut, ...]
    joint: tuple[JointDeal, ...]
    solved: int


def cuts_of(points: Points, items: Sequence[Item], draws: Floats, threat: Floats) -> Cuts:
    """Cuts of both sides' duties against a threat point [side].

    `items` are concessions that are no duties themselves, `draws` their worth [draw, item, side].
    """
    using = cut_settings()
    solved = worth_of_cuts(points, np.linspace(0, 1, using.solved))
    grid = np.linspace(0, 1, using.grid)
    pairs = np.array(list(product(grid, grid)))
    values = between(solved, grid).reshape(-1, 2)
    duties = _averages(points)
    names: dict[int, tuple[str, ...]] = {}
    for point in bargaining_points(values, threat):
        names[point.package] = (*names.get(point.package, ()), point.name)
    best = np.flatnonzero(pareto(values))
    order = best[np.argsort(values[best, 0])]
    cut = {
        int(k): _cut(pairs[k], duties, values[k], names.get(int(k), ())) for k in {*order, *names}
    }
    return Cuts(
        cards=tuple(i.id for i in items),
        frontier=tuple(cut[int(k)] for k in order),
        points=tuple(cut[k] for k in names),
        joint=tuple(_joint(items, draws, threat, (pairs, values, duties))),
        solved=using.solved**2,
    )


def worth_of_cuts(points: Points, grid: Floats) -> Floats:
    """[first's cut, other's cut, side] USD bn a year against today, each point solved."""
    start, world = points.held.equilibrium, points.applier.world
    one, other = points.scene.parties
    a, b = (np.array(members(world, p)) for p in (one, other))
    found = np.zeros((grid.size, grid.size, 2))
    for i, j in product(range(grid.size), repeat=2):
        tariff = points.held.rates.rate.copy()
        tariff[np.ix_(a, b)] *= 1 - grid[i]
        tariff[np.ix_(b, a)] *= 1 - grid[j]
        new = solve(world, tariff, start=start)
        found[i, j] = [payoff(p, new, start).usd_bn or 0.0 for p in (one, other)]
    return found


def between(solved: Floats, grid: Floats) -> Floats:
    """[first's cut, other's cut, side] on a finer grid, by splines through the solved points."""
    coarse = np.linspace(0, 1, solved.shape[0])
    degree = min(4, coarse.size - 1)
    sides = [
        RectBivariateSpline(coarse, coarse, solved[:, :, k], kx=degree, ky=degree)(grid, grid)
        for k in (0, 1)
    ]
    return np.stack(sides, axis=2)


def _averages(points: Points) -> tuple[float, float]:
    """Average duties of today each way, weighted by the trade of the record."""
    one, other = points.scene.parties
    rates = points.held.rates
    return (rates.pair(one, other).average, rates.pair(other, one).average)


def _cut(pair: Floats, duties: tuple[float, float], value: Floats, names: tuple[str, ...]) -> Cut:
    first, second = (float(c) for c in pair)
    left = (duties[0] * (1 - first), duties[1] * (1 - second))
    return Cut((first, second), left, (float(value[0]), float(value[1])), names)


Grid = tuple[Floats, Floats, tuple[float, float]]


def _joint(items: Sequence[Item], draws: Floats, threat: Floats, grid: Grid) -> Iterator[JointDeal]:
    """The named points over every package of cards with every pair of efficient cuts."""
    pairs, values, duties = grid
    efficient = np.flatnonzero(pareto(values))
    chosen = choices(len(items))
    cards = worth(chosen, np.median(draws, axis=0))
    table = (cards[:, None, :] + values[None, efficient, :]).reshape(-1, 2)
    for point in bargaining_points(table, threat):
        row, at = divmod(point.package, efficient.size)
        k = int(efficient[at])
        drawn = draws[:, chosen[row]].sum(axis=1) + values[k]
        yield JointDeal(
            name=point.name,
            items=tuple(i.id for i, on in zip(items, chosen[row], strict=True) if on),
            cut=_cut(pairs[k], duties, values[k], ()),
            worth=point.worth,
            in_zone=float(in_zone(drawn, threat).mean()),
        )
