"""The deal table: packages both sides would take, how surely, and what bargains have shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.equilibrium import solve
from detente.errors import CoverageError, InputError
from detente.games import war_between
from detente.ledger import Ledger
from detente.leverage.settings import months_of
from detente.leverage.settings import settings as leverage_settings
from detente.outlook import Points, cases_of, payoffs, pose, set_scene
from detente.rates.applied import Applier
from detente.talks.bargains import Kept, keep_draws
from detente.talks.cuts import Cuts, cuts_of
from detente.talks.items import Item, items_known, read_items, valued
from detente.talks.packages import (
    Point,
    Price,
    bargaining_points,
    choices,
    in_zone,
    linkage_gain,
    pareto,
    price_interval,
    swaps,
    worth,
)
from detente.talks.patience import Patience, patience
from detente.talks.settings import Demand, demands_known, settings
from detente.worlds import World
from detente.worlds.world import Flags, Floats

Threat = Literal["status_quo", "snap_back_legal", "snap_back_announced", "nash"]
THREATS: tuple[Threat, ...] = get_args(Threat)
SHOWN, DOTS = 12, 200


@dataclass(frozen=True, slots=True)
class Concession:
    """An item with its worth to both sides, USD bn a year: low, middle, high of the draws kept."""

    id: str
    title: str
    by: str
    ambiguous: bool
    first: tuple[float, float, float]
    second: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Package:
    """A package of concessions against the threat point, USD bn a year.

    in_zone, efficient   share of the draws in which both take it, in which none beats it
    gain                 both sides' gain over the threat point: low, middle, high
    price                purchases that make it work at the middle, None where none do
    """

    items: tuple[str, ...]
    in_zone: float
    efficient: float
    gain: tuple[tuple[float, float, float], tuple[float, float, float]]
    price: Price | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A package on the map: worth to both against today, at the median of the draws kept."""

    items: tuple[str, ...]
    worth: tuple[float, float]
    in_zone: bool
    efficient: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talks:
    """The deal table of two sides on a day.

    threat       the threat point, and what it is worth to both against today, USD bn a year
    zone, efficient   packages in the zone and efficient ones, at the median of the draws kept
    dots         the efficient packages, those of the named points, and others up to a limit
    draws, seed  draws from the ranges behind every probability
    cuts, patience   continuous cuts of duties, and resolve; `talks` adds them to the cards
    bargains     observed bargains used, and the share of draws that agrees with them
    """

    parties: tuple[str, str]
    on: date
    as_known: date
    threat: Threat
    threat_worth: tuple[float, float]
    concessions: tuple[Concession, ...]
    count: int
    zone: int
    efficient: int
    packages: tuple[Package, ...]
    dots: tuple[Dot, ...]
    swaps: tuple[tuple[str, str], ...]
    linkage: float
    bargains: Kept
    demands: tuple[Demand, ...]
    world: str
    seed: int
    draws: int
    cuts: Cuts | None = None
    patience: Patience | None = None


def talks(  # noqa: PLR0913 - the question of a table has this many words
    ledger: Ledger,
    world: World,
    one: str,
    other: str,
    on: date,
    *,
    threat: str = "status_quo",
    as_known: date | None = None,
) -> Talks:
    """Which packages both sides would take on a day rather than the threat point.

    `threat`: status_quo (the truce goes on), snap_back_legal (it lapses), snap_back_announced (what
    was announced returns by new acts), nash (each sets the duties on the other that serve itself
    best, a war of best responses). Raises InputError, CoverageError, NoEquilibrium.
    """
    chosen = _threat(threat)
    points = Points(set_scene(ledger, one, other, on, as_known), Applier(ledger, world))
    laid = _lay_out(points, chosen)
    table = _table(points, chosen, laid)
    duties = {r.id for r in read_items() if r.scenario}
    at = [k for k, item in enumerate(laid.items) if item.id not in duties]
    draws = np.stack([i.values for i in laid.items], axis=1)[laid.kept.draws][:, at]
    cards = [laid.items[k] for k in at]
    return replace(
        table, cuts=cuts_of(points, cards, draws, laid.at), patience=_patience(points, laid)
    )


