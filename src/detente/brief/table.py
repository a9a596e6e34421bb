"""A table of ready-made text, the same for page, Markdown and terminal.

Cells hold formatted words, never numbers. A cell's address is the name of its figure:

    in_force.USA.average              of the importer; also new_layers, coverage
    clock.USA.legal                   its average; also before, today, announced
    scenarios.ID.USA.average          its average under a scenario
    scenarios.ID.PLACE.FIELD          FIELD of `Effect`, against today's duties
    scenarios.ID.PLACE.FIELD.baseline

Figures that `detente explain` cannot take apart have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.brief.words import known

Tone = Literal["", "gain", "loss", "quiet"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, a second line under it, its address, and citations."""

    text: str
    note: str = ""
    address: str = ""
    cites: tuple[int, ...] = ()
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; `everywhere` is False where 80 characters have no room for it."""

    label: str
    numeric: bool = False
    everywhere: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; the first one names the row."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a common label; an empty label needs no line of its own."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `stacked` says that its cells are prose, which a phone shows one below another."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    note: str = ""
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure to be read first: what it is, its value, a line on it, and its address if any."""

    label: str
    value: str
    note: str
    address: str = ""


def table(
    name: str, caption: str, columns: tuple[Column, ...], rows: tuple[Row, ...], note: str = ""
) -> Table:
    """A table with one unlabelled group of rows."""
    return Table(name, caption, columns, (Group("", rows),), note)


def tone(share: float | None) -> Tone:
    """Whether a change of real income shows as gain or loss at two decimals of a percent."""
    rounded = round(share, 4) if known(share) else 0.0
    return "" if rounded == 0 else "gain" if rounded > 0 else "loss"
