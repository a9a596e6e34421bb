"""The brief in a few sentences: each question and its answer, for a reader in a hurry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.brief.brief import Brief, Clock, InForce, ScenarioResult
from detente.brief.holding_tables import holds_sentences
from detente.brief.record_tables import name_of
from detente.brief.sentences import own_day
from detente.brief.words import (
    billions_change,
    change,
    counted,
    day,
    joined,
    known,
    money,
    percent,
    rate,
    sentence,
    the,
)
from detente.leverage import Played

SAME = 1e-9
NEXT = 3
"""Pending dates named at the head."""


def headline(brief: Brief) -> tuple[str, ...]:
    """Duties, clock, stake, cards, packages, the truce, the odds, the next dates."""
    return tuple(filter(None, _lines(brief)))


def _lines(brief: Brief) -> Iterator[str]:
    for side in brief.in_force:
        yield _level(side)
    if brief.clock is not None:
        yield _deadline(brief, brief.clock)
    yield _stake(brief)
    yield _power(brief)
    yield _deals(brief)
    yield from holds_sentences(brief)[:1]
    yield _odds(brief)
    yield _dates(brief)


def _level(side: InForce) -> str:
    text = (
        f"{sentence(the(side.importer_name))} levies {percent(side.average)} on average on goods"
        f" from {the(side.exporter_name)}{own_day(side)}."
    )
    if side.new_layers <= 0:
        return f"{text} No duty on all goods has come since the baseline."
    return (
        f"{text} Duties on all goods that came with the conflict add up to"
        f" {rate(side.new_layers)}; exemptions lower them, older duties come on top."
    )


def _deadline(brief: Brief, clock: Clock) -> str:
    """When the truce ends, and what its end brings by itself."""
    if clock.until is None or clock.days_left is None:
        return ""
    left = counted(clock.days_left, "day")
    begins = "" if clock.started else f" begins on {day(clock.start)} and"
    if clock.takes_over:
        begins += f", prolonged from {day(clock.takes_over)} ({clock.title}),"
    text = f"The truce{begins} ends on {day(clock.until)}, in {left}."
    today = _duties_of_truce(brief, clock)
    if not clock.started or _changes(clock, today):
        told = _on_each(brief, today)
        text += f" It brings the duties of the conflict to {told}."
    legal = [side.new_layers.legal for side in clock.sides]
    if known(legal[0]) and known(legal[1]):
        moves = _moves(brief, today, (legal[0], legal[1]))
        text += f" By itself its end {moves}"
        said = [side.new_layers.announced for side in clock.sides]
        if all(known(value) for value in said):
            told = " and ".join(rate(value) for value in said)
            text += f"; the {told} that were announced would take a new act"
        text += "."
    return text


def _duties_of_truce(brief: Brief, clock: Clock) -> tuple[float, float]:
    """Duties on all goods while the truce runs, each side's own: today's, or those to come."""
    quo = next((s for s in brief.scenarios if s.role == "status_quo" and not s.missing), None)
    if quo is None or (clock.started and clock.takes_over is None):
        return clock.sides[0].new_layers.today, clock.sides[1].new_layers.today
    return quo.new_layers[0], quo.new_layers[1]


def _changes(clock: Clock, duties: tuple[float, float]) -> bool:
    """True where the truce as agreed has other duties than those of today."""
    pairs = zip(clock.sides, duties, strict=True)
    return any(abs(side.new_layers.today - rate) >= SAME for side, rate in pairs)


def _on_each(brief: Brief, rates: tuple[float, float]) -> str:
    """The first side's rate on the second, and the other way."""
    one, other = brief.names
    return f"{rate(rates[0])} on {the(other)} and {rate(rates[1])} on {the(one)}"


def _moves(brief: Brief, today: tuple[float, float], legal: tuple[float, float]) -> str:
    parts: list[str] = []
    for old, new, name in zip(today, legal, reversed(brief.names), strict=True):
        what = "those" if parts else "the duties of the conflict"
        if abs(old - new) < SAME:
            parts.append(f"leaves {what} on {the(name)} at {rate(old)}")
        else:
            parts.append(f"takes {what} on {the(name)} from {rate(old)} to {rate(new)}")
    return joined(parts)


