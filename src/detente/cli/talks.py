"""`detente talks`: which packages both sides would take, against which threat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsJson, AsKnown, ChartFile, LedgerFolder, On, app
from detente.cli.brief import Sides, WorldName, progress, two
from detente.cli.output import check_writable, console, print_json, write_output

if TYPE_CHECKING:
    from rich.console import Console

    from detente.talks import Talks


@app.command("talks")
def talks_command(  # noqa: PLR0913 - one option a question
    sides: Sides,
    on: On,
    threat: Annotated[
        str,
        typer.Option("--threat", help="status_quo, snap_back_legal or snap_back_announced."),
    ] = "status_quo",
    chart: ChartFile = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    world: WorldName = "",
    ledger: LedgerFolder = None,
) -> None:
    """Packages of concessions both sides would take, how surely, and who asked what."""
    from detente.api import day, read_ledger
    from detente.talks import talks
    from detente.worlds import default_world, load_world

    one, other = two(sides)
    if chart:
        check_writable(chart)
    with progress() as tell:
        tell("laying out the table")
        found = talks(
            read_ledger(*([ledger] if ledger else [])),
            load_world(world or default_world()),
            one,
            other,
            day(on),
            threat=threat,
            as_known=day(as_known) if as_known else None,
        )
    if chart:
        from detente.brief.power_charts import deal_map

        write_output(chart, deal_map(found))
    if as_json:
        print_json(plain(found))
        return
    print_concessions(found, console())
    print_packages(found, console())
    print_demands(found, console())


def plain(found: Talks) -> dict[str, object]:
    """The table as JSON values, without the draws themselves."""
    from dataclasses import fields

    told: dict[str, object] = {f.name: getattr(found, f.name) for f in fields(found)}
    told["bargains"] = {"titles": found.bargains.titles, "share": found.bargains.share}
    told["demands"] = [d.model_dump() for d in found.demands]
    return told


def print_concessions(found: Talks, out: Console) -> None:
    """What is on the table, and what it is worth to both."""
    from rich.table import Table

    one, other = found.parties
    out.print(
        f"[bold]On the table[/bold], as known on {found.as_known}; worth against today in USD bn a "
        "year, middle and 90% band of the draws",
        highlight=False,
    )
    table = Table("by", "concession", f"to {one}", f"to {other}", box=None)
    for c in found.concessions:
        mark = " (read differently)" if c.ambiguous else ""
        table.add_row(c.by, c.title + mark, _span(c.first), _span(c.second))
    out.print(table)
    if found.bargains.titles:
        out.print(
            f"{found.bargains.share:.0%} of the draws agree with what was struck: "
            f"{'; '.join(found.bargains.titles)}.",
            highlight=False,
        )


def print_packages(found: Talks, out: Console) -> None:
    """Packages by how surely both take them."""
    from rich.markup import escape
    from rich.table import Table

    one, other = found.parties
    out.print(
        f"\n[bold]Packages[/bold] against {found.threat} ({one} {found.threat_worth[0]:+.0f}, "
        f"{other} {found.threat_worth[1]:+.0f}): {found.zone} of {found.count} in the zone, "
        f"{found.efficient} of these efficient. Linking is worth {found.linkage:.1f}.",
        highlight=False,
    )
    table = Table("package", "both take it", "efficient", f"gain {one}", f"gain {other}", "price")
    table.box = None
    for p in found.packages:
        name = ", ".join(p.items) + (f" [{', '.join(p.names)}]" if p.names else "")
        price = f"{p.price.low:.1f} to {p.price.high:.1f}" if p.price else "none"
        often = (f"{p.in_zone:.0%}", f"{p.efficient:.0%}")
        table.add_row(escape(name), *often, _span(p.gain[0]), _span(p.gain[1]), price)
    out.print(table)
    for first, second in found.swaps:
        out.print(f"  swap: {first} for {second}", highlight=False)


def print_demands(found: Talks, out: Console) -> None:
    """Who asked what, who offered what, and what was delivered."""
    from rich.table import Table

    if not found.demands:
        return
    out.print("\n[bold]Asked and offered[/bold]")
    table = Table("day", "by", "what", "kind", "delivered", box=None)
    for d in found.demands:
        came = f"{d.delivery}, {d.delivered_on}" if d.delivery else "open"
        table.add_row(str(d.on), d.by, d.what, d.kind, came)
    out.print(table)


def _span(values: tuple[float, float, float]) -> str:
    return f"{values[1]:.1f} ({values[0]:.1f} to {values[2]:.1f})"
