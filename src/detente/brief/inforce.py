"""What is in force today: layers, suspended rows and controls of both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np

from detente.brief.brief import ControlRow, InForce, LayerRow, SuspendedRow
from detente.brief.setting import Setting, new_layers
from detente.ledger import Measure
from detente.ledger.measures import CONTROL_INSTRUMENTS
from detente.ledger.status import standing
from detente.rates.average import Direction, average_duty
from detente.rates.stack import Stack, State

SMALLEST = 5e-6  # parts of the average below this are not shown as a layer


def in_force(setting: Setting) -> tuple[InForce, ...]:
    """Duties of each side on the other, first party's first."""
    return tuple(_side(setting, flow) for flow in setting.flows)


def _side(setting: Setting, flow: Direction) -> InForce:
    stack = flow.stack(setting.at, setting.as_known)
    average = average_duty(flow, setting.at, setting.as_known)
    own = setting.ledger.instant(setting.on, flow.importer)
    there = average_duty(flow, own, setting.as_known).rate
    moved = abs(there - average.rate) > SMALLEST
    points = dict(average.measures)
    layers = [_layer(setting, stack, m, points[m.id]) for m in stack.rows if m.id in points]
    places = setting.ledger.places
    return InForce(
        importer=flow.importer,
        exporter=flow.exporter,
        importer_name=places.name(flow.importer),
        exporter_name=places.name(flow.exporter),
        average=average.rate,
        new_layers=new_layers(stack, setting.baseline.before),
        coverage=average.coverage,
        unknown=average.unknown,
        trade_usd_bn=average.trade_usd / 1e9,
        weights=average.weights,
        layers=tuple(sorted((x for x in layers if x.points > SMALLEST), key=lambda x: -x.points)),
        suspended=tuple(suspended_rows(setting, stack)),
        own_day=own if moved else None,
        own_day_average=there if moved else None,
    )


def _layer(setting: Setting, stack: Stack, m: Measure, points: float) -> LayerRow:
    i = stack.index(m.id)
    partly = (stack.state[i] == State.SUSPENDED) & (stack.rate[i] > 0)
    live = (stack.state[i] == State.APPLIES) | partly
    found = stack.rate[i][live & ~np.isnan(stack.rate[i])]
    rates = sorted({round(float(r), 6) for r in found})
    holder = stack.rows[int(stack.by[i][partly][0])] if partly.any() else None
    return LayerRow(
        measure=m.id,
        title=m.title if holder is None else f"{m.title}, levied in part under {holder.id}",
        family=m.family or "",
        rate_text=_range(rates) if rates else m.rate.text(),
        points=points,
        effective=m.effective,
        until=_public_end(holder or m, setting.as_known),
        confidence=m.confidence,
        cites=setting.citations.cite(
            s.document for s in (*m.source, *(holder.source if holder else ()))
        ),
    )


def _public_end(m: Measure, as_known: date) -> datetime | None:
    return m.until if m.until_announced <= as_known else None


def _range(rates: list[float]) -> str:
    """The rates a row levies, as percent text: one, a few, or from-to."""
    percents = [f"{r * 100:.2f}".rstrip("0").rstrip(".") for r in rates]
    if len(percents) <= 3:
        return " / ".join(f"{p}%" for p in percents)
    return f"{percents[0]}% to {percents[-1]}%"


def suspended_rows(setting: Setting, stack: Stack) -> Iterator[SuspendedRow]:
    """Duties a truce holds back, with the part that goes on being levied."""
    for i, m in enumerate(stack.rows):
        hit = stack.state[i] == State.SUSPENDED
        if not m.is_duty or not hit.any():
            continue
        cause = stack.rows[int(stack.by[i][hit][0])]
        public = cause.until if cause.until_announced <= setting.as_known else None
        lines = int((hit | (stack.state[i] == State.APPLIES)).sum())
        part = "" if hit.sum() == lines else f" ({int(hit.sum())} of {lines} lines)"
        yield SuspendedRow(
            measure=m.id,
            title=m.title + part,
            rate=m.rate.rate,
            levied=float(stack.rate[i][hit].max()),
            by=cause.id,
            until=public,
            cites=setting.citations.cite(s.document for s in (*m.source, *cause.source)),
        )


def controls(setting: Setting) -> tuple[ControlRow, ...]:
    """Export controls and listings between the two sides that are known and not over."""
    first, second = setting.parties
    rows = [
        row
        for imposer, target in ((first, second), (second, first))
        for row in _controls(setting, imposer, target)
    ]
    return tuple(rows)


def _controls(setting: Setting, imposer: str, target: str) -> Iterator[ControlRow]:
    ledger, day = setting.ledger, setting.on
    for m in ledger.known(setting.as_known):
        if m.instrument not in CONTROL_INSTRUMENTS or m.imposer != imposer:
            continue
        if not ledger.applies(m, target, day):
            continue
        state = standing(ledger, m, setting.at, setting.as_known)
        if state.state in ("ended", "expired", "replaced"):
            continue
        yield ControlRow(
            measure=m.id,
            imposer=imposer,
            target=", ".join(m.target),
            title=m.title,
            instrument=m.instrument.replace("_", " "),
            state=state.state,
            announced=m.announced,
            effective=m.effective,
            until=state.until,
            confidence=m.confidence,
            cites=setting.citations.of(m),
        )
