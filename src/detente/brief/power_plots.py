"""Vega-Lite specifications of the charts of power, deals and odds; see `plots`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.brief.marks import (
    GRID,
    INK,
    LINE_HEIGHT,
    MUTED,
    SCENARIO_COLOURS,
    Spec,
    coloured,
    label,
    layer,
    panel,
    spread,
    text,
)
from detente.brief.words import the
from detente.leverage import Played
from detente.leverage.shortage import Curve
from detente.talks.table import Dot

FLOOR = 0.01
"""Losses below this, in USD bn, stand at the edge of a scale of powers of ten."""
SIDES = SCENARIO_COLOURS[:2]
LETTER = 6
"""Width of a letter in pixels; a label without room on the right stands on the left."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled point of a map."""

    name: str
    x: float
    y: float


def scatter(cards: Sequence[Played], parties: Mapping[str, str], size: tuple[int, int]) -> Spec:
    """Loss to the holder against loss to the target, a dot a card; above the line it backfires.

    `parties` are codes and names, whose colour the dots have.
    """
    width, height = size
    low, high = _decades([v for c in cards for v in (c.target.mid, c.sender.mid)])
    colour = dict(zip(parties, SIDES, strict=False))
    placed = _labelled(
        [(_short(c, parties), c.target.mid, c.sender.mid, colour[c.holder]) for c in cards],
        (low, high),
        (width - 74, height),
    )
    ends: list[Spec] = [{"x": v, "y": v} for v in (low, high)]
    domain = [low, high]
    x = _logs("x", "loss to the target, USD bn a year", domain)
    y = _logs("y", "loss to the holder, USD bn a year", domain)
    at_label: Spec = x | {"y": y["y"] | {"field": "label_y"}}
    names: list[Spec] = [
        {"x": low, "y": high, "label": "dearer for the holder", "colour": MUTED},
        {"x": high, "y": low, "label": "dearer for the target", "colour": MUTED},
    ]
    layers = [
        layer(ends, {"type": "line", "color": MUTED, "strokeDash": [4, 4]}, x, y),
        layer(names[:1], text("left", 6, 10), x, y, label(), coloured()),
        layer(names[1:], text("right", -6, -10), x, y, label(), coloured()),
        layer(placed, {"type": "point", "filled": True, "size": 60}, x, y, coloured()),
        layer([p for p in placed if not p["far"]], text("left", 8), at_label, label(), coloured()),
        layer([p for p in placed if p["far"]], text("right", -8), at_label, label(), coloured()),
    ]
    legend = " ".join(f"{name} holds {_COLOUR[k]}." for k, name in enumerate(parties.values()))
    return panel(legend, (width - 74, height), layers, wrap=width)


def _short(card: Played, parties: Mapping[str, str]) -> str:
    """A card in a word or two; a duty is that of its holder."""
    if card.basis == "model":
        return f"duty of {the(parties[card.holder])}"
    return card.id.replace("-", " ")


_COLOUR = ("the orange cards", "the blue ones")


def _labelled(
    dots: Sequence[tuple[str, float, float, str]],
    domain: tuple[float, float],
    size: tuple[int, int],
) -> list[Spec]:
    """Dots on a scale of powers of ten, with labels that keep their distance."""
    width, height = size
    low, high = (math.log10(v) for v in domain)
    gap = LINE_HEIGHT * (high - low) / height
    inside = [(name, max(x, domain[0]), max(y, domain[0]), c) for name, x, y, c in dots]
    heights = spread([math.log10(y) for _, _, y, _ in inside], gap)
    shift = max(0.0, low - min(heights, default=low))
    return [
        {
            "x": x,
            "y": y,
            "label": name,
            "label_y": 10 ** min(level + shift, high),
            "colour": colour,
            "far": (math.log10(x) - low) / (high - low) * width + LETTER * len(name) + 8 > width,
        }
        for (name, x, y, colour), level in zip(inside, heights, strict=True)
    ]


