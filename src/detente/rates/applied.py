"""Where the record meets the economy: duties by product become rates by sector.

For each pair the record covers, duties are stacked product by product and averaged into
the world's sectors with real import weights. Pairs the record does not cover keep the
rate the world was calibrated with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

import numpy as np

from detente.errors import CoverageError
from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure
from detente.rates.average import Direction, direction
from detente.rates.cells import Cells, Partition, by_cell, partition
from detente.rates.products import Floats, Products
from detente.rates.stack import MFN, Stack, stack_duties
from detente.rates.trade import trade_folder, trade_table
from detente.rates.weights import claims_table, partners, traded_codes
from detente.strict_yaml import read_yaml
from detente.worlds import World

CLAIM = "usmca_claim"


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a world's sectors and countries relate to products and trade partners."""

    column: str
    sectors: Mapping[str, str]
    partners: Mapping[str, tuple[str, ...]]
    bloc: str
    bloc_code: str


@dataclass(frozen=True, slots=True)
class PairRates:
    """Duties of one importer on one exporter, by sector of the world.

    rate[s]            fraction of customs value, all layers
    layer[f, s]        the part of each duty family
    measure[m, s]      the part of each measure
    trade_usd[s]       the weights: imports of the named year
    """

    importer: str
    exporter: str
    families: tuple[str, ...]
    measures: tuple[str, ...]
    rate: Floats
    layer: Floats
    measure: Floats
    trade_usd: Floats
    weights: str

    @property
    def average(self) -> float:
        """Mean rate over the goods of the pair, weighted by trade."""
        return float((self.rate * self.trade_usd).sum() / self.trade_usd.sum())


@dataclass(frozen=True, slots=True)
class Rates:
    """Tariff each flow pays: rate[importer, exporter, sector], a fraction of customs value.

    `pairs` holds the parts of every pair taken from the record; all other cells are the
    rates the world was calibrated with.
    """

    world: str
    at: datetime
    as_known: date
    record: str
    rate: Floats
    pairs: Mapping[tuple[str, str], PairRates]

    def pair(self, importer: str, exporter: str) -> PairRates:
        """The parts of one pair. Raises CoverageError where the record does not cover it."""
        found = self.pairs.get((importer, exporter))
        if found is None:
            raise CoverageError(
                f"The rates of {importer} on {exporter} do not come from the record; the world "
                f"{self.world} was calibrated with them. See its data card."
            )
        return found


@lru_cache(maxsize=8)
def mapping(world: str) -> Mapped:
    """The relation of a world to products and partners, from world-sectors.yaml."""
    document = read_yaml(trade_folder() / "world-sectors.yaml", "world-sectors.yaml")
    if world not in document.mapping("worlds"):
        raise CoverageError(
            f'The world "{world}" has no map from products to its sectors, so the record cannot '
            f"be applied to it. Worlds that have one: {', '.join(mapped_worlds())}. Choose one "
            "of these."
        )
    row = document.mapping("worlds", world)
    sectors = row.get("sectors")
    members = row.get("partners")
    return Mapped(
        column=str(row["column"]),
        sectors={k: str(v) for k, v in sectors.items()} if isinstance(sectors, dict) else {},
        partners={
            k: tuple(str(x) for x in v)
            for k, v in (members.items() if isinstance(members, dict) else ())
            if isinstance(v, list)
        },
        bloc=str(row["bloc"]),
        bloc_code=str(row["bloc_code"]),
    )


def mapped_worlds() -> tuple[str, ...]:
    """Ids of the worlds that the record can be applied to."""
    return tuple(
        read_yaml(trade_folder() / "world-sectors.yaml", "world-sectors.yaml").mapping("worlds")
    )


@lru_cache(maxsize=1)
def columns() -> tuple[str, ...]:
    """The classifications of products that worlds use."""
    return tuple(dict.fromkeys(mapping(world).column for world in mapped_worlds()))


@dataclass(slots=True)
class Shared:
    """What does not depend on the world: prepared flows and duties by cell."""

    wholes: dict[str, Products] = field(default_factory=dict[str, Products])
    flows: dict[tuple[str, str], Direction] = field(
        default_factory=dict[tuple[str, str], Direction]
    )
    partitions: dict[tuple[str, str], Partition] = field(
        default_factory=dict[tuple[str, str], Partition]
    )
    cells: dict[tuple[object, ...], Cells] = field(default_factory=dict[tuple[object, ...], Cells])
    changed: dict[str, tuple[Measure, ...]] = field(default_factory=dict[str, tuple[Measure, ...]])


