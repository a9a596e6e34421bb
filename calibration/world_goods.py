"""Goods trade of one year by pair and sector: totals completed, then divided over the goods.

Arrays are [importer, exporter] or [importer, exporter, good], in USD bn, ex duty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from balance import Floats
from world_sources import Assumed, Sectors, Table, UsImports

STEPS = 5000
TOLERANCE = 1e-14


@dataclass(frozen=True, slots=True)
class Places:
    """Countries of the world in order, and where each is found in the sources.

    members    codes in the totals; table  place in the table of countries; split  whether the
    country was split out of that table's rest of the world, the rest itself included
    """

    codes: list[str]
    members: Mapping[str, list[str]]
    table: list[int]
    split: list[bool]
    home: str
    rest: str

    def at(self, code: str) -> int:
        return self.codes.index(code)


@dataclass(frozen=True, slots=True)
class Totals:
    """Bilateral goods trade [importer, exporter] and GDP, both of one year."""

    trade: Floats
    gdp: Floats
    filled: float


def fill_holes(codes: list[str], trade: Floats, silent: str, assumed: Assumed) -> Floats:
    """Flows between countries that do not report: by size, then the assumed ones.

    A country belongs to them if it has no trade with `silent`, one of them, in either direction.
    """
    at = codes.index(silent)
    mute = (trade[at] == 0.0) & (trade[:, at] == 0.0)
    both = mute[:, None] & mute[None, :] & (trade == 0.0) & ~np.eye(len(codes), dtype=bool)
    size = trade.sum(axis=1)[:, None] * trade.sum(axis=0)[None, :] / trade.sum()
    filled = np.where(both, assumed.number("hole_fill") * size, trade)
    for row in assumed.rows_of("goods_flow"):
        if row["importer"] in codes and row["exporter"] in codes:
            place = codes.index(row["importer"]), codes.index(row["exporter"])
            filled[place] = float(row["value"])
    return filled


def country_totals(
    codes: list[str], trade: Floats, gdp: Floats, places: Places
) -> tuple[Floats, Floats]:
    """Totals of the world's countries; every code not named elsewhere goes to the rest."""
    owner = {code: place for place, members in places.members.items() for code in members}
    at = [places.at(owner.get(code, places.rest)) for code in codes]
    to_place = np.array([[float(n == own) for own in at] for n in range(len(places.codes))])
    merged = to_place @ trade @ to_place.T
    np.fill_diagonal(merged, 0.0)
    return merged, to_place @ gdp


def add_absent(
    trade: Floats, mixes: tuple[Floats, Floats], code: str, places: Places, assumed: Assumed
) -> Floats:
    """Trade of a country that the totals lack, from assumed totals and partner shares.

    `mixes` are its exports to and its imports from each country of the table of countries.
    """
    at, done = places.at(code), trade.copy()
    named = assumed.rows_of("goods_flow")
    known_x = {r["importer"]: float(r["value"]) for r in named if r["exporter"] == code}
    known_m = {r["exporter"]: float(r["value"]) for r in named if r["importer"] == code}
    size_m, size_x = trade.sum(axis=1), trade.sum(axis=0)
    total_x = assumed.number("goods_exports", exporter=code)
    total_m = assumed.number("goods_imports", importer=code)
    done[:, at] = _spread(mixes[0], size_m, total_x, known_x, places, at)
    done[at, :] = _spread(mixes[1], size_x, total_m, known_m, places, at)
    return done


def _spread(
    by_table: Floats,
    size: Floats,
    total: float,
    known: Mapping[str, float],
    places: Places,
    own: int,
) -> Floats:
    table = np.array(places.table)
    weight = np.where(np.arange(len(size)) == own, 0.0, size)
    same = np.array([weight[table == t].sum() for t in table])
    share = by_table[table] * weight / np.where(same > 0.0, same, 1.0)
    for code in known:
        share[places.at(code)] = 0.0
    share *= (total - sum(known.values())) / share.sum()
    for code, value in known.items():
        share[places.at(code)] = value
    return share


def us_mix(census: UsImports, places: Places, stand_in: Mapping[str, str]) -> Floats:
    """US imports [exporter, good] by country; partners not in the world go to the rest.

    `stand_in` names countries that take the rest's row because the source does not list them.
    """
    value = np.zeros((len(places.codes), census.value.shape[1]))
    for partner, at in partner_places(census, places):
        value[at] += census.value[partner]
    for code, other in stand_in.items():
        value[places.at(code)] = value[places.at(other)]
    return value


def partner_places(census: UsImports, places: Places) -> list[tuple[int, int]]:
    """Partner of the US table and country of the world, the union of states left out."""
    owner = {code: place for place, members in places.members.items() for code in members}
    return [
        (k, places.at(owner.get(partner, places.rest)))
        for k, partner in enumerate(census.partners)
        if partner != "EU27"
    ]


