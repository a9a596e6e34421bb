"""Tables of what each side can do to the other, of deals, and of the odds."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.answers import Deals, OddsNote, Power
from detente.brief.brief import Brief, RoundNote
from detente.brief.holding_tables import holds_sentences, holds_table
from detente.brief.record_tables import name_of
from detente.brief.table import Cell, Column, Group, Row, Table
from detente.brief.told_tables import positions_table, texts_sentences, texts_tables
from detente.brief.words import (
    UNKNOWN,
    billions_change,
    change,
    cited,
    counted,
    day,
    joined,
    known,
    money,
    percent,
    period,
    the,
)
from detente.leverage import Played
from detente.leverage.losses import Estimate
from detente.talks.table import Concession, Package

PACKAGES_SHOWN = 6
THREATS = {
    "status_quo": "the truce goes on",
    "snap_back_legal": "the truce lapses, by law",
    "snap_back_announced": "the truce lapses, as announced",
}


NOTHING = {
    "power": "No card between the two sides was known on this day.",
    "deals": "Nothing was on the table between the two sides on this day.",
    "truce": "The model plays this game between two single countries that it has; for these two it"
    " found no answer on this day.",
    "chances": "No deadline between the two sides was pending on this day.",
}


def answer_tables(brief: Brief) -> dict[str, tuple[Table, ...]]:
    """The tables of each section that the later stages fill; none where there is no answer."""
    power, deals, note = brief.power, brief.deals, brief.odds
    found: dict[str, tuple[Table | None, ...]] = {
        "power": (cards_table(brief, power), curve_table(power)) if power else (),
        "deals": (
            *((concessions_table(brief, deals), packages_table(brief, deals)) if deals else ()),
            positions_table(brief),
        ),
        "truce": (holds_table(brief, brief.holds),) if brief.holds else (),
        "chances": (odds_table(note),) if note else (),
        "calendar": (rounds_table(brief),) if brief.rounds else (),
        "texts": texts_tables(brief),
    }
    return {name: tuple(t for t in tables if t is not None) for name, tables in found.items()}


def answer_sentences(brief: Brief) -> dict[str, tuple[str, ...]]:
    """What is said in sentences: of the truce ahead of its table, of the odds after theirs."""
    return {
        "truce": holds_sentences(brief),
        "chances": odds_sentences(brief),
        "texts": texts_sentences(brief),
    }


SAID_FIRST = ("truce", "texts")
"""Sections whose sentences go before their tables."""


def letters(deals: Deals) -> dict[str, str]:
    """A letter for each concession, in the order of the table."""
    return {c.id: chr(ord("A") + k) for k, c in enumerate(deals.concessions)}


def cards_table(brief: Brief, power: Power) -> Table:
    """Cards of both sides: loss to target and to holder, and how long it lasts."""
    columns = (
        Column("Card"),
        Column("Loss to target, USD bn", numeric=True),
        Column("Loss to holder, USD bn", numeric=True),
        Column("Bites after", numeric=True),
        Column("Half gone after", numeric=True, everywhere=False),
    )
    groups = tuple(
        Group(f"Held by {the(name_of(brief, side))}", tuple(_card(c) for c in held))
        for side in brief.parties
        if (held := [c for c in power.cards if c.holder == side])
    )
    note = (
        f"Loss at a yearly rate, mean of {HORIZONS.get(power.horizon, power.horizon)}, if the card"
        f" is played alone and not answered, middle with a {percent(power.mass, 0)} band from the"
        " ranges under it. * rests on assumptions of this project; † the worth itself is a"
        " judgement. “Long run” is the trade model, which has no stocks to run out."
    )
    caption = "Who can hurt whom, and at what own cost"
    return Table("cards", caption, columns, groups, note)


HORIZONS = {"3m": "the first three months", "1y": "the first year", "5y": "the first five years"}


def _card(card: Played) -> Row:
    mark = ("*" if card.assumed else "") + ("†" if card.judged else "")
    model = card.basis == "model"
    late = "long run" if model else counted(round(card.days_to_bite), "day")
    gone = UNKNOWN if card.half_life is None else f"{card.half_life:.1f} years"
    says = ["a stronger form of another card"] if card.instead_of else []
    says += ["hurts the holder more"] if card.hurts_sender_more else []
    return Row(
        (
            Cell(f"{card.title}{mark}", note="; ".join(says)),
            _loss(card.target, f"power.{card.id}.target"),
            _loss(card.sender, f"power.{card.id}.sender"),
            Cell(late, address="" if model else f"power.{card.id}.days_to_bite"),
            Cell(gone, address="" if card.half_life is None else f"power.{card.id}.half_life"),
        )
    )


def _loss(loss: Estimate, address: str) -> Cell:
    note = "" if loss.low == loss.high else f"{money(loss.low)} to {money(loss.high)}"
    return Cell(money(loss.mid), note, address)


def curve_table(power: Power) -> Table | None:
    """The shortage curve: loss of the users' output by elasticity, between its bounds."""
    curve = power.curve
    if curve is None:
        return None
    points = (
        Row((Cell(f"{s:g}"), Cell(percent(loss, 2), address=f"power.curve.{s:g}")))
        for s, loss in zip(curve.elasticity, curve.loss, strict=True)
    )
    rows = (
        Row((Cell("none (Leontief's bound)"), _bound(curve.leontief, "leontief")), total=True),
        *points,
        Row((Cell("first order (Hulten's bound)"), _bound(curve.hulten, "hulten")), total=True),
    )
    columns = (
        Column("Elasticity of substitution"),
        Column("Loss of the users' output", numeric=True),
    )
    caption = f"A shortage with {percent(curve.left, 0)} of the input left: {power.short_title}"
    note = (
        f"The input is {percent(curve.cost_share, 2)} of the users' cost. Nobody knows the"
        " elasticity of the first months; one number would be made up."
    )
    return Table("curve", caption, columns, (Group("", rows),), note)


