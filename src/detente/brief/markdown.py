"""The brief as Markdown (GitHub's flavour), with plain signs for easy copying."""

from __future__ import annotations

import re
from collections.abc import Iterable

from detente.brief.brief import Brief, Clock
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
    key_figures,
    legal_sentences,
    lost_trade,
    no_truce,
    provenance,
    round_label,
    round_sentence,
    run_line,
    sections,
    source_line,
    web_address,
)
from detente.brief.spread_tables import spread_table
from detente.brief.table import Cell, Row, Table
from detente.brief.words import ascii_signs, cited

_SPECIAL = re.compile(r"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)")


def render_markdown(brief: Brief) -> str:
    """The whole brief; tables are GitHub's, citations are numbers in brackets."""
    blocks = [
        *_front(brief),
        *_section(brief, "in-force", _in_force(brief)),
        *_section(
            brief, "clock", _clock(brief, brief.clock) if brief.clock else [_text(no_truce(brief))]
        ),
        *_section(brief, "scenarios", _scenarios(brief)),
        *_section(brief, "diversion", _diversion(brief)),
        *_section(brief, "power", _answers(brief, "power")),
        *_section(brief, "deals", _answers(brief, "deals")),
        *_section(brief, "truce", _answers(brief, "truce")),
        *_section(brief, "chances", _answers(brief, "chances")),
        *_section(brief, "calendar", _calendar(brief)),
        *(_section(brief, "texts", _answers(brief, "texts")) if brief.texts else ()),
        *_section(brief, "methods", _methods(brief)),
        *_section(brief, "sources", _sources(brief)),
        f"*{_text(provenance(brief))}*",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def table_markdown(table: Table) -> str:
    """A table with its caption above and its note below; second lines go into brackets."""
    width = len(table.columns)
    marks = " | ".join("---:" if column.numeric else "---" for column in table.columns)
    lines = [_line(tuple(_text(c.label) for c in table.columns)), f"| {marks} |"]
    for group in table.groups:
        if group.label:
            lines.append(_line((f"**{_text(group.label)}**", *("",) * (width - 1))))
        lines += [_row(row) for row in group.rows]
    note = f"\n\n{_text(table.note)}" if table.note else ""
    return f"**{_text(table.caption)}**\n\n" + "\n".join(lines) + note


def _front(brief: Brief) -> list[str]:
    blocks = [f"# {_text(brief.title)}", _text(asked(brief))]
    if brief.round:
        told = f"{_text(round_sentence(brief.round))} {cited(brief.round.cites)}"
        blocks.append(f"**{round_label(brief)}** {told}")
    figures = (
        f"- {_text(f.label)}: **{_text(f.value)}** ({_text(f.note)})" for f in key_figures(brief)
    )
    return [*blocks, "\n".join(figures), _list(brief.headline)]


def _section(brief: Brief, name: str, blocks: list[str]) -> list[str]:
    return [f"## {sections(brief)[name]}", *blocks]


def _in_force(brief: Brief) -> list[str]:
    blocks: list[str] = []
    for side in brief.in_force:
        blocks.append(table_markdown(in_force_table(side)))
        if side.suspended:
            blocks.append(table_markdown(suspended_table(side)))
    blocks.append(_text(controls_line(brief)))
    if brief.controls:
        blocks.append(table_markdown(controls_table(brief)))
    return blocks


def _clock(brief: Brief, clock: Clock) -> list[str]:
    lists = (
        block for title, items in clock_lists(clock) for block in (f"### {title}", _list(items))
    )
    sectors = (
        table_markdown(snap_back_table(brief, clock, side)) for side in clock.sides if side.sectors
    )
    return [
        f"{_text(' '.join(clock_sentences(clock)))} {cited(clock.cites)}",
        table_markdown(conflict_table(brief, clock)),
        _text(TWO_MEANINGS),
        _list(legal_sentences(clock)),
        *lists,
        *sectors,
    ]


def _scenarios(brief: Brief) -> list[str]:
    blocks: list[str] = []
    if solved(brief):
        blocks.append(table_markdown(averages_table(brief)))
    if brief.so_far:
        blocks += [table_markdown(income_table(brief)), table_markdown(so_far_table(brief))]
    if (moved := spread_table(brief)) is not None:
        blocks.append(table_markdown(moved))
    for scenario in solved(brief):
        question = f"*{_text(scenario.question)}* {_text(scenario.explanation)}"
        blocks += [
            f"### {_text(scenario.title)}",
            f"{question} {cited(scenario.cites)}",
            _text(duty_line(brief, scenario)),
            *(table_markdown(table) for table in detail_tables(brief, scenario)),
            _text(run_line(scenario.run)) if scenario.run else "",
        ]
    if unsolved(brief):
        reasons = (f"{s.title}: {s.missing}" for s in unsolved(brief))
        blocks += ["### Not computed", _list(reasons)]
    return blocks


def _diversion(brief: Brief) -> list[str]:
    blocks: list[str] = []
    for scenario in moving(brief):
        if (moved := scenario.diversion) is not None:
            blocks.append(_text(f"{scenario.title}: {lost_trade(brief, moved)}"))
            blocks.append(table_markdown(diversion_table(brief, scenario, moved)))
    return blocks or ["No scenario was computed in which trade moves elsewhere."]


def _answers(brief: Brief, name: str) -> list[str]:
    """The tables that a later stage fills, or that there is nothing."""
    found = [table_markdown(table) for table in answer_tables(brief)[name]]
    said = [_list(answer_sentences(brief).get(name, ()))]
    return (
        [*said, *found]
        if name in SAID_FIRST and any(said)
        else [*(found or [NOTHING.get(name, "")]), *said]
    )


def _calendar(brief: Brief) -> list[str]:
    blocks = [table_markdown(table) for table in answer_tables(brief)["calendar"]]
    if not brief.calendar:
        return [*blocks, "No pending date is on the record."]
    return [*blocks, table_markdown(calendar_table(brief))]


def _methods(brief: Brief) -> list[str]:
    paragraphs = [f"**{_text(m.heading)}.** {_text(m.text)}" for m in brief.methods]
    return [*paragraphs, f"`{hint(brief)}` takes a figure apart; the page shows the addresses."]


def _sources(brief: Brief) -> list[str]:
    lines: list[str] = []
    for note in brief.sources:
        web = web_address(note)
        lines.append(f"- [{note.number}] {_text(source_line(note))}" + (f" <{web}>" if web else ""))
    return [HOW_KNOWN_NOTE, "\n".join(lines)]


def _row(row: Row) -> str:
    texts = (_cell(cell) for cell in row.cells)
    return _line(tuple(f"**{text}**" if row.total and text else text for text in texts))


def _cell(cell: Cell) -> str:
    if cell.cites:
        return cited(cell.cites)
    return _text(f"{cell.text} ({cell.note})" if cell.note else cell.text)


def _line(texts: tuple[str, ...]) -> str:
    return f"| {' | '.join(texts)} |"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {_text(item)}" for item in items)


def _text(text: str) -> str:
    """Text in which nothing is markup, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", ascii_signs(" ".join(text.split())))
