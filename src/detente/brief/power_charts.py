"""Charts of leverage, of the deal table and of odds, each one SVG that stands by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.brief.drawing import svg
from detente.brief.marks import (
    INK,
    MUTED,
    SCENARIO_COLOURS,
    Spec,
    coloured,
    label,
    layer,
    panel,
    text,
)
from detente.forecast import Odds
from detente.leverage import Leverage
from detente.leverage.shortage import Curve
from detente.talks import Talks

SIZE = (560, 360)
LEAST, MOST = 0.01, 500.0


def who_hurts_whom(found: Leverage) -> str:
    """Loss to the holder against loss to the target, a dot a card; above the line it backfires."""
    colour = dict(zip(found.parties, SCENARIO_COLOURS, strict=False))
    dots: list[Spec] = [
        {
            "x": max(LEAST, c.target.mid),
            "y": max(LEAST, c.sender.mid),
            "label": c.id,
            "colour": colour[c.holder],
        }
        for c in found.cards
    ]
    line: list[Spec] = [{"x": v, "y": v} for v in (LEAST, MOST)]
    place = _logs("x", "loss to the target, USD bn a year") | _logs("y", "loss to the holder")
    layers = [
        layer(line, {"type": "line", "color": MUTED, "strokeDash": [4, 4]}, place),
        layer(dots, {"type": "point", "filled": True, "size": 60}, place, coloured()),
        layer(dots, text("left", 7), place, label(), coloured()),
    ]
    title = f"Who hurts whom, over {found.horizon}, as known on {found.as_known}"
    told = "; ".join(
        f"{c.holder} {c.id}: {c.target.mid:.2f}, {c.sender.mid:.2f}" for c in found.cards
    )
    return _drawn(panel(title, SIZE, layers), "hurts", title, told)


def shortage_curve(curve: Curve) -> str:
    """Loss of the users' output over the elasticity, between its two bounds."""
    points: list[Spec] = [
        {"x": s, "y": v} for s, v in zip(curve.elasticity, curve.loss, strict=True)
    ]
    ends = (curve.elasticity[0], curve.elasticity[-1])
    place: Spec = {
        "x": _axis("x", "elasticity of substitution", {"type": "log"}),
        "y": _axis("y", "loss of the users' output", {}, ".0%"),
    }
    layers = [layer(points, {"type": "line", "color": INK, "point": True}, place)]
    for name, level, colour in (
        ("Leontief", curve.leontief, SCENARIO_COLOURS[0]),
        ("Hulten", curve.hulten, SCENARIO_COLOURS[1]),
    ):
        bound: list[Spec] = [{"x": s, "y": level, "label": name} for s in ends]
        layers.append(layer(bound, {"type": "line", "color": colour}, place))
        layers.append(layer(bound[1:], text("right", 0, -8, color=colour), place, label()))
    title = f"A shortage with {curve.left:.0%} of the input left"
    told = f"From {curve.loss[0]:.1%} at {ends[0]:g} to {curve.loss[-1]:.2%} at {ends[1]:g}."
    return _drawn(panel(title, SIZE, layers), "shortage", title, told)


def deal_map(found: Talks) -> str:
    """Both sides' gain over the threat point, a dot a package, named points labelled."""
    one, other = found.parties
    dots: list[Spec] = [
        {
            "x": p.gain[0][1],
            "y": p.gain[1][1],
            "label": ", ".join(p.names),
            "colour": SCENARIO_COLOURS[0] if p.names else INK,
        }
        for p in found.packages
    ]
    origin: list[Spec] = [{"x": 0, "y": 0, "label": found.threat, "colour": MUTED}]
    place: Spec = {
        "x": _axis("x", f"gain of {one} over the threat point, USD bn a year", {}),
        "y": _axis("y", f"gain of {other}", {}),
    }
    layers = [
        layer(dots + origin, {"type": "point", "filled": True, "size": 60}, place, coloured()),
        layer(dots + origin, text("left", 7), place, label(), coloured()),
    ]
    title = f"Packages both sides would take, as known on {found.as_known}"
    told = "; ".join(
        f"{', '.join(p.items)}: {p.gain[0][1]:.1f}, {p.gain[1][1]:.1f}" for p in found.packages
    )
    return _drawn(panel(title, SIZE, layers), "deals", title, told)


def odds_chart(found: Odds) -> str:
    """Probability of each outcome with its band, and the pooled share as a tick."""
    rows: list[Spec] = [
        {"y": k, "x": c.p, "low": c.low, "high": c.high, "pooled": found.pooled[k]}
        for k, c in found.outcomes.items()
    ]
    scale = {"domain": [0, 1]}
    y = {"y": {"field": "y", "type": "nominal", "sort": list(found.outcomes), "title": None}}
    across = {"x": _axis("low", "probability", scale), "x2": {"field": "high"}}
    layers = [
        layer(rows, {"type": "rule", "strokeWidth": 4, "color": MUTED}, y, across),
        layer(
            rows,
            {"type": "point", "filled": True, "size": 110, "color": SCENARIO_COLOURS[1]},
            y,
            {"x": _axis("x", "probability", scale)},
        ),
        layer(
            rows,
            {"type": "tick", "color": SCENARIO_COLOURS[0]},
            y,
            {"x": _axis("pooled", "probability", scale)},
        ),
    ]
    title = f"{found.question.title}: odds as known on {found.as_known}"
    told = "; ".join(f"{r['y']} {r['x']:.2f} ({r['low']:.2f} to {r['high']:.2f})" for r in rows)
    return _drawn(panel(title, (SIZE[0], SIZE[1] // 3), layers), "odds", title, told)


def _drawn(spec: Spec, name: str, title: str, told: str) -> str:
    return svg(spec, f"{name}-wide", title, told, standalone=True)


def _logs(channel: str, title: str) -> Spec:
    scale = {"type": "log", "domain": [LEAST, MOST], "nice": False}
    return {channel: _axis(channel, title, scale)}


def _axis(field: str, title: str, scale: Mapping[str, Any], form: str = "~g") -> Spec:
    axis = {"title": title, "format": form, "tickCount": 5}
    return {"field": field, "type": "quantitative", "scale": dict(scale), "axis": axis}
