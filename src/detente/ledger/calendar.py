"""What ends when, and what follows: every pending date as known on a day, soonest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure, percent
from detente.ledger.status import standing
from detente.ledger.truces import Deadline
from detente.ledger.values import at_midnight


@dataclass(frozen=True, slots=True)
class Pending:
    """A pending date.

    automatic   True where something follows unless somebody acts
    legal       what the text brings back by itself, for a truce
    announced   what a side said would come back and needs a new act, for a truce
    """

    date: datetime
    kind: str
    id: str
    title: str
    what_if_nothing: str | None
    automatic: bool
    measures: tuple[str, ...]
    truce: str | None
    legal: str | None
    announced: tuple[str, ...]
    confidence: str
    documents: tuple[str, ...]


def calendar(
    ledger: Ledger, on: date, as_known: date, importer: str = "USA"
) -> tuple[Pending, ...]:
    """Every date still to come after the end of a day, using what was public on `as_known`.

    Deadlines recorded as such come first in authority; a row's own end that no deadline
    mentions is listed too. A bare date is read in the zone of the side whose act it is, else of
    `importer`.
    """
    after = ledger.instant(on, importer)
    rows = list(_deadlines(ledger, after, as_known, importer))
    told = {name for row in rows for name in row.measures}
    rows += [row for row in _ends(ledger, after, as_known) if row.id not in told]
    rows += [row for row in _starts(ledger, after, as_known) if row.id not in told]
    return tuple(sorted(rows, key=lambda row: row.date))


def _deadlines(ledger: Ledger, after: datetime, as_known: date, importer: str) -> Iterator[Pending]:
    known = {d.id: d for d in ledger.deadlines if d.announced <= as_known}
    for d in known.values():
        moment = at_midnight(d.date, _zone(ledger, d, importer))
        if moment <= after or (d.superseded_by and d.superseded_by in known):
            continue
        truce = ledger.truces.get(d.truce or "") if d.kind == "truce" else None
        yield Pending(
            date=moment,
            kind=d.kind,
            id=d.id,
            title=d.title,
            what_if_nothing=d.what_if_nothing,
            automatic=d.automatic,
            measures=d.measures,
            truce=d.truce,
            legal=truce.after.legal if truce else None,
            announced=tuple(
                f"{ledger.places.name(a.imposer)} {percent(a.total)}"
                for a in (truce.announced_returns(as_known) if truce else ())
                if a.total is not None
            ),
            confidence=d.confidence,
            documents=tuple(s.document for s in d.source),
        )


def _zone(ledger: Ledger, deadline: Deadline, importer: str) -> str:
    """The zone of who imposed what the deadline touches."""
    acts = (ledger.measures[name] for name in deadline.measures if name in ledger.measures)
    return ledger.places.zone(next((m.imposer for m in acts), importer))


def _ends(ledger: Ledger, after: datetime, as_known: date) -> Iterator[Pending]:
    for m in ledger.known(as_known):
        if (
            m.instrument == "deal"
            or m.until is None
            or m.until_announced > as_known
            or m.until <= after
        ):
            continue
        state = standing(ledger, m, after, as_known).state
        if state in ("in force", "suspended", "announced") and not _goes_on(ledger, m, as_known):
            yield _end(m)


def _goes_on(ledger: Ledger, m: Measure, as_known: date) -> bool:
    """True where a known row prolongs this one, or takes over what it suspends."""
    assert m.until is not None
    held = set(ledger.expand(m.suspends))
    for other in ledger.known(as_known):
        follows = m.id in other.extends or (other.id != m.id and held & set(other.suspends))
        lasts = other.until is None or other.until > m.until
        if follows and other.started(m.until) and lasts:
            return True
    return False


def _starts(ledger: Ledger, after: datetime, as_known: date) -> Iterator[Pending]:
    """Measures that are public and not yet in force."""
    for m in ledger.known(as_known):
        if m.effective is None or m.effective <= after or m.instrument == "deal":
            continue
        if standing(ledger, m, after, as_known).state == "announced":
            yield _pending(m, m.effective, "start", "it takes effect")


def _end(m: Measure) -> Pending:
    assert m.until is not None
    comes_back = f"back in force: {', '.join(m.suspends)}" if m.suspends else "the row ends"
    return _pending(m, m.until, "suspension" if m.suspends else "end", comes_back)


def _pending(m: Measure, moment: datetime, kind: str, follows: str) -> Pending:
    return Pending(
        date=moment,
        kind=kind,
        id=m.id,
        title=m.title,
        what_if_nothing=follows,
        automatic=True,
        measures=(m.id,),
        truce=None,
        legal=None,
        announced=(),
        confidence=m.confidence,
        documents=tuple(s.document for s in m.source),
    )