def deal_table(points: Points, threat: Threat) -> Talks:
    """The cards alone, at points of the record that may have been solved already."""
    return _table(points, threat, _lay_out(points, threat))


@dataclass(frozen=True, slots=True)
class Laid:
    """What is on the table: items with their draws, the draws kept, the threat point [side]."""

    items: tuple[Item, ...]
    kept: Kept
    at: Floats


def _lay_out(points: Points, threat: Threat) -> Laid:
    scene, months = points.scene, months_of(settings().horizon)
    items = valued(points, items_known(scene.parties, scene.as_known), months)
    return Laid(items, keep_draws(points, scene.as_known, months), threat_point(points, threat))


def _patience(points: Points, laid: Laid) -> Patience | None:
    """Resolve against a lapse by law, or None where none can be posed."""
    try:
        lapse = threat_point(points, "snap_back_legal")
    except CoverageError:
        return None
    values = np.stack([i.values for i in laid.items], axis=1)[laid.kept.draws]
    gains = worth(choices(len(laid.items)), np.median(values, axis=0)) - laid.at
    inside = gains[(gains >= 0).all(axis=1) & (gains.sum(axis=1) > 0)]
    pairs = [(float(a), float(b)) for a, b in inside]
    return patience(pairs, (float(lapse[0]), float(lapse[1])))


def _threat(name: str) -> Threat:
    for known in THREATS:
        if name == known:
            return known
    raise InputError(f'"{name}" is no threat point. Choose one of {", ".join(THREATS)}.')


def threat_point(points: Points, threat: str) -> Floats:
    """[side] what the threat point is worth against going on, USD bn a year, from the trade model.

    Raises CoverageError where there is no truce, nothing was announced, or a side is no single
    country of the world; NoEquilibrium where no war is found.
    """
    if threat == "status_quo":
        return np.zeros(2)
    if threat == "nash":
        return _war(points)
    for scenario in cases_of(points.scene):
        announced = any(c.reinstate == "announced" for c in scenario.changes)
        if (threat == "snap_back_legal" and scenario.role == "lapse") or (
            threat == "snap_back_announced" and announced
        ):
            new = points.solve(pose(points.scene, scenario)).equilibrium
            return np.array([p.usd_bn or 0.0 for p in payoffs(points, new)])
    raise CoverageError(
        f"The threat point {threat} cannot be posed on {points.scene.on}: no truce is known that "
        "would lapse, or nothing was announced. Use status_quo."
    )


def _war(points: Points) -> Floats:
    """[side] what a war of best responses between the two alone is worth against going on."""
    world = points.applier.world
    one, other = points.scene.parties
    if one not in world.countries or other not in world.countries:
        raise CoverageError(
            f"The threat point nash is a game of two countries, and {world.id} does not have both "
            f"{one} and {other} as such. Use another threat point, or another world."
        )
    war = war_between(world, points.held.rates.rate, one, other)
    new = solve(world, war.tariff, start=points.held.equilibrium)
    return np.array([p.usd_bn or 0.0 for p in payoffs(points, new)])


def _table(points: Points, threat: Threat, laid: Laid) -> Talks:
    items, kept, at = laid.items, laid.kept, laid.at
    chosen = choices(len(items))
    values = np.stack([i.values for i in items], axis=1)
    typical = np.median(values[kept.draws], axis=0)
    middle = worth(chosen, typical)
    zone, efficient = in_zone(middle, at), pareto(middle)
    scene = points.scene
    return Talks(
        parties=scene.parties,
        on=scene.on,
        as_known=scene.as_known,
        threat=threat,
        threat_worth=(float(at[0]), float(at[1])),
        concessions=tuple(_concession(i, kept.draws) for i in items),
        count=len(chosen),
        zone=int(zone.sum()),
        efficient=int((zone & efficient).sum()),
        packages=tuple(_packages(scene.parties, items, chosen, values[kept.draws], at)),
        dots=tuple(_dots(items, chosen, middle, at)),
        swaps=tuple((items[k].id, items[m].id) for k, m in swaps(typical)),
        linkage=linkage_gain(typical, middle),
        bargains=kept,
        demands=demands_known(scene.parties, scene.as_known),
        world=points.applier.world.id,
        seed=leverage_settings().seed,
        draws=leverage_settings().draws,
    )


