"""Building blocks of the charts: colours, layers, axes, and places for labels.

Vega-Lite specifications are plain dictionaries here and in `plots`; Altair's classes would take
longer to import and validate than the charts take to draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

Spec = dict[str, Any]

INK, MUTED, GRID, PAPER = "#1b2430", "#5b6673", "#dde2e8", "#ffffff"
STATUS_QUO = "#6b7684"
SCENARIO_COLOURS = ("#c24a00", "#0068a8", "#8a3a78", "#6b5b00", "#00735c")
"""Told apart by readers with any common colour blindness, and dark enough for text."""
COLOURS = (INK, MUTED, GRID, PAPER, STATUS_QUO, *SCENARIO_COLOURS)

NARROW = 460
"""Below this width in pixels names are shorter and panels stand one above another."""
FONT_SIZE = 11
LINE_HEIGHT = 14
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def panel(title: str, size: tuple[int, int], layers: list[Spec], wrap: int = 0) -> Spec:
    """Layers under a title, if any, which breaks at `wrap` pixels or the panel's width."""
    width, height = size
    drawn: Spec = {"width": width, "height": height, "layer": layers}
    lines = wrapped(title, max(14, (wrap or width) // 7))
    return drawn | ({"title": {"text": lines}} if title else {})


def layer(values: list[Spec], mark: Spec, *channels: Mapping[str, Any]) -> Spec:
    """A mark for every row of values; channels say where and how."""
    encoding: Spec = {}
    for channel in channels:
        encoding |= channel
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def text(align: str, dx: int = 0, dy: int = 0, **more: str) -> Spec:
    """A mark of text beside its place."""
    mark: Spec = {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": FONT_SIZE}
    return mark | {"baseline": "middle"} | more


def label(field: str = "label") -> Spec:
    """What a text says."""
    return {"text": {"field": field}}


def coloured(field: str = "colour") -> Spec:
    """The colour that the row itself names."""
    return {"color": {"field": field, "type": "nominal", "scale": None}}


def shares(channel: str, domain: tuple[float, float], field: str) -> Spec:
    """A percent axis with a few ticks, for a field of fractions."""
    axis = {"title": None, "format": ".0%", "tickCount": 4}
    scale = {"domain": list(domain), "nice": False}
    return {channel: {"field": field, "type": "quantitative", "scale": scale, "axis": axis}}


def times(domain: tuple[datetime, datetime], width: int) -> Spec:
    """A time axis with first days of months or years, as many as `width` pixels have room for."""
    months = (domain[1] - domain[0]).days / 30.4
    step = next((s for s in _MONTH_STEPS if months / s <= width / 84), _MONTH_STEPS[-1])
    axis = {
        "title": None,
        "grid": False,
        "values": [milliseconds(tick) for tick in _ticks(domain, step)],
        "format": "%b %Y" if step % 12 else "%Y",
        "labelOverlap": True,
    }
    scale = {"type": "utc", "domain": [milliseconds(end) for end in domain], "nice": False}
    return {"x": {"field": "t", "type": "temporal", "scale": scale, "axis": axis}}


def milliseconds(moment: datetime) -> float:
    """Milliseconds since the epoch, as Vega counts time."""
    return moment.timestamp() * 1000


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Positions for labels, at least `gap` apart, in the order of their values.

    They are as near to the values as that allows (least squares, by pooling neighbours).
    """
    order = sorted(range(len(values)), key=lambda index: values[index])
    pools: list[list[float]] = []
    for rank, index in enumerate(order):
        pools.append([values[index] - rank * gap])
        while len(pools) > 1 and fmean(pools[-2]) >= fmean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    level = [fmean(pool) for pool in pools for _ in pool]
    placed = [0.0] * len(values)
    for rank, index in enumerate(order):
        placed[index] = level[rank] + rank * gap
    return placed


def wrapped(words: str, limit: int) -> list[str]:
    """A title on as many lines of `limit` characters as it needs."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _ticks(domain: tuple[datetime, datetime], step: int) -> list[datetime]:
    """First days of months within the domain, `step` months apart, in step with Januaries."""
    start, end = domain
    first = -(-(start.year * 12 + start.month) // step)
    last = (end.year * 12 + end.month - 1) // step
    months = (number * step for number in range(first, last + 1))
    return [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months]
