"""`detente rate`: the duty on one product, with its parts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import AsJson, AsKnown, LedgerFolder, On, app
from detente.cli.output import console, print_json
from detente.cli.tables import AsCsv, TableFile, cell, check_table, deliver_table

if TYPE_CHECKING:
    from detente.ledger import Ledger
    from detente.rates.quote import Aside, Layer, Quote


@app.command("rate")
def rate_command(  # noqa: PLR0913 - a flow, two dates, a record
    importer: Annotated[str, typer.Argument(help="The country that levies.")],
    exporter: Annotated[str, typer.Argument(help="The country of origin.")],
    product: Annotated[str, typer.Argument(help="HS code of 2 to 10 digits.")],
    on: On,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="Hour and zone on that day, as 00:01-04:00."),
    ] = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    out: TableFile = None,
    ledger: LedgerFolder = None,
) -> None:
    """The total duty on a product, its layers, and what is suspended or gives way."""
    from detente.api import quote_rate, read_ledger

    check_table(out, as_csv, as_json)
    record = read_ledger(*([ledger] if ledger else []))
    moment = f"{on}T{at}" if at else on
    quote = quote_rate(importer, exporter, product, moment, as_known=as_known, ledger=record)
    if as_json:
        print_json(as_mapping(record, quote))
    elif as_csv or out:
        deliver_table(as_columns(record, quote), out)
    else:
        print_quote(record, quote)


def documents(ledger: Ledger, sources: Any) -> str:
    """The documents of a row in one line."""
    texts: list[str] = []
    for s in sources:
        known = ledger.documents.get(s.document)
        name = (known.number or known.title or known.id) if known else s.document
        texts.append(f"{name}, {s.section}" if s.section else name)
    return "; ".join(dict.fromkeys(texts))


def as_mapping(ledger: Ledger, quote: Quote) -> dict[str, Any]:
    """The answer with the keys that are promised to scripts."""

    def layer(x: Layer) -> dict[str, Any]:
        return {
            "measure": x.measure,
            "instrument": x.instrument,
            "rate": x.rate,
            "share": x.share,
            "title": x.title,
            "source": documents(ledger, x.source),
            "documents": [s.document for s in x.source],
        }

    def aside(x: Aside) -> dict[str, Any]:
        return {
            "measure": x.measure,
            "title": x.title,
            "reason": x.reason,
            "by": x.by,
            "rate": x.rate,
            "until": x.until,
            "source": documents(ledger, x.source),
            "documents": [s.document for s in x.source],
        }

    return {
        "importer": quote.importer,
        "exporter": quote.exporter,
        "product": quote.product,
        "on": quote.on,
        "as_known": quote.as_known,
        "rate": quote.rate,
        "low": quote.low,
        "high": quote.high,
        "lines": quote.lines,
        "layers": [layer(x) for x in quote.layers],
        "suspended": [aside(x) for x in quote.suspended],
        "excluded": [aside(x) for x in quote.excluded],
        "notes": list(quote.notes),
        "caveats": list(quote.caveats),
    }


COLUMNS = (
    *("importer", "exporter", "product", "on", "as_known", "kind", "measure", "title", "rate"),
    *("share", "reason", "by", "until", "documents"),
)


def as_columns(ledger: Ledger, quote: Quote) -> dict[str, list[Any]]:
    """The total, each layer, and each row not levied, as columns; rates unknown are NaN."""
    nothing = float("nan")
    kinds = (("suspended", quote.suspended), ("not levied", quote.excluded))
    rows: list[tuple[Any, ...]] = [("total", "", "", quote.rate, 1.0, "", "", None, "")]
    rows += [
        ("layer", x.measure, x.title, x.rate, x.share, "", "", None, documents(ledger, x.source))
        for x in quote.layers
    ]
    for kind, found in kinds:
        for x in found:
            rate = nothing if x.rate is None else x.rate
            told = (x.reason, x.by, x.until, documents(ledger, x.source))
            rows.append((kind, x.measure, x.title, rate, nothing, *told))
    lead = (quote.importer, quote.exporter, quote.product, quote.on, quote.as_known)
    cells = [[cell(value) for value in (*lead, *row)] for row in rows]
    return {name: [row[k] for row in cells] for k, name in enumerate(COLUMNS)}


def shown(rate: float | None, digits: int = 2) -> str:
    """A rate as percent text; `unknown` where it is not known."""
    if rate is None or math.isnan(rate):
        return "unknown"
    return f"{rate * 100:.{digits}f}%"


def print_quote(ledger: Ledger, quote: Quote) -> None:
    """The answer as a terminal page."""
    from rich.table import Table

    out = console()
    name = ledger.places.name
    known = "" if quote.as_known >= ledger.coverage.last else f", as known on {quote.as_known}"
    out.print(
        f"[bold]{shown(quote.rate)}[/bold]  {name(quote.importer)} on {quote.product} from "
        f"{name(quote.exporter)}, {quote.on:%Y-%m-%d %H:%M %Z}{known}",
        highlight=False,
    )
    if quote.lines > 1 and quote.high > quote.low:
        out.print(f"from {shown(quote.low)} to {shown(quote.high)} over {quote.lines} lines")
    table = Table("layer", "rate", "what", "document", box=None, pad_edge=False)
    halted = {x.measure for x in quote.suspended}
    for x in quote.layers:
        part = "" if x.share > 0.9995 or quote.lines > 1 else f" (on {x.share * 100:.0f}% of value)"
        part += " (suspended; this much stays)" if x.measure in halted else ""
        table.add_row(x.measure, shown(x.rate), x.title + part, documents(ledger, x.source))
    out.print(table)
    pending = [x for x in quote.excluded if x.reason not in ("ended", "expired")]
    for heading, rows in (("Suspended", quote.suspended), ("Not levied", pending)):
        if rows:
            out.print(f"\n[bold]{heading}[/bold]")
            table = Table("row", "rate", "why", "what", box=None, pad_edge=False)
            for row in rows:
                why = row.reason + (f" ({row.by})" if row.by else "")
                why += f" until {row.until:%Y-%m-%d}" if row.until else ""
                rate = "" if row.rate is None else shown(row.rate)
                table.add_row(row.measure, rate, why, row.title)
            out.print(table)
    for note in quote.notes:
        out.print(f"\n{note}", highlight=False)
