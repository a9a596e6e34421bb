"""The Commission's dependency indicators, product by product, and whether they last.

    concentration   HHI of import sources above a limit, the EU as one source
    foreign         share of imports in use above a limit
    replaceable     imports over exports not above a limit

The first is worked out for the product itself from the table of imports; all three for the
sector that holds the product, in every world the record can be applied to. A product lasts as
a dependence if it is flagged in two of these years (CEPII's form: one year in five is not
flagged the next). European Commission (2021), SWD(2021) 352.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.errors import CoverageError
from detente.leverage.dependence import (
    Dependence,
    Indicators,
    herfindahl,
    indicators,
    persistent,
)
from detente.outlook.payoff import members
from detente.rates.applied import mapped_worlds, mapping
from detente.rates.trade import trade_table
from detente.worlds import World, load_world


@dataclass(frozen=True, slots=True)
class Year:
    """The indicators of one year: of the sector, or with the product's own concentration."""

    year: int
    sector: str
    product: bool
    hhi: float
    foreign: float
    imports_over_exports: float
    passed: Indicators


@dataclass(frozen=True, slots=True)
class Flagged:
    """A product's indicators over the years held, and whether at least two of them flag it."""

    title: str
    years: tuple[Year, ...]
    lasting: bool


def flagged(importer: str, products: Sequence[Dependence], year: int) -> tuple[Flagged, ...]:
    """The indicators of each product; `year` is that of the table of imports."""
    worlds = sorted((load_world(name) for name in mapped_worlds()), key=lambda w: w.year)
    return tuple(_flagged(importer, product, worlds, year) for product in products)


def _flagged(importer: str, product: Dependence, worlds: Sequence[World], year: int) -> Flagged:
    years = [y for w in worlds for y in _of_sector(importer, product, w)]
    if years:
        last = years[-1]
        passed = indicators(product.hhi, last.foreign, last.imports_over_exports, 1.0)
        years.append(
            Year(
                year=year,
                sector=last.sector,
                product=True,
                hhi=product.hhi,
                foreign=last.foreign,
                imports_over_exports=last.imports_over_exports,
                passed=passed,
            )
        )
    return Flagged(product.title, tuple(years), persistent([y.passed.dependent for y in years]))


def _of_sector(importer: str, product: Dependence, world: World) -> Iterator[Year]:
    name = sector_of(world, product.codes[0])
    try:
        at = list(members(world, importer))
    except CoverageError:
        return
    if name is None:
        return
    s = world.sectors.index(name)
    flows = world.flows[:, :, s]
    outside = [k for k in range(len(world.countries)) if k not in at]
    bought = flows[np.ix_(at, outside)].sum(axis=0)
    used, sold = flows[at].sum(), flows[np.ix_(outside, at)].sum()
    imports = float(bought.sum())
    hhi = herfindahl(_sources(world, outside, bought))
    foreign = imports / float(used) if used else 0.0
    ratio = imports / float(sold) if sold else float("inf")
    passed = indicators(hhi, foreign, imports, float(sold))
    yield Year(world.year, world.sector_names[s], False, hhi, foreign, ratio, passed)


def _sources(world: World, outside: Sequence[int], bought: np.ndarray) -> tuple[float, ...]:
    """Shares of import sources, the bloc of the world as one."""
    bloc = set(mapping(world.id).partners.get(mapping(world.id).bloc, ())) or set(
        world.card.groups.get(mapping(world.id).bloc_code, ())
    )
    total = float(bought.sum()) or 1.0
    single = [
        float(v) / total
        for k, v in zip(outside, bought, strict=True)
        if world.countries[k] not in bloc
    ]
    joint = sum(
        float(v) for k, v in zip(outside, bought, strict=True) if world.countries[k] in bloc
    )
    return (*single, min(1.0, joint / total))


def sector_of(world: World, code: str) -> str | None:
    """The world's sector of the first HS6 heading under a code, None where it has none."""
    using = mapping(world.id)
    table = trade_table("hs6-sectors", ("hs6", using.column))
    for hs6, name in zip(table["hs6"].tolist(), table[using.column].tolist(), strict=True):
        if str(hs6).startswith(code[:6]):
            found = using.sectors.get(str(name), str(name))
            return found if found in world.sectors else None
    return None
