"""`detente leverage`: who can hurt whom, how soon, at what own cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsJson, AsKnown, ChartFile, LedgerFolder, On, app
from detente.cli.brief import Sides, WorldName, opened, progress, two
from detente.cli.output import CHARTS, check_writable, console, print_json, write_output

if TYPE_CHECKING:
    from detente.leverage import Leverage


@app.command("leverage")
def leverage_command(  # noqa: PLR0913 - one option a question
    sides: Sides,
    on: On,
    horizon: Annotated[str, typer.Option("--horizon", help="3m, 1y or 5y.")] = "1y",
    chart: ChartFile = None,
    curve: Annotated[
        Path | None, typer.Option("--curve", metavar="FILE", help="Write the shortage curve.")
    ] = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    world: WorldName = "",
    ledger: LedgerFolder = None,
) -> None:
    """Who can hurt whom, how soon, for how long, and at what own cost."""
    from detente.api import day
    from detente.leverage import leverage

    one, other = two(sides)
    for file in filter(None, (chart, curve)):
        check_writable(file, CHARTS)
    with progress() as tell:
        tell("playing the cards")
        found = leverage(
            *opened(ledger, world),
            one,
            other,
            day(on),
            horizon=horizon,
            as_known=day(as_known) if as_known else None,
        )
    write_charts(found, chart, curve)
    if as_json:
        print_json(found)
        return
    from detente.cli.leverage_page import print_leverage

    print_leverage(found, console())


def write_charts(found: Leverage, chart: Path | None, curve: Path | None) -> None:
    """The scatter of cards and the shortage curve, where they were asked for."""
    from detente.brief.power_charts import shortage_curve, who_hurts_whom

    if chart:
        write_output(chart, who_hurts_whom(found))
    if curve and found.curve:
        write_output(curve, shortage_curve(found.curve))