class Applier:
    """Applies records to one world; keeps what does not change between scenarios."""

    def __init__(self, ledger: Ledger, world: World, shared: Shared | None = None) -> None:
        self.ledger, self.world = ledger, world
        self.map = mapping(world.id)
        self.goods = [s if good else "" for s, good in zip(world.sectors, world.goods, strict=True)]
        self.shared = shared or Shared()
        self.kept: dict[tuple[object, ...], PairRates] = {}

    def beside(self, world: World) -> Applier:
        """The same record on another world; what is stacked once serves both."""
        return Applier(self.ledger, world, self.shared)

    def applied_rates(self, ledger: Ledger, at: datetime, as_known: date) -> Rates:
        """All duties of the record at a moment, on the world's axes."""
        rate = np.array(self.world.tariff)
        pairs: dict[tuple[str, str], PairRates] = {}
        for importer in self.world.countries:
            known = partners(importer)
            if not known:
                continue
            n = self.world.countries.index(importer)
            for i, exporter in enumerate(self.world.countries):
                codes = self._codes(exporter, known, importer)
                if codes:
                    pair = self._pair(ledger, importer, exporter, codes, at, as_known)
                    pairs[(importer, exporter)] = pair
                    traded = pair.trade_usd > 0
                    rate[n, i, traded] = pair.rate[traded]
        rate.setflags(write=False)
        return Rates(self.world.id, at, as_known, ledger.digest, rate, pairs)

    def pair_rates(
        self, ledger: Ledger, at: datetime, as_known: date, importer: str, exporter: str
    ) -> PairRates:
        """The duties of one pair alone. Raises CoverageError where no trade of it is known."""
        codes = self.partners_of(importer, exporter)
        if not codes:
            raise CoverageError(
                f"The record has no trade of {importer} with {exporter}, so no duties by sector. "
                "Choose another pair."
            )
        return self._pair(ledger, importer, exporter, codes, at, as_known)

    def partners_of(self, importer: str, exporter: str) -> tuple[str, ...]:
        """The importer's trade partners that the world counts as this exporter; maybe none."""
        return self._codes(exporter, partners(importer), importer)

    def _codes(self, country: str, known: tuple[str, ...], importer: str) -> tuple[str, ...]:
        """Trade partners that stand for a country of the world."""
        if country == importer:
            return ()
        named = self.map.partners.get(country)
        if named == ("rest",):
            taken = {c for other in self.world.countries for c in self._direct(other, known)}
            return tuple(p for p in known if p not in taken and p != self.map.bloc)
        return self._direct(country, known)

    def _direct(self, country: str, known: tuple[str, ...]) -> tuple[str, ...]:
        named = self.map.partners.get(country)
        if named and named != ("rest",):
            return tuple(p for p in named if p in known)
        if country in known:
            return (country,)
        day = self.ledger.coverage.until
        in_bloc = self.ledger.places.covers(self.map.bloc_code, country, day)
        return (self.map.bloc,) if in_bloc and self.map.bloc in known else ()

    def _pair(
        self,
        ledger: Ledger,
        importer: str,
        exporter: str,
        codes: tuple[str, ...],
        at: datetime,
        as_known: date,
    ) -> PairRates:
        key = (ledger.digest, importer, codes, at, as_known)
        if key not in self.kept:
            parts = [self._partner(ledger, importer, code, at, as_known) for code in codes]
            self.kept[key] = parts[0] if len(parts) == 1 else _merge(parts)
        return self.kept[key]

    def _partner(
        self, ledger: Ledger, importer: str, code: str, at: datetime, as_known: date
    ) -> PairRates:
        exporter = self.map.bloc_code if code == self.map.bloc else code
        if self._untouched(ledger, importer, exporter, at.date()):
            ledger = self.ledger
        key = (ledger.digest, importer, code, at, as_known)
        if key not in self.shared.cells:
            flow = self._flow(importer, code).over(ledger)
            stack = stack_duties(flow.products, importer, exporter, at, as_known)
            parts = realised_layers(stack, flow, exporter)
            self.shared.cells[key] = by_cell(stack, parts, flow, self._partition(flow, code))
        return self._by_sector(self.shared.cells[key], importer, code)

    def _untouched(self, ledger: Ledger, importer: str, exporter: str, day: date) -> bool:
        """True where no row that a scenario changed can touch the flow: it is stacked once."""
        if ledger.digest not in self.shared.changed:
            self.shared.changed[ledger.digest] = changed_rows(self.ledger, ledger)
        covers = ledger.places.covers
        return not any(
            covers(m.imposer, importer, day) and ledger.applies(m, exporter, day)
            for m in self.shared.changed[ledger.digest]
        )

    def _flow(self, importer: str, code: str) -> Direction:
        shared = self.shared
        if (importer, code) not in shared.flows:
            whole = shared.wholes.get(importer)
            if whole is None:
                whole = Products(self.ledger, traded_codes(importer))
                shared.wholes[importer] = whole
            shared.flows[(importer, code)] = direction(self.ledger, importer, code, whole)
        return shared.flows[(importer, code)]

    def _partition(self, flow: Direction, code: str) -> Partition:
        key = (flow.importer, code)
        if key not in self.shared.partitions:
            self.shared.partitions[key] = partition(flow.products.codes, columns())
        return self.shared.partitions[key]

    def _by_sector(self, cells: Cells, importer: str, code: str) -> PairRates:
        into = cells.into(columns().index(self.map.column), self.map.sectors, self.goods)
        trade = cells.trade_usd @ into
        measure = (cells.paid @ into) / np.where(trade > 0, trade, 1.0)
        unique = tuple(dict.fromkeys(cells.families))
        layer = np.zeros((len(unique), trade.size))
        for k, family in enumerate(cells.families):
            layer[unique.index(family)] += measure[k]
        return PairRates(
            importer=importer,
            exporter=code,
            families=unique,
            measures=cells.measures,
            rate=measure.sum(axis=0),
            layer=layer,
            measure=measure,
            trade_usd=trade,
            weights=self.shared.flows[(importer, code)].weights.name,
        )


