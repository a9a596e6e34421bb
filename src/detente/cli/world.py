"""`detente world`: the calibrated economies."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.app import AsJson, app
from detente.cli.output import print_json

world_app = typer.Typer(help="Calibrated economies.", no_args_is_help=True)
app.add_typer(world_app, name="world")
Name = Annotated[str, typer.Argument(metavar="ID", help="A world's id or file.")]


@world_app.command("list")
def list_command() -> None:
    """The worlds that come with detente."""
    from detente.worlds import list_worlds, load_world

    for name in list_worlds():
        world = load_world(name)
        print(f"{name:12} {len(world.countries)} x {len(world.sectors)}  {world.title}")


@world_app.command("show")
def show_command(name: Name, as_json: AsJson = False) -> None:
    """A world's data card: sources, licences, steps, what not to use it for."""
    from detente.worlds import load_world

    world = load_world(name)
    if as_json:
        print_json(world.card)
        return
    from detente.worlds.cards import card_text

    print(card_text(world))


@world_app.command("check")
def check_command(name: Name) -> None:
    """Check every identity of a world."""
    from detente.worlds import check_world, load_world

    world = load_world(name)
    check_world(world)
    print(f"{world.id}: every identity holds.")
