"""Write docs/leverage-compared.md: the leverage table on two days, what changed, and why.

    python benchmarks/leverage_tables.py [DAY DAY]

Why a card moved is read off the record: facts of the card that became known between the days, and
the average duties on both. Nothing in the page is written by hand but its frame.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from detente.api import day, read_ledger
from detente.brief.words import money
from detente.ledger import Ledger
from detente.leverage import Leverage, Played, leverage
from detente.leverage.cards import CardRow, read_cards
from detente.rates.average import average_duty, direction
from detente.worlds import default_world, load_world

PAIR = ("USA", "CHN")
DAYS = ("2025-07-28", "2026-02-28")
OUT = Path(__file__).parents[1] / "docs" / "leverage-compared.md"


def main(first: str, second: str) -> None:
    """Both tables and the comparison."""
    ledger, world = read_ledger(), load_world(default_world())
    days = (day(first), day(second))
    found = tuple(leverage(ledger, world, *PAIR, d) for d in days)
    before, after = found
    lines = [
        "# Leverage on two days",
        "",
        f"The table of `detente leverage {' '.join(PAIR)}` for {first} and {second}, over a year,",
        "in USD bn a year; each uses only what was known on its day. Written by",
        "`benchmarks/leverage_tables.py`. `*` marks cards that rest on assumptions of this",
        "project, `†` those whose worth itself is a judgement.",
        *(line for d, table in zip(days, found, strict=True) for line in _table(d, table)),
        *_changes(ledger, days, before, after),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"Wrote {OUT}")


def _table(on: date, found: Leverage) -> Iterator[str]:
    yield from ("", f"## {on}", "")
    yield "| holder | card | loss to target | loss to holder | bites | half gone |"
    yield "|---|---|---:|---:|---:|---:|"
    for c in found.cards:
        late = "long run" if c.basis == "model" else f"{c.days_to_bite:.0f} d"
        gone = "" if c.half_life is None else f"{c.half_life:.1f} y"
        mark = ("*" if c.assumed else "") + ("†" if c.judged else "")
        yield f"| {c.holder} | {c.title}{mark} | {_loss(c)} | {_loss(c, False)} | {late} | {gone} |"
    yield ""
    for s in found.sums:
        yield (
            f"- Cards of {s.holder} with a trade share: {s.target:.1f} to the target,"
            f" {s.sender:.1f} to itself; a year later {s.drift:+.1f} to the target."
        )
    for c in found.cut_offs:
        yield (
            f"- Goods of {c.sender} no longer reach {c.target}: {c.target} {c.target_change:+.2%},"
            f" {c.sender} {c.sender_change:+.2%} of real income."
        )


def _loss(card: Played, target: bool = True) -> str:
    e = card.target if target else card.sender
    text = money(e.mid)
    return text if e.low == e.high else f"{text} ({money(e.low)} to {money(e.high)})"


def _changes(
    ledger: Ledger, days: tuple[date, date], before: Leverage, after: Leverage
) -> Iterator[str]:
    yield from ("", "## What changed, and why", "")
    for importer, exporter in (PAIR, PAIR[::-1]):
        flow = direction(ledger, importer, exporter)
        rates = [average_duty(flow, ledger.instant(d, importer), d).rate for d in days]
        yield f"- Average duty of {importer} on {exporter}: {rates[0]:.1%}, then {rates[1]:.1%}."
    yield from ("", "| card | loss to target | loss to holder | why |", "|---|---:|---:|---|")
    rows = {r.id: r for r in read_cards()}
    old = {c.id: c for c in before.cards}
    for card in after.cards:
        was = old.get(card.id)
        if was is None:
            yield f"| {card.title} | none, then {_loss(card)} | {_loss(card, False)} | new |"
            continue
        moved = (card.target.mid - was.target.mid, card.sender.mid - was.sender.mid)
        why = _why(rows[card.id], days, card.basis == "model")
        if why or any(abs(m) > 1e-9 for m in moved):
            yield (
                f"| {card.title} | {was.target.mid:.2f}, then {card.target.mid:.2f} |"
                f" {was.sender.mid:.2f}, then {card.sender.mid:.2f} | {why} |"
            )
    yield from ("", "Cards that are not listed did not move: nothing newer was known of them.")


def _why(row: CardRow, days: tuple[date, date], model: bool) -> str:
    """Facts that became known between the days; for duties, the duties they come on top of."""
    if model:
        return "the duties of the day, on top of which the points come"
    new = [
        f"{f.name} known on {f.known_on}: {f.source}"
        for side in (row.target, row.sender)
        for f in side.facts
        if days[0] < f.known_on <= days[1]
    ]
    return "; ".join(dict.fromkeys(new))


if __name__ == "__main__":
    given = tuple(sys.argv[1:]) or DAYS
    if len(given) != len(DAYS):
        sys.exit("leverage_tables: give two days, YYYY-MM-DD YYYY-MM-DD, or none.")
    main(*given)
