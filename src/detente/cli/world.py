"""`detente world`: the calibrated economies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsJson, app
from detente.cli.output import console, print_json
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.equilibrium.compare import Comparison
    from detente.worlds import World

world_app = typer.Typer(help="Calibrated economies.", no_args_is_help=True)
app.add_typer(world_app, name="world")
Name = Annotated[str, typer.Argument(metavar="ID", help="A world's id or file.")]
Which = Annotated[
    str, typer.Argument(metavar="[ID]", help="A world's id or file; the default world if none.")
]
NewName = Annotated[str, typer.Option("--as", metavar="ID", help="Name of the new world.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where its two files go.")]


@world_app.command("list")
def list_command() -> None:
    """The worlds that come with detente."""
    from detente.worlds import default_world, list_worlds, load_world

    for name in list_worlds():
        world = load_world(name)
        mark = " (default)" if name == default_world() else ""
        print(f"{name:12} {len(world.countries)} x {len(world.sectors)}  {world.title}{mark}")


@world_app.command("show")
def show_command(name: Which = "", as_json: AsJson = False) -> None:
    """A world's data card: sources, licences, steps, checks, what not to use it for."""
    from detente.worlds import default_world, load_world

    world = load_world(name or default_world())
    if as_json:
        print_json(world.card)
        return
    from detente.worlds.cards import card_text

    print(card_text(world))


@world_app.command("check")
def check_command(name: Which = "") -> None:
    """Check every identity of a world, and say its largest trade in words."""
    from detente.worlds import check_world, default_world, load_world

    world = load_world(name or default_world())
    check_world(world)
    print(f"{world.id}: every identity holds.")
    _print_trade(world)


@world_app.command("build")
def build_command(  # noqa: PLR0913 - one option a file
    kind: Annotated[str, typer.Argument(metavar="KIND", help="icio, wiod or long.")],
    name: NewName,
    year: Annotated[int, typer.Option("--year", help="Year of the table.")],
    out: Out = Path(),
    table: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The table, as published (CSV).")
    ] = None,
    gdp: Annotated[
        Path | None, typer.Option(metavar="FILE", help="country, gdp; for kind long.")
    ] = None,
    elasticities: Annotated[
        Path | None, typer.Option(metavar="FILE", help="sector, elasticity, good.")
    ] = None,
    tariffs: Annotated[
        Path | None, typer.Option(metavar="FILE", help="importer, exporter, sector, rate.")
    ] = None,
    download: Annotated[
        str, typer.Option("--download", metavar="URL", help="Fetch the table from here.")
    ] = "",
    sha256: Annotated[
        str, typer.Option("--sha256", metavar="HEX", help="Digest the download must have.")
    ] = "",
    sure: Annotated[
        bool, typer.Option("--sure", help="Build although trade looks the wrong way round.")
    ] = False,
) -> None:
    """Build a world from a table of your own; without files, says what is missing and where."""
    from detente.worlds import Inputs, build_world

    if download and table is None:
        from detente.worlds.fetch import Download, fetch

        table = fetch(Download(download, sha256), out)
    inputs = Inputs(table, gdp, elasticities, tariffs)
    world = build_world(kind, name, year, inputs, sure=sure)
    _save(world, out)


@world_app.command("aggregate")
def aggregate_command(
    name: Name,
    new: NewName,
    out: Out = Path(),
    bloc: Annotated[
        list[str] | None, typer.Option("--bloc", help="Merge this bloc's members; repeatable.")
    ] = None,
    groups: Annotated[
        Path | None,
        typer.Option("--groups", metavar="FILE", help="countries: {NEW: [OLD]}, sectors: alike."),
    ] = None,
    inner_duty: Annotated[
        str, typer.Option("--inner-duty", help="refuse, or income: duty among merged members.")
    ] = "refuse",
) -> None:
    """Merge countries or sectors on money flows, so that the accounts stay exact."""
    from dataclasses import replace

    from detente.worlds import aggregate, bloc_groups, load_world, read_groups

    if inner_duty not in ("refuse", "income"):
        raise InputError(f'--inner-duty is "{inner_duty}". Choose refuse or income.')
    world = load_world(name)
    countries, sectors = read_groups(groups) if groups else ({}, {})
    countries = bloc_groups(world, bloc or []) | countries
    if not countries and not sectors:
        raise InputError("Nothing to merge was named. Give --bloc or --groups.")
    small = aggregate(world, countries=countries, sectors=sectors, inner_duty=inner_duty)
    _save(replace(small, id=new), out)


@world_app.command("compare")
def compare_command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Worlds; all real ones if none.")
    ] = None,
    shock: Annotated[
        list[str] | None, typer.Option("--shock", metavar="ID", help="Only this shock; repeatable.")
    ] = None,
    places: Annotated[
        str, typer.Option("--places", metavar="A,B", help="Countries to report, by code.")
    ] = "",
    shocks_file: Annotated[
        Path | None, typer.Option("--shocks", metavar="FILE", help="Shocks of your own.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Solve standard shocks on several worlds: how far results depend on the calibration."""
    from detente.equilibrium.compare import compare
    from detente.rates.applied import mapped_worlds
    from detente.worlds import load_world, read_shocks

    worlds = [load_world(name) for name in names or mapped_worlds()]
    shocks = read_shocks(shocks_file)
    known = [s.id for s in shocks]
    strangers = sorted(set(shock or []) - set(known))
    if strangers:
        raise InputError(
            f"--shock: no shock is called {' or '.join(strangers)}. Choose from {', '.join(known)}."
        )
    chosen = [s for s in shocks if not shock or s.id in shock]
    shown = [p.strip() for p in places.split(",") if p.strip()] or list(worlds[0].countries)
    for stranger in (p for p in shown if not any(p in world.countries for world in worlds)):
        worlds[0].country(stranger)
    found = compare(worlds, chosen, shown)
    if as_json:
        print_json(found)
        return
    _print_comparison(found)


def _print_comparison(found: Comparison) -> None:
    from rich.table import Table

    for shock in found.shocks:
        grid = Table(title=f"{shock.title}: real income, percent", title_justify="left")
        grid.add_column("Place")
        for world in (*found.worlds, "spread"):
            grid.add_column(world, justify="right")
        for row in found.rows:
            if row.shock == shock.id:
                cells = (*row.changes, row.spread)
                texts = ["-" if x is None else f"{100 * x:+.2f}" for x in cells]
                grid.add_row(row.place, *texts)
        console().print(grid)


def _save(world: World, out: Path) -> None:
    from detente.worlds import save_world

    path = save_world(world, out)
    size = f"{len(world.countries)} countries x {len(world.sectors)} sectors"
    print(f"Wrote {path} and its card: {size}, every identity holds.")
    _print_trade(world)


def _print_trade(world: World) -> None:
    """The largest trade in words: who reads them sees whether importer and exporter are right."""
    from detente.worlds import largest_trade

    for sentence in largest_trade(world):
        print(sentence)
