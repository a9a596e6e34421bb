"""Whether the truce holds, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Callable

from detente.brief.answers import Holds, HoldsSide
from detente.brief.brief import Brief
from detente.brief.record_tables import name_of
from detente.brief.table import Cell, Column, Group, Row, Table, tone
from detente.brief.words import (
    NBSP,
    billions_change,
    change,
    counted,
    joined,
    known,
    percent,
    points,
    sentence,
    the,
)

NOTHING_TO_GAIN = 5e-8
"""A gain from a breach below this share of real income counts as none."""

PUNISHED = {
    "snap_back_legal": "the duties that come back by law",
    "war": "a war of best responses",
}


def holds_sentences(brief: Brief) -> tuple[str, ...]:
    """Whether the truce holds, what each would levy alone, the deepest cut, whose time it is."""
    found = brief.holds
    if found is None:
        return ()
    return (_verdict(brief, found), _war(brief, found), _deal(brief, found), _time(brief, found))


def holds_table(brief: Brief, found: Holds) -> Table:
    """The figures behind the sentences, a column a side."""
    columns = (
        Column("In the game of duties"),
        *(Column(sentence(the(name_of(brief, s.party))), numeric=True) for s in found.sides),
    )
    after = PUNISHED[found.punished]
    rows = (
        _row("Duty on the other today", found, "duty", lambda s: percent(s.duty)),
        _row(
            "Duty that would suit it best alone", found, "war_duty", lambda s: percent(s.war_duty)
        ),
        _income("Real income if both did so", found, "war_gain"),
        _row("Gained by raising its duties now", found, "tempted", _tempted),
        _row(f"Lost by {after}", found, "feared", lambda s: change(-s.feared)),
        _income("Real income under the deepest cut that holds", found, "deal_gain"),
        Row((Cell("Worth of waiting"), *(_waiting(s) for s in found.sides))),
    )
    note = (
        "Changes of a year's real income against today, in the trade model. The game is played on"
        f" {found.world} with every country's trade in balance, and duties are means by its trade:"
        " both differ a little from the tables above. It knows duties between the two and real"
        " income alone: no politics, no export controls, no cards. Worth of waiting: up to"
        f" {counted(round(found.days), 'day')} in which the deal may be taken at the end of each"
        f" third, later years discounted by {percent(found.yearly_rate, 0)} a year, and each side"
        f" shedding {percent(found.adaptation, 0)} of its exposure a year."
    )
    return Table("holds", "What each side would do, and lose", columns, (Group("", rows),), note)


def _row(label: str, found: Holds, field: str, write: Callable[[HoldsSide], str]) -> Row:
    cells = (Cell(write(s), address=f"truce.{s.party}.{field}") for s in found.sides)
    return Row((Cell(label), *cells))


def _income(label: str, found: Holds, field: str) -> Row:
    def cell(side: HoldsSide) -> Cell:
        share = float(getattr(side, field))
        return Cell(change(share), address=f"truce.{side.party}.{field}", tone=tone(share))

    return Row((Cell(label), *(cell(s) for s in found.sides)))


def _tempted(side: HoldsSide) -> str:
    if side.tempted < NOTHING_TO_GAIN:
        return "nothing"
    return f"{points(side.tempted, 2)}%"


def _waiting(side: HoldsSide) -> Cell:
    money = side.waiting_usd_bn
    note = f"USD{NBSP}{billions_change(money)} bn" if known(money) else ""
    return Cell(change(side.waiting), note, f"truce.{side.party}.waiting")


def _verdict(brief: Brief, found: Holds) -> str:
    what = "today's duties as a truce" if brief.clock is None else "the truce"
    if all(s.tempted < NOTHING_TO_GAIN for s in found.sides):
        return (
            f"In the model {_held(what)}: neither side gains by raising its duties further, even if"
            " the other never answered."
        )
    weakest = max(found.sides, key=lambda s: s.tempted)
    who = the(name_of(brief, weakest.party))
    gained = f"{points(weakest.tempted, 2)}% of a year's real income while the other keeps to it"
    if found.survives < 0:
        return (
            f"In the model {what} {_verb(what)} not hold: {who} would gain {gained}, and"
            f" {PUNISHED[found.punished]} would be no worse for it."
        )
    return (
        f"In the model {what} {found.told} (a court, an election, a shock). {sentence(who)} would"
        f" break it first, for {gained}, against {percent(weakest.feared, 2)} lost by"
        f" {PUNISHED[found.punished]}."
    )


def _held(what: str) -> str:
    return f"{what} hold" if what.startswith("today") else f"{what} holds"


def _verb(what: str) -> str:
    return "do" if what.startswith("today") else "does"


def _war(brief: Brief, found: Holds) -> str:
    levied = [f"{the(name_of(brief, s.party))} {percent(s.war_duty)}" for s in found.sides]
    gained = [f"{the(name_of(brief, s.party))} {change(s.war_gain)}" for s in found.sides]
    text = (
        "If each set the duties on the other that suit itself best, the other doing the same,"
        f" they would levy on average: {joined(levied)}. Real income over today:"
        f" {joined(gained)}."
    )
    if all(s.war_gain > 0 for s in found.sides):
        text += " Today's duties are above what serves either side."
    return text


def _deal(brief: Brief, found: Holds) -> str:
    if found.deal_level >= 1:
        return "No lower duties would hold: one side would gain more by a breach than it risks."
    if found.deal_level <= 0:
        depth = "No duties at all on each other"
    else:
        depth = f"A cut to {percent(found.deal_level, 0)} of these"
    gained = [f"{the(name_of(brief, s.party))} {change(s.deal_gain)}" for s in found.sides]
    return f"{depth} {found.deal_told}. Real income over today: {joined(gained)}."


def _time(brief: Brief, found: Holds) -> str:
    if found.favoured is None:
        return "Time is on nobody's side: waiting for that deal is worth the same share to both."
    told = [f"{the(name_of(brief, s.party))} {change(s.waiting)}" for s in found.sides]
    return (
        f"Time is on the side of {the(name_of(brief, found.favoured))}, if that deal stays on offer"
        " and shares of income are what counts. Waiting for it is worth, of a year's real income:"
        f" {joined(told)}."
    )