def goods_flows(
    totals: Floats, table: Table, us: Floats, sectors: Sectors, places: Places, assumed: Assumed
) -> Floats:
    """Each pair's total over the goods, before what is known of exports by product."""
    goods, at = sectors.goods, places.table
    observed = table.flows[:, :, :goods].copy()
    own = np.arange(len(table.places))
    rest = at[places.at(places.rest)]
    inside = observed[rest, rest].copy()
    observed[own, own] = 0.0
    observed[rest, rest] = inside
    by_exporter = observed.sum(axis=0)
    mix = np.zeros((*totals.shape, goods))
    for n in range(len(at)):
        for i in range(len(at)):
            pair = observed[at[n], at[i]]
            mix[n, i] = _unit(pair if pair.sum() > 0.0 else by_exporter[at[i]])
    weight = assumed.by("us_mix_weight", "exporter")
    for i, code in enumerate(places.codes):
        if places.split[i]:
            o = weight.get(code, weight["*"])
            mix[:, i] = o * _unit(us[i]) + (1.0 - o) * mix[:, i]
    flows = totals[:, :, None] * mix
    return _pull_to_imports(flows, totals, observed, places, assumed)


def _pull_to_imports(
    flows: Floats, totals: Floats, observed: Floats, places: Places, assumed: Assumed
) -> Floats:
    """Importers split from the rest move towards its import mix, pair totals kept."""
    rest = places.table[places.at(places.rest)]
    wanted = observed[rest].sum(axis=0) - observed[rest, rest]
    power = assumed.number("import_mix_power")
    for n in [n for n, split in enumerate(places.split) if split]:
        for _ in range(int(assumed.number("import_mix_passes"))):
            own = _unit(flows[n].sum(axis=0))
            pull = (_unit(wanted) / np.where(own > 0.0, own, 1.0)) ** power
            flows[n] *= np.where(own > 0.0, pull, 1.0)
            flows[n] *= _ratio(totals[n], flows[n].sum(axis=1))[:, None]
    return flows


def impose_export_mixes(
    flows: Floats, totals: Floats, sectors: Sectors, places: Places, assumed: Assumed
) -> Floats:
    """Exports outside the home country get the assumed shares of the named sectors."""
    home, done = places.at(places.home), flows.copy()
    named: dict[str, dict[int, float]] = {}
    for row in assumed.rows_of("export_mix"):
        named.setdefault(row["exporter"], {})[sectors.at(row["sector"])] = float(row["value"])
    for code, shares in named.items():
        i = places.at(code)
        abroad = [n for n in range(len(places.codes)) if n not in (home, i)]
        part, total = done[abroad, i], totals[abroad, i]
        free = [k for k in range(sectors.goods) if k not in shares]
        wanted = np.array([*shares.values(), 1.0 - sum(shares.values())]) * total.sum()
        blocks = [[k] for k in shares] + [free]
        done[abroad, i] = alternate(part, total, blocks, wanted)
    return done


def impose_us_imports(
    flows: Floats,
    totals: Floats,
    us: Floats,
    census: UsImports,
    places: Places,
    union: list[str],
) -> Floats:
    """The home country's imports: the observed mix of each partner, of the union as a whole."""
    home, done = places.at(places.home), flows.copy()
    inside = [places.at(code) for code in union]
    for i in range(len(places.codes)):
        if i != home and i not in inside:
            done[home, i] = totals[home, i] * _unit(us[i])
    of_union = _unit(census.value[census.partners.index("EU27")])
    blocks = [[k] for k in range(len(of_union))]
    part, total = done[home, inside], totals[home, inside]
    done[home, inside] = alternate(part, total, blocks, of_union * total.sum())
    return done


def alternate(part: Floats, rows: Floats, blocks: list[list[int]], wanted: Floats) -> Floats:
    """Scale rows to `rows` and blocks of columns to `wanted`, in turn, until both hold."""
    done = part.copy()
    member = np.array([[float(k in block) for k in range(part.shape[1])] for block in blocks])
    for _ in range(STEPS):
        done *= _ratio(wanted, member @ done.sum(axis=0)) @ member
        done *= _ratio(rows, done.sum(axis=1))[:, None]
        gap = np.abs(member @ done.sum(axis=0) - wanted).max()
        if gap <= TOLERANCE * wanted.sum():
            return done
    raise ValueError(f"Alternate scaling ends with a gap of {gap:.2e} bn USD.")


def _unit(values: Floats) -> Floats:
    total = values.sum()
    return values / total if total > 0.0 else values


def _ratio(wanted: Floats, have: Floats) -> Floats:
    return np.where(have > 0.0, wanted / np.where(have > 0.0, have, 1.0), 0.0)
