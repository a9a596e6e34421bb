"""The brief as one self-contained page: no script, no file or font from outside.

The template holds no arithmetic and no number formats; what it shows arrives as ready text,
as `table.Table` rows, or as drawings of `charts`. Everything is escaped except the style sheet
and the drawings, which are made here.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.brief.brief import Brief, Clock, InForce, ScenarioResult, SourceNote
from detente.brief.charts import draw_charts
from detente.brief.power_tables import NOTHING, SAID_FIRST, answer_sentences, answer_tables
from detente.brief.record_tables import (
    calendar_table,
    conflict_table,
    controls_table,
    in_force_table,
    snap_back_table,
    suspended_table,
)
from detente.brief.scenario_tables import (
    averages_table,
    detail_tables,
    diversion_table,
    diverted,
    income_table,
    moving,
    so_far_table,
    solved,
    unsolved,
)
from detente.brief.sentences import (
    HOW_KNOWN_NOTE,
    TWO_MEANINGS,
    asked,
    clock_lists,
    clock_sentences,
    controls_line,
    duty_line,
    hint,
    host,
    key_figures,
    legal_sentences,
    lost_trade,
    no_truce,
    provenance,
    round_label,
    round_sentence,
    run_line,
    sections,
    sector_trade,
    source_line,
    web_address,
)
from detente.brief.spread_tables import spread_table
from detente.brief.words import day

CONTROLS_OPEN = 8
"""More controls than this are folded away under one line."""


DRAWINGS = {
    "cards": "who-hurts-whom",
    "curve": "shortage-curve",
    "concessions": "deal-map",
    "odds-table": "odds",
}
"""The chart that goes before a table."""


def render_html(brief: Brief) -> str:
    """One page that opens offline."""
    pages = Environment(
        loader=PackageLoader("detente.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["drawn"] = Markup
    style, _, _ = PackageLoader("detente.brief", "templates").get_source(pages, "brief.css")
    return pages.get_template("brief.html.jinja").render(
        **_front(brief),
        **_record(brief),
        **_model(brief),
        **_answers(brief),
        brief=brief,
        style=style,
        charts=draw_charts(brief),
        sections=sections(brief),
        hint=partial(hint, brief),
        sources=[_source(note) for note in brief.sources],
        how_known=HOW_KNOWN_NOTE,
        provenance=provenance(brief),
    )


def _front(brief: Brief) -> dict[str, Any]:
    """The head of the page."""
    return {
        "date": day(brief.on),
        "asked": asked(brief),
        "round_label": round_label(brief),
        "round_text": round_sentence(brief.round) if brief.round else "",
        "key_figures": key_figures(brief),
        "no_truce": no_truce(brief),
    }


def _record(brief: Brief) -> dict[str, Any]:
    """What the record says."""
    return {
        "sides": [_side(side) for side in brief.in_force],
        "controls": controls_table(brief) if brief.controls else None,
        "controls_line": controls_line(brief),
        "controls_open": len(brief.controls) <= CONTROLS_OPEN,
        "clock": _clock(brief, brief.clock) if brief.clock else None,
        "calendar": calendar_table(brief) if brief.calendar else None,
    }


def _model(brief: Brief) -> dict[str, Any]:
    """What the model says."""
    shown = diverted(brief)
    return {
        "averages": averages_table(brief) if solved(brief) else None,
        "income": income_table(brief) if brief.so_far else None,
        "so_far": so_far_table(brief) if brief.so_far else None,
        "spread": spread_table(brief),
        "scenarios": [_scenario(brief, scenario) for scenario in solved(brief)],
        "missing": unsolved(brief),
        "diversion": _diversion(brief, shown) if shown else None,
        "other_diversions": [
            _diversion(brief, s)
            for s in moving(brief)
            if s.diversion is not None and shown is not None and s.id != shown.id
        ],
    }


def _answers(brief: Brief) -> dict[str, Any]:
    """What the stages on power, deals and odds say."""
    return {
        "answers": answer_tables(brief),
        "drawings": DRAWINGS,
        "said": answer_sentences(brief),
        "said_first": SAID_FIRST,
        "nothing": NOTHING,
    }


def _diversion(brief: Brief, scenario: ScenarioResult) -> dict[str, Any]:
    moved = scenario.diversion
    return {
        "scenario": scenario.title,
        "sentence": lost_trade(brief, moved) if moved else "",
        "table": diversion_table(brief, scenario, moved) if moved else None,
        "address": f"scenarios.{scenario.id}.diversion.lost_usd_bn",
    }


def _side(side: InForce) -> dict[str, Any]:
    return {
        "duties": in_force_table(side),
        "suspended": suspended_table(side) if side.suspended else None,
    }


def _clock(brief: Brief, clock: Clock) -> dict[str, Any]:
    return {
        "sentences": clock_sentences(clock),
        "rates": conflict_table(brief, clock),
        "meanings": TWO_MEANINGS,
        "after": legal_sentences(clock),
        "lists": clock_lists(clock),
        "sectors": [
            {"table": table, "caption": table.caption, "trade": sector_trade(side)}
            for side in clock.sides
            if side.sectors
            for table in (snap_back_table(brief, clock, side),)
        ],
    }


def _scenario(brief: Brief, scenario: ScenarioResult) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "question": scenario.question,
        "explanation": scenario.explanation,
        "cites": scenario.cites,
        "duties": duty_line(brief, scenario),
        "tables": detail_tables(brief, scenario),
        "run": run_line(scenario.run) if scenario.run else "",
    }


def _source(note: SourceNote) -> dict[str, Any]:
    """A source for the list; an address that is not of the web is not made a link."""
    return {
        "number": note.number,
        "text": source_line(note),
        "url": web_address(note),
        "host": host(note),
    }
