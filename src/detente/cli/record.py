"""`detente calendar`, and more questions to the record: diff, conflicts, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.app import AsJson, AsKnown, LedgerFolder, On, app
from detente.cli.ledger import ledger_app
from detente.cli.output import TABLES, check_writable, console, print_json, write_table
from detente.cli.tables import AsCsv, TableFile, check_table, columns_of, deliver_table
from detente.errors import InputError

Day = Annotated[str, typer.Argument(metavar="DATE")]


@app.command("calendar")
def calendar_command(
    on: On,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    out: TableFile = None,
    ledger: LedgerFolder = None,
) -> None:
    """What ends when, and what follows if nobody acts."""
    from detente.api import day, read_ledger
    from detente.ledger.calendar import Pending, calendar

    check_table(out, as_csv, as_json)
    record = read_ledger(*([ledger] if ledger else []))
    record.check_covered(day(on))
    rows = calendar(record, day(on), day(as_known or on))
    if as_json:
        print_json(rows)
        return
    if as_csv or out:
        deliver_table(columns_of(Pending, rows), out)
        return
    from rich.table import Table

    table = Table("date", "kind", "what", "if nothing is done", box=None, pad_edge=False)
    for row in rows:
        follows = row.what_if_nothing or ""
        if row.announced:
            follows += f". Announced, by new acts: {', '.join(row.announced)}"
        if not row.automatic:
            follows += " (needs an act)"
        title = row.title + ("" if row.confidence != "low" else " [low confidence]")
        when = row.date.isoformat(" ", timespec="minutes")
        table.add_row(f"{when[:16]} {when[16:]}", row.kind, title, follows)
    page = console()
    page.print(table)
    page.print(f"\n{len(rows)} dates after {on}")


@ledger_app.command("diff")
def diff_command(  # noqa: PLR0913 - two days, three forms, a record
    first: Day,
    second: Day,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    out: TableFile = None,
    ledger: LedgerFolder = None,
) -> None:
    """What changed between two days; each seen with its own knowledge unless --as-known."""
    from detente.api import day, read_ledger
    from detente.ledger.diff import Difference, difference

    check_table(out, as_csv, as_json)
    record = read_ledger(*([ledger] if ledger else []))
    rows = difference(record, day(first), day(second), day(as_known) if as_known else None)
    if as_json:
        print_json(rows)
        return
    if as_csv or out:
        deliver_table(columns_of(Difference, rows), out)
        return
    from rich.table import Table

    table = Table("id", "before", "after", "by", "what", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.id, row.before, row.after, row.by or "", row.title)
    page = console()
    page.print(table)
    page.print(f"\n{len(rows)} rows changed")


@ledger_app.command("conflicts")
def conflicts_command(as_json: AsJson = False, ledger: LedgerFolder = None) -> None:
    """Sources that disagree, side by side, and the version in use."""
    from detente.api import read_ledger

    record = read_ledger(*([ledger] if ledger else []))
    if as_json:
        print_json([c.model_dump() for c in record.conflicts])
        return
    out = console()
    for c in record.conflicts:
        out.print(f"[bold]{c.subject}[/bold]")
        for version in c.versions:
            out.print(f"  {version.says}", highlight=False, markup=False)
            out.print(f"      {version.source}", highlight=False, markup=False)
        out.print(f"  in use: {c.used}. Why: {c.reason}", highlight=False, markup=False)
        if c.affects:
            out.print(f"  touches: {', '.join(c.affects)}", highlight=False, markup=False)
        out.print()
    out.print(f"{len(record.conflicts)} conflicts")


@ledger_app.command("export")
def export_command(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=".csv, .parquet or .json")],
    ledger: LedgerFolder = None,
) -> None:
    """Every row of the record as one table."""
    from detente.api import read_ledger
    from detente.ledger.export import as_table

    check_writable(out, TABLES)
    record = read_ledger(*([ledger] if ledger else []))
    write_table(out, as_table(record))
    print(f"Wrote {len(record.measures)} rows to {out}.")


@ledger_app.command("coverage")
def coverage_command(
    as_page: Annotated[bool, typer.Option("--markdown", help="Print the page.")] = False,
    as_json: AsJson = False,
    ledger: LedgerFolder = None,
) -> None:
    """What the record holds of each imposer, instrument and year, and how sure it is."""
    from detente.api import read_ledger
    from detente.ledger import register
    from detente.ledger.caveats import SIDES

    record = read_ledger(*([ledger] if ledger else []))
    if as_page and as_json:
        raise InputError("--markdown and --json exclude each other. Choose one.")
    if as_page:
        print(register.as_page(record), end="")
        return
    cells = register.coverage_register(record)
    if as_json:
        print_json(cells)
        return
    from rich.table import Table

    names = ("imposer", "instrument", "year", "extent", "rows", "high", "medium", "low", "gaps")
    table = Table(*names, box=None, pad_edge=False)
    for c in cells:
        if c.rows:
            counts = map(str, (c.year, c.extent, c.rows, c.high, c.medium, c.low))
            table.add_row(c.imposer, c.instrument, *counts, "; ".join(c.gaps))
    out = console()
    out.print(table)
    out.print(f"\n{sum(not c.rows for c in cells)} cells without a row are unknown, not zero")
    out.print(f"\nKnown holes, told with each rate they touch. {record.coverage.note}")
    holes = Table("id", "imposer", "from", "to", "the rate may be", "what", box=None)
    for c in record.caveats:
        until = f"{c.until:%Y-%m-%d}" if c.until else ""
        holes.add_row(c.id, c.imposer, f"{c.start:%Y-%m-%d}", until, SIDES[c.effect], c.says)
    out.print(holes)