def _bound(loss: float, name: str) -> Cell:
    return Cell(percent(loss, 2), address=f"power.curve.{name}")


def concessions_table(brief: Brief, deals: Deals) -> Table:
    """What is on the table, its worth to both, and which bargaining point takes it."""
    names = _points(deals)
    mark = letters(deals)
    columns = (
        Column("Concession"),
        *(Column(f"Worth to {the(name)}", numeric=True) for name in brief.names),
        *(Column(name, numeric=True, everywhere=False) for name in names),
    )
    groups = tuple(
        Group(
            f"By {the(name_of(brief, side))}",
            tuple(_concession(brief, c, mark[c.id], names) for c in given),
        )
        for side in brief.parties
        if (given := [c for c in deals.concessions if c.by == side])
    )
    agreed = (
        f" {percent(deals.agreeing, 0)} of the draws agree with what was struck"
        f" ({joined(list(deals.bargains))}); only these count."
        if deals.bargains
        else ""
    )
    note = (
        "USD bn a year against today, median of the draws with their"
        f" {percent(deals.mass, 0)} band. What holding on is worth to the side that concedes is a"
        f" judgement, given as a range, and counted against it: a duty that costs real income in"
        f" the scenarios may still be dear to give up. ‡ the sides may read it differently.{agreed}"
    )
    caption = "What could be conceded, and what it is worth"
    return Table("concessions", caption, columns, groups, note)


def _points(deals: Deals) -> dict[str, Package]:
    """The package at each named bargaining point."""
    return {name: p for p in deals.packages for name in p.names}


def _concession(brief: Brief, item: Concession, letter: str, names: dict[str, Package]) -> Row:
    mark = "‡" if item.ambiguous else ""
    worth = zip(brief.parties, (item.first, item.second), strict=True)
    return Row(
        (
            Cell(f"{letter} {item.title}{mark}"),
            *(_span(span, f"deals.{item.id}.{side}") for side, span in worth),
            *(Cell("yes" if item.id in p.items else "no") for p in names.values()),
        )
    )


def packages_table(brief: Brief, deals: Deals) -> Table | None:
    """The packages most surely taken by both, and the named points."""
    if not deals.packages:
        return None
    mark = letters(deals)
    columns = (
        Column("Package"),
        Column("Both take it", numeric=True),
        Column("Efficient", numeric=True, everywhere=False),
        *(Column(f"Gain of {the(name)}", numeric=True) for name in brief.names),
    )
    rows = tuple(
        _package(brief, p, k, mark) for k, p in enumerate(deals.packages[:PACKAGES_SHOWN], start=1)
    )
    note = (
        f"Letters as above. Of {deals.count} packages {deals.zone} are better for both than"
        f" to go on as today, at the median; {deals.efficient} of these are efficient. Shares are"
        " of the draws. Gains in USD bn a year."
    )
    return Table("packages", "Packages both sides would take", columns, (Group("", rows),), note)