def _stake(brief: Brief) -> str:
    """Both sides if the truce lapses rather than goes on."""
    lapse = next((s for s in brief.scenarios if s.role == "lapse" and not s.missing), None)
    quo = next((s for s in brief.scenarios if s.role == "status_quo" and not s.missing), None)
    if lapse is None:
        return ""
    parts = [_worth(brief, code, lapse, quo) for code in brief.parties]
    return (
        f"If it lapses rather than goes on, real income changes by: {joined(parts)}, a year, once"
        " firms have adjusted."
    )


def _worth(brief: Brief, code: str, lapse: ScenarioResult, quo: ScenarioResult | None) -> str:
    new = lapse.outcome(code)
    old = quo.outcome(code) if quo else None
    if new is None:
        return f"{name_of(brief, code)} unknown"
    before = old.today if old else None
    share = (1 + new.today.real_income) / (1 + (before.real_income if before else 0.0)) - 1
    text = f"{name_of(brief, code)} {change(share)}"
    usd = new.today.usd_bn
    if not known(usd):
        return text
    less = before.usd_bn if before and known(before.usd_bn) else 0.0
    return f"{text} (USD {billions_change(usd - less)} bn)"


def _power(brief: Brief) -> str:
    """The strongest card of each side that hurts the other more than itself.

    A card whose worth is itself a judgement is named only as such, where it is worth more.
    """
    if brief.power is None:
        return ""
    parts: list[str] = []
    for code in brief.parties:
        held = [c for c in brief.power.cards if c.holder == code and c.instead_of is None]
        able = [c for c in held if not c.hurts_sender_more and c.basis != "model"]
        best = _strongest(c for c in able if not c.judged)
        judged = _strongest(c for c in able if c.judged)
        told = [_card(best)] if best else []
        if judged and (best is None or judged.target.mid > best.target.mid):
            told.append(f"by judgement alone {_card(judged)}")
        if told:
            parts.append(f"{the(name_of(brief, code))}, {', or '.join(told)}")
    if not parts:
        return ""
    return (
        "Strongest card that costs its holder less than the other, by trade shares and ranges that"
        f" rest in part on assumptions: {'; '.join(parts)}."
    )


def _strongest(cards: Iterable[Played]) -> Played | None:
    return max(cards, key=lambda c: c.target.mid, default=None)


def _card(card: Played) -> str:
    low, high = money(card.target.low), money(card.target.high)
    return (
        f"{card.title} (USD {money(card.target.mid)} bn in the first year, {low} to {high},"
        f" against {money(card.sender.mid)})"
    )


def _deals(brief: Brief) -> str:
    deals = brief.deals
    if deals is None:
        return ""
    clock = brief.clock
    ahead = clock is not None and _changes(clock, _duties_of_truce(brief, clock))
    going_on = "the truce as announced" if ahead else "to go on as today"
    return (
        f"{deals.zone} of {deals.count} packages of the concessions on the table are better for"
        f" both than {going_on}."
    )


def _odds(brief: Brief) -> str:
    note = brief.odds
    if note is None:
        return ""
    told = [
        f"{o.outcome} {o.chance.p:.2f} ({o.chance.low:.2f} to {o.chance.high:.2f})"
        for o in note.outcomes
    ]
    until = f", none after {day(note.until)}" if note.stale else ""
    return (
        f"The odds of {day(note.due)} ({note.title}): {joined(told)}, counted from {note.n} settled"
        f" cases of the same kind{until}."
    )


def _dates(brief: Brief) -> str:
    rows = sorted(brief.calendar, key=lambda row: row.date)[:NEXT]
    told = "; ".join(f"{day(row.date)}, {row.title}" for row in rows)
    return f"Next dates: {told}." if told else ""
