"""`detente read`, `compare`, `calendar`, `positions`: what documents say."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import AsJson, app
from detente.cli.output import console, print_json, write_output
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.claims import Reading

Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Day of publication, YYYY-MM-DD."),
]
Text = Annotated[
    str, typer.Argument(metavar="FILE", help="Text, HTML or PDF; - for standard input; or a URL.")
]
Texts = Annotated[list[str], typer.Argument(metavar="FILE...", help="Texts, pages, PDFs, URLs.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write there, not to the terminal.")
]


def reading_of(source: str, published: str | None) -> Reading:
    """Read one source and its claims. Raises DetenteError."""
    from detente.api import day
    from detente.claims import read_claims
    from detente.cli.fetch import fetch, is_address
    from detente.documents.read import About, from_bytes, read_document

    told = day(published) if published else None
    if is_address(source):
        about = About(published=told, url=source)
        return read_claims(from_bytes(fetch(source), source, about))
    return read_claims(read_document(source, told))


@app.command("read")
def read_command(
    source: Text,
    published: Published = None,
    as_json: AsJson = False,
    as_page: Annotated[bool, typer.Option("--html", help="Print a page with marks.")] = False,
    out: Out = None,
) -> None:
    """Claims of a text: who does or says what, when, how much, in which words."""
    if as_json and as_page:
        raise InputError("--json and --html exclude each other. Choose one.")
    reading = reading_of(source, published)
    if as_json:
        deliver(json.dumps(as_mapping(reading), indent=2, ensure_ascii=False), out)
    elif as_page or (out and out.suffix == ".html"):
        from detente.claims.page import page

        deliver(page(reading), out)
    elif out:
        raise InputError(f"{out}: what to write is not said. Add --json or --html.")
    else:
        print_reading(reading)


def as_mapping(reading: Reading) -> dict[str, Any]:
    """The answer with the keys that are promised to scripts."""
    document = reading.document
    return {
        "doc": document.name,
        "doc_date": document.date.isoformat() if document.date else None,
        "doc_date_basis": document.date_basis,
        "text_sha256": document.sha256,
        "notes": list(document.notes),
        "claims": [claim.mapping() for claim in reading.claims],
    }


def deliver(text: str, out: Path | None) -> None:
    """Print, or write whole."""
    if out is None:
        print(text)
        return
    write_output(out, text)
    print(f"Wrote {out} ({len(text.encode()) / 1024:.0f} kB).", file=sys.stderr)


def visible(text: str) -> str:
    """A text that cannot steer a terminal: control and direction signs shown as a dot."""
    return "".join(c if c.isprintable() else " " if c in "\n\t\u00a0" else "\u00b7" for c in text)


def print_reading(reading: Reading) -> None:
    """The claims as tables, by kind."""
    from rich.table import Table
    from rich.text import Text as Line

    from detente.claims.claim import KINDS

    out = console()
    document = reading.document
    day = f"{document.date} ({document.date_basis})" if document.date else "no date"
    out.print(Line(f"{visible(document.title or document.name)}, {day}", style="bold"))
    for note in document.notes:
        out.print(Line(visible(note)))
    if not reading.claims:
        out.print("No statement on trade is found.")
    for kind in KINDS:
        chosen = [c for c in reading.claims if c.kind == kind]
        if not chosen:
            continue
        out.print(f"\n[bold]{kind}[/bold]  {len(chosen)}")
        table = Table(box=None, pad_edge=False, show_header=False)
        for c in chosen:
            who = ",".join(c.actor) + (f"→{','.join(c.target)}" if c.target else "")
            rate = f"{c.rate_pct:g}%" if c.rate_pct is not None else ""
            days = " to ".join(d for d in (c.date_from, c.date_to) if d)
            said = f"{visible(c.speaker)}: " if c.speaker and not document.publisher else ""
            marks = [m for m in ("negated", "conditional", "superseded") if getattr(c, m)]
            state = " ".join([c.status or "", *(f"({m})" for m in marks)]).strip()
            cells = (state, who, c.instrument or "", rate, days, said + visible(c.quote))
            table.add_row(*(Line(cell) for cell in cells))
        out.print(table)


@app.command("compare")
def compare_command(sources: Texts, published: Published = None, as_json: AsJson = False) -> None:
    """One event in several texts: agreements once, differences, what only one has."""
    from detente.claims.compare import compare

    if len(sources) < 2:
        raise InputError("One text given. Name at least two to compare.")
    found = compare([reading_of(source, published) for source in sources])
    if as_json:
        print_json(found)
        return
    from rich.text import Text as Line

    out = console()
    for number, name in enumerate(found.documents, start=1):
        out.print(Line(f"[{number}] {visible(name)}"))
    place = {name: number for number, name in enumerate(found.documents, start=1)}
    for event in found.events:
        out.print(Line(f"\n{event.kind}", style="bold"))
        for name, claim in event.reports:
            out.print(Line(f"  [{place[name]}] {visible(claim.quote)}"))
        for d in event.differences:
            said = "; ".join(f"[{place[n]}] {visible(v)}" for n, v in d.says)
            out.print(Line(f"  {'more' if d.adds else 'differs'}: {d.field}: {said}"))
    for name, claims in found.alone:
        out.print(Line(f"\nonly in [{place[name]}]", style="bold"))
        for claim in claims:
            out.print(Line(f"  {claim.kind:9} {visible(claim.quote)}"))


@app.command("meetings")
def calendar_command(sources: Texts, published: Published = None, as_json: AsJson = False) -> None:
    """Rounds of talks told in texts: city, days, heads of delegation, agenda."""
    from detente.claims.calendar import talks_calendar

    found = talks_calendar([reading_of(source, published) for source in sources])
    if as_json:
        print_json(found)
        return
    from rich.table import Table

    table = Table("days", "place", "parties", "state", "heads", "agenda", "told", box=None)
    for m in found:
        days = " to ".join(d for d in (m.date_from, m.date_to) if d)
        cells = (days, m.place or "", ", ".join(m.parties), m.status, ", ".join(m.heads))
        table.add_row(*(visible(c) for c in (*cells, ", ".join(m.agenda))), str(len(m.quotes)))
    console().print(table if found else "No round of talks is told.")


@app.command("positions")
def positions_command(sources: Texts, published: Published = None, as_json: AsJson = False) -> None:
    """Who demanded, offered, refused or threatened what, when, in whose words."""
    from detente.claims.calendar import position_tracker

    found = position_tracker([reading_of(source, published) for source in sources])
    if as_json:
        print_json(found)
        return
    from rich.table import Table
    from rich.text import Text as Line

    table = Table("who", "what", "about", "when", "in whose words", box=None, pad_edge=False)
    for held in found:
        said = f"{visible(held.speaker)}: " if held.speaker else ""
        cells = (",".join(held.who), held.status, held.about or "", held.when or "")
        table.add_row(*(Line(c) for c in (*cells, said + visible(held.quote.text))))
    console().print(table if found else "No position is told.")