def _package(brief: Brief, package: Package, number: int, mark: dict[str, str]) -> Row:
    start = f"deals.package-{number}"
    gains = zip(brief.parties, package.gain, strict=True)
    return Row(
        (
            Cell(
                " ".join(sorted(mark[i] for i in package.items)), note=joined(list(package.names))
            ),
            Cell(percent(package.in_zone, 0), address=f"{start}.in_zone"),
            Cell(percent(package.efficient, 0), address=f"{start}.efficient"),
            *(_span(span, f"{start}.{side}") for side, span in gains),
        )
    )


def _span(span: Sequence[float], address: str) -> Cell:
    low, middle, high = (billions_change(v) for v in span)
    return Cell(middle, "" if low == high else f"{low} to {high}", address)


def odds_table(note: OddsNote) -> Table:
    """Probability of each outcome with its band, beside the share over all cases."""
    columns = (
        Column("Outcome"),
        Column("Probability", numeric=True),
        Column(f"{percent(note.mass, 0)} band", numeric=True),
        Column("All deadlines", numeric=True),
    )
    rows = tuple(
        Row(
            (
                Cell(o.outcome),
                Cell(f"{o.chance.p:.2f}", address=f"odds.{o.outcome}.p"),
                Cell(f"{o.chance.low:.2f} to {o.chance.high:.2f}", address=f"odds.{o.outcome}.low"),
                Cell(f"{o.pooled:.2f}", address=f"odds.{o.outcome}.pooled"),
            )
        )
        for o in note.outcomes
    )
    told = (
        f"Reference class: {note.reference_class}, n = {note.n} of {note.n_all} settled deadlines"
        f" in {note.n_clusters} clusters, {day(note.cases_from)} to {day(note.cases_until)}."
    )
    return Table("odds-table", note.question, columns, (Group("", rows),), told)


def odds_sentences(brief: Brief) -> tuple[str, ...]:
    """The rule, the nearest cases, the length, the age of the table, and the stake."""
    note = brief.odds
    if note is None:
        return ()
    near = "; ".join(f"{a.title} (due {day(a.due)}): {a.outcome}" for a in note.analogues)
    found = note.lengths
    length = (
        f"Length if extended: median {found.median:.0f} days, half of them between"
        f" {found.low:.0f} and {found.high:.0f}."
        if found.n
        else ""
    )
    stake = ""
    if note.stake is not None:
        told = joined(
            [
                f"{name_of(brief, p.party)} {change(p.share)}"
                + (f" (USD {billions_change(p.usd_bn)} bn)" if known(p.usd_bn) else "")
                for p in note.stake
            ]
        )
        stake = (
            f"The stake, real income if it lapses rather than goes on: {told}. Its weight in the"
            " odds is none until it is shown to help."
        )
    every = (
        f"Resolution: {note.resolution}",
        f"Nearest cases: {near}.",
        length,
        _stale(note),
        stake,
    )
    return tuple(text for text in every if text)


def _stale(note: OddsNote) -> str:
    """That the table of cases has ended, and what the record has seen since."""
    if not note.stale:
        return ""
    seen = "; ".join(f"{s.title} (due {day(s.due)}): {s.outcome}" for s in note.since)
    return (
        f"The table of cases ends on {day(note.until)}, {counted(note.stale, 'day')} before this"
        " day; how later deadlines ended is not counted."
    ) + (f" Settled since by the record, not counted: {seen}." if seen else "")


def rounds_table(brief: Brief) -> Table:
    """Rounds of talks between the two sides, as known on the day."""
    columns = (
        Column("Round"),
        Column("Dates"),
        Column("Heads of delegation"),
        Column("Outcome as known"),
        Column("Sources"),
    )
    rows = tuple(_round(note) for note in brief.rounds)
    return Table("rounds", "Rounds of talks", columns, (Group("", rows),), stacked=True)


def _round(note: RoundNote) -> Row:
    return Row(
        (
            Cell(note.city),
            Cell(period(note.start, note.until)),
            Cell(joined(list(note.heads)) or UNKNOWN),
            Cell(note.outcome or "not known yet"),
            Cell(cited(note.cites), cites=note.cites),
        )
    )
