"""`detente ledger`: the record itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.app import AsJson, AsKnown, LedgerFolder, On, app
from detente.cli.output import console, print_json
from detente.cli.read import Out, Published, Text, deliver, reading_of, visible
from detente.cli.tables import AsCsv, TableFile, check_table, columns_of, deliver_table

ledger_app = typer.Typer(help="The record of measures, truces and documents.", no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")
REPEATED = ("document", "event", "truce", "conflict", "term", "said to return")
VERDICTS = ("confirmed", "partial", "contradicted", "new", "unclear")


@ledger_app.command("show")
def show_command(  # noqa: PLR0913 - filters
    on: On,
    as_known: AsKnown = None,
    imposer: Annotated[str | None, typer.Option("--imposer", help="Only this imposer.")] = None,
    target: Annotated[
        str | None, typer.Option("--target", help="Only aimed at this place.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Ended rows too.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    out: TableFile = None,
    ledger: LedgerFolder = None,
) -> None:
    """Rows of the record with their state on a day."""
    from detente.api import day, read_ledger
    from detente.ledger.status import RecordRow, record_on

    check_table(out, as_csv, as_json)
    record = read_ledger(*([ledger] if ledger else []))
    known = day(as_known) if as_known else None
    rows = record_on(record, day(on), known, imposer, target, every)
    if as_json:
        print_json(rows)
        return
    if as_csv or out:
        deliver_table(columns_of(RecordRow, rows), out)
        return
    from rich.table import Table

    table = Table("id", "state", "from", "until", "what", box=None, pad_edge=False)
    for row in rows:
        told = (row.state, *dict.fromkeys(part.partition(" by ")[0] for part in row.in_part))
        cells = (short(row.effective), short(row.until), row.title)
        table.add_row(row.id, ", ".join(told), *cells)
    page = console()
    page.print(table)
    page.print(f"\n{len(rows)} rows")


def short(moment: str | None) -> str:
    """A day and its hour without the zone, which the row's imposer tells."""
    return (moment or "")[:16].replace("T", " ")


@ledger_app.command("explain")
def explain_measure(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A measure's, truce's or document's id.")
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of its standing.")
    ] = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    ledger: LedgerFolder = None,
) -> None:
    """One entry of the record: fields, standing on a day, what acts on it, documents."""
    from detente.api import day, read_ledger
    from detente.ledger.described import described_entry

    record = read_ledger(*([ledger] if ledger else []))
    known = day(as_known) if as_known else record.coverage.last
    lines = described_entry(record, name, day(on) if on else known, known)
    if as_json:
        print_json(by_label(lines))
        return
    out = console()
    for label, text in lines:
        out.print(f"[bold]{label:14}[/bold] ", end="")
        out.print(text, highlight=False, markup=False)


def by_label(lines: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Fields by label; those that may come more than once are lists."""
    found: dict[str, str | list[str]] = {}
    for label, text in lines:
        if label.endswith(" by") or label in REPEATED:
            found[label] = [*found.get(label, ()), text]
        else:
            found[label] = text
    return found


@ledger_app.command("check")
def check_command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A folder laid over the record.")
    ] = None,
) -> None:
    """Check every file of the record; all faults at once, sorted by file."""
    from detente.ledger.read import check_record

    record = check_record(*([folder] if folder else []))
    print(
        f"{len(record.measures)} measures, {len(record.truces)} truces, {len(record.documents)} "
        f"documents, {len(record.lists)} lists, {len(record.interactions)} rules: no fault "
        f"(record {record.digest})."
    )


@ledger_app.command("check-claims")
def check_claims_command(
    source: Text,
    published: Published = None,
    as_json: AsJson = False,
    ledger: LedgerFolder = None,
) -> None:
    """Hold a text against the record of its day: confirmed, partial, contradicted, new."""
    from detente.api import read_ledger
    from detente.reconcile import check_claims

    record = read_ledger(*([ledger] if ledger else []))
    found = check_claims(reading_of(source, published), record)
    if as_json:
        print_json(found)
        return
    from rich.table import Table
    from rich.text import Text as Line

    table = Table("verdict", "rows", "why", "claim", box=None, pad_edge=False)
    for f in found:
        told = visible(f.claim.quote)
        table.add_row(*(Line(cell) for cell in (f.verdict, "\n".join(f.rows), f.why, told)))
    out = console()
    out.print(table)
    counts = {v: sum(f.verdict == v for f in found) for v in VERDICTS}
    out.print("\n" + ", ".join(f"{n} {verdict}" for verdict, n in counts.items()))


@ledger_app.command("draft")
def draft_command(
    source: Text,
    published: Published = None,
    out: Out = None,
    ledger: LedgerFolder = None,
) -> None:
    """Draft rows from measures that are new or differ; the record itself stays as it is."""
    from detente.api import read_ledger
    from detente.reconcile import draft_rows
    from detente.reconcile.draft import drafts_text

    record = read_ledger(*([ledger] if ledger else []))
    reading = reading_of(source, published)
    found = draft_rows(reading, record)
    if not found:
        print("No measure of this text is new to the record or differs from it.")
        return
    deliver(drafts_text(reading, found).rstrip(), out)