def _concession(item: Item, draws: NDArray[np.int64]) -> Concession:
    spans = [_span(item.values[draws, side]) for side in (0, 1)]
    return Concession(item.id, item.title, item.by, item.ambiguous, spans[0], spans[1])


def _span(values: Floats) -> tuple[float, float, float]:
    tail = (1 - settings().band) / 2
    low, middle, high = np.quantile(values, [tail, 0.5, 1 - tail])
    return float(low), float(middle), float(high)


def _packages(
    parties: tuple[str, str], items: Sequence[Item], chosen: Flags, values: Floats, at: Floats
) -> list[Package]:
    """The packages most surely acceptable, and those at the named points."""
    zone, best = frequencies(chosen, values, at)
    middle = worth(chosen, np.median(values, axis=0))
    named = bargaining_points(middle, at)
    likely = np.lexsort((-best, -(zone * best)))
    shown = [k for k in likely[:SHOWN] if zone[k] > settings().shown_above and chosen[k].any()]
    wanted = dict.fromkeys([p.package for p in named] + [int(k) for k in shown])
    return [
        _package(parties, (items, chosen, values, at), k, (zone[k], best[k]), named) for k in wanted
    ]


def _dots(items: Sequence[Item], chosen: Flags, middle: Floats, at: Floats) -> Iterator[Dot]:
    """Packages on the map; of those that are neither efficient nor named, every so-manieth."""
    zone, best = in_zone(middle, at), pareto(middle)
    names: dict[int, tuple[str, ...]] = {}
    for point in bargaining_points(middle, at):
        names[point.package] = (*names.get(point.package, ()), point.name)
    step = -(-len(chosen) // DOTS)
    for k in range(len(chosen)):
        if best[k] or k in names or k % step == 0:
            yield Dot(
                items=_named(items, chosen[k]),
                worth=(float(middle[k, 0]), float(middle[k, 1])),
                in_zone=bool(zone[k]),
                efficient=bool(best[k]),
                names=names.get(k, ()),
            )


def _named(items: Sequence[Item], chosen: Flags) -> tuple[str, ...]:
    return tuple(i.id for i, on in zip(items, chosen, strict=True) if on)


def frequencies(chosen: Flags, values: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Share of draws in which each package is in the zone, and in which none beats it."""
    zone, best = np.zeros(len(chosen)), np.zeros(len(chosen))
    for draw in values:
        table = worth(chosen, draw)
        inside = in_zone(table, at)
        zone += inside
        best += inside & pareto(table)
    return zone / len(values), best / len(values)


Table = tuple[Sequence[Item], Flags, Floats, Floats]


def _package(
    parties: tuple[str, str],
    table: Table,
    at: int,
    often: tuple[float, float],
    named: Sequence[Point],
) -> Package:
    items, chosen, values, threat = table
    gains = values[:, chosen[at]].sum(axis=1) - threat
    spans = [_span(gains[:, side]) for side in (0, 1)]
    return Package(
        items=_named(items, chosen[at]),
        in_zone=float(often[0]),
        efficient=float(often[1]),
        gain=(spans[0], spans[1]),
        price=_price(parties, (spans[0][1], spans[1][1])),
        names=tuple(p.name for p in named if p.package == at),
    )


def _price(parties: tuple[str, str], gain: tuple[float, float]) -> Price | None:
    using = settings()
    if set(parties) != {using.seller, using.buyer}:
        return None
    by = dict(zip(parties, gain, strict=True))
    return price_interval((by[using.seller], by[using.buyer]), using.passed_on[1])