def shortage(curve: Curve, size: tuple[int, int]) -> Spec:
    """Loss of the users' output over the elasticity, between its two bounds."""
    points: list[Spec] = [
        {"x": s, "y": v} for s, v in zip(curve.elasticity, curve.loss, strict=True)
    ]
    ends = (curve.elasticity[0], curve.elasticity[-1])
    place: Spec = {
        "x": _axis("x", "elasticity of substitution", {"type": "log", "domain": list(ends)}),
        "y": _axis("y", "loss of the users' output", {}, ".0%"),
    }
    layers = [layer(points, {"type": "line", "color": INK, "point": {"color": INK}}, place)]
    for name, level, colour in (
        ("no substitution (Leontief)", curve.leontief, SCENARIO_COLOURS[0]),
        ("first order (Hulten)", curve.hulten, SCENARIO_COLOURS[1]),
    ):
        bound: list[Spec] = [{"x": s, "y": level, "label": name} for s in ends]
        layers.append(layer(bound, {"type": "line", "color": colour}, place))
        down = text("right", -4, 12 if level > curve.loss[0] else -9, color=colour)
        layers.append(layer(bound[1:], down, place, label()))
    return panel("", (size[0] - 74, size[1]), layers)


def deal_map(
    dots: Sequence[Dot], threats: Sequence[Mark], names: tuple[str, str], size: tuple[int, int]
) -> Spec:
    """Packages by worth to both sides; the efficient ones are joined."""
    efficient = sorted((d for d in dots if d.efficient), key=lambda d: d.worth[0])
    rest: list[Spec] = [
        {"x": d.worth[0], "y": d.worth[1], "colour": SIDES[1] if d.in_zone else GRID}
        for d in sorted(dots, key=lambda d: d.in_zone)
        if not d.efficient
    ]
    best: list[Spec] = [{"x": d.worth[0], "y": d.worth[1], "colour": SIDES[0]} for d in efficient]
    width = size[0] - 74
    named = _named([d for d in dots if d.names], dots, threats, (width, size[1]))
    place: Spec = {
        "x": _axis("x", f"worth to {the(names[0])}, USD bn a year against today", {"nice": True}),
        "y": _axis("y", f"worth to {the(names[1])}", {"nice": True}),
    }
    dot: Spec = {"type": "point", "filled": True, "opacity": 1}
    here: tuple[Spec, Spec] = ({"x": {"datum": 0}}, {"y": {"datum": 0}})
    layers = [
        *(layer([{}], {"type": "rule", "color": MUTED, "strokeDash": [2, 3]}, a) for a in here),
        layer(rest, dot | {"size": 16}, place, coloured()),
        layer(best, {"type": "line", "color": SIDES[0], "strokeWidth": 1}, place),
        layer(best, dot | {"size": 40}, place, coloured()),
        layer(named, {"type": "point", "size": 120, "strokeWidth": 2}, place, coloured()),
        *_names(named, place),
        *_crosses(
            threats, _span([*(d.worth[0] for d in dots), *(m.x for m in threats)]), width, place
        ),
    ]
    return panel("", (width, size[1]), layers)


def _named(
    dots: Sequence[Dot], every: Sequence[Dot], threats: Sequence[Mark], size: tuple[int, int]
) -> list[Spec]:
    """Dots with names, one below the other where a line has no room, that keep their distance."""
    width, height = size
    across = _span([*(d.worth[0] for d in every), *(t.x for t in threats)])
    up = _span([*(d.worth[1] for d in every), *(t.y for t in threats)])
    rows = [_lines(d.names, (1.0 - _part(d.worth[0], across)) * width) for d in dots]
    gap = LINE_HEIGHT * max(map(len, rows), default=1) * (up[1] - up[0]) / height
    heights = spread([d.worth[1] for d in dots], gap)
    return [
        {"x": d.worth[0], "y": d.worth[1], "label_y": level, "label": row, "colour": INK}
        for d, row, level in zip(dots, rows, heights, strict=True)
    ]


