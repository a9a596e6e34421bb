"""Which rows of the record touch a flow, at what country rate, and which rules hold for it."""

from __future__ import annotations

from datetime import date, datetime

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure
from detente.ledger.truces import Interaction
from detente.ledger.values import at_midnight
from detente.rates.products import Products


def rows_touching(
    products: Products, importer: str, exporter: str, at: datetime, as_known: date
) -> tuple[Measure, ...]:
    """Rows that can touch the flow; those that are over matter only for what they ended."""
    ledger = products.ledger
    day = at.date()
    return tuple(
        m
        for imposer, rows in ledger.levies.items()
        if ledger.places.covers(imposer, importer, day)
        for m in rows
        if m.announced <= as_known
        and m.started(at)
        and (m.ends or not m.over(at, as_known))
        and ledger.applies(m, exporter, day)
        and _touches(products, m, day, as_known)
    )


def duties_aimed(
    ledger: Ledger, importer: str, exporter: str, at: datetime, as_known: date
) -> tuple[Measure, ...]:
    """Duties running at a moment that are aimed at the exporter, whatever they fall on."""
    day = at.date()
    return tuple(
        m
        for imposer, rows in ledger.levies.items()
        if ledger.places.covers(imposer, importer, day)
        for m in rows
        if m.is_duty
        and m.announced <= as_known
        and m.runs(at, as_known)
        and ledger.applies(m, exporter, day)
    )


def _touches(products: Products, m: Measure, day: date, known: date) -> bool:
    if m.scope.whole or (m.scope.empty and m.content_scope.empty):
        return True
    if products.covered(m.scope, day, known).any():
        return True
    return m.content is not None and bool(products.covered(m.content_scope, day, known).any())


def country_rate(ledger: Ledger, table: str, exporter: str, at: datetime) -> float:
    """The exporter's rate in a country table, its own or its group's; NaN where there is none."""
    rates = ledger.country_table(table)
    if exporter in rates:
        return rates[exporter]
    places, day = ledger.places, at.date()
    groups = [c for c in rates if c in places.groups and places.covers(c, exporter, day)]
    return rates[groups[0]] if groups else float("nan")


def rule_runs(
    ledger: Ledger, rule: Interaction, flow: tuple[str, str], at: datetime, as_known: date
) -> bool:
    """True where a rule of stacking holds for importer and exporter at a moment."""
    (importer, exporter), places, day = flow, ledger.places, at.date()
    zone = places.zone(importer)
    start = rule.start and at_midnight(rule.start, zone)
    until = rule.until and at_midnight(rule.until, zone)
    return (
        (rule.imposer is None or places.covers(rule.imposer, importer, day))
        and (rule.announced is None or rule.announced <= as_known)
        and (start is None or start <= at)
        and (until is None or at < until)
        and (not rule.only_target or any(places.covers(t, exporter, day) for t in rule.only_target))
    )


def treatment(
    products: Products, importer: str, exporter: str, at: datetime, as_known: date
) -> tuple[object, ...]:
    """What distinguishes exporters: the rows that touch them, country rates, running rules."""
    ledger = products.ledger
    rows = rows_touching(products, importer, exporter, at, as_known)
    tables = [m.rate.table for m in rows if m.rate.table]
    rates = [country_rate(ledger, t, exporter, at) for t in tables]
    rules = [
        r.id
        for r in ledger.interactions
        if rule_runs(ledger, r, (importer, exporter), at, as_known)
    ]
    return (tuple(m.id for m in rows), tuple(rates), tuple(rules))
