"""A chart of average duties over time: steps with the highest and the last level written on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from html import escape
from itertools import pairwise
from typing import Protocol

from detente.brief.drawing import svg
from detente.brief.figures import PHONE
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
from detente.brief.words import day, percent, the

WIDTH, HEIGHT = 900, 380
MOST_LINES = 6
GUTTER, NARROW_GUTTER = 190, 56
LINES = (INK, *SCENARIO_COLOURS)
STYLE = (
    "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#17202a}"
    "svg{width:100%;height:auto}p{color:#5b6673;font-size:.85rem}.phone{display:none}"
    "ul{list-style:none;padding:0;font-size:.9rem}h1{overflow-wrap:break-word}"
    "@media(max-width:640px){body{margin:1rem auto}h1{font-size:1.3rem}"
    ".wide{display:none}.phone{display:block}}"
)


class Level(Protocol):
    """A point of a series."""

    @property
    def day(self) -> date: ...
    @property
    def importer(self) -> str: ...
    @property
    def exporter(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def rate(self) -> float: ...


class Line:
    """One line of the chart: its name and its levels by day."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.days: list[date] = []
        self.rates: list[float] = []

    @property
    def steps(self) -> list[tuple[date, float]]:
        """The first day of each level, and the last day."""
        every = list(zip(self.days, self.rates, strict=True))
        turns = [later for earlier, later in pairwise(every) if later[1] != earlier[1]]
        return [every[0], *turns, every[-1]]


def series_page(
    name_of: dict[str, str],
    points: Iterable[Level],
    kind: str,
    source: str,
    notes: Iterable[str] = (),
) -> str:
    """The chart as an SVG file, or as one HTML page that opens offline with notes below it.

    `name_of` gives names of places and sectors; of many lines the highest at the end are shown.
    """
    lines = _lines(name_of, points)
    title = _title(lines)
    told = f"{title}. {source}"
    if kind == ".svg":
        return svg(_spec(lines, WIDTH), "series-wide", title, told, standalone=True)
    drawn = "\n".join(
        svg(_spec(lines, width), f"series-{name}", title, told)
        for name, width in (("wide", WIDTH), ("phone", PHONE))
    )
    below = "".join(f"\n<p>{escape(note)}</p>" for note in notes)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n{drawn}\n{_key(lines)}\n"
        f"<p>{escape(source)}</p>{below}</body></html>\n"
    )


def _key(lines: list[Line]) -> str:
    """The lines by name and colour, for the narrow drawing that has no room for names."""
    rows = (
        f'<li><span style="color:{colour}">&#9632;</span> {escape(line.name)}:'
        f" {percent(line.rates[-1])}</li>"
        for line, colour in zip(lines, LINES, strict=False)
    )
    return f'<ul class="phone">{"".join(rows)}</ul>'


def _lines(name_of: dict[str, str], points: Iterable[Level]) -> list[Line]:
    found: dict[tuple[str, str, str], Line] = {}
    for p in points:
        key = (p.importer, p.exporter, p.part)
        if key not in found:
            found[key] = Line(_name(name_of, p))
        found[key].days.append(p.day)
        found[key].rates.append(p.rate)
    return sorted(found.values(), key=lambda line: -line.rates[-1])[:MOST_LINES]


def _name(name_of: dict[str, str], p: Level) -> str:
    if p.part:
        return name_of.get(p.part, p.part)
    importer, exporter = (name_of.get(c, c) for c in (p.importer, p.exporter))
    return f"{importer} on {'all partners' if exporter == 'all' else the(exporter)}"


def _title(lines: list[Line]) -> str:
    first, last = lines[0].days[0], lines[0].days[-1]
    return f"Average duties, {day(first)} to {day(last)}"


def _moment(when: date) -> datetime:
    return datetime.combine(when, time.min, UTC)


def _spec(lines: list[Line], width: int) -> Spec:
    top = 1.12 * max(max(line.rates) for line in lines)
    first, last = lines[0].days[0], lines[0].days[-1]
    narrow = width < NARROW
    inner = width - (NARROW_GUTTER if narrow else GUTTER)
    x = times((_moment(first), _moment(last)), inner)
    y = shares("y", (0.0, top), "y")
    gap = LINE_HEIGHT * top / HEIGHT
    heights = spread([line.rates[-1] for line in lines], gap)
    layers: list[Spec] = []
    for line, colour, height in zip(lines, LINES, heights, strict=False):
        levels = [{"t": milliseconds(_moment(d)), "y": r} for d, r in line.steps]
        stepped = {"type": "line", "interpolate": "step-after", "strokeWidth": 2.2, "color": colour}
        layers.append(layer(levels, stepped, x, y))
        end = {
            "t": milliseconds(_moment(last)),
            "y": height,
            "label": percent(line.rates[-1]) + ("" if narrow else f" {line.name}"),
            "colour": colour,
        }
        layers.append(layer([end], text("left", dx=7), x, y, label(), coloured()))
    layers.append(layer(_peaks(lines), text("right", dx=-7, dy=4, color=MUTED), x, y, label()))
    return panel("", (inner, HEIGHT), layers)


def _peaks(lines: list[Line]) -> list[Spec]:
    """The highest level of each line, with its day, unless it is the last."""
    rows: list[Spec] = []
    for line in lines:
        high = max(line.rates)
        when = line.days[line.rates.index(high)]
        if high > 1.02 * line.rates[-1]:
            label_text = f"{percent(high)}, {day(when)}"
            rows.append({"t": milliseconds(_moment(when)), "y": high, "label": label_text})
    return rows
