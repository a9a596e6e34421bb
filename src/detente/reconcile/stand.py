"""Where a row stands towards one partner on a day, and whether a claim's time fits that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from detente.claims import Claim
from detente.claims.compare import agrees
from detente.claims.lexicon import language_file, texts
from detente.ledger import Ledger, Measure
from detente.ledger.places import ALL
from detente.ledger.status import Standing, State, standing

Mood = Literal["holds", "was", "ever", "ahead", "held back", "over", "open", "if"]
GONE = ("ended", "expired", "replaced")
AHEAD = ("announced", "proposed", "agreed", "threatened")
BROAD: dict[str, State] = {"ends": "ended", "replaces": "replaced", "suspends": "suspended"}
ONLY_SAID = ("threatened", "proposed")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What keeps a row from bearing a claim out: in part, or because the row says the opposite."""

    text: str
    against: bool = False


def says(quote: str, key: str) -> bool:
    """True where a quote has a word of a list of the record's terms."""
    return said(key).search(quote) is not None


@lru_cache(maxsize=16)
def said(key: str) -> re.Pattern[str]:
    """The pattern that finds a word of a list of the record's terms."""
    words = texts(language_file("record_terms")[key])
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def mood_of(claim: Claim) -> Mood:
    """The time of a claim, from its status and the words of its quote."""
    if claim.conditional:
        return "if"
    if claim.kind in ("forecast", "position"):
        return "open"
    if claim.status in AHEAD:
        return "ahead"
    if claim.status == "lifted" or stopped(claim):
        return "over"
    if claim.status == "suspended":
        return "held back"
    if claim.negated and says(claim.quote, "never"):
        return "ever"
    if says(claim.quote, "past") and not says(claim.quote, "lasting"):
        return "was"
    return "holds"


def stopped(claim: Claim) -> bool:
    """True where a text says that something is levied or forbidden no longer."""
    return claim.status == "in_force" and says(claim.quote, "gone")


def towards(ledger: Ledger, row: Measure, target: str | None, day: date) -> Standing:
    """The state of a row for goods of one partner at the end of a day, as known then.

    A duty on all goods but a few is over where another on all goods but a few ends or replaces it:
    the few that either leaves out are not what a text on all goods is about. A row that names no
    products, but content or a use, replaces at most part of one that does.
    """
    alone = target is not None and target in ledger.places.by_code
    one = replace(row, target=(target,), except_target=()) if target and alone else row
    state = standing(ledger, one, ledger.instant(day, row.imposer), day)
    by = ledger.measures.get(state.by or "")
    if state.state == "replaced" and by and by.scope.empty and not row.scope.empty:
        return replace(state, state="in force", by=None)
    for part in state.in_part if row.scope.everything and alone else ():
        if part.word in BROAD and ledger.measures[part.by].scope.everything:
            return replace(state, state=BROAD[part.word], by=part.by)
    return state


def doubt(
    claim: Claim, row: Measure, ledger: Ledger, target: str | None, day: date
) -> Doubt | None:
    """Why the state of a row does not fit the claim's time; None where it does.

    A text of the day of a change may have been written before it: the eve counts as well.
    """
    mood = mood_of(claim)
    found: list[Doubt] = []
    for asked in (day, day - timedelta(days=1)):
        if row.announced > asked:
            continue
        state = towards(ledger, row, target, asked)
        mind = weighed(claim, mood, row, state, ledger, asked)
        if mind is None:
            return None
        found.append(mind)
    return found[0]


def weighed(
    claim: Claim, mood: Mood, row: Measure, state: Standing, ledger: Ledger, day: date
) -> Doubt | None:
    """What one state of a row leaves of a claim."""
    if mood in ("over", "held back"):
        rated = mood == "over" and claim.rate_pct is not None and row.rate.rate is not None
        return undone(mood, row, state, suspends=bool(row.suspends) and not rated)
    if state.state == "threatened":
        return threat(mood, row.over(ledger.instant(day, row.imposer), day))
    if mood == "ever":
        return Doubt("not yet in force") if state.state == "announced" else None
    if state.state in ("in force", "event"):
        said = mood == "if" or claim.status in ONLY_SAID
        return Doubt("in force in the record already") if said and row.is_duty else None
    if state.state == "announced":
        sure = mood in ("holds", "was") and not dated(claim, row, ledger)
        return Doubt("not yet in force in the record") if sure else None
    if mood == "was" and dated(claim, row, ledger):
        return None
    if state.state == "suspended" and mood == "if":
        return None
    return Doubt(no_longer(row, state), against=mood in ("holds", "open"))