def _names(named: Sequence[Spec], place: Spec) -> list[Spec]:
    """The names of dots, above and to the right, where no package is."""
    beside: Spec = place | {"y": place["y"] | {"field": "label_y"}}
    up = (5 - LINE_HEIGHT * len(row["label"]) for row in named)
    return [
        layer([row], text("left", 10, dy), beside, label(), coloured())
        for row, dy in zip(named, up, strict=True)
    ]


def _crosses(
    threats: Sequence[Mark], span: tuple[float, float], width: float, place: Spec
) -> list[Spec]:
    """What holds without a deal, with labels that stay between both ends of the axis."""
    marks: list[Spec] = [{"x": t.x, "y": t.y, "label": t.name, "colour": INK} for t in threats]
    sides = [_side_of(t, span, width) for t in threats]
    return [
        layer(marks, {"type": "point", "shape": "cross", "size": 90}, place, coloured()),
        *(
            layer([mark], text(side, _ASIDE[side], 15), place, label(), coloured())
            for mark, side in zip(marks, sides, strict=True)
        ),
    ]


_ASIDE = {"left": -5, "center": 0, "right": 5}


def _span(values: Sequence[float]) -> tuple[float, float]:
    """The least and the largest of the values and zero; never the same."""
    low, high = min([0.0, *values]), max([0.0, *values])
    return low, high if high > low else low + 1.0


def _part(x: float, span: tuple[float, float]) -> float:
    """How far along the span a value stands, 0 to 1."""
    return (x - span[0]) / (span[1] - span[0])


def _side_of(mark: Mark, span: tuple[float, float], width: float) -> str:
    """How the label below a mark is set, so that it passes neither end of the axis."""
    half, at = LETTER * len(mark.name) / 2, _part(mark.x, span) * width
    if at < half:
        return "left"
    return "right" if width - at < half else "center"


def _lines(names: Sequence[str], room: float) -> list[str]:
    """Names of one dot in one line, or one below the other where the line has no room."""
    line = ", ".join(names)
    return [line] if LETTER * len(line) + 10 <= room else list(names)


def odds_bars(
    rows: Sequence[tuple[str, float, float, float, float]], size: tuple[int, int]
) -> Spec:
    """Outcomes with probability, both ends of the band, and the share over all cases as a tick."""
    values: list[Spec] = [
        {"y": name, "p": p, "low": low, "high": high, "pooled": pooled, "label": f"{p:.2f}"}
        for name, p, low, high, pooled in rows
    ]
    scale = {"domain": [0, 1]}
    axis = {"title": None, "ticks": False, "domain": False, "labelPadding": 6}
    order = [row[0] for row in rows]
    y: Spec = {"y": {"field": "y", "type": "nominal", "sort": order, "axis": axis}}
    at = {name: {"x": _axis(name, "probability", scale)} for name in ("low", "p", "high", "pooled")}
    dot = {"type": "point", "filled": True, "size": 110, "color": SIDES[1], "opacity": 1}
    across: Spec = at["low"] | {"x2": {"field": "high"}}
    layers = [
        layer(values, {"type": "rule", "strokeWidth": 4, "color": MUTED}, y, across),
        layer(values, dot, y, at["p"]),
        layer(values, {"type": "tick", "color": SIDES[0], "thickness": 2}, y, at["pooled"]),
        layer(values, text("left", 8, color=INK), y, at["high"], label()),
    ]
    return panel("", (size[0] - 90, size[1]), layers)


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """A whole power of ten below the values, the next half power above; not below the floor."""
    low = max(FLOOR, min([v for v in values if v > 0], default=FLOOR))
    high = max([10 * FLOOR, *values])
    return 10.0 ** math.floor(math.log10(low)), 10.0 ** (math.ceil(2 * math.log10(high)) / 2)


def _logs(channel: str, title: str, domain: list[float]) -> Spec:
    return {channel: _axis(channel, title, {"type": "log", "domain": domain, "nice": False})}


def _axis(field: str, title: str, scale: Mapping[str, object], form: str = "~r") -> Spec:
    axis = {"title": title, "format": form, "tickCount": 5}
    return {"field": field, "type": "quantitative", "scale": dict(scale), "axis": axis}
