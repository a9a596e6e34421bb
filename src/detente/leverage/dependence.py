"""Dependence by product: import shares, concentration, and what direct shares hide.

HHI         sum of squared shares of import sources; the EU counts as one source
through     the share a maker holds wherever its goods are assembled
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from detente.errors import CoverageError
from detente.leverage.closed_forms import check_share
from detente.leverage.settings import leverage_file, numbers, settings
from detente.rates.trade import trade_table
from detente.rates.weights import weight_sources

TOP = 3
MIDDLE = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Product:
    """A product group of leverage.yaml; `through` is the maker's share, low, middle, high."""

    title: str
    codes: tuple[str, ...]
    maker: str | None
    through: tuple[float, float, float] | None
    known_on: date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Dependence:
    """What an importer buys of a product, and from whom.

    share       the exporter's direct share of imports, by value
    hhi         concentration of sources, 0 to 1
    through     the exporter's share through other origins, None where none is recorded
    misleads    the direct share hides the dependence
    """

    title: str
    codes: tuple[str, ...]
    imports_usd_m: float
    share: float
    hhi: float
    top: tuple[tuple[str, float], ...]
    through: tuple[float, float, float] | None
    misleads: bool
    source: str | None


@lru_cache(maxsize=1)
def products() -> tuple[Product, ...]:
    """The product groups."""
    found: list[Product] = []
    for row in leverage_file().rows("products"):
        codes, through = row["codes"], row.get("through")
        names = tuple(str(c) for c in codes) if isinstance(codes, list) else ()
        told = through if isinstance(through, dict) else None
        share = numbers(told["share"] if told else None)
        found.append(
            Product(
                title=str(row["title"]),
                codes=names,
                maker=str(told["maker"]) if told else None,
                through=(share[0], share[1], share[2]) if len(share) == len(MIDDLE) else None,
                known_on=date.fromisoformat(str(told["known_on"])) if told else None,
                source=str(told["source"]) if told else None,
            )
        )
    return tuple(found)


def herfindahl(shares: Sequence[float]) -> float:
    """Sum of squared shares. Raises InputError where a share lies outside 0..1."""
    for value in shares:
        check_share("share", value)
    return sum(s * s for s in shares)


def dependences(importer: str, exporter: str, as_known: date) -> tuple[Dependence, ...]:
    """Every product group with imports. Raises CoverageError where the importer has no table."""
    table = import_table(importer)
    found = (_dependence(p, by_partner(table, p.codes), exporter, as_known) for p in products())
    return tuple(d for d in found if d.imports_usd_m > 0)


@lru_cache(maxsize=64)
def by_partner(table: str, prefixes: tuple[str, ...]) -> Mapping[str, float]:
    """Imports of a product group by partner, USD m."""
    columns = trade_table(table, ("partner", "code", "value_usd"))
    wanted = [c.startswith(prefixes) for c in columns["code"].tolist()]
    found: dict[str, float] = {}
    for partner, value in zip(
        columns["partner"][wanted].tolist(), columns["value_usd"][wanted].tolist(), strict=True
    ):
        found[partner] = found.get(partner, 0.0) + value / 1e6
    return found


def _dependence(
    product: Product, bought: Mapping[str, float], exporter: str, as_known: date
) -> Dependence:
    total = sum(bought.values())
    shares = {p: v / total for p, v in bought.items()} if total else {}
    direct = shares.get(exporter, 0.0)
    known = product.known_on is not None and product.known_on <= as_known
    through = product.through if known and product.maker == exporter else None
    return Dependence(
        title=product.title,
        codes=product.codes,
        imports_usd_m=total,
        share=direct,
        hhi=herfindahl(tuple(shares.values())),
        top=tuple(sorted(shares.items(), key=lambda kv: -kv[1])[:TOP]),
        through=through,
        misleads=through is not None and through[1] - direct > settings().flag_gap,
        source=product.source if through else None,
    )


@dataclass(frozen=True, slots=True)
class Lines:
    """HS6 lines an importer buys mostly from one exporter, with their value, USD bn.

    concentrated    of those above half, lines whose sources are concentrated
    """

    lines: int
    above_half: int
    above_half_usd_bn: float
    above_seventy: int
    above_seventy_usd_bn: float
    concentrated: int


def dominated_lines(importer: str, exporter: str) -> Lines:
    """How many HS6 lines an exporter supplies above half and above 70% of."""
    table = import_table(importer)
    columns = trade_table(table, ("partner", "code", "value_usd"))
    codes, at = np.unique(columns["code"].astype(str).astype("U6"), return_inverse=True)
    names, of = np.unique(columns["partner"].astype(str), return_inverse=True)
    value = np.zeros((codes.size, names.size))
    np.add.at(value, (at, of), columns["value_usd"].astype(float))
    total = value.sum(axis=1)
    keep = total > 0
    shares = value[keep] / total[keep][:, None]
    mine = shares[:, names == exporter].sum(axis=1)
    sold = mine * total[keep] / 1e9
    return Lines(
        lines=int(keep.sum()),
        above_half=int((mine > 0.5).sum()),
        above_half_usd_bn=float(sold[mine > 0.5].sum()),
        above_seventy=int((mine > 0.7).sum()),
        above_seventy_usd_bn=float(sold[mine > 0.7].sum()),
        concentrated=int(((mine > 0.5) & ((shares**2).sum(axis=1) > concentration())).sum()),
    )


def concentration() -> float:
    """The Herfindahl index above which sources count as concentrated."""
    return float(str(leverage_file().mapping("indicators")["herfindahl_above"]))


def table_year(importer: str) -> int:
    """The year of an importer's table. Raises CoverageError where there is none."""
    table = import_table(importer)
    return int(table.rsplit("-", 1)[-1])


def import_table(importer: str) -> str:
    """Name of the table of imports by partner. Raises CoverageError where there is none."""
    for source in weight_sources():
        if source.importer == importer and source.bloc:
            return source.table
    raise CoverageError(
        f"Imports of {importer} by product and partner do not come with detente. Dependence "
        "can be worked out for importers with such a table only."
    )


@dataclass(frozen=True, slots=True)
class Indicators:
    """The three indicators of the European Commission, and whether all are passed."""

    concentration: bool
    foreign: bool
    not_replaceable: bool

    @property
    def dependent(self) -> bool:
        """True where all three say so."""
        return self.concentration and self.foreign and self.not_replaceable


def indicators(hhi: float, foreign_share: float, imports: float, exports: float) -> Indicators:
    """HHI of imports from outside, their share in all imports, and imports over exports."""
    check_share("hhi", hhi)
    check_share("foreign_share", foreign_share)
    row = {k: str(v) for k, v in leverage_file().mapping("indicators").items()}
    return Indicators(
        concentration=hhi > concentration(),
        foreign=foreign_share > float(row["foreign_share_above"]),
        not_replaceable=imports > float(row["imports_over_exports_above"]) * exports,
    )


def persistent(flags: Sequence[bool], least: int = 2) -> bool:
    """True where a product is flagged in at least so many years: one year is not enough."""
    return sum(flags) >= least
