"""`detente replicate`: published tables recomputed from published data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsJson, app
from detente.cli.output import console, print_json
from detente.cli.resume import Resume, resumable

if TYPE_CHECKING:
    from detente.replicate import Cell

SHOWN = 400


@app.command("replicate")
def replicate_command(
    name: Annotated[str, typer.Argument(help="A paper; a wrong name lists them all.")],
    reference: Annotated[
        Path, typer.Option("--reference", metavar="DIR", help="The folder of published data.")
    ],
    resume: Resume = None,
    as_json: AsJson = False,
) -> None:
    """A paper's tables from its own data, ours beside published."""
    from detente.replicate import headings, replicate

    with resumable(resume) as journal:
        cells = replicate(name, reference, journal, os.cpu_count() or 1)
    if as_json:
        print_json([cell.as_mapping() for cell in cells])
    else:
        print_cells(cells, headings(name))


def print_cells(cells: list[Cell], words: Mapping[str, str]) -> None:
    """The cells as a table under headings in plain words, the paper's own tables first.

    Long tables are cut, and how many cells were left out is said.
    """
    from rich.table import Table

    grid = Table("table", "row", "column", box=None, pad_edge=False)
    for heading in ("ours", "published", "deviation"):
        grid.add_column(heading, justify="right")
    ordered = sorted(cells, key=lambda cell: not cell.table.startswith("Table "))
    for cell in ordered[:SHOWN]:
        published = "" if cell.published is None else f"{cell.published:g}"
        deviation = "" if cell.deviation is None else f"{cell.deviation:+.1e}"
        names = (plain(word, words) for word in (cell.table, cell.row, cell.column))
        grid.add_row(*names, f"{cell.ours:.6g}", published, deviation)
    out = console()
    out.print(grid)
    if len(cells) > SHOWN:
        out.print(f"and {len(cells) - SHOWN} more cells; --json prints all.")


def plain(word: str, words: Mapping[str, str]) -> str:
    """A word of the files as a person reads it; each part where only parts of it are known."""
    return words.get(word) or ", ".join(words.get(part, part) for part in word.split(", "))
