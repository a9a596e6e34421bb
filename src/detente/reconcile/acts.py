"""A measure told without a rate held against the rows of its sort, and against their state."""

from __future__ import annotations

from datetime import date

from detente.claims import Claim
from detente.claims.compare import agrees
from detente.ledger import Ledger, Measure
from detente.reconcile.agree import disagreements, says_enough
from detente.reconcile.finding import Finding
from detente.reconcile.rows import candidates, hinted, lifts, title_words
from detente.reconcile.stand import Doubt, days_of, doubt, mood_of

FITS = 1.4


def by_act(claim: Claim, ledger: Ledger, day: date) -> Finding:
    """A measure by who does what to whom, when and on which goods."""
    every = candidates(claim, ledger, day)
    rows = [(score, row) for score, row in every if of_that_day(claim, row, ledger)] or every
    best = rows[0][0] if rows else 0.0
    good = [m for score, m in rows if score >= FITS and best - score < 0.5]
    if good:
        return graded(claim, good, ledger, day)
    if rows:
        names = tuple(m.id for _, m in rows[:3])
        return Finding(claim, "unclear", names, "the record has measures of this sort")
    return Finding(claim, "new", (), "nothing of this sort in the record")


def graded(claim: Claim, rows: list[Measure], ledger: Ledger, day: date) -> Finding:
    """Confirmed by a row that agrees throughout, contradicted where all meant say the opposite."""
    told = [(disagreements(claim, row, ledger, day), row) for row in rows]
    agreeing = [row for faults, row in told if not faults and says_enough(claim, row)]
    doubts = [(mind, row) for row in agreeing for mind in [stated(claim, row, ledger, day)]]
    sure = [row for mind, row in doubts if mind is None]
    if sure:
        return Finding(claim, "confirmed", tuple(m.id for m in sure[:2]), "same act")
    if doubts:
        return of_state(claim, [(mind, row) for mind, row in doubts if mind])
    faults, _ = min(told, key=lambda pair: len(pair[0]))
    names = tuple(row.id for f, row in told if len(f) == len(faults))[:3]
    if not faults:
        why = "same sort of act; the text tells no day or goods"
        return Finding(claim, "partial", names, why)
    return Finding(claim, "partial", names, f"same act, {'; '.join(faults)}")


def of_state(claim: Claim, doubts: list[tuple[Doubt, Measure]]) -> Finding:
    """Rows of the same act whose state does not fit: the opposite only where all goods are meant.

    An end is denied by a row in force only if the text names what that row is on: a text may mean
    another measure that the record lacks.
    """
    soft = [(mind, row) for mind, row in doubts if not mind.against]
    named = [row for _, row in doubts if hinted(claim, title_words(row))]
    denied = not soft and (len(named) == len(doubts) or mood_of(claim) != "over")
    mind, row = (soft or doubts)[0]
    verdict = "contradicted" if denied else "partial"
    return Finding(claim, verdict, (row.id,), f"same act, {mind.text}", of_state=True)


def stated(claim: Claim, row: Measure, ledger: Ledger, day: date) -> Doubt | None:
    """Whether the state of a row fits; a row that lifts something is itself the lifting."""
    if lifts(row) and mood_of(claim) in ("over", "held back"):
        return None
    found = doubt(claim, row, ledger, None, day)
    if found and found.against and mood_of(claim) == "over":
        free = freed(row, ledger, day)
        return Doubt(f"{found.text}, with goods freed by {free}") if free else found
    return found


def freed(row: Measure, ledger: Ledger, day: date) -> str | None:
    """The row that frees some goods or firms from another's duty on a day."""
    for other in ledger.known(day):
        runs = other.exempts and other.runs(ledger.instant(day, other.imposer), day)
        same = any(ledger.applies(other, place, day) for place in row.target)
        if runs and same and row.id in set(ledger.expand(other.exempts)):
            return other.id
    return None


def of_that_day(claim: Claim, row: Measure, ledger: Ledger) -> bool:
    """True where what is lifted or suspended is of the day of imposition that the text tells."""
    told = claim.imposed
    if told is None or mood_of(claim) not in ("over", "held back"):
        return True
    undone = [ledger.measures.get(name) for name in ledger.expand((*row.suspends, *row.ends))]
    meant = [one for one in undone if one] or [row]
    return any(agrees(told, when) for one in meant for when in days_of(one, ledger))
