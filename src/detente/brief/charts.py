"""The charts of the page as inline SVG, drawn from `plots` by vl-convert.

Each chart is drawn twice, for a wide page and for a phone, and scales with its container.
Colours become CSS variables with the drawn colour as fallback, so that a page may redefine
them for a dark background; fonts are the page's.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from detente.brief import plots
from detente.brief.brief import Brief, Diversion, ScenarioResult
from detente.brief.figures import Chart, chart
from detente.brief.marks import NARROW, SCENARIO_COLOURS, STATUS_QUO, Spec
from detente.brief.plots import Bars, Fork, Horizon
from detente.brief.power_charts import power_charts
from detente.brief.record_tables import direction, name_of
from detente.brief.scenario_tables import (
    destinations,
    diverted,
    moving,
    places,
    solved,
    suppliers,
)
from detente.brief.words import (
    billions_change,
    change,
    joined,
    known,
    percent,
    rate,
    sentence,
    shortened,
    the,
)

SECTORS_SHOWN, PLACES_SHOWN, PARTNERS_SHOWN = 9, 12, 8


def draw_charts(brief: Brief) -> dict[str, Chart]:
    """All charts that the brief has data for, by id, in the order of the page."""
    makers = (averages_chart, snap_back_chart, income_chart, diversion_chart)
    drawn = (*(make(brief) for make in makers), *power_charts(brief))
    return {each.id: each for each in drawn if each is not None}


def averages_chart(brief: Brief) -> Chart | None:
    """Average duties each way over time, and where each scenario takes them."""
    if not all(line.rates for line in brief.series) or not brief.series:
        return None
    horizon = _horizon(brief)
    forks = [_forks(brief, index) for index in range(len(brief.series))]
    levels = [rate for line in brief.series for rate in line.rates]
    top = 1.06 * max([0.05, *levels, *(fork.rate for side in forks for fork in side)])

    def spec(width: int) -> Spec:
        titles = (_heading(brief, line.importer, line.exporter) for line in brief.series)
        frame = (width - 40, top)
        return {
            "vconcat": [
                plots.steps(line, title, side, horizon, frame)
                for line, title, side in zip(brief.series, titles, forks, strict=True)
            ]
        }

    told = (
        f"{_heading(brief, line.importer, line.exporter)}:"
        f" {percent(line.rates[0])} at first, {percent(line.rates[-1])} today, then"
        f" {joined([f'{percent(f.rate)} ({f.name})' for f in side]) or 'not computed'}."
        for line, side in zip(brief.series, forks, strict=True)
    )
    return chart(
        "averages-over-time",
        "Average duties each way" + (", and where each scenario takes them" if any(forks) else ""),
        _dashes(brief) if any(forks) else "Weighted by trade.",
        " ".join(told),
        f"Record {brief.record}; weights: {joined(_weights(brief))}.",
        spec,
    )


def snap_back_chart(brief: Brief) -> Chart | None:
    """Duties by sector today, and after a lapse in both meanings."""
    sides = [side for side in brief.clock.sides if side.sectors] if brief.clock else []
    if not sides:
        return None
    rates = [s.rate for side in sides for s in side.sectors]
    values = (v for four in rates for v in (four.today, four.legal, four.announced))
    top = 1.12 * max(0.05, *(v for v in values if known(v)))
    titles = [_heading(brief, side.importer, side.exporter) for side in sides]

    def spec(width: int) -> Spec:
        wide = width >= NARROW
        inner = (width - 56) // 2 if wide else width - 40
        panels = [
            plots.dumbbells(side, title, inner, top, SECTORS_SHOWN)
            for side, title in zip(sides, titles, strict=True)
        ]
        return {"hconcat": panels, "spacing": 40} if wide else {"vconcat": panels}

    told = (
        f"{title}: {rate(side.new_layers.today)} of new duties on all goods today,"
        f" {rate(side.new_layers.legal)} by law, {rate(side.new_layers.announced)} as announced."
        for title, side in zip(titles, sides, strict=True)
    )
    return chart(
        "snap-back-by-sector",
        "What snaps back, by sector",
        "Average duty today, after a lapse by law, and as announced; largest trade first.",
        " ".join(told) + " The tables of sectors hold the same figures.",
        f"Record {brief.record}; weights: {joined(_weights(brief))}.",
        spec,
    )


def income_chart(brief: Brief) -> Chart | None:
    """Real income by place and scenario, against today."""
    shown = places(brief, PLACES_SHOWN)
    scenarios = moving(brief)
    if not scenarios or not shown:
        return None
    panels = [_income_bars(brief, scenario, shown) for scenario in scenarios]
    told = (
        f"{s.title}: "
        + joined(
            [f"{name} {change(o.today.real_income)}" for c, name in shown if (o := s.outcome(c))]
        )
        + "."
        for s in scenarios
    )
    return chart(
        "income-by-scenario",
        "Who gains and who loses",
        "Change of real income against today’s duties, percent; one scale for all panels.",
        " ".join(told),
        f"Model runs on {brief.world_title}.",
        lambda width: plots.bars(
            panels, width, min(len(panels), 4) if width >= NARROW else 1, False
        ),
    )


def diversion_chart(brief: Brief) -> Chart | None:
    """Where goods go instead and who fills the gap, in one scenario."""
    scenario = diverted(brief)
    if scenario is None or scenario.diversion is None:
        return None
    diversion = scenario.diversion
    panels = [panel for panel in _diversion_bars(brief, scenario, diversion) if panel.rows]
    told = (
        f"{panel.title}: "
        + joined([f"{name} {billions_change(v)} bn" for name, v in panel.rows])
        + "."
        for panel in panels
    )
    return chart(
        "diversion-by-partner",
        f"Where the trade goes: {shortened(scenario.title, 60)}",
        f"Change against today’s duties, USD bn of {brief.world_year}; the largest partners.",
        " ".join(told),
        f"Model run on {brief.world_title}.",
        lambda width: plots.bars(panels, width, 2 if width >= NARROW else 1, True),
    )


def _income_bars(
    brief: Brief, scenario: ScenarioResult, shown: tuple[tuple[str, str], ...]
) -> Bars:
    rows = tuple(
        (shortened(name, 18), outcome.today.real_income)
        for code, name in shown
        if (outcome := scenario.outcome(code)) is not None and known(outcome.today.real_income)
    )
    return Bars(shortened(scenario.title, 34), _colour(brief, scenario), rows)


def _diversion_bars(brief: Brief, scenario: ScenarioResult, diversion: Diversion) -> list[Bars]:
    seller, buyer = the(name_of(brief, diversion.exporter)), the(name_of(brief, diversion.importer))
    colour = _colour(brief, scenario)
    return [
        Bars(
            f"Buyers of goods from {seller}",
            colour,
            plots.partners(destinations(diversion), PARTNERS_SHOWN),
        ),
        Bars(f"Suppliers of {buyer}", colour, plots.partners(suppliers(diversion), PARTNERS_SHOWN)),
    ]


def _forks(brief: Brief, index: int) -> list[Fork]:
    """Where scenarios take the average of one line; averages are in the order of in_force."""
    line = brief.series[index]
    order = [(side.importer, side.exporter) for side in brief.in_force]
    if (line.importer, line.exporter) not in order:
        return []
    column = order.index((line.importer, line.exporter))
    return [Fork(s.title, _colour(brief, s), s.averages[column]) for s in solved(brief)]


def _horizon(brief: Brief) -> Horizon:
    """Paths part when the truce ends, or today; the time after that is a sixth of the axis."""
    first = brief.series[0].moments[0]
    today = datetime.combine(brief.on, time(12), first.tzinfo)
    until = brief.clock.until if brief.clock else None
    fork = until if until is not None and until > today else today
    first = min(line.moments[0] for line in brief.series)
    return Horizon(today, fork, fork + max((fork - first) / 6, timedelta(days=20)))


def _colour(brief: Brief, scenario: ScenarioResult) -> str:
    """A scenario's colour, the same in every chart; the status quo is grey."""
    if scenario.role == "status_quo":
        return STATUS_QUO
    others = [s.id for s in brief.scenarios if s.role != "status_quo"]
    return SCENARIO_COLOURS[others.index(scenario.id) % len(SCENARIO_COLOURS)]


def _dashes(brief: Brief) -> str:
    """What the dashed lines are, and where they start."""
    start = ", from the day the truce ends" if brief.clock and brief.clock.until else ""
    return f"Weighted by trade. Dashed: scenarios{start}."


def _heading(brief: Brief, importer: str, exporter: str) -> str:
    return sentence(direction(name_of(brief, importer), name_of(brief, exporter)))


def _weights(brief: Brief) -> list[str]:
    return list(dict.fromkeys(side.weights for side in brief.in_force))
