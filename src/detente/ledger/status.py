"""The legal state of a row on a day, for rows taken by themselves (not flow by flow)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure
from detente.ledger.scopes import Reach, reaches

State = Literal[
    "threatened", "announced", "in force", "suspended", "replaced", "ended", "expired", "event"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """A row's state, the row that brought it about, and when that changes by itself."""

    state: State
    by: str | None = None
    until: datetime | None = None
    in_part: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What another row does to part of this one's targets or products, now."""

    word: str
    by: str

    def text(self) -> str:
        """As words: `replaced in part by CN-MFN-2018-07`."""
        return f"{PAST[self.word]} in part by {self.by}"


PAST = {
    "replaces": "replaced",
    "ends": "ended",
    "suspends": "suspended",
    "exempts": "freed",
    "extends": "prolonged",
}


def standing(ledger: Ledger, measure: Measure, at: datetime, as_known: date) -> Standing:
    """What holds of a row at a moment, using only rows public on `as_known`.

    A relation changes the state only if the other row covers all targets and products of this
    one. What touches a part of them is named in `in_part` and seen flow by flow in `rates`.
    """
    if measure.status in ("threatened", "event"):
        return Standing("threatened" if measure.status == "threatened" else "event")
    ender = _ender(ledger, measure, at, as_known)
    if ender:
        return Standing("ended", ender.id)
    if measure.over(at, as_known):
        return Standing("expired", measure.id)
    holder = _actor(ledger, measure, "suspends", at, as_known)
    if holder:
        return Standing("suspended", holder.id, _public_end(holder, as_known))
    if not measure.started(at):
        return Standing("announced", until=_public_end(measure, as_known))
    successor = _actor(ledger, measure, "replaces", at, as_known)
    if successor:
        return Standing("replaced", successor.id)
    end, parts = _public_end(measure, as_known), _in_part(ledger, measure, at, as_known)
    return Standing("in force", until=end, in_part=tuple(parts))


def _ender(ledger: Ledger, measure: Measure, at: datetime, as_known: date) -> Measure | None:
    """A known row that ended this one for good."""
    for other in ledger.known(as_known):
        ends = (
            other.ends
            and other.status is None
            and other.started(at)
            and _names(ledger, other.ends, measure)
        )
        whole = ends and _reach(ledger, other, measure, at) == "all"
        if whole and not _withdrawn(ledger, other, as_known):
            return other
    return None


def _withdrawn(ledger: Ledger, row: Measure, as_known: date) -> bool:
    """True where a row was ended before it began: it never did anything."""
    return any(
        other.effective is not None
        and row.effective is not None
        and other.effective <= row.effective
        and row.id in other.ends
        and other.status is None
        for other in ledger.known(as_known)
    )


def _actor(
    ledger: Ledger, measure: Measure, word: str, at: datetime, as_known: date
) -> Measure | None:
    """A row in force that suspends or replaces this one and is not itself ended."""
    for other in ledger.known(as_known):
        relation: tuple[str, ...] = getattr(other, word)
        runs = other.status is None and other.runs(at, as_known)
        acts = relation and runs and _names(ledger, relation, measure)
        whole = acts and _reach(ledger, other, measure, at) == "all"
        if whole and not _ender(ledger, other, at, as_known):
            return other
    return None


def _in_part(ledger: Ledger, measure: Measure, at: datetime, as_known: date) -> Iterator[Relation]:
    """What rows in force do to part of this one."""
    for other in ledger.known(as_known):
        if not other.relates or other.status or not other.runs(at, as_known):
            continue
        for word in ("replaces", "ends", "suspends", "exempts"):
            relation: tuple[str, ...] = getattr(other, word)
            touches = _names(ledger, relation, measure)
            part = touches and _reach(ledger, other, measure, at) == "part"
            if part and not _ender(ledger, other, at, as_known):
                yield Relation(word, other.id)


def _public_end(measure: Measure, as_known: date) -> datetime | None:
    return measure.until if measure.until_announced <= as_known else None


def _names(ledger: Ledger, relation: tuple[str, ...], measure: Measure) -> bool:
    return measure.id in set(ledger.expand(relation)) if relation else False


def _reach(ledger: Ledger, other: Measure, measure: Measure, at: datetime) -> Reach:
    """How much of a row another covers, by targets and by products; nothing on a condition."""
    if other.condition or other.id == measure.id:
        return "none"
    day = at.date()
    places = ledger.places
    if other.target == measure.target or all(
        any(places.covers(t, code, day) for t in other.target) for code in measure.target
    ):
        aimed: Reach = "all"
    else:
        aimed = "part" if shares_target(ledger, other, measure, day) else "none"
    covered = reaches(ledger, other.scope, measure.scope)
    if "none" in (aimed, covered):
        return "none"
    return aimed if aimed == covered else "part"


def shares_target(ledger: Ledger, one: Measure, other: Measure, day: date) -> bool:
    """True where some place is aimed at by both rows on a day."""
    return any(
        ledger.applies(one, place, day) and ledger.applies(other, place, day)
        for place in ledger.places.by_code
    )


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row of the record with its state on a day, as text for tables and JSON."""

    id: str
    imposer: str
    target: str
    instrument: str
    title: str
    rate: str
    state: str
    by: str | None
    announced: str
    effective: str | None
    until: str | None
    in_part: tuple[str, ...]
    confidence: str


OVER = ("ended", "expired", "replaced")
LATER = "public later"


def record_on(
    ledger: Ledger,
    day: date,
    as_known: date | None = None,
    imposer: str | None = None,
    target: str | None = None,
    every: bool = False,
) -> list[RecordRow]:
    """Rows known on a day with their state; ended ones only if `every`.

    Raises CoverageError outside the record and InputError for unknown places.
    """
    ledger.check_covered(day)
    known = as_known or ledger.coverage.last
    side = ledger.places.find(imposer) if imposer else None
    aim = ledger.places.find(target) if target else None
    rows: list[RecordRow] = []
    for m in ledger.known(known):
        if (side and m.imposer != side) or (aim and not ledger.applies(m, aim, day)):
            continue
        state = standing(ledger, m, ledger.instant(day, m.imposer), known)
        if every or state.state not in OVER:
            rows.append(_row(m, state, day))
    return rows


def _row(m: Measure, state: Standing, day: date) -> RecordRow:
    return RecordRow(
        id=m.id,
        imposer=m.imposer,
        target=", ".join(m.target),
        instrument=m.instrument,
        title=m.title,
        rate=m.rate.text(),
        state=LATER if m.announced > day else state.state,
        by=state.by,
        announced=m.announced.isoformat(),
        effective=moment_text(m.effective, m.effective_assumed),
        until=moment_text(state.until),
        in_part=tuple(relation.text() for relation in state.in_part),
        confidence=m.confidence,
    )


def moment_text(moment: datetime | None, assumed: bool = False) -> str | None:
    """An instant as text, a day alone where the hour is assumed."""
    if moment is None:
        return None
    return moment.date().isoformat() if assumed else moment.isoformat(timespec="minutes")
