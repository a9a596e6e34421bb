"""Each claim of a document held against the record as known on the document's day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Literal

from detente.claims import Claim, Reading
from detente.claims.lexicon import language_file, texts
from detente.errors import InputError
from detente.ledger import Ledger, Measure
from detente.ledger.status import standing
from detente.reconcile.agree import disagreements, other_target, says_enough
from detente.reconcile.rows import candidates, codes_of, flat_rate

Verdict = Literal["confirmed", "partial", "contradicted", "new", "unclear"]
HELD = ("measure", "deadline", "talks")
FITS = 1.4


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim, what the record says of it, by which rows, and why."""

    claim: Claim
    verdict: Verdict
    rows: tuple[str, ...]
    why: str


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
    """What the record says of one claim."""
    if claim.kind == "deadline":
        yield deadline(claim, ledger, day)
    elif claim.kind == "talks":
        found = round_of(claim, ledger, day)
        if found:
            yield found
    else:
        yield measure(claim, ledger, day)


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
    if same and "W" not in claim.date_to:
        return Finding(claim, "confirmed", tuple(dict.fromkeys(same)), "same day")
    running = [(name, end) for name, end in truces if day <= end]
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


def measure(claim: Claim, ledger: Ledger, day: date) -> Finding:
    """A measure by who levies what on whom, when, on which goods, and by its rate if told."""
    rows = candidates(claim, ledger, day)
    if claim.rate_pct is not None:
        return by_rate(claim, rows, ledger, day)
    best = rows[0][0] if rows else 0.0
    good = [m for score, m in rows if score >= FITS and best - score < 0.5]
    if good:
        return graded(claim, good, ledger, day, "same act")
    if rows:
        names = tuple(m.id for _, m in rows[:3])
        return Finding(claim, "unclear", names, "the record has measures of this sort")
    return Finding(claim, "new", (), "nothing of this sort in the record")


def graded(claim: Claim, rows: list[Measure], ledger: Ledger, day: date, common: str) -> Finding:
    """Confirmed by rows that agree throughout; else partial, and what the nearest has otherwise."""
    told = [(disagreements(claim, row, ledger, day), row) for row in rows]
    agreeing = [row for faults, row in told if not faults and says_enough(claim, row)]
    if agreeing:
        rest = [row for faults, row in told if faults] if claim.rate_pct is not None else []
        names = tuple(m.id for m in (agreeing[:2] + rest)[:3])
        return Finding(claim, "confirmed", names, common)
    faults, _ = min(told, key=lambda pair: len(pair[0]))
    names = tuple(row.id for f, row in told if len(f) == len(faults))[:3]
    if not faults:
        return Finding(claim, "partial", names, "same sort of act; the text tells no day or goods")
    return Finding(claim, "partial", names, f"{common}, {'; '.join(faults)}")


def by_rate(claim: Claim, rows: list[tuple[float, Measure]], ledger: Ledger, day: date) -> Finding:
    """A rate: that of a row, of what a suspension leaves, or the sum of two duties in force."""
    rate = (claim.rate_pct or 0.0) / 100
    same = [m for _, m in rows if near(flat_rate(m), rate)]
    whole = [m for m in same if not disagreements(claim, m, ledger, day)]
    points = claim.rate_basis and claim.rate_basis.startswith("percentage_points")
    if points and not whole:
        return by_points(claim, rows, rate, ledger)
    levied = [m for _, m in rows if m.is_duty and flat_rate(m) is not None]
    if claim.product is None:
        levied = [m for m in levied if m.scope.everything or m.instrument != "ad_valorem_duty"]
    running = [m for m in levied if adds_up(claim, m, ledger, day)]
    total = () if whole else summed(running, rate)
    if total:
        return Finding(claim, "confirmed", tuple(m.id for m in total), "sum of these duties")
    if same:
        return graded(claim, same, ledger, day, "same rate")
    if levied:
        told = ", ".join(sorted({m.rate.text() for m in levied[:4]}))
        return Finding(
            claim, "contradicted", tuple(m.id for m in levied[:3]), f"the record has {told}"
        )
    return Finding(claim, "new", (), "no duty of this sort in the record")


def by_points(
    claim: Claim, rows: list[tuple[float, Measure]], rate: float, ledger: Ledger
) -> Finding:
    """Points taken off: the rate of a suspended row less what its suspension leaves."""
    for _, row in rows:
        for name in ledger.expand(row.suspends):
            before = flat_rate(ledger.measures[name]) if name in ledger.measures else None
            left = flat_rate(row) or 0.0
            if before is not None and near(before - left, rate):
                return Finding(claim, "confirmed", (row.id, name), "points that it suspends")
    return Finding(claim, "new", (), "no such step in the record")


def adds_up(claim: Claim, row: Measure, ledger: Ledger, day: date) -> bool:
    """True for a duty on all goods in force on a day, on whom the claim says: part of a total."""
    at = ledger.instant(day - timedelta(days=1), row.imposer)
    runs = standing(ledger, row, at, day).state == "in force"
    return runs and row.scope.everything and not other_target(claim, row, ledger, day)


def near(one: float | None, other: float) -> bool:
    """True where two rates are the same to a hundredth of a percent."""
    return one is not None and abs(one - other) < 1e-4


def summed(rows: list[Measure], rate: float) -> tuple[Measure, ...]:
    """Two duties of different families whose rates add up."""
    for one, other in combinations(rows, 2):
        a, b = flat_rate(one), flat_rate(other)
        if a and b and one.family != other.family and near(a + b, rate):
            return one, other
    return ()
