"""`detente screen`: is this party named by a listing?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.app import AsJson, AsKnown, LedgerFolder, app
from detente.cli.output import console, print_json


@app.command("screen")
def screen_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A firm, institute or person.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day.")] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option("--list", metavar="CSV", help="A Consolidated Screening List file."),
    ] = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    ledger: LedgerFolder = None,
) -> None:
    """Is this party named by an entity listing of the record, or by a list of your own?"""
    from detente.api import day, read_ledger
    from detente.ledger.parties import THRESHOLD, advice, screen

    record = read_ledger(*([ledger] if ledger else []))
    wanted = day(on) if on else last_day(record.coverage.until)
    record.check_covered(wanted)
    known = day(as_known) if as_known else wanted
    matches = screen(record, name, wanted, known, lists or [])
    if as_json:
        print_json({"name": name, "on": wanted, "matches": matches, "note": advice(name)})
        return
    out = console()
    if not matches:
        out.print(f'No listed name of the record resembles "{name}" on {wanted}.', highlight=False)
    else:
        from rich.table import Table

        table = Table("score", "listed name", "matched", "listing", "state", "what", box=None)
        for m in matches:
            score = f"{m.score:.0f}"
            table.add_row(score, m.party, m.matched, m.listing, m.state, m.details)
        out.print(table)
    out.print(
        f"\n{len(record.parties)} names in the record; shown from a score of {THRESHOLD:.0f}. "
        f"{advice(name)}",
        highlight=False,
    )


def last_day(until: date) -> date:
    """The last day the record covers."""
    return date.fromordinal(until.toordinal() - 1)
