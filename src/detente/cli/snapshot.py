"""`detente snapshot`: every line and partner of an importer, in one table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.app import AsKnown, LedgerFolder, On, app
from detente.cli.output import check_writable, console, write_table


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
    import numpy as np

    from detente.api import moment, read_ledger
    from detente.rates.snapshot import long_table, take_snapshot

    if out:
        check_writable(out)
    record = read_ledger(*([ledger] if ledger else []))
    known = moment(as_known) if as_known else record.coverage.until
    buyer = record.places.find(importer)
    snapshot = take_snapshot(record, buyer, moment(on), known)
    chosen = tuple(record.places.find(p) for p in partners or ()) or tuple(snapshot.of_partner)
    if out:
        write_table(out, long_table(snapshot, chosen))
    page = console()
    page.print(
        f"{len(snapshot.codes):,} lines x {len(chosen)} partners, {len(snapshot.treatments)} "
        f"different treatments, {snapshot.at:%Y-%m-%d %H:%M %Z}",
        highlight=False,
    )
    from rich.table import Table

    table = Table("partners", "mean over lines", "highest", "unknown lines", box=None)
    shown = [t for t in snapshot.treatments if set(t.partners) & set(chosen)]
    for t in sorted(shown, key=lambda t: -float(np.nanmean(t.rate))):
        names = ", ".join(t.partners[:6]) + (
            f" and {len(t.partners) - 6} more" if len(t.partners) > 6 else ""
        )
        mean, high = float(np.nanmean(t.rate)), float(np.nanmax(t.rate))
        table.add_row(names, f"{mean:.1%}", f"{high:.1%}", str(int(np.isnan(t.rate).sum())))
    page.print(table)
    if out:
        page.print(f"Wrote {out}.")
