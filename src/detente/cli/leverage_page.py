"""Leverage on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from detente.leverage import Leverage
    from detente.leverage.indicators import Flagged
    from detente.leverage.losses import Estimate
    from detente.leverage.observed import Supply


def print_leverage(found: Leverage, out: Console) -> None:
    """The whole table."""
    print_cards(found, out)
    print_shortage(found, out)
    print_supplies(found, out)
    print_dependence(found, out)
    print_power(found, out)
    print_model(found, out)


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
        if f"{c.target.mid:.1f}" == f"{c.sender.mid:.1f}" == "0.0":
            mark += " (too small to compare)"
        elif c.hurts_sender_more:
            mark += " (hurts the holder more)"
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


def print_supplies(found: Leverage, out: Console) -> None:
    """What earlier licences let through: the supply curve month by month, and as a duty."""
    if not found.supplies:
        return
    from rich.table import Table

    out.print("\n[bold]Supply after a licence[/bold], share of the usual tonnes by month")
    head = ("good", "to", "since", "months 1 to 6", "first quarter", "as a duty", "back after")
    table = Table(*head, box=None)
    for s in found.supplies:
        path = " ".join(f"{left:.0%}" for _, left, _ in s.months[:6])
        back = "not yet" if s.back is None else "never fell" if s.back == 0 else f"{s.back} months"
        table.add_row(s.title, s.destination, s.since, path, f"{s.first:.0%}", _duty(s), back)
    out.print(table)


def _duty(supply: Supply) -> str:
    if supply.first >= 1:
        return "none"
    return "rationing" if supply.equivalent.rationing else f"{supply.equivalent.duty:.0%}"


def print_dependence(found: Leverage, out: Console) -> None:
    """Import shares, concentration, and what they hide."""
    from rich.table import Table

    if found.dependence:
        head = ("product", "USD m", "share", "HHI", "indicators", "through other origins")
        table = Table(*head, box=None)
        passed = {f.title: f for f in found.indicators}
        for d in found.dependence:
            hidden = f"{d.through[0]:.0%} to {d.through[2]:.0%}" if d.through else ""
            hidden += ": the direct share misleads" if d.misleads else ""
            table.add_row(
                d.title,
                f"{d.imports_usd_m:,.0f}",
                f"{d.share:.0%}",
                f"{d.hhi:.2f}",
                _passed(passed.get(d.title)),
                hidden,
            )
        out.print()
        out.print(table)
        print_indicators(found, out)
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


def print_indicators(found: Leverage, out: Console) -> None:
    """What the letters mean, and over which years a flag lasts."""
    if not found.indicators:
        return
    years = sorted({y.year for f in found.indicators for y in f.years})
    lasting = [f.title for f in found.indicators if f.lasting]
    out.print(
        "C: sources of the product concentrated; F: imports above half of what its sector uses; R: "
        f"more imported than exported in its sector. Years held: {', '.join(map(str, years))}, of "
        "the sector except the last. Flagged by all three in at least two of them: "
        f"{', '.join(lasting) or 'none; no dependence is shown to last'}.",
        highlight=False,
    )


def _passed(flagged: Flagged | None) -> str:
    """The indicators that the latest year passes, by letter."""
    if flagged is None or not flagged.years:
        return ""
    last = flagged.years[-1].passed
    marks = (("C", last.concentration), ("F", last.foreign), ("R", last.not_replaceable))
    return " ".join(mark for mark, on in marks if on) + (" (all)" if last.dependent else "")


def print_power(found: Leverage, out: Console) -> None:
    """The loss from being cut off in closed form, its convexity, and what a point less is worth."""
    from rich.table import Table

    out.print(
        f"\n[bold]Power[/bold]: real income the buyer loses if cut off from all goods, after "
        f"{found.horizon}, wages and other sources' prices as they are (closed form)"
    )
    for p in found.power:
        out.print(
            f"  {p.source} over {p.buyer}: {p.loss:.2%}; with half the share {p.half_share:.2%}, "
            f"{p.half_share / p.loss:.0%} of it"
            if p.loss
            else f"  {p.source} over {p.buyer}: 0%",
            highlight=False,
        )
        head = (f"{p.buyer} buys", "abroad", f"of that {p.source}", "alone", "a point less")
        table = Table(*head, box=None)
        for s in p.sectors:
            worth = f"{1e4 * s.next_point:.2f} bp"
            table.add_row(s.name, f"{s.abroad:.0%}", f"{s.share:.0%}", f"{s.loss:.2%}", worth)
        out.print(table)


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
    for g in found.licences:
        out.print(
            f"  {g.holder} licenses {g.sector} to the whole world, {g.left:.0%} let through: "
            f"{g.other} {g.other_change:+.2%}, {g.holder} {g.holder_change:+.2%}, world "
            f"{g.world_change:+.2%}",
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
