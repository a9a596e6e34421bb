"""Changes between two equilibria of one world, for the places a brief reports."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.brief.brief import Diversion, Effect, Outcome, Share
from detente.brief.places import WORLD, Reported
from detente.equilibrium import Equilibrium, consumer_price_change, real_income_change
from detente.worlds.world import Floats


def outcome(place: Reported, new: Equilibrium, today: Equilibrium, base: Equilibrium) -> Outcome:
    """A place under `new`, against today's duties and against the baseline's."""
    return Outcome(
        place=place.code,
        name=place.name,
        today=effect(place, new, today),
        baseline=effect(place, new, base),
    )


def effect(place: Reported, new: Equilibrium, old: Equilibrium) -> Effect:
    """Change of a place from `old` to `new`; both start from the same calibrated world.

    Real income of a group is the sum of gains over the sum of incomes, members weighted by
    their GDP of the reference year (income in `old` where one is not recorded), so that money,
    which scales the percentage to that GDP, adds up over places.
    """
    at = list(place.members)
    weight = (
        np.array(place.member_gdp) if place.member_gdp else _real(old)[at] * old.world.income[at]
    )
    real = float((_real(new)[at] / _real(old)[at] * weight).sum() / weight.sum()) - 1
    prices = consumer_price_change(new)[at] / consumer_price_change(old)[at]
    usd = None if place.gdp_usd_bn is None else real * place.gdp_usd_bn
    homes = place.households_m
    return Effect(
        real_income=real,
        usd_bn=usd,
        usd_household=None if usd is None or homes is None else usd * 1e3 / homes,
        consumer_price=float((prices * weight).sum() / weight.sum()) - 1,
        exports=_ratio(_outside(new.flows, place, 0), _outside(old.flows, place, 0)),
        imports=_ratio(_outside(new.flows, place, 1), _outside(old.flows, place, 1)),
        revenue_usd_bn=_revenue(place, new, old),
    )


def _real(result: Equilibrium) -> Floats:
    return real_income_change(result)


def _ratio(new: float, old: float) -> float:
    return new / old - 1 if old else float("nan")


def _outside(flows: Floats, place: Reported, axis: int) -> float:
    """Exports (axis 0) or imports (axis 1) of a group across its own border."""
    inside = np.zeros(flows.shape[0], bool)
    inside[list(place.members)] = True
    if place.code == WORLD:
        own = np.einsum("iis->", flows)
        return float(flows.sum() - own)
    if axis == 0:
        return float(flows[~inside][:, inside].sum())
    return float(flows[inside][:, ~inside].sum())


def _revenue(place: Reported, new: Equilibrium, old: Equilibrium) -> float | None:
    """Change of duty revenue, scaled from the world's year to the GDP of the reference year."""
    if place.gdp_usd_bn is None:
        return None
    at = list(place.members)
    share = (new.revenue[at].sum() - old.revenue[at].sum()) / old.world.income[at].sum()
    return float(share * place.gdp_usd_bn)


def diversion(
    places: Sequence[Reported], sides: tuple[str, str], new: Equilibrium, old: Equilibrium
) -> Diversion:
    """Where the exporter's goods go and who fills the importer's market.

    `sides` are importer and exporter. Values are goods trade in USD bn of the world's year at
    border prices; places are those reported and the rest in one row. The row of the exporter among
    the destinations is its own home market, that of the importer among the suppliers its
    own producers.
    """
    world = new.world
    n, i = world.country(sides[0]), world.country(sides[1])
    goods = world.goods
    change = (new.flows - old.flows)[:, :, goods].sum(axis=2)
    before = old.flows[:, :, goods].sum(axis=2)
    lost = float(change[n, i])
    return Diversion(
        exporter=sides[1],
        importer=sides[0],
        lost_usd_bn=lost,
        lost_share=lost / float(before[n, i]),
        destinations=_shares(places, {n}, change[:, i], before[:, i]),
        suppliers=_shares(places, {i}, change[n], before[n]),
    )


def _shares(
    places: Sequence[Reported], left_out: set[int], change: Floats, before: Floats
) -> tuple[Share, ...]:
    rows: list[Share] = []
    used: set[int] = set(left_out)
    for place in places:
        members = [m for m in place.members if m not in used]
        if place.code == WORLD or not members:
            continue
        used.update(members)
        rows.append(_share(place.code, place.name, members, change, before))
    rest = [k for k in range(change.size) if k not in used]
    if rest:
        rows.append(_share("REST", "All others", rest, change, before))
    return tuple(sorted(rows, key=lambda r: -r.usd_bn))


def _share(code: str, name: str, members: Sequence[int], change: Floats, before: Floats) -> Share:
    at = list(members)
    old = float(before[at].sum())
    new = float(change[at].sum())
    return Share(code, name, new, new / old if old else float("nan"))
