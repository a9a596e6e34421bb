"""Trade-weighted averages of one direction, by duty family and over time.

Weights are one year's imports, fixed; they are named next to every figure, because
trade shrinks where duties rise and current weights would hide the duty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from detente.errors import CoverageError
from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure
from detente.rates.nomenclature import SPECIAL_CHAPTERS
from detente.rates.products import Bools, Floats, Products
from detente.rates.stack import MFN, Stack, stack_duties
from detente.rates.trade import trade_table
from detente.rates.weights import TradeWeights, trade_weights


@dataclass(slots=True)
class Direction:
    """A flow prepared for repeated questions: products, weights, and the record."""

    ledger: Ledger
    importer: str
    exporter: str
    weights: TradeWeights
    products: Products
    value: Floats

    def stack(self, at: datetime, as_known: date) -> Stack:
        """The stacked duties at a moment."""
        return stack_duties(self.products, self.importer, self.exporter, at, as_known)

    def over(self, ledger: Ledger) -> Direction:
        """The same flow under another record (a scenario), list matches kept."""
        products = self.products.over(ledger)
        return Direction(ledger, self.importer, self.exporter, self.weights, products, self.value)


@dataclass(frozen=True, slots=True)
class Average:
    """Trade-weighted average duty of one direction at a moment; fractions of value.

    rate       NaN where the record holds the ordinary duty of none of the trade

    families   contribution of each duty family to the average, in order of size
    measures   contribution of each measure
    coverage   share of trade under any duty besides MFN
    unknown    share of trade left out: its MFN duty is not recorded, or specific with no
               known equivalent
    """

    importer: str
    exporter: str
    at: datetime
    as_known: date
    rate: float
    families: tuple[tuple[str, float], ...]
    measures: tuple[tuple[str, float], ...]
    coverage: float
    unknown: float
    trade_usd: float
    weights: str


def direction(
    ledger: Ledger, importer: str, exporter: str, whole: Products | None = None
) -> Direction:
    """Prepare a flow; `whole` is a larger set of products already matched with the lists.

    Raises CoverageError where the flow's trade by tariff line is not known.
    """
    weights = trade_weights(importer, exporter)
    if weights is None:
        raise CoverageError(
            f"detente holds no trade by tariff line for {importer} buying from {exporter}, so no "
            "weighted average can be formed. Ask for single products with `detente rate`."
        )
    goods = [i for i, c in enumerate(weights.codes) if not c.startswith(SPECIAL_CHAPTERS)]
    kept = TradeWeights(
        weights.importer,
        weights.exporter,
        weights.name,
        tuple(weights.codes[i] for i in goods),
        weights.value[goods],
        weights.assessed[goods],
    )
    products = Products(ledger, kept.codes)
    if whole is not None:
        products = whole.part(kept.codes)
    return Direction(ledger, importer, exporter, kept, products, kept.value)


def average_duty(flow: Direction, at: datetime, as_known: date) -> Average:
    """The average duty of a direction with its layers."""
    stack = flow.stack(at, as_known)
    parts = stack.layers()
    known = stack.based & ~np.isnan(parts).any(axis=0)
    weight = np.where(known, flow.value, 0.0)
    total = weight.sum()
    contribution = (np.nan_to_num(parts) * weight).sum(axis=1) / (total or 1.0)
    families: dict[str, float] = {}
    for m, part in zip(stack.rows, contribution, strict=True):
        if part:
            families[m.family or m.id] = families.get(m.family or m.id, 0.0) + float(part)
    return Average(
        importer=flow.importer,
        exporter=flow.exporter,
        at=at,
        as_known=as_known,
        rate=float(contribution.sum()) if total else float("nan"),
        families=tuple(sorted(families.items(), key=lambda item: -item[1])),
        measures=tuple(
            (m.id, float(c)) for m, c in zip(stack.rows, contribution, strict=True) if c
        ),
        coverage=float(flow.value[_special(stack, parts)].sum() / flow.value.sum()),
        unknown=float(flow.value[~known].sum() / flow.value.sum()),
        trade_usd=float(flow.value.sum()),
        weights=flow.weights.name,
    )


def _special(stack: Stack, parts: Floats) -> Bools:
    rows = [i for i, m in enumerate(stack.rows) if m.family != MFN]
    special: Bools = np.any(np.nan_to_num(parts[rows]) > 0, axis=0)
    return special


def change_moments(
    ledger: Ledger, importer: str, exporter: str, start: date, until: date, as_known: date
) -> tuple[datetime, ...]:
    """Moments at which a duty of the importer on the exporter starts, ends or changes.

    The first is the end of day `start`; only rows public on `as_known` are used.
    """
    low = ledger.instant(start, importer)
    high = ledger.instant(until, importer)
    moments = {low}
    for m in ledger.known(as_known):
        day = (m.effective or high).date()
        bears = m.is_duty or m.relates
        if not bears or not ledger.places.covers(m.imposer, importer, day):
            continue
        if ledger.applies(m, exporter, day):
            turns = (*_turns(m, as_known), *_joined(ledger, m))
            moments.update(t for t in turns if low < t <= high)
    for rule in ledger.interactions:
        moments.update(
            t.astimezone(UTC)
            for t in (rule.start, rule.until)
            if isinstance(t, datetime) and low < t <= high
        )
    return tuple(sorted(moments))


def _joined(ledger: Ledger, m: Measure) -> Iterator[datetime]:
    """Ends of the days on which lines joined the lists of a row."""
    for name in (*m.scope.lists, *m.content_scope.lists):
        for day in set(ledger.product_list(name).since.values()):
            yield ledger.instant(day, m.imposer)


def _turns(m: Measure, as_known: date) -> Iterator[datetime]:
    if m.effective:
        yield m.effective
    if m.until and m.until_announced <= as_known:
        yield m.until


def duty_series(
    flow: Direction, start: date, until: date, as_known: date | None = None
) -> tuple[Average, ...]:
    """The average at every moment it may change: a step function from `start` to `until`.

    With `as_known` None each step uses the latest knowledge.
    """
    known = as_known or flow.ledger.coverage.last
    moments = change_moments(flow.ledger, flow.importer, flow.exporter, start, until, known)
    return tuple(average_duty(flow, at, known) for at in moments)


def duties_by_sector(
    flow: Direction, at: datetime, as_known: date, scheme: str
) -> list[tuple[str, float, float]]:
    """Sector, average duty and coverage of each sector that is traded, in the sectors' order."""
    stack = flow.stack(at, as_known)
    parts = stack.layers()
    known = stack.based & ~np.isnan(parts).any(axis=0)
    total = np.nan_to_num(parts).sum(axis=0)
    special = _special(stack, parts)
    sectors = np.array([s or "" for s in sector_of_codes(flow.products.codes, scheme)])
    rows: list[tuple[str, float, float]] = []
    for name in sorted({str(s) for s in sectors if s}):
        here = (sectors == name) & known
        value = flow.value[here]
        if value.sum() > 0:
            rate = float((total[here] * value).sum() / value.sum())
            rows.append((name, rate, float(value[special[here]].sum() / value.sum())))
    return rows


def sector_of_codes(codes: tuple[str, ...], column: str) -> list[str | None]:
    """The sector of each product by its first six digits, None where the table has none."""
    table = trade_table("hs6-sectors", ("hs6", column))
    sectors = dict(zip(table["hs6"].tolist(), table[column].tolist(), strict=True))
    return [sectors.get(code[:6]) for code in codes]
