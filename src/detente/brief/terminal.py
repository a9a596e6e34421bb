"""The brief on a terminal of 80 columns, with Rich; the essentials of the page."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.brief import Brief, Clock, ScenarioResult
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
    detail_table,
    diversion_table,
    diverted,
    income_table,
    moving,
    so_far_table,
    solved,
    unsolved,
)
from detente.brief.sentences import (
    TWO_MEANINGS,
    asked,
    clock_lists,
    clock_sentences,
    controls_line,
    hint,
    key_figures,
    legal_sentences,
    lost_trade,
    no_truce,
    provenance,
    round_label,
    round_sentence,
    sections,
    source_line,
)
from detente.brief.spread_tables import spread_table
from detente.brief.table import Cell, Row, Table
from detente.brief.words import ascii_signs, cited

TONES = {"": "", "gain": "blue", "loss": "red", "quiet": "dim"}


def print_brief(brief: Brief, console: Console) -> None:
    """Print the brief; nothing is wider than the console, 80 columns are enough."""
    _print_front(brief, console)
    _head(brief, "in-force", console)
    _print_in_force(brief, console)
    _head(brief, "clock", console)
    if brief.clock is None:
        _say(no_truce(brief), console)
    else:
        _print_clock(brief, brief.clock, console)
    _head(brief, "scenarios", console)
    _print_scenarios(brief, console)
    _print_answers(brief, console)
    if brief.calendar:
        print_table(calendar_table(brief), console)
    else:
        _say("No pending date is on the record.", console)
    if brief.texts is not None:
        _print_answer(brief, "texts", console)
    _head(brief, "methods", console)
    for method in brief.methods:
        _say(method.heading, console, "bold")
        _say(method.text, console)
    _head(brief, "sources", console)
    for note in brief.sources:
        _item(f"[{note.number}]", source_line(note), console)
    console.print()
    _say(f"Where a figure comes from: {hint(brief)}", console, "dim")
    _say(provenance(brief), console, "dim")


def print_short(brief: Brief, console: Console) -> None:
    """One screen: the figures and the answers, and where the rest is."""
    _print_front(brief, console)
    console.print()
    _say("All tables: the same command without --short.", console, "dim")


def print_table(table: Table, console: Console) -> None:
    """A table without the columns that 80 characters have no room for."""
    kept = [index for index, column in enumerate(table.columns) if column.everywhere]
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for index in kept:
        column = table.columns[index]
        label = _plain(column.label)
        if column.numeric:
            width = max(map(len, (label.plain[:11], *label.plain.split(), *_lines(table, index))))
            grid.add_column(label, justify="right", width=width)
        else:
            grid.add_column(label, overflow="fold")
    for group in table.groups:
        if group.label:
            grid.add_row(_plain(group.label, "italic"))
        for row in group.rows:
            grid.add_row(*_cells(row, kept))
    console.print()
    _say(table.caption, console, "bold")
    console.print(grid)
    if table.note:
        _say(table.note, console, "dim")


def _print_front(brief: Brief, console: Console) -> None:
    _say(brief.title, console, "bold")
    _say(asked(brief), console, "dim")
    if brief.round:
        told = f"{round_label(brief)} {round_sentence(brief.round)} {cited(brief.round.cites)}"
        _say(told, console)
    console.print()
    figures = Grid.grid(padding=(0, 2, 0, 0))
    figures.add_column(overflow="fold", max_width=26)
    figures.add_column(no_wrap=True)
    figures.add_column(overflow="fold")
    for figure in key_figures(brief):
        figures.add_row(
            _plain(figure.label), _plain(figure.value, "bold cyan"), _plain(figure.note)
        )
    console.print(figures)
    console.print()
    _items(brief.headline, console)


def _print_in_force(brief: Brief, console: Console) -> None:
    for side in brief.in_force:
        print_table(in_force_table(side), console)
        if side.suspended:
            print_table(suspended_table(side), console)
    if brief.controls:
        print_table(controls_table(brief), console)
    else:
        _say(controls_line(brief), console)


def _print_clock(brief: Brief, clock: Clock, console: Console) -> None:
    for sentence in clock_sentences(clock):
        _say(f"{sentence} {cited(clock.cites)}", console)
    print_table(conflict_table(brief, clock), console)
    _say(TWO_MEANINGS, console, "dim")
    _items(legal_sentences(clock), console)
    for side in clock.sides:
        if side.sectors:
            print_table(snap_back_table(brief, clock, side), console)
    for title, items in clock_lists(clock):
        _say(title, console, "bold")
        _items(items, console)


def _print_scenarios(brief: Brief, console: Console) -> None:
    if solved(brief):
        print_table(averages_table(brief), console)
    if brief.so_far:
        print_table(income_table(brief), console)
        print_table(so_far_table(brief), console)
    for scenario in moving(brief):
        print_table(detail_table(brief, scenario, "today"), console)
    if (moved := spread_table(brief)) is not None:
        print_table(moved, console)
    if unsolved(brief):
        console.print()
        _items((f"{s.title}: not computed, {s.missing}" for s in unsolved(brief)), console)
    shown = diverted(brief)
    if shown is not None and shown.diversion is not None:
        _head(brief, "diversion", console)
        _say(f"{shown.title}: {lost_trade(brief, shown.diversion)}", console)
        print_table(diversion_table(brief, shown, shown.diversion), console)
        others = (s for s in moving(brief) if s.diversion is not None and s.id != shown.id)
        _items((f"{s.title}: {_lost(brief, s)}" for s in others), console)


def _lost(brief: Brief, scenario: ScenarioResult) -> str:
    return lost_trade(brief, scenario.diversion) if scenario.diversion else ""


def _print_answers(brief: Brief, console: Console) -> None:
    """Who can hurt whom, what both would take, how the deadline may end, and the rounds."""
    for name in ("power", "deals", "truce", "chances", "calendar"):
        _print_answer(brief, name, console)


def _print_answer(brief: Brief, name: str, console: Console) -> None:
    """The tables and sentences of one section."""
    tables, said = answer_tables(brief)[name], answer_sentences(brief).get(name, ())
    _head(brief, name, console)
    if name in SAID_FIRST:
        _items(said, console)
    for table in tables:
        print_table(table, console)
    if not tables and name in NOTHING:
        _say(NOTHING[name], console)
    if name not in SAID_FIRST:
        _items(said, console)


def _cells(row: Row, kept: list[int]) -> list[Text]:
    return [_cell(row.cells[index], row.total) for index in kept]


def _cell(cell: Cell, total: bool) -> Text:
    text = _plain(cell.text, "bold" if total else TONES[cell.tone])
    if cell.note:
        text.append("\n" + ascii_signs(cell.note), "dim")
    return text


def _lines(table: Table, index: int) -> list[str]:
    """All lines in a column, which its width must hold."""
    cells = (row.cells[index] for group in table.groups for row in group.rows)
    return [line for cell in cells for line in _cell(cell, False).plain.split("\n")]


def _head(brief: Brief, name: str, console: Console) -> None:
    console.print()
    console.rule(_plain(sections(brief)[name], "bold"), align="left", style="cyan")


def _say(text: str, console: Console, style: str = "") -> None:
    console.print(_plain(text, style))


def _items(items: Iterable[str], console: Console) -> None:
    for item in items:
        _item("-", item, console)


def _item(mark: str, text: str, console: Console) -> None:
    """A line of a list, wrapped lines under the first."""
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(_plain(mark), _plain(text))
    console.print(Padding(grid, (0, 0, 0, 1)))


def _plain(text: str, style: str = "") -> Text:
    """Text in which nothing is markup, with plain signs."""
    return Text(ascii_signs(text), style)
