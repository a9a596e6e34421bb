"""Whether a row of the record says what a claim says: whom, when, on which goods."""

from __future__ import annotations

from datetime import date

from detente.claims import Claim
from detente.claims.compare import agrees
from detente.claims.lexicon import table, texts
from detente.ledger import Ledger, Measure
from detente.ledger.places import ALL
from detente.reconcile.rows import codes_of, hinted, lifts, terms, title_words

OVER = ("lifted", "suspended")


def disagreements(claim: Claim, row: Measure, ledger: Ledger, day: date) -> tuple[str, ...]:
    """What a row has otherwise than the claim, in words; nothing where they agree throughout."""
    found = (
        other_way(claim, row),
        other_target(claim, row, ledger, day),
        other_day(claim, row),
        other_goods(claim, row),
    )
    return tuple(text for text in found if text)


def other_way(claim: Claim, row: Measure) -> str:
    """The row where it lifts what the claim says is imposed."""
    if claim.status in OVER or claim.instrument == "tariff_exclusion":
        return ""
    return f"lifted in the record ({row.title})" if lifts(row) else ""


def other_target(claim: Claim, row: Measure, ledger: Ledger, day: date) -> str:
    """A target of the claim that the row does not hit."""
    targets = tuple(code for code in codes_of(claim.target) if code != row.imposer)
    if not targets or ALL in row.target:
        return ""
    if ALL in targets:
        several = len(row.target) > 1 or any(c not in ledger.places.by_code for c in row.target)
        return "" if several else f"other target (the record: {', '.join(row.target)})"
    known = [code for code in targets if code in ledger.places.by_code]
    missed = [
        code for code in known if not ledger.applies(row, code, day) and code not in row.target
    ]
    return f"other target (the record: {', '.join(row.target)})" if missed else ""


def other_day(claim: Claim, row: Measure) -> str:
    """The row's day where the claim tells another; equal at the coarser precision is the same."""
    told = claim.date_from
    if told is None:
        return ""
    days = [row.announced.isoformat()]
    if row.effective:
        days.insert(0, row.effective.date().isoformat())
    if any(agrees(told, day) for day in days):
        return ""
    return f"other date (the record: {days[0]})"


def other_goods(claim: Claim, row: Measure) -> str:
    """The row's title where the claim's words are about other goods than the row's."""
    title = title_words(row)
    quote = f"{claim.quote} {claim.product or ''}".casefold()
    asked = [named for said, named in terms()[1] if any(word in quote for word in said)]
    if asked and not any(title & set(named) for named in asked):
        return f"other goods (the record: {row.title})"
    return ""


def says_enough(claim: Claim, row: Measure) -> bool:
    """True where a claim tells enough to know which act it means.

    That is a rate, a day, goods that the row names, or an instrument of one kind of row alone.
    """
    term = table(terms()[0].get(claim.instrument or ""))
    alone = len(texts(term.get("instruments"))) == 1 or bool(texts(term.get("families")))
    title = title_words(row)
    told = claim.rate_pct is not None or claim.date_from is not None
    return told or alone or hinted(claim, title) > 0
