"""`detente brief` and `detente explain`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsJson, AsKnown, LedgerFolder, On, app
from detente.cli.output import check_writable, console, write_output
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.claims import Reading
    from detente.ledger import Ledger
    from detente.worlds import World

Sides = Annotated[list[str], typer.Argument(metavar="ONE OTHER", help="The two sides.")]
WorldName = Annotated[str, typer.Option("--world", metavar="ID", help="A calibrated economy.")]


Short = Annotated[bool, typer.Option("--short", help="Print the answers alone, on one screen.")]
Beside = Annotated[
    list[str] | None,
    typer.Option(
        "--text",
        metavar="FILE",
        help="Lay a text, page, PDF or URL beside; more than once if need be.",
    ),
]
DayOfTexts = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Day of the texts that tell none."),
]


@app.command("brief")
def brief_command(  # noqa: PLR0913 - one option a rendering
    sides: Sides,
    on: On,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write a page (.html) or .md, .json."),
    ] = None,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    short: Short = False,
    texts: Beside = None,
    published: DayOfTexts = None,
    as_known: AsKnown = None,
    world: WorldName = "",
    ledger: LedgerFolder = None,
) -> None:
    """What is in force, what comes back, what each outcome costs, and who says so."""
    from detente.api import build_brief

    one, other = two(sides)
    if as_json + markdown + short > 1:
        raise InputError("--json, --markdown and --short exclude each other. Choose one.")
    if out:
        check_writable(out, (".html", ".md", ".json"))
    with progress() as tell:
        brief = build_brief(
            one, other, on, as_known=as_known, world=world, ledger=ledger, tell=tell,
            readings=readings_of(texts or [], published),
        )  # fmt: skip
    if as_json:
        print(brief.json())
    elif markdown:
        print(brief.markdown())
    elif not out:
        from detente.brief.terminal import print_brief, print_short

        (print_short if short else print_brief)(brief, console())
    if out:
        text = {".html": brief.html, ".md": brief.markdown, ".json": brief.json}[out.suffix]()
        write_output(out, text)
        print(f"Wrote {out} ({len(text.encode()) / 1024:.0f} kB).", file=sys.stderr)


def readings_of(texts: list[str], published: str | None) -> list[Reading]:
    """Documents to lay beside a brief; those that tell no day take the one given."""
    if published and not texts:
        raise InputError("--published is the day of a text, and none was given. Add --text FILE.")
    if not texts:
        return []
    from detente.cli.read import reading_of

    found = [reading_of(source, None) for source in texts]
    return [
        reading_of(source, published) if published and r.document.date is None else r
        for source, r in zip(texts, found, strict=True)
    ]


@app.command("explain")
def explain_command(  # noqa: PLR0913 - an address and the brief it belongs to
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="A number of a brief.")],
    sides: Sides,
    on: On,
    as_json: AsJson = False,
    as_known: AsKnown = None,
    world: WorldName = "",
    ledger: LedgerFolder = None,
) -> None:
    """Walk a number back: run, rates, measures, documents."""
    from detente.api import day
    from detente.brief.explain import Question, explain
    from detente.cli.output import print_explanation

    with progress() as tell:
        tell("walking the number back")
        record, economy = opened(ledger, world)
        question = Question(
            ledger=record,
            world=economy,
            parties=two(sides),
            on=day(on),
            as_known=None if as_known is None else day(as_known),
        )
        found = explain(question, address)
    print_explanation(found, as_json)


def opened(ledger: Path | None, world: str) -> tuple[Ledger, World]:
    """The record, with a folder laid over it if given, and a world by name or the default one."""
    from detente.api import read_ledger
    from detente.worlds import default_world, load_world

    return read_ledger(*([ledger] if ledger else [])), load_world(world or default_world())


def two(sides: list[str]) -> tuple[str, str]:
    """Exactly two sides."""
    if len(sides) != 2:
        raise InputError(
            f"{' '.join(sides)}: {len(sides)} given, two sides are needed. Name them, as in: "
            "USA CHN."
        )
    return sides[0], sides[1]


@contextmanager
def progress() -> Generator[Callable[[str], None]]:
    """A status line on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda step: status.update(step)
