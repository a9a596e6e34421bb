"""The deal table on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from detente.talks import Talks
    from detente.talks.cuts import Cut


def print_talks(found: Talks, out: Console) -> None:
    """Cards, packages, cuts of duties, resolve, and who asked what."""
    print_concessions(found, out)
    print_packages(found, out)
    print_cuts(found, out)
    print_patience(found, out)
    print_demands(found, out)


def print_concessions(found: Talks, out: Console) -> None:
    """What is on the table, and what it is worth to both."""
    from rich.table import Table

    one, other = found.parties
    out.print(
        f"[bold]On the table[/bold], as known on {found.as_known}; worth against today (an "
        "announced truce counts as begun) in USD bn a year, middle and 90% band of the draws",
        highlight=False,
    )
    table = Table("by", "concession", f"to {one}", f"to {other}", box=None)
    for c in found.concessions:
        mark = " (read differently)" if c.ambiguous else ""
        table.add_row(c.by, c.title + mark, _span(c.first), _span(c.second))
    out.print(table)
    out.print(
        f"Probabilities are shares of {found.draws} draws, seed {found.seed}.", highlight=False
    )
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
    if min(found.threat_worth) > 0:
        out.print(
            "Without a deal both would be better off than today, by this threat point; a package "
            "has to beat that.",
            highlight=False,
        )
    table = Table("package", "both take it", "efficient", f"gain {one}", f"gain {other}", "price")
    table.box = None
    every = tuple(c.id for c in found.concessions)
    for p in found.packages:
        name = _items(p.items, every) + (f" [{', '.join(p.names)}]" if p.names else "")
        price = f"{p.price.low:.1f} to {p.price.high:.1f}" if p.price else "none"
        often = (f"{p.in_zone:.0%}", f"{p.efficient:.0%}")
        table.add_row(escape(name), *often, _span(p.gain[0]), _span(p.gain[1]), price)
    out.print(table)
    for first, second in found.swaps:
        out.print(f"  swap: {first} for {second}", highlight=False)


def print_cuts(found: Talks, out: Console) -> None:
    """Continuous cuts of duties, alone and with the cards."""
    from rich.table import Table

    if found.cuts is None:
        return
    one, other = found.parties
    out.print(
        f"\n[bold]Cuts of duties[/bold], by share of all duties on the other side; real income "
        f"alone, no worth of keeping; {found.cuts.solved} points solved in {found.world}",
        highlight=False,
    )
    table = Table("point", f"{one} cuts", "left", f"{other} cuts", "left", "cards", box=None)
    table.columns[0].overflow = "fold"
    for side in (one, other):
        table.add_column(f"worth to {side}")
    table.add_column("both take it")
    every = found.cuts.frontier
    for k in sorted({0, len(every) // 2, len(every) - 1}):
        table.add_row("frontier", *_cuts(every[k]), "", *_worth(every[k].worth), "")
    for cut in found.cuts.points:
        table.add_row(", ".join(cut.names), *_cuts(cut), "", *_worth(cut.worth), "")
    for deal in found.cuts.joint:
        held = _items(deal.items, found.cuts.cards)
        often = f"{deal.in_zone:.0%}"
        table.add_row(deal.name, *_cuts(deal.cut), held, *_worth(deal.worth), often)
    out.print(table)


def _items(items: tuple[str, ...], every: tuple[str, ...]) -> str:
    """A package by what is in it, or by what is left out where that is shorter."""
    out = [name for name in every if name not in items]
    if len(out) >= len(items):
        return ", ".join(items) or "none"
    return f"all but {', '.join(out)}" if out else "all"


def _cuts(cut: Cut) -> tuple[str, str, str, str]:
    first, second = cut.cuts
    return f"{first:.0%}", f"{cut.duties[0]:.1%}", f"{second:.0%}", f"{cut.duties[1]:.1%}"


def _worth(worth: tuple[float, float]) -> tuple[str, str]:
    return f"{worth[0]:+.0f}", f"{worth[1]:+.0f}"


def print_patience(found: Talks, out: Console) -> None:
    """Fearon's demands and Abreu and Gul's standoff."""
    p = found.patience
    if p is None:
        return
    one, other = found.parties
    low, high = (min(1.0, max(0.0, x)) for x in p.split)
    cut = (
        ""
        if (low, high) == p.split
        else (f" (cut to shares of the gain; by the formula {p.split[0]:.0%} to {p.split[1]:.0%})")
    )
    out.print(
        f"\n[bold]Resolve[/bold]: the joint gain is {p.pie_usd_bn:.0f} USD bn a year; a lapse "
        f"costs {one} {p.costs[0]:.0%} of it, {other} {p.costs[1]:.0%}. Splits that both prefer "
        f"to a breakdown: {low:.0%} to {high:.0%} for {one}{cut}.",
        highlight=False,
    )
    for side, demand in zip(found.parties, p.demands, strict=True):
        out.print(
            f"  If {side} does not know the other's cost, it asks for {demand.demand:.0%} and "
            f"runs a risk of {demand.breakdown:.0%} (Fearon).",
            highlight=False,
        )
    if p.standoff:
        s = p.standoff
        out.print(
            f"  Holding out for {p.claims[0]:.0%} and {p.claims[1]:.0%}: {one} yields at once with "
            f"a chance of {s.at_once[0]:.0%}, {other} of {s.at_once[1]:.0%}; over after "
            f"{s.ends:.1f} years at the latest (Abreu and Gul).",
            highlight=False,
        )
    out.print(f"  Rests on: {p.source}.", highlight=False)


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
