"""Average duties by day: one direction, every partner of an importer, or by sector.

The average only moves at the moments at which a row starts or ends, or (seen with each
day's own knowledge) becomes public, so a daily series costs no more than its steps.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from detente.errors import CoverageError, InputError, reason
from detente.ledger.ledger import Ledger
from detente.ledger.values import parse_code
from detente.rates.average import (
    Average,
    Direction,
    average_duty,
    change_moments,
    direction,
    duties_by_sector,
)
from detente.rates.nomenclature import Lines, leaves
from detente.rates.products import Products
from detente.rates.trade import trade_table
from detente.rates.weights import TradeWeights, partners, traded_codes

ALL = "all"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of a series, and what may be known: a day, or None for each day's own."""

    start: date
    until: date
    as_known: date | None

    def known(self, day: date) -> date:
        """The knowledge that counts for a day."""
        return self.as_known or day


@dataclass(frozen=True, slots=True)
class Point:
    """The average duty on one day; fractions of customs value. `part` is a sector or empty."""

    day: date
    importer: str
    exporter: str
    part: str
    rate: float
    coverage: float


def daily_series(flow: Direction, span: Span) -> Iterator[Point]:
    """One point a day of one direction, weighted by its trade.

    Raises CoverageError for days outside the record, InputError where the days are reversed.
    """
    for day, average in _averages(flow, span):
        yield _point(day, average)


def series_by_sector(flow: Direction, span: Span, scheme: str) -> Iterator[Point]:
    """One point a day and sector; `scheme` is a column of the concordance (icio, wiod)."""
    steps = _steps(flow, span)
    found: list[tuple[str, float, float]] = []
    for day in _days(flow.ledger, span):
        if day in steps:
            at = flow.ledger.instant(day, flow.importer)
            found = duties_by_sector(flow, at, span.known(day), scheme)
        for sector, rate, coverage in found:
            yield Point(day, flow.importer, flow.exporter, sector, rate, coverage)


def series_by_partner(ledger: Ledger, importer: str, span: Span) -> Iterator[Point]:
    """One point a day for every partner of an importer, and for all of them together.

    `all` is weighted by trade over the partners whose trade is known line by line and whose
    ordinary duty the record holds.
    """
    names = partners(importer)
    if not names:
        raise CoverageError(
            f"detente holds no trade by tariff line for {importer}, so no average over partners "
            "can be formed. Ask for single products with `detente rate`."
        )
    whole = Products(ledger, traded_codes(importer))
    columns: list[list[Point]] = []
    sizes: list[float] = []
    for name in names:
        flow = direction(ledger, importer, name, whole)
        columns.append(list(daily_series(flow, span)))
        sizes.append(float(flow.value.sum()))
    for row in zip(*columns, strict=True):
        rates = np.array([p.rate for p in row])
        weight = np.where(np.isnan(rates), 0.0, sizes)
        weight /= weight.sum()
        coverage = float(weight @ [p.coverage for p in row])
        yield Point(row[0].day, importer, ALL, "", float(weight @ np.nan_to_num(rates)), coverage)
        yield from row


def _averages(flow: Direction, span: Span) -> Iterator[tuple[date, Average]]:
    steps = _steps(flow, span)
    average: Average | None = None
    for day in _days(flow.ledger, span):
        if average is None or day in steps:
            at = flow.ledger.instant(day, flow.importer)
            average = average_duty(flow, at, span.known(day))
        yield day, average


def _point(day: date, average: Average) -> Point:
    return Point(day, average.importer, average.exporter, "", average.rate, average.coverage)


def _days(ledger: Ledger, span: Span) -> Iterator[date]:
    if span.until < span.start:
        raise InputError(f"--to {span.until} lies before --from {span.start}. Swap the two.")
    ledger.check_covered(span.start)
    ledger.check_covered(span.until)
    day = span.start
    while day <= span.until:
        yield day
        day += ONE_DAY


def _steps(flow: Direction, span: Span) -> frozenset[date]:
    """Days on whose end the average may differ from the day before."""
    ledger, importer = flow.ledger, flow.importer
    latest = span.as_known or ledger.coverage.last
    moments = change_moments(ledger, importer, flow.exporter, span.start, span.until, latest)
    zone = ledger.instant(span.start, importer).tzinfo
    days = {at.astimezone(zone).date() for at in moments}
    if span.as_known is None:
        days |= {m.announced for m in ledger.known(span.until)}
        days |= {r.announced for r in ledger.interactions if r.announced}
    return frozenset({*days, span.start})


def own_weights(flow: Direction, path: Path) -> Direction:
    """The same flow weighted by a table of the user's: CSV with columns code, value.

    A code shorter than the tariff line (HS6, as most tables have it) is spread over its lines as
    the built-in trade is, evenly where none is known. A code the tariff does not hold keeps its
    weight and counts as unknown. Raises InputError for a malformed table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({reason(error)}). Give a CSV file.") from None
    if not rows or not {"code", "value"} <= set(rows[0]):
        raise InputError(f"{path}:1: weights need the columns code and value. Name them so.")
    codes, values = _by_line(flow, _weight_totals(path, rows))
    weights = TradeWeights(
        flow.importer, flow.exporter, path.name, codes, values, np.full(values.shape, np.nan)
    )
    products = Products(flow.ledger, codes)
    return Direction(flow.ledger, flow.importer, flow.exporter, weights, products, values)


def _by_line(flow: Direction, totals: Mapping[str, float]) -> tuple[tuple[str, ...], np.ndarray]:
    """Tariff lines, sorted, and the weight of each."""
    spread: dict[str, float] = {}
    for code, value in totals.items():
        try:
            lines = leaves(flow.ledger, flow.importer, flow.exporter, code)
        except InputError:
            lines = Lines((code,), np.ones(1))
        parts = value * lines.weights / lines.weights.sum()
        for line, part in zip(lines.codes, parts, strict=True):
            spread[line] = spread.get(line, 0.0) + float(part)
    codes = tuple(sorted(spread))
    return codes, np.array([spread[c] for c in codes])


def _weight_totals(path: Path, rows: Sequence[dict[str, str]]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for line, row in enumerate(rows, start=2):
        try:
            code = parse_code(row["code"] or "")
        except ValueError as error:
            raise InputError(f"{path}:{line}: {error}") from None
        value = _trade_value(row["value"] or "")
        if value is None:
            raise InputError(
                f'{path}:{line}: "{row["value"] or ""}" is not a value of trade. Give a number, '
                "zero or more."
            )
        totals[code] = totals.get(code, 0.0) + value
    if not sum(totals.values()) > 0:
        raise InputError(
            f"{path}: the weights add up to nothing. Give at least one positive value."
        )
    return totals


def sector_names(scheme: str) -> dict[str, str]:
    """Names of the sectors of a concordance column."""
    table = trade_table("sectors", ("scheme", "code", "name"))
    rows = zip(table["scheme"], table["code"], table["name"], strict=True)
    return {str(code): str(name) for s, code, name in rows if s == scheme}


def _trade_value(text: str) -> float | None:
    """A finite number of zero or more, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None