def threat(mood: Mood, passed: bool) -> Doubt | None:
    """A threatened row bears out what is to come, until its day has passed."""
    if mood in ("holds", "was", "ever"):
        return Doubt("only threatened in the record", against=mood == "holds")
    return Doubt("the day of the threat has passed") if passed else None


def undone(mood: Mood, row: Measure, state: Standing, suspends: bool) -> Doubt | None:
    """What a row leaves of a claim that something was lifted or suspended.

    `suspends` tells whether the row is meant as a suspension, and not for the rate that stays.
    """
    if row.instrument == "suspension" and suspends:
        kept = state.state in ("in force", "announced")
        if mood == "held back" or not kept:
            return None if kept else Doubt(no_longer(row, state))
        return Doubt("suspended in the record, not ended")
    if state.state in GONE:
        return None if mood == "over" else Doubt(no_longer(row, state))
    if state.state == "suspended":
        return None if mood == "held back" else Doubt("suspended in the record, not ended")
    if state.state in ("in force", "event"):
        return Doubt("in force in the record", against=True)
    return Doubt(f"{state.state} in the record")


def no_longer(row: Measure, state: Standing) -> str:
    """As words: `ended by US-IEEPA-END`."""
    by = f" by {state.by}" if state.by and state.by != row.id else ""
    until = f" until {state.until.date()}" if state.until and state.state == "suspended" else ""
    return f"no longer in force ({state.state}{by}{until})"


def chain(row: Measure, ledger: Ledger) -> Iterator[Measure]:
    """A row and those whose duty it goes on levying: that it prolongs or suspends in part."""
    yield row
    names = (*row.extends, *(row.suspends if row.rate.rate is not None else ()))
    for name in ledger.expand(names):
        if name in ledger.measures:
            yield from chain(ledger.measures[name], ledger)


def days_of(row: Measure, ledger: Ledger) -> tuple[str, ...]:
    """The days on which a row took effect or was announced, its own first."""
    found: list[str] = []
    for one in chain(row, ledger):
        if one.effective:
            found.append(one.effective.date().isoformat())
        found.append(one.announced.isoformat())
    return tuple(dict.fromkeys(found))


def dated(claim: Claim, row: Measure, ledger: Ledger) -> bool:
    """True where the claim tells a day and the row has it, at the coarser precision."""
    told = claim.date_from
    return told is not None and any(agrees(told, day) for day in days_of(row, ledger))


def other_day(claim: Claim, row: Measure, ledger: Ledger, state: Standing) -> str:
    """The row's day where the claim tells another; for what is lifted, the day of its end."""
    told = claim.date_from
    if told is None or mood_of(claim) in ("open", "if"):
        return ""
    days = list(days_of(row, ledger))
    if mood_of(claim) == "over":
        days += [row.until.date().isoformat()] if row.until else []
        ender = ledger.measures.get(state.by or "")
        days += days_of(ender, ledger) if ender else []
    if any(agrees(told, day) for day in days):
        return ""
    return f"other date (the record: {days[0]})"


def other_end(claim: Claim, row: Measure) -> str:
    """The row's end where the claim tells another."""
    told, end = claim.date_to, row.until
    if told is None or end is None or claim.kind == "forecast" or agrees(told, str(end.date())):
        return ""
    return f"other end (the record: {end.date()})"


def hits(ledger: Ledger, row: Measure, target: str | None, day: date) -> bool:
    """True where a row is aimed at a target; with none told, at everybody.

    All or most countries are also those of a group; a row on listed countries is not on all.
    """
    if target is None or target == ALL:
        group = all(code not in ledger.places.by_code for code in row.target)
        return ALL in row.target or (target == ALL and group)
    if target in ledger.places.by_code:
        return ledger.applies(row, target, day) or target in row.target
    return target in row.target


def buyers_from(ledger: Ledger, row: Measure, target: str | None) -> bool:
    """True for a duty on those who buy from the country that a text names."""
    place = ledger.places.by_code.get(target or "")
    return place is not None and any(place.name.casefold() in code for code in row.target)
