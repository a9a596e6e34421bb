"""`detente leverage`: who can hurt whom, how soon, at what own cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import AsJson, AsKnown, ChartFile, LedgerFolder, On, app
from detente.cli.brief import Sides, WorldName, progress, two
from detente.cli.output import check_writable, console, print_json, write_output

if TYPE_CHECKING:
    from rich.console import Console

    from detente.leverage import Leverage
    from detente.leverage.losses import Estimate


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
    from detente.api import day, read_ledger
    from detente.leverage import leverage
    from detente.worlds import default_world, load_world

    one, other = two(sides)
    for file in filter(None, (chart, curve)):
        check_writable(file)
    with progress() as tell:
        tell("playing the cards")
        found = leverage(
            read_ledger(*([ledger] if ledger else [])),
            load_world(world or default_world()),
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
    out = console()
    print_cards(found, out)
    print_shortage(found, out)
    print_dependence(found, out)
    print_model(found, out)


def write_charts(found: Leverage, chart: Path | None, curve: Path | None) -> None:
    """The scatter of cards and the shortage curve, where they were asked for."""
    from detente.brief.power_charts import shortage_curve, who_hurts_whom

    if chart:
        write_output(chart, who_hurts_whom(found))
    if curve and found.curve:
        write_output(curve, shortage_curve(found.curve))


def print_cards(found: Leverage, out: Console) -> None:
    """The cards of both sides."""
    from rich.table import Table

    out.print(
        f"[bold]Who hurts whom[/bold], as known on {found.as_known}; losses in USD bn a year over "
        f"{found.horizon}, middle and 90% band",
        highlight=False,
    )
    table = Table("holder", "card", "loss to target", "loss to holder", "bites", "half gone")
    table.box = None
    for c in found.cards:
        mark = ("*" if c.assumed else "") + ("†" if c.judged else "")
        mark += " (hurts the holder more)" if c.hurts_sender_more else ""
        late = "long run" if c.basis == "model" else f"{c.days_to_bite:.0f} d"
        gone = f"{c.half_life:.1f} y" if c.half_life is not None else ""
        table.add_row(c.holder, c.title + mark, _text(c.target), _text(c.sender), late, gone)
    out.print(table)
    for s in found.sums:
        out.print(
            f"All cards of {s.holder} with a trade share: {s.target:.0f} to the target, "
            f"{s.sender:.0f} to itself; a year later {s.drift:+.0f} to the target.",
            highlight=False,
        )
    if found.drift is not None:
        out.print(
            f"Time is with {found.parties[0] if found.drift > 0 else found.parties[1]}: the "
            f"balance of holds moves by {abs(found.drift):.0f} USD bn a year.",
            highlight=False,
        )
    out.print("* some number is an assumption; † the worth itself is a judgement, not added up.")


def print_shortage(found: Leverage, out: Console) -> None:
    """The shortage curve with its bounds, and licences as duties."""
    if found.curve:
        c = found.curve
        points = ", ".join(f"{s:g}: {v:.1%}" for s, v in zip(c.elasticity, c.loss, strict=True))
        out.print(
            f"\n[bold]Shortage curve[/bold], loss of the users' output with {c.left:.0%} of the "
            f"input left, by elasticity: {points}. Bounds: {c.hulten:.2%} (Hulten), "
            f"{c.leontief:.0%} (Leontief).",
            highlight=False,
        )
    if found.wedge:
        out.print(
            f"Licence as a duty, from prices inside and outside: {found.wedge.duty:.0%}.",
            highlight=False,
        )
    for m in found.licence:
        text = "rationing" if m.equivalent.rationing else f"as a duty of {m.equivalent.duty:.0%}"
        out.print(f"  magnets {m.month} to {m.destination}: {m.left:.0%} left, {text}")


def print_dependence(found: Leverage, out: Console) -> None:
    """Import shares, concentration, and what they hide."""
    from rich.table import Table

    if found.dependence:
        table = Table("product", "USD m", "share", "HHI", "through other origins", box=None)
        for d in found.dependence:
            hidden = f"{d.through[0]:.0%} to {d.through[2]:.0%}" if d.through else ""
            hidden += ": the direct share misleads" if d.misleads else ""
            table.add_row(
                d.title, f"{d.imports_usd_m:,.0f}", f"{d.share:.0%}", f"{d.hhi:.2f}", hidden
            )
        out.print()
        out.print(table)
    if found.lines:
        n = found.lines
        out.print(
            f"Of {n.lines:,} HS6 lines, {n.above_half} come by more than half from "
            f"{found.parties[1]} (USD {n.above_half_usd_bn:.0f}bn), {n.concentrated} of them from "
            "concentrated sources.",
            highlight=False,
        )
    for r in found.reliance:
        out.print(
            f"Inputs of {r.buyer} from {r.source}: {r.face:.1%} at face value, {r.through:.1%} "
            "looked through.",
            highlight=False,
        )


def print_model(found: Leverage, out: Console) -> None:
    """Cut-offs and secondary duties, from the trade model."""
    out.print(f"\n[bold]In the trade model[/bold] ({found.world}), real income, long run")
    for c in found.cut_offs:
        out.print(
            f"  goods of {c.sender} no longer reach {c.target}: {c.target} "
            f"{c.target_change:+.2%}, {c.sender} {c.sender_change:+.2%}; without re-routing "
            f"{c.no_rerouting_target:+.2%}, {c.no_rerouting_sender:+.2%}",
            highlight=False,
        )
    if found.secondary:
        s = found.secondary
        for b in s.buyers:
            out.print(
                f"  {b.rate:.0%} on {b.buyer} ({b.share:.0%} of {s.good} of {s.exporter}): "
                f"{b.buyer} {b.on_buyer.share:+.2%}, {s.imposer} {b.on_imposer.share:+.2%}",
                highlight=False,
            )


def _text(e: Estimate) -> str:
    if e.low == e.high:
        return f"{e.mid:.1f}"
    return f"{e.mid:.1f} ({e.low:.1f} to {e.high:.1f})"
