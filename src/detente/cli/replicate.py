"""`detente replicate`: published tables recomputed from published data."""

from __future__ import annotations

import os
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
    from detente.replicate import replicate

    with resumable(resume) as journal:
        cells = replicate(name, reference, journal, os.cpu_count() or 1)
    if as_json:
        print_json([cell.as_mapping() for cell in cells])
    else:
        print_cells(cells)


def print_cells(cells: list[Cell]) -> None:
    """The cells as a table; long tables are cut, and how many cells were left out is said."""
    from rich.table import Table

    grid = Table("table", "row", "column", box=None, pad_edge=False)
    for heading in ("ours", "published", "deviation"):
        grid.add_column(heading, justify="right")
    for cell in cells[:SHOWN]:
        published = "" if cell.published is None else f"{cell.published:g}"
        deviation = "" if cell.deviation is None else f"{cell.deviation:+.1e}"
        grid.add_row(cell.table, cell.row, cell.column, f"{cell.ours:.6g}", published, deviation)
    out = console()
    out.print(grid)
    if len(cells) > SHOWN:
        out.print(f"and {len(cells) - SHOWN} more cells; --json prints all.")
