"""`detente snapshot`: every line and partner of an importer, in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsKnown, LedgerFolder, On, app
from detente.cli.output import check_writable, console, write_table
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.rates.snapshot import Snapshot

SHOWN = 6


@app.command("snapshot")
def snapshot_command(
    importer: Annotated[str, typer.Argument(help="The country that levies.")],
    on: On,
    partners: Annotated[
        list[str] | None, typer.Option("--partner", help="Only this partner; may be repeated.")
    ] = None,
    as_known: AsKnown = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=".parquet or .csv, layers kept.")
    ] = None,
    ledger: LedgerFolder = None,
) -> None:
    """Stacked rates on every tariff line from every partner, layers kept."""
    from detente.api import moment, read_ledger
    from detente.rates.snapshot import long_table, take_snapshot

    if out:
        check_writable(out, (".parquet", ".csv"))
    record = read_ledger(*([ledger] if ledger else []))
    known = moment(as_known) if as_known else record.coverage.until
    buyer = record.places.find(importer)
    snapshot = take_snapshot(record, buyer, moment(on), known)
    chosen = tuple(record.places.find(p) for p in partners or ()) or tuple(snapshot.of_partner)
    if buyer in chosen:
        raise InputError(f"{buyer} is both importer and partner. Name another partner.")
    if out:
        write_table(out, long_table(snapshot, chosen))
    print_treatments(snapshot, chosen)
    if out:
        print(f"Wrote {out}.")


def print_treatments(snapshot: Snapshot, chosen: tuple[str, ...]) -> None:
    """A row for every group of partners that is treated alike."""
    import numpy as np
    from rich.table import Table

    page = console()
    page.print(
        f"{len(snapshot.codes):,} lines x {len(chosen)} partners, {len(snapshot.treatments)} "
        f"different treatments, {snapshot.at:%Y-%m-%d %H:%M %Z}",
        highlight=False,
    )
    table = Table("partners", "mean over lines", "highest", "unknown lines", box=None)
    rows: list[tuple[float, tuple[str, ...]]] = []
    for t in snapshot.treatments:
        if not set(t.partners) & set(chosen):
            continue
        more = len(t.partners) - SHOWN
        names = ", ".join(t.partners[:SHOWN]) + (f" and {more} more" if more > 0 else "")
        known = t.rate[~np.isnan(t.rate)]
        gaps = str(t.rate.size - known.size)
        if not known.size:
            rows.append((-1.0, (names, "unknown", "unknown", gaps)))
            continue
        mean = float(known.mean())
        rows.append((mean, (names, f"{mean:.1%}", f"{float(known.max()):.1%}", gaps)))
    for _, cells in sorted(rows, key=lambda row: -row[0]):
        table.add_row(*cells)
    page.print(table)
