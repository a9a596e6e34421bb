"""The legal state of a row on a day, for rows taken by themselves (not flow by flow)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure, Scope

State = Literal[
    "threatened", "announced", "in force", "suspended", "replaced", "ended", "expired", "event"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """A row's state, the row that brought it about, and when that changes by itself."""

    state: State
    by: str | None = None
    until: datetime | None = None


def standing(ledger: Ledger, measure: Measure, at: datetime, as_known: date) -> Standing:
    """What holds of a row at a moment, using only rows public on `as_known`.

    A relation counts here only if the other row covers all targets of this one; relations
    that touch part of its targets or products are seen flow by flow, in `rates`.
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
    return Standing("in force", until=_public_end(measure, as_known))


def _ender(ledger: Ledger, measure: Measure, at: datetime, as_known: date) -> Measure | None:
    """A known row that ended this one for good."""
    for other in ledger.known(as_known):
        ends = other.ends and other.started(at) and _names(ledger, other.ends, measure)
        if ends and _covers(ledger, other, measure, at):
            return other
    return None


def _actor(
    ledger: Ledger, measure: Measure, word: str, at: datetime, as_known: date
) -> Measure | None:
    """A row in force that suspends or replaces this one and is not itself ended."""
    for other in ledger.known(as_known):
        relation: tuple[str, ...] = getattr(other, word)
        acts = relation and other.runs(at, as_known) and _names(ledger, relation, measure)
        if acts and _covers(ledger, other, measure, at) and not _ender(ledger, other, at, as_known):
            return other
    return None


def _public_end(measure: Measure, as_known: date) -> datetime | None:
    return measure.until if measure.until_announced <= as_known else None


def _names(ledger: Ledger, relation: tuple[str, ...], measure: Measure) -> bool:
    return measure.id in set(ledger.expand(relation)) if relation else False


def _covers(ledger: Ledger, other: Measure, measure: Measure, at: datetime) -> bool:
    if other.condition or other.id == measure.id:
        return False
    if not (other.scope.everything or other.scope.empty or other.scope == measure.scope):
        return False
    day = at.date()
    return other.target == measure.target or all(
        any(ledger.places.covers(t, code, day) for t in other.target) for code in measure.target
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
    confidence: str


OVER = ("ended", "expired", "replaced")


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
    known = as_known or ledger.coverage.until
    side = ledger.places.find(imposer) if imposer else None
    aim = ledger.places.find(target) if target else None
    rows: list[RecordRow] = []
    for m in ledger.known(known):
        if (side and m.imposer != side) or (aim and not ledger.applies(m, aim, day)):
            continue
        state = standing(ledger, m, ledger.instant(day, m.imposer), known)
        if every or state.state not in OVER:
            rows.append(_row(m, state))
    return rows


def _row(m: Measure, state: Standing) -> RecordRow:
    return RecordRow(
        id=m.id,
        imposer=m.imposer,
        target=", ".join(m.target),
        instrument=m.instrument,
        title=m.title,
        rate=m.rate.text(),
        state=state.state,
        by=state.by,
        announced=m.announced.isoformat(),
        effective=_moment(m.effective, m.effective_assumed),
        until=_moment(state.until),
        confidence=m.confidence,
    )


def _moment(moment: datetime | None, assumed: bool = False) -> str | None:
    if moment is None:
        return None
    return moment.date().isoformat() if assumed else moment.isoformat(timespec="minutes")


def described(ledger: Ledger, m: Measure) -> list[tuple[str, str]]:
    """A measure's fields as label and text, empty ones left out."""
    fields: list[tuple[str, str | None]] = [
        ("id", m.id),
        ("title", m.title),
        ("imposer", ledger.places.name(m.imposer)),
        ("target", ", ".join(ledger.places.name(t) for t in m.target)),
        ("except", ", ".join(ledger.places.name(t) for t in m.except_target)),
        ("instrument", m.instrument),
        ("family", m.family),
        ("rate", m.rate.text()),
        ("specific", m.specific),
        ("products", _scope_text(m.scope)),
        ("on content", f"{m.content}: {_scope_text(m.content_scope)}" if m.content else None),
        ("basis", m.basis),
        ("announced", m.announced.isoformat()),
        ("effective", _moment(m.effective, m.effective_assumed)),
        ("until", _moment(m.until)),
        ("replaces", ", ".join(m.replaces)),
        ("ends", ", ".join(m.ends)),
        ("suspends", ", ".join(m.suspends)),
        ("exempts", ", ".join(m.exempts)),
        ("extends", ", ".join(m.extends)),
        ("condition", m.condition),
        ("status", m.status),
        ("confidence", m.confidence),
        ("note", m.note),
        ("file", m.origin),
    ]
    for source in m.source:
        known = ledger.documents.get(source.document)
        text = known.text() if known else source.document
        how = f" [{known.read}]" if known else ""
        fields.append(("document", f"{text}{f', {source.section}' if source.section else ''}{how}"))
    return [(label, text) for label, text in fields if text]


def _scope_text(scope: Scope) -> str:
    inside = ["all"] if scope.everything else [*scope.lists, *scope.codes]
    outside = [*scope.except_lists, *scope.except_codes]
    return ", ".join(inside) + (f"; except {', '.join(outside)}" if outside else "")
