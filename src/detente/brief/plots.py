"""Vega-Lite specifications of the charts.

Every function takes what it shows and the width in pixels it has, and returns a specification
without theme, which `drawing` adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from detente.brief.brief import SeriesLine, Share, SnapSector, SnapSide
from detente.brief.marks import (
    INK,
    LINE_HEIGHT,
    MUTED,
    NARROW,
    SCENARIO_COLOURS,
    Spec,
    coloured,
    label,
    layer,
    milliseconds,
    panel,
    shares,
    spread,
    text,
    times,
)
from detente.brief.words import billions, billions_change, change, known, percent, shortened

STATES = ("today", "by law", "as announced")
STATE_COLOURS = (INK, SCENARIO_COLOURS[0], SCENARIO_COLOURS[2])
STATE_SHAPES = ("circle", "diamond", "square")


@dataclass(frozen=True, slots=True)
class Fork:
    """A scenario's level after the fork: its name, colour and rate."""

    name: str
    colour: str
    rate: float


@dataclass(frozen=True, slots=True)
class Horizon:
    """The moments that a step chart turns on: today, where paths part, and its end."""

    today: datetime
    fork: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Bars:
    """A panel of bars: its title, colour, and one label and value a row."""

    title: str
    colour: str
    rows: tuple[tuple[str, float], ...]


def steps(
    line: SeriesLine, title: str, forks: Sequence[Fork], horizon: Horizon, frame: tuple[int, float]
) -> Spec:
    """Average duty over time as steps, and each scenario's level after the fork.

    frame is the width in pixels and the top of the axis, a fraction.
    """
    (width, top), height = frame, 170
    gutter, letters = (162, 21) if width < NARROW else (230, 32)
    past = [(m, r) for m, r in zip(line.moments, line.rates, strict=True) if m < horizon.today]
    past.append((horizon.today, line.rates[-1]))
    ends = _fork_labels(forks, horizon.end, LINE_HEIGHT * top / height, letters)
    x = times((past[0][0], horizon.end), width)
    y = shares("y", (0, top), "y")
    stepped = {"type": "line", "interpolate": "step-after"}
    dashed = stepped | {"strokeWidth": 1.8, "strokeDash": [4, 3]}
    dot = {"type": "point", "filled": True, "size": 45, "color": INK}
    now = [{"t": milliseconds(horizon.today), "y": top, "label": "today"}]
    layers = [
        layer(_paths(forks, horizon, line.rates[-1]), dashed, x, y, coloured(), _by("name")),
        layer(_points(past), stepped | {"strokeWidth": 2.4, "color": INK}, x, y),
        layer(now, {"type": "rule", "color": MUTED}, x),
        layer(now, text("center", dy=-7, color=MUTED), x, y, label()),
        layer(_points(past[-1:]), dot, x, y),
        layer(ends, text("left", dx=7), x, y, label(), coloured()),
    ]
    return panel(title, (width - gutter, height), layers, wrap=width)


