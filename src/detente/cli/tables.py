"""Answers as tables: `--csv` prints one, `--out` writes one as .csv or .parquet."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from detente.cli.output import check_writable, write_table
from detente.errors import InputError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DIGITS = 10  # of a fraction; what lies beyond comes of adding it up
TABLE_ENDINGS = (".csv", ".parquet")
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, a line a row.")]
TableFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write the rows: .csv or .parquet.")
]


def check_table(out: Path | None, as_csv: bool, as_json: bool) -> None:
    """Refuse a file that cannot be written, and two forms at once, before any work is done."""
    chosen = [n for n, on in (("--csv", as_csv), ("--json", as_json), ("--out", out)) if on]
    if len(chosen) > 1:
        raise InputError(f"{' and '.join(chosen)} exclude each other. Choose one.")
    if out:
        check_writable(out, TABLE_ENDINGS)


def deliver_table(columns: Mapping[str, Sequence[Any]], out: Path | None) -> None:
    """Write columns to a file, or print them as CSV where there is none."""
    if out:
        write_table(out, columns)
        print(f"Wrote {out}.", file=sys.stderr)
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))


def columns_of(kind: type[DataclassInstance], rows: Iterable[Any]) -> dict[str, list[Any]]:
    """A column for each field of a dataclass, in its order; there may be no rows."""
    held = list(rows)
    return {f.name: [cell(getattr(row, f.name)) for row in held] for f in fields(kind)}


def cell(value: Any) -> Any:
    """A value as a table holds it: times in ISO form, several as one text, none as empty."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, tuple):
        return "; ".join(map(str, cast("tuple[object, ...]", value)))
    return value