def changed_rows(old: Ledger, new: Ledger) -> tuple[Measure, ...]:
    """Rows that one record has and the other has not, or has otherwise, in both versions.

    All rows of both where they differ in more than measures, so that nothing counts as the same.
    """
    before, after = old.measures, new.measures
    if any(getattr(old, f) is not getattr(new, f) for f in STACKED_WITH):
        return (*before.values(), *after.values())
    gone = (m for name, m in before.items() if after.get(name) != m)
    come = (m for name, m in after.items() if before.get(name) != m)
    return (*gone, *come)


STACKED_WITH = ("interactions", "places", "lists", "cards")
"""Parts of a record besides its measures that duties are stacked with."""


def realised_layers(stack: Stack, flow: Direction, exporter: str) -> Floats:
    """Layers as trade meets them: preferences in use, and claims by their known shares.

    MFN is lowered to the duty customs assessed where that was less (free-trade agreements
    and other preferences in use); rows that need a claim apply on the claimed share.
    """
    parts = stack.layers()
    share = claim_shares(exporter, flow.products.codes)
    if share is not None:
        claimed = stack_duties(
            stack.products, stack.importer, exporter, stack.at, stack.as_known, frozenset({CLAIM})
        )
        parts = (1 - share) * parts + share * claimed.layers()
    with np.errstate(divide="ignore", invalid="ignore"):
        assessed = flow.weights.assessed / flow.value
    for i, m in enumerate(stack.rows):
        if m.family == MFN:
            lower = np.fmin(parts[i], assessed)
            parts[i] = np.where(np.isnan(lower), parts[i], lower)
    return parts


def claim_shares(exporter: str, codes: tuple[str, ...]) -> Floats | None:
    """share[p] of the exporter's goods entering under a preference claim, None if none known."""
    table = _claims().get(exporter)
    return None if table is None else np.array([table.get(c, 0.0) for c in codes])


@lru_cache(maxsize=1)
def _claims() -> dict[str, dict[str, float]]:
    columns = trade_table(claims_table(), ("iso3", "code", "share"))
    found: dict[str, dict[str, float]] = {}
    for place, code, share in zip(
        columns["iso3"].tolist(), columns["code"].tolist(), columns["share"].tolist(), strict=True
    ):
        found.setdefault(place, {})[code] = share
    return found


def _merge(parts: list[PairRates]) -> PairRates:
    """Several partners as one country of the world, weighted by trade."""
    trade = np.sum([p.trade_usd for p in parts], axis=0)
    safe = np.where(trade > 0, trade, 1.0)
    measures = tuple(dict.fromkeys(m for p in parts for m in p.measures))
    families = tuple(dict.fromkeys(f for p in parts for f in p.families))
    measure = np.zeros((len(measures), trade.size))
    layer = np.zeros((len(families), trade.size))
    for p in parts:
        for k, name in enumerate(p.measures):
            measure[measures.index(name)] += p.measure[k] * p.trade_usd / safe
        for k, name in enumerate(p.families):
            layer[families.index(name)] += p.layer[k] * p.trade_usd / safe
    return PairRates(
        importer=parts[0].importer,
        exporter="+".join(p.exporter for p in parts),
        families=families,
        measures=measures,
        rate=measure.sum(axis=0),
        layer=layer,
        measure=measure,
        trade_usd=trade,
        weights=parts[0].weights,
    )


def applied_rates(ledger: Ledger, world: World, at: datetime, as_known: date) -> Rates:
    """Duties of the record at a moment as rate[importer, exporter, sector] of the world."""
    return Applier(ledger, world).applied_rates(ledger, at, as_known)
