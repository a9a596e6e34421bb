"""`detente series`: average duties by day."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import AsJson, AsKnown, LedgerFolder, app
from detente.cli.brief import progress
from detente.cli.output import TABLES, check_writable, print_json, write_output, write_table
from detente.errors import CoverageError, InputError

if TYPE_CHECKING:
    from detente.ledger import Ledger
    from detente.rates.average import Direction
    from detente.rates.series import Point, Span

First = Annotated[str, typer.Option("--from", metavar="DATE", help="First day.")]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help="Last day.")]

PAGES = (".svg", ".html")


@app.command("series")
def series_command(  # noqa: PLR0913 - a question, its cuts and its renderings
    one: Annotated[str, typer.Argument(metavar="ONE")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="A country, or `all`.")],
    start: First,
    until: Last,
    by: Annotated[
        str | None, typer.Option("--by", help="sector or partner, first country's side only.")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option("--weights", metavar="CSV", help="Your own: code, value.")
    ] = None,
    as_known: AsKnown = None,
    contemporary: Annotated[
        bool, typer.Option("--contemporary", help="Each day as known on that day.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, a row a day.")] = False,
    as_json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=".csv, .parquet, .json, .svg, .html"),
    ] = None,
    ledger: LedgerFolder = None,
) -> None:
    """Trade-weighted average duty each way, by day, with its coverage."""
    from detente.api import day, read_ledger
    from detente.rates.series import Span

    _exclude({"--contemporary": contemporary, "--as-known": as_known})
    _exclude({"--csv": as_csv, "--json": as_json})
    if out:
        check_writable(out, (*TABLES, *PAGES))
    record = read_ledger(*([ledger] if ledger else []))
    known = None if contemporary else day(as_known) if as_known else record.coverage.last
    span = Span(day(start), day(until), known)
    with progress() as tell:
        tell("averaging duties day by day")
        points = list(_points(record, (one, other), span, by, weights))
    if out:
        write_series(record, points, out, weights, span)
    elif as_json:
        print_json(points)
    elif as_csv:
        print_csv(points)
    else:
        foot = [source_line(record, points, weights), *caveat_lines(record, points, span)]
        print_steps(record, points, foot)


def _exclude(options: dict[str, object]) -> None:
    """Refuse two options that are given both."""
    if all(options.values()):
        raise InputError(f"{' and '.join(options)} exclude each other. Choose one.")


def write_series(
    record: Ledger, points: list[Point], out: Path, weights: Path | None, span: Span
) -> None:
    """A chart (.svg, .html) or a table (.csv, .parquet, .json)."""
    if out.suffix in PAGES:
        from detente.brief.series_chart import series_page

        names = {code: place.name for code, place in record.places.by_code.items()}
        names |= sector_names()
        source, notes = source_line(record, points, weights), caveat_lines(record, points, span)
        write_output(out, series_page(names, points, out.suffix, source, notes))
    else:
        write_table(out, columns(points))
    print(f"Wrote {out}.", file=sys.stderr)


def _points(
    record: Ledger, sides: tuple[str, str], span: Span, by: str | None, weights: Path | None
) -> Iterable[Point]:
    from detente.rates.average import direction
    from detente.rates.series import (
        ALL,
        daily_series,
        own_weights,
        series_by_partner,
        series_by_sector,
    )

    if by not in (None, "sector", "partner"):
        raise InputError(f'--by takes sector or partner, not "{by}".')
    first = record.places.find(sides[0])
    if sides[1] == ALL or by == "partner":
        return series_by_partner(record, first, span)
    second = record.places.find(sides[1])
    if by == "sector" or weights:
        flow = direction(record, first, second)
        flow = own_weights(flow, weights) if weights else flow
        return series_by_sector(flow, span, "icio") if by else daily_series(flow, span)
    found = [_side(record, *flow) for flow in ((first, second), (second, first))]
    faults = [side for side in found if isinstance(side, CoverageError)]
    if len(faults) == len(found):
        raise faults[0]
    for fault in faults:
        print(fault, file=sys.stderr)
    sides_held = [side for side in found if not isinstance(side, CoverageError)]
    return [point for side in sides_held for point in daily_series(side, span)]


def _side(record: Ledger, importer: str, exporter: str) -> Direction | CoverageError:
    """One direction, or why no average of it can be formed."""
    from detente.rates.average import direction

    try:
        return direction(record, importer, exporter)
    except CoverageError as error:
        return error


def sector_names() -> dict[str, str]:
    """Names of the sectors a series is cut by."""
    from detente.rates.series import sector_names as names

    return names("icio")


def columns(points: list[Point]) -> dict[str, list[Any]]:
    """The promised columns, and the sector where there is one."""
    table: dict[str, list[Any]] = {
        "date": [p.day.isoformat() for p in points],
        "importer": [p.importer for p in points],
        "exporter": [p.exporter for p in points],
        "rate": [None if isnan(p.rate) else round(p.rate, 8) for p in points],
        "coverage": [round(p.coverage, 8) for p in points],
    }
    if any(p.part for p in points):
        table["sector"] = [p.part for p in points]
    return table


def print_csv(points: list[Point]) -> None:
    """A row a day on standard output."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    table = columns(points)
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))


def source_line(record: Ledger, points: list[Point], own: Path | None = None) -> str:
    """Weights and record behind a series, in one line."""
    from detente.rates.weights import trade_weights

    found = [trade_weights(p.importer, p.exporter) for p in points[:1] + points[-1:]]
    names = [f"your own, {own.name}"] if own else dict.fromkeys(w.name for w in found if w)
    return (
        f"Weights, fixed: {'; '.join(names)}. Statutory rates: preference claims "
        f"(USMCA and others) are not counted. Record {record.digest}."
    )


def caveat_lines(record: Ledger, points: list[Point], span: Span) -> list[str]:
    """Known holes of the record that touch the flows and days of a series, each once."""
    from detente.ledger.caveats import told

    days: dict[tuple[str, str], tuple[date, date]] = {}
    for p in points:
        flow = (p.importer, p.exporter)
        days[flow] = (min(p.day, days.get(flow, (p.day, p.day))[0]), p.day)
    found = (
        told(c)
        for flow, ends in days.items()
        for c in record.caveats_on(
            flow,
            (record.instant(ends[0], flow[0]), record.instant(ends[1], flow[0])),
            span.known(ends[1]),
        )
    )
    return list(dict.fromkeys(found))


def print_steps(record: Ledger, points: list[Point], foot: list[str]) -> None:
    """Only the days on which a line moves, as a terminal table, and what stands below it."""
    from rich.table import Table

    from detente.cli.output import console
    from detente.cli.rate import shown

    table = Table("from", "importer", "exporter", "sector", "rate", "coverage", box=None)
    last: dict[tuple[str, str, str], str] = {}
    for p in points:
        key = (p.importer, p.exporter, p.part)
        if last.get(key) != shown(p.rate):
            last[key] = shown(p.rate)
            table.add_row(
                p.day.isoformat(),
                p.importer,
                p.exporter,
                p.part,
                shown(p.rate),
                shown(p.coverage, 0),
            )
    out = console()
    out.print(table)
    for line in foot:
        out.print(line, highlight=False)
