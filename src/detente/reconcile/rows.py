"""Rows of the record that a claim may be about, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from detente.claims import Claim
from detente.claims.lexicon import language_file, lexicon, rows, table, texts
from detente.ledger import Ledger, Measure
from detente.ledger.places import ALL
from detente.ledger.status import standing
from detente.strict_yaml import Tree

RELIEF = ("exemption", "quota")
EVERYBODY = "*"
LIVE = ("in force", "suspended", "announced", "threatened", "event")


@lru_cache(maxsize=1)
def terms() -> tuple[Mapping[str, Tree], tuple[tuple[list[str], list[str]], ...], list[str]]:
    """The terms of the record: by instrument, hints, and words of lifting."""
    tree = language_file("record_terms")
    hints = tuple((texts(row["quote"]), texts(row["title"])) for row in rows(tree["hints"]))
    return table(tree["instruments"]), hints, texts(tree["lifted"])


def codes_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of the record for codes of a claim."""
    known = lexicon().record_codes
    return tuple(ALL if code == EVERYBODY else known.get(code, code) for code in codes)


def title_words(row: Measure) -> frozenset[str]:
    """The words of a row's title, in small letters."""
    return frozenset(re.findall(r"[a-z0-9]+", row.title.casefold()))


def term_of(claim: Claim) -> Mapping[str, Tree]:
    """The terms of the record for a claim's instrument; a rate of a truce or deal is of a duty."""
    named = claim.instrument or "tariff"
    named = "tariff" if named in ("truce", "trade_deal") and claim.rate_pct is not None else named
    return table(terms()[0].get(named))


def candidates(claim: Claim, ledger: Ledger, day: date) -> list[tuple[float, Measure]]:
    """Rows public on a day that fit who, whom and what, with a score, best first."""
    term = term_of(claim)
    found = [
        (score, measure)
        for measure in ledger.known(day)
        if measure.imposer in codes_of(claim.actor)
        and measure.instrument in texts(term.get("instruments"))
        and (score := fit(claim, measure, ledger, day, term)) > 0
    ]
    return sorted(found, key=lambda item: (-item[0], -item[1].announced.toordinal()))


def fit(
    claim: Claim, measure: Measure, ledger: Ledger, day: date, term: Mapping[str, Tree]
) -> float:
    """How well a row fits a claim; 0 where it cannot be meant."""
    if not aimed_alike(claim, measure, ledger, day):
        return 0.0
    if off_topic(claim, measure, ledger):
        return 0.0
    families, wanted = texts(term.get("families")), texts(term.get("words"))
    if families and measure.family not in families:
        return 0.0
    at = ledger.instant(day, measure.imposer)
    state = standing(ledger, measure, at, day).state
    score = 1.0 if state in LIVE else 0.2
    score += 1.0 if families or len(texts(term.get("instruments"))) == 1 else 0.0
    title = title_words(measure)
    score += 0.4 if title & set(wanted) else 0.0
    score += 1.2 * hinted(claim, title)
    if claim.status == "lifted":
        score += 1.0 if title & set(terms()[2]) else -0.6
    elif lifts(measure):
        score -= 1.5
    threat = measure.status == "threatened"
    score += 1.0 if threat and claim.status == "threatened" else -1.5 if threat else 0.0
    if claim.status == "suspended":
        score += 1.0 if measure.instrument == "suspension" and measure.suspends else 0.0
    return score


def lifts(measure: Measure) -> bool:
    """True for a row that only takes something away, by its sort and the words of its title."""
    title = title_words(measure)
    return measure.instrument == "other" and bool(title & set(terms()[2]))


def about_duties(measure: Measure, ledger: Ledger) -> bool:
    """True for a row of a family of duties, or one that ends or suspends a duty."""
    named = ledger.expand((*measure.ends, *measure.suspends, *measure.replaces))
    known = (ledger.measures[name] for name in named if name in ledger.measures)
    return measure.family is not None or any(
        row.is_duty or row.family or row.instrument in RELIEF for row in known
    )


def off_topic(claim: Claim, measure: Measure, ledger: Ledger) -> bool:
    """True where one is about duties and the other is not, by the family that duties have."""
    duty = lexicon().classes.get(claim.instrument or "tariff") in ("duty", "truce", "deal")
    loose = measure.instrument in ("suspension", "exemption", "other")
    if loose and claim.instrument != "tariff_exclusion":
        return duty != about_duties(measure, ledger)
    return False


def aimed_alike(claim: Claim, measure: Measure, ledger: Ledger, day: date) -> bool:
    """True where the row is aimed at one of the claim's targets, or either names nobody."""
    targets = codes_of(claim.target)
    if not targets or ALL in targets:
        return True
    exporters = [code for code in targets if code in ledger.places.by_code]
    return any(ledger.applies(measure, code, day) for code in exporters) or bool(
        set(targets) & set(measure.target)
    )


def hinted(claim: Claim, title: frozenset[str]) -> int:
    """How many pairs of hints join the words of a quote with those of a title."""
    quote = f"{claim.quote} {claim.product or ''}".casefold()
    return sum(
        any(word in quote for word in said) and bool(title & set(named))
        for said, named in terms()[1]
    )
