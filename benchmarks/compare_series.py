"""Averages of the record beside published ones, with each larger difference by name.

    DETENTE_REFERENCE=folder python benchmarks/compare_series.py [--write docs/series-compared.md]

The folder holds tariff_series/ with the published tables, which are not part of the
repository. Prints the tables of docs/series-compared.md, or writes them between its markers.
All figures are percent of customs value.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np
from ruamel.yaml import YAML

from detente.ledger import Ledger, read_ledger
from detente.ledger.measures import Measure
from detente.rates import applied
from detente.rates.average import Direction, average_duty, direction
from detente.rates.products import Products
from detente.rates.stack import MFN, stack_duties
from detente.rates.weights import partners, traded_codes

# Days of 2025 on which two trackers place an act. Those of tradewartracker are its own; those
# of the Budget Lab at Yale are a reading that makes its series fit.
TWT_DAYS = """
02-04 US-FENT-CHN-20
03-06 US-FENT-CAN-25B US-FENT-MEX-25
04-05 US-RECIP-ANNEX1 US-RECIP-CHN-34
04-08 US-RECIP-CHN-84
04-09 US-RECIP-PAUSE US-RECIP-CHN-125
04-11 US-RECIP-ELEC
05-12 US-RECIP-CHN-TRUCE1
06-03 US-232-METAL-50-STEEL US-232-METAL-50-ALU
"""
YALE_DAYS = """
01-27 US-FENT-CHN-10
02-04 US-FENT-CAN-25B US-FENT-MEX-25 US-FENT-USMCA
03-12 US-232-AUTO
04-02 US-FENT-CHN-20 US-RECIP-10 US-RECIP-ANNEX2 US-RECIP-ELEC
04-03 US-RECIP-CHN-34
04-05 US-RECIP-ANNEX1
04-11 US-RECIP-CHN-84 US-RECIP-CHN-125 US-RECIP-PAUSE
04-14 US-RECIP-CHN-TRUCE1
05-02 US-232-AUTOPARTS
"""
LIST_FACTS = Path(__file__).parents[1] / "calibration" / "list_facts.yaml"
TWT = "twt_us_overall_changepoints_to_2025-08-07"
TWT_RATES = {"US-RECIP-CHN-125": 1.05}  # 125 in all, so 105 above the fentanyl 20
TWT_OLDER, TWT_CANADA, TWT_MEXICO = 0.023, 0.0875, 0.045
TWT_USMCA_FROM = date(2025, 3, 6)
FIRST_NEW = date(2025, 1, 1)
CLAIMS_OF_2025 = "us-usmca-claims-2025"
PLACES = {"EUROPEAN UNION": "EU", "KOREA, SOUTH": "KOR"}


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; cells are text."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """The table as Markdown."""
        rule = ("---", *["---:"] * (len(self.header) - 1))
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.header, rule, *self.rows))


@dataclass(frozen=True, slots=True)
class Overall:
    """The US average on all partners with a known schedule; fractions.

    statutory   no preference, no claim
    used        preferences in use and claims under the trade agreement, as known for 2024
    older       the part of `used` from rows made public before 2025
    north       fentanyl duty on Canada and Mexico, part of `used`
    covered     fentanyl duty on Chinese goods that pay section 232 too, part of `used`
    """

    statutory: float
    used: float
    older: float
    north: float
    covered: float


@cache
def record() -> Ledger:
    return read_ledger()


@cache
def us_flows() -> Mapping[str, Direction]:
    """Every partner with a schedule of base duties, on one set of products."""
    whole = Products(record(), traded_codes("USA"))
    flows = {p: direction(record(), "USA", p, whole) for p in partners("USA")}
    day = record().coverage.until
    return {p: f for p, f in flows.items() if not record().places.covers("column-2", p, day)}


def published(name: str) -> list[dict[str, str]]:
    """A published table."""
    folder = Path(os.environ.get("DETENTE_REFERENCE", "")) / "tariff_series"
    if not folder.is_dir():
        sys.exit("DETENTE_REFERENCE names no folder with tariff_series/. Set it and run again.")
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


_KEPT: dict[tuple[str, date], Overall] = {}


def overall(ledger: Ledger, day: date, label: str = "") -> Overall:
    """The US average at the end of a day; `label` names a changed record for the cache."""
    key = (label or ledger.digest, day)
    if key not in _KEPT:
        _KEPT[key] = _overall(ledger, day)
    return _KEPT[key]


def _overall(ledger: Ledger, day: date) -> Overall:
    flows = us_flows()
    size = {p: float(flow.value.sum()) for p, flow in flows.items()}
    whole = sum(size.values())
    parts = {p: partner_parts(ledger, day, flow) for p, flow in flows.items()}
    mean = {f: sum(parts[p][f] * size[p] / whole for p in flows) for f in parts["CHN"]}
    north = sum(parts[p]["fentanyl"] * size[p] / whole for p in ("CAN", "MEX"))
    covered = parts["CHN"]["covered"] * size["CHN"] / whole
    return Overall(mean["law"], mean["used"], mean["older"], north, covered)


def partner_parts(ledger: Ledger, day: date, flow: Direction) -> dict[str, float]:
    """The average on one partner in law and as used, and the parts of the latter by kind."""
    at, known = ledger.instant(day, "USA"), ledger.coverage.until
    stack = stack_duties(flow.products.over(ledger), "USA", flow.exporter, at, known)
    used = np.nan_to_num(applied.realised_layers(stack, flow, flow.exporter))
    kept = stack.based & ~np.isnan(stack.layers()).any(axis=0)
    weight = np.where(kept, flow.value, 0.0) / flow.value[kept].sum()
    family = np.array([m.family or "" for m in stack.rows])
    new = np.array([m.announced >= FIRST_NEW for m in stack.rows])
    metal = used[np.char.startswith(family, "s232")].sum(axis=0) > 0
    fentanyl = used[np.char.startswith(family, "ieepa_fentanyl")].sum(axis=0)
    return {
        "law": float(np.nan_to_num(stack.layers()).sum(axis=0) @ weight),
        "used": float(used.sum(axis=0) @ weight),
        "older": float(used[~new].sum(axis=0) @ weight),
        "fentanyl": float(fentanyl @ weight),
        "covered": float(fentanyl @ (weight * metal)),
    }


def redated(days: str, rates: Mapping[str, float]) -> Ledger:
    """The record with acts placed where somebody else places them, known from that day."""
    ledger = record()
    zone = ledger.instant(FIRST_NEW, "USA").tzinfo
    rows: dict[str, Measure] = dict(ledger.measures)
    for line in days.split("\n")[1:-1]:
        day, *names = line.split()
        start = datetime.fromisoformat(f"{FIRST_NEW.year}-{day}T00:01").replace(tzinfo=zone)
        for row in map(ledger.measure, names):
            rate = replace(row.rate, rate=rates.get(row.id, row.rate.rate))
            known = min(row.announced, start.date())
            rows[row.id] = replace(row, effective=start, announced=known, rate=rate)
    return replace(ledger, measures=rows)


def annex_as_printed(ledger: Ledger, folder: str) -> Ledger:
    """Annex II as compiled there: 720 of its lines, eight digits with 00 read as ten digits."""
    name, path = "annex-ii-as-printed", Path(folder) / "annex-ii-as-printed.csv.gz"
    facts = YAML(typ="safe").load(LIST_FACTS.read_text(encoding="utf-8"))
    missing = set(str(facts["annex_ii_rest"]).split())
    codes = sorted(ledger.product_list("us-reciprocal-annex-ii").codes - missing)
    with gzip.open(path, "wt", encoding="utf-8") as handle:
        handle.write("\n".join(["code", *(c.ljust(10, "0") for c in codes)]) + "\n")
    row = ledger.measure("US-RECIP-ANNEX2")
    row = replace(row, scope=replace(row.scope, lists=(name,)))
    rows = {**ledger.measures, row.id: row}
    return replace(ledger, measures=rows, lists={**ledger.lists, name: path})


def north_share() -> float:
    """What fixed averages on Canada and Mexico come to on all imports."""
    size = {p: float(f.value.sum()) for p, f in us_flows().items()}
    whole = sum(size.values())
    return (TWT_CANADA * size["CAN"] + TWT_MEXICO * size["MEX"]) / whole


def pct(value: float) -> str:
    """A fraction as percent with two decimals."""
    return f"{value * 100:.2f}"


def gap(value: float) -> str:
    """A difference in points, signed."""
    return f"{value * 100:+.2f}"


def steps(name: str) -> list[tuple[date, float]]:
    """Change points of a published series, as fractions."""
    column = "avg_rate_pct"
    return [(date.fromisoformat(r["from_date"]), float(r[column]) / 100) for r in published(name)]


def us_beside_twt() -> Table:
    """tradewartracker: level, and what each of its choices moves in our figure."""
    dated = redated(TWT_DAYS, TWT_RATES)
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        printed = annex_as_printed(dated, folder)
        rows = [_twt_row(dated, printed, *step) for step in steps(TWT)]
    header = ("from", "ours, law", "ours, used", "theirs")
    causes = ("older at 2.3", "dates", "annex", "CA and MX", "232 instead", "rest")
    return Table("us-beside-tradewartracker", (*header, *causes), tuple(rows))


def _twt_row(dated: Ledger, printed: Ledger, day: date, level: float) -> tuple[str, ...]:
    ours, moved = overall(record(), day), overall(dated, day, "twt")
    annexed = overall(printed, day, "twt, annex as printed")
    north = (north_share() if day >= TWT_USMCA_FROM else 0.0) - annexed.north
    dates, annex = moved.used - ours.used, annexed.used - moved.used
    named = (TWT_OLDER - annexed.older, dates, annex, north, -annexed.covered)
    rest = level - ours.used - sum(named)
    cells = (ours.statutory, ours.used, level)
    return (day.isoformat(), *map(pct, cells), *map(gap, (*named, rest)))


def us_beside_yale() -> Table:
    """Budget Lab at Yale: level, and what their starting level and dates move in ours."""
    theirs, claims = redated(YALE_DAYS, {}), cache(applied._claims.__wrapped__)
    series = steps("yale_us_overall_changepoints_to_2025-08-07")
    rows: list[tuple[str, ...]] = []
    for day, level in series:
        ours, moved = overall(record(), day), overall(theirs, day, "yale")
        with patch.multiple(applied, claims_table=lambda: CLAIMS_OF_2025, _claims=claims):
            claimed = overall(theirs, day, "yale, claims of 2025")
        start = series[0][1] - overall(record(), FIRST_NEW).used
        named = (start, moved.used - ours.used, claimed.used - moved.used)
        rest = level - ours.used - sum(named)
        rows.append(
            (day.isoformat(), pct(ours.used), pct(level), *map(gap, (*named, rest))),
        )
    header = ("from", "ours, used", "theirs", "starting level", "dates", "claims", "rest")
    return Table("us-beside-yale", header, tuple(rows))


def us_on_china(day: date, known: date) -> tuple[float, float]:
    """US duty on China: by trade, and counting every traded line once."""
    flow = us_flows()["CHN"]
    stack = flow.stack(record().instant(day, "USA"), known)
    total = np.nan_to_num(stack.layers()).sum(axis=0)
    return float(total @ flow.value / flow.value.sum()), float(total.mean())


PIIE_SEEN = {"plan-2019-12-15": date(2019, 10, 20), "plan-2019-12-15b": date(2019, 8, 29)}
PLANNED_FOR = date(2019, 12, 16)


def china_beside_piie() -> Table:
    """US duty on China, 2018 to 2020; plans are read as known when they were published."""
    rows: list[tuple[str, ...]] = []
    for r in published("piie_us_china_2018_2020"):
        if r["importer"] != "USA":
            continue
        known = PIIE_SEEN.get(r["from_date"])
        day = PLANNED_FOR if known else date.fromisoformat(r["from_date"])
        weighted, plain = us_on_china(day, known or record().coverage.until)
        label = f"{day}, as known on {known}" if known else f"{day}"
        theirs = float(r["avg_rate_pct"]) / 100
        cells = (weighted, plain, theirs)
        rows.append((label, *map(pct, cells), gap(theirs - weighted)))
    header = ("on", "ours, weights 2024", "ours, lines counted once", "PIIE", "PIIE less ours")
    return Table("china-beside-piie", header, tuple(rows))


def us_goods_in_china() -> Table:
    """Chinese duty on US goods beside three published series."""
    world = {
        date.fromisoformat(r["from_date"]): float(r["on_united_states_pct"]) / 100
        for r in published("bown_jung_zhang_china_tariffs_2018_2019")
    }
    chart = {
        r["from_date"]: f"{float(r['avg_rate_pct']):.1f}"
        for r in published("piie_us_china_2018_2020")
        if r["importer"] == "CHN"
    }
    flow, rows = direction(record(), "CHN", "USA"), list[tuple[str, ...]]()
    for day, same in steps("recomputed_china_on_us_2017_bilateral_weights"):
        at = record().instant(day, "CHN")
        ours = average_duty(flow, at, record().coverage.until).rate
        cells = (pct(ours), pct(same), pct(world[day]), chart.get(day.isoformat(), ""))
        rows.append((day.isoformat(), *cells, gap(same - ours), gap(world[day] - same)))
    header = ("from", "ours", "same weights", "BJZ", "PIIE chart", "same less ours", "weights")
    return Table("us-goods-in-china", header, tuple(rows))


COLLECTED_ON = date(2024, 7, 1)


def collected_by_partner(largest: int = 30) -> Table:
    """US duty by partner in 2024: in law, after preferences, and as calculated by customs."""
    rows: list[tuple[str, ...]] = []
    for r in published("us_collected_rate_2024_by_partner"):
        place = PLACES.get(r["partner"]) or record().places.find(r["partner"].title())
        if place not in us_flows():
            continue
        flow = us_flows()[place]
        ours = partner_parts(record(), COLLECTED_ON, flow)
        theirs = float(r["calculated_duty_over_imports_pct"]) / 100
        goods = float(flow.weights.assessed.sum() / flow.value.sum())
        cells = (ours["law"], ours["used"], theirs, goods)
        rows.append((place, *map(pct, cells), gap(goods - ours["law"]), gap(goods - ours["used"])))
    rows.sort(key=lambda row: -abs(float(row[5])))
    header = ("partner", "ours, law", "ours, used", "calculated", "same, no ch. 98", "less law")
    header = (*header, "less used")
    return Table("collected-by-partner", header, tuple(rows[:largest]))


def added_by_list() -> Table:
    """Chinese goods of 2024 by the section 301 rate of the record: what customs calculated."""
    flow = us_flows()["CHN"]
    stack = flow.stack(record().instant(COLLECTED_ON, "USA"), record().coverage.until)
    layers = np.nan_to_num(stack.layers())
    mfn = [i for i, m in enumerate(stack.rows) if m.family == MFN]
    base = layers[mfn].sum(axis=0)
    added = np.round(layers.sum(axis=0) - base, 6)
    beyond = flow.weights.assessed - base * flow.value
    rows: list[tuple[str, ...]] = []
    for rate in (0.0, 0.075, 0.25):
        here = added == rate
        value = flow.value[here].sum()
        share = value / flow.value.sum()
        rows.append((pct(rate), pct(share), pct(beyond[here].sum() / value)))
    header = ("added rate in the record", "share of trade", "added rate as calculated")
    return Table("added-by-list", header, tuple(rows))


def beside_bea() -> Table:
    """Customs duties over goods imports by year beside our average of four days."""
    rows: list[tuple[str, ...]] = []
    for r in published("bea_us_customs_duties_over_goods_imports"):
        year = int(r["year"])
        if year < record().coverage.start.year:
            continue
        days = [date(year, month, 15) for month in (2, 5, 8, 11)]
        ours = float(np.mean([overall(record(), day).used for day in days]))
        theirs = float(r["collected_rate_pct"]) / 100
        rows.append((str(year), pct(ours), pct(theirs), gap(theirs - ours)))
    header = ("year", "ours, used", "collected", "collected less ours")
    return Table("beside-bea", header, tuple(rows))


TABLES: Sequence[Callable[[], Table]] = (
    us_beside_twt,
    us_beside_yale,
    china_beside_piie,
    us_goods_in_china,
    added_by_list,
    collected_by_partner,
    beside_bea,
)


def written(page: str, tables: Iterable[Table]) -> str:
    """The page with each table between its markers."""
    for table in tables:
        mark = f"<!-- table: {table.name} -->"
        block = re.compile(rf"{re.escape(mark)}\n.*?<!-- end -->", re.DOTALL)
        if not block.search(page):
            sys.exit(f"The page has no place for {table.name}. Add {mark} and <!-- end -->.")
        page = block.sub(lambda _, t=table, m=mark: f"{m}\n\n{t.markdown()}\n\n<!-- end -->", page)
    return page


def main(arguments: Sequence[str]) -> None:
    """Print the tables, or write them into a page."""
    tables = [make() for make in TABLES]
    if list(arguments[:1]) == ["--write"]:
        page = Path(arguments[1])
        page.write_text(written(page.read_text(encoding="utf-8"), tables), encoding="utf-8")
        return
    for table in tables:
        print(f"\n{table.name}\n\n{table.markdown()}")


if __name__ == "__main__":
    main(sys.argv[1:])