def dumbbells(side: SnapSide, title: str, width: int, top: float, rows: int) -> Spec:
    """Sectors' rates today, by law and as announced after a lapse; the largest trade on top."""
    sectors = sorted(side.sectors, key=lambda s: -s.trade_usd_bn)[:rows]
    order = [sector.sector for sector in sectors]
    y = {"y": {"field": "row", "type": "nominal", "axis": None, "sort": order}}
    spans = [_span(sector, 44 if width >= NARROW // 2 else 30) for sector in sectors]
    marks = [
        {"row": sector.sector, "state": state, "value": value}
        for sector in sectors
        for state, value in _rates(sector)
    ]
    zero, low, high, value = (
        shares("x", (0, top), field) for field in ("zero", "low", "high", "value")
    )
    line = {"type": "rule", "color": MUTED, "strokeWidth": 1.5}
    point = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    layers = [
        layer(spans, line, y, low, {"x2": {"field": "high"}}),
        layer(marks, point, y, value, *_looks()),
        layer(spans, text("left", dy=-13, color=INK), y, zero, label("name")),
        layer(spans, text("left", dx=8, color=MUTED), y, high, label("last")),
        layer(spans, text("right", dx=-8, color=MUTED), y, low, label("first")),
    ]
    return panel(title, (width, 36 * len(sectors)), layers)


def bars(panels: Sequence[Bars], width: int, columns: int, money: bool) -> Spec:
    """Panels of horizontal bars on one scale, each bar with its value at its end.

    Panels with the same rows name them once a line. Values are USD bn if `money`, else fractions.
    """
    values = [value for each in panels for _, value in each.rows]
    low, high = min([0.0, *values]), max([0.0, *values])
    same = len({tuple(name for name, _ in each.rows) for each in panels}) == 1
    inner = (width - 112 * (1 if same else columns)) // columns - 18
    room = 46 * (high - low or 1) / max(inner - 92, 40)
    domain = (low - room if low < 0 else low, high + room if high > 0 else high)
    lines = [
        [
            _bar_panel(each, inner, domain, money, named=column == 0 or not same)
            for column, each in enumerate(panels[start : start + columns])
        ]
        for start in range(0, len(panels), columns)
    ]
    return {"vconcat": [{"hconcat": line, "spacing": 18} for line in lines], "spacing": 18}


def partners(found: Sequence[Share], most: int) -> tuple[tuple[str, float], ...]:
    """The largest partners in diverted trade, as labels and USD bn, gains first."""
    kept = sorted(found, key=lambda share: -abs(share.usd_bn))[:most]
    ranked = sorted(kept, key=lambda share: -share.usd_bn)
    return tuple((shortened(share.name, 20), share.usd_bn) for share in ranked)


def _fork_labels(forks: Sequence[Fork], end: datetime, gap: float, letters: int) -> list[Spec]:
    heights = spread([fork.rate for fork in forks], gap)
    return [
        {
            "t": milliseconds(end),
            "y": height,
            "colour": fork.colour,
            "label": f"{percent(fork.rate)}  {shortened(fork.name, letters)}",
        }
        for fork, height in zip(forks, heights, strict=True)
    ]


def _paths(forks: Sequence[Fork], horizon: Horizon, now: float) -> list[Spec]:
    return [
        {"t": milliseconds(moment), "y": rate, "colour": fork.colour, "name": fork.name}
        for fork in forks
        for moment, rate in (
            (horizon.today, now),
            (horizon.fork, fork.rate),
            (horizon.end, fork.rate),
        )
    ]


def _points(path: Sequence[tuple[datetime, float]]) -> list[Spec]:
    return [{"t": milliseconds(moment), "y": rate} for moment, rate in path]


def _by(field: str) -> Spec:
    return {"detail": {"field": field}}


def _rates(sector: SnapSector) -> list[tuple[str, float]]:
    """The states in which the sector has a rate."""
    rates = (sector.rate.today, sector.rate.legal, sector.rate.announced)
    return [(state, rate) for state, rate in zip(STATES, rates, strict=True) if known(rate)]


def _span(sector: SnapSector, letters: int) -> Spec:
    """The line of a sector: where it starts and ends, and the words around it."""
    values = [rate for _, rate in _rates(sector)] or [0.0]
    low, high = min(values), max(values)
    name = f"{shortened(sector.name, letters)} · USD {billions(sector.trade_usd_bn)} bn"
    first, last = percent(low, 0), percent(high, 0)
    ends = {"zero": 0, "low": low, "high": high, "first": first, "last": last}
    return {"row": sector.sector, "name": name, **ends}


def _looks() -> list[Spec]:
    """Colour and shape of the three states, with one legend on top for both."""
    legend = {"orient": "top", "title": None, "symbolSize": 70, "symbolOpacity": 1}
    state = {"field": "state", "type": "nominal", "legend": legend}
    return [
        {channel: state | {"scale": {"domain": list(STATES), "range": list(looks)}}}
        for channel, looks in (("color", STATE_COLOURS), ("shape", STATE_SHAPES))
    ]


def _bar_panel(
    each: Bars, width: int, domain: tuple[float, float], money: bool, named: bool
) -> Spec:
    """One panel of `bars`, with or without the names of its rows on the left."""
    write = billions_change if money else change
    rows: list[Spec] = [
        {"row": name, "value": value, "label": write(value)} for name, value in each.rows
    ]
    names = {"title": None, "labelLimit": 112, "ticks": False, "domain": False, "labelPadding": 6}
    scale = {"domain": list(domain), "nice": False, "zero": False}
    x: Spec = {"x": {"field": "value", "type": "quantitative", "axis": None, "scale": scale}}
    order = [name for name, _ in each.rows]
    axis = names if named else None
    y: Spec = {"y": {"field": "row", "type": "nominal", "sort": order, "axis": axis}}
    right = [row for row in rows if row["value"] >= 0]
    left = [row for row in rows if row["value"] < 0]
    layers = [
        layer(rows, {"type": "bar", "color": each.colour, "height": 11}, x, y),
        layer([{"value": 0}], {"type": "rule", "color": MUTED}, x),
        layer(right, text("left", dx=4, color=INK), x, y, label()),
        layer(left, text("right", dx=-4, color=INK), x, y, label()),
    ]
    return panel(each.title, (width, 19 * len(rows)), layers)
