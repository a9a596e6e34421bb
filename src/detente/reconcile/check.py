"""Each claim of a document held against the record as known on the document's day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from detente.claims import Claim, Reading
from detente.claims.lexicon import language_file, texts
from detente.errors import InputError
from detente.ledger import Ledger
from detente.reconcile.acts import by_act
from detente.reconcile.duties import by_rate
from detente.reconcile.finding import Finding, Verdict
from detente.reconcile.rows import codes_of
from detente.reconcile.stand import AHEAD, stopped

HELD = ("measure", "deadline", "talks")
TURNED: dict[Verdict, Verdict] = {"confirmed": "contradicted", "contradicted": "confirmed"}


def check_claims(reading: Reading, ledger: Ledger) -> tuple[Finding, ...]:
    """Measures, deadlines and rounds, and every rate of duty, held against the record.

    Rows announced after the document's day are not used. Raises InputError where the document
    has no day.
    """
    day = reading.document.date
    if day is None:
        raise InputError(
            f"{reading.document.name}: no day of publication. The record is asked as known on a "
            "day. Give --published YYYY-MM-DD."
        )
    chosen = (c for c in reading.claims if c.kind in HELD or c.rate_pct is not None)
    return tuple(found for claim in chosen for found in held(claim, ledger, day))


def held(claim: Claim, ledger: Ledger, day: date) -> Iterator[Finding]:
    """What the record says of one claim; of a denial, of what is denied, turned round."""
    if claim.kind == "deadline":
        found: Finding | None = deadline(claim, ledger, day)
    elif claim.kind == "talks":
        found = round_of(claim, ledger, day)
    elif claim.rate_pct is not None:
        found = by_rate(claim, ledger, day)
    else:
        found = by_act(claim, ledger, day)
    if found:
        yield turned(found) if denies(claim) else found


def denies(claim: Claim) -> bool:
    """True for a denial: of an act, or of a round that was called off."""
    return (claim.negated and not stopped(claim)) or claim.status == "called_off"


def turned(found: Finding) -> Finding:
    """The finding on a denial. What the record lacks, or has otherwise, denies nothing.

    Nor does a threat on the record speak against a text that says it will not be carried out.
    """
    ahead = found.claim.status in AHEAD
    verdict: Verdict = "unclear" if ahead else TURNED.get(found.verdict, "unclear")
    rows = found.rows if verdict != "unclear" or found.verdict != "partial" else ()
    return replace(found, verdict=verdict, rows=rows, why=f"denied by the text: {found.why}")


def deadline(claim: Claim, ledger: Ledger, day: date) -> Finding:
    """A deadline by its day, among the deadlines and truces public on the document's day."""
    if claim.date_to is None:
        return Finding(claim, "unclear", (), "the text gives no day")
    size = len(claim.date_to)
    known = [
        (d.id, d.date.date() if isinstance(d.date, datetime) else d.date)
        for d in ledger.deadlines
        if d.announced <= day
    ]
    parties = set(codes_of(claim.actor))
    truces = [
        (t.id, t.until.date())
        for t in ledger.truces.values()
        if t.announced <= day and t.until and (not parties or parties >= set(t.parties))
    ]
    same = [name for name, end in (*known, *truces) if end.isoformat()[:size] == claim.date_to]
    running = [(name, end) for name, end in truces if day <= end]
    past = claim.status == "pending" and claim.date_to < day.isoformat()[:size]
    later = past and running and claim.instrument == "truce"
    if same and "W" not in claim.date_to and not later:
        return Finding(claim, "confirmed", tuple(dict.fromkeys(same)), "same day")
    if claim.instrument == "truce" and running and claim.status != "extended":
        name, end = min(running, key=lambda r: r[1])
        return Finding(claim, "contradicted", (name,), f"the record has {end.isoformat()}")
    return Finding(claim, "new", (), "no deadline of this day in the record")


def round_of(claim: Claim, ledger: Ledger, day: date) -> Finding | None:
    """A round of talks by its city and month; claims without a city are not held."""
    regions = texts(language_file("record_terms")["regions"])
    if claim.place is None or claim.place in regions or claim.status == "agenda":
        return None
    told = claim.date_from or day.isoformat()
    near: list[tuple[int, str]] = []
    for row in ledger.rounds:
        public = row.announced is None or row.announced <= day or row.start <= day
        if public and row.city.casefold() == claim.place.casefold():
            near.append((months_apart(told, row.start), row.id))
    if not near:
        return Finding(claim, "new", (), f"no round in {claim.place} in the record")
    apart, name = min(near)
    if claim.date_from is not None and apart > 1:
        return Finding(claim, "contradicted", (name,), "the record has another month")
    return Finding(claim, "confirmed", (name,), "same city")


def months_apart(told: str, start: date) -> int:
    """Months between a date as told and a day; a year alone counts from its January."""
    year = int(told[:4])
    if "W" in told:
        return abs((date.fromisocalendar(year, int(told[6:8]), 1) - start).days) // 31
    month = int(told[5:7]) if len(told) >= 7 else 1
    return abs((year - start.year) * 12 + month - start.month)
