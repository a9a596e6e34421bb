"""`detente talks`: which packages both sides would take, against which threat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsJson, AsKnown, ChartFile, LedgerFolder, On, app
from detente.cli.brief import Sides, WorldName, opened, progress, two
from detente.cli.output import CHARTS, check_writable, console, print_json, write_output

if TYPE_CHECKING:
    from detente.talks import Talks


@app.command("talks")
def talks_command(  # noqa: PLR0913 - one option a question
    sides: Sides,
    on: On,
    threat: Annotated[
        str,
        typer.Option("--threat", help="status_quo, snap_back_legal, snap_back_announced or nash."),
    ] = "status_quo",
    chart: ChartFile = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    world: WorldName = "",
    ledger: LedgerFolder = None,
) -> None:
    """Packages of concessions both sides would take, how surely, and who asked what."""
    from detente.api import day
    from detente.talks import talks

    one, other = two(sides)
    if chart:
        check_writable(chart, CHARTS)
    with progress() as tell:
        tell("laying out the table")
        found = talks(
            *opened(ledger, world),
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
    from detente.cli.talks_page import print_talks

    print_talks(found, console())


def plain(found: Talks) -> dict[str, object]:
    """The table as JSON values, without the draws themselves."""
    from dataclasses import fields

    told: dict[str, object] = {f.name: getattr(found, f.name) for f in fields(found)}
    told["bargains"] = {"titles": found.bargains.titles, "share": found.bargains.share}
    told["demands"] = [d.model_dump() for d in found.demands]
    return told
