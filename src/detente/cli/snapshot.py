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
    means = {
        t.partners: float(np.nanmean(t.rate)) if (~np.isnan(t.rate)).any() else -1.0 for t in shown
    }
    for t in sorted(shown, key=lambda t: -means[t.partners]):
        names = ", ".join(t.partners[:6]) + (
            f" and {len(t.partners) - 6} more" if len(t.partners) > 6 else ""
        )
        unknown = int(np.isnan(t.rate).sum())
        if means[t.partners] < 0:
            table.add_row(names, "unknown", "unknown", str(unknown))
            continue
        high = f"{float(np.nanmax(t.rate)):.1%}"
        table.add_row(names, f"{means[t.partners]:.1%}", high, str(unknown))
    page.print(table)
    if out:
        page.print(f"Wrote {out}.")
