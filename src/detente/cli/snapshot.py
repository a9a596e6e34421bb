"""`detente snapshot`: every line and partner of an importer, in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsKnown, LedgerFolder, On, app
from detente.cli.output import check_writable, console, write_whole
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
    from detente.rates.snapshot import take_snapshot
    from detente.rates.snapshot_file import write_long

    if out:
        check_writable(out, (".parquet", ".csv"))
    record = read_ledger(*([ledger] if ledger else []))
    known = moment(as_known) if as_known else record.coverage.last
    buyer = record.places.find(importer)
    snapshot = take_snapshot(record, buyer, moment(on), known)
    chosen = tuple(record.places.find(p) for p in partners or ()) or tuple(snapshot.of_partner)
    if buyer in chosen:
        raise InputError(f"{buyer} is both importer and partner. Name another partner.")
    if out:
        ending = out.suffix
        write_whole(out, lambda part: write_long(snapshot, chosen, part, ending))
    print_treatments(snapshot, chosen)
    if out:
        print(f"Wrote {out}.")


def counted(count: int, noun: str) -> str:
    """A number and its noun: `1 partner`, `11,030 lines`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def print_treatments(snapshot: Snapshot, chosen: tuple[str, ...]) -> None:
    """A row for every group of partners that is treated alike."""
    import numpy as np
    from rich.table import Table

    page = console()
    treatments = len({snapshot.of_partner[p] for p in chosen})
    page.print(
        f"{counted(len(snapshot.codes), 'line')} x {counted(len(chosen), 'partner')}, "
        f"{counted(treatments, 'different treatment')}, {snapshot.at:%Y-%m-%d %H:%M %Z}",
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
