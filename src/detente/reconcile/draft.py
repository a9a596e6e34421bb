"""Draft rows for the record from claims that it lacks or has otherwise, for a person to accept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.claims import Claim, Reading
from detente.claims.lexicon import language_file, table
from detente.ledger import Ledger
from detente.reconcile.check import check_claims
from detente.reconcile.finding import Finding
from detente.reconcile.rows import codes_of

STATES = ("in_force", "announced", "agreed", "threatened", "proposed")
UNSAFE = re.compile(r"[^A-Za-z0-9 .,%'/()&-]")
HEADER = """\
# Draft rows from {name}, {day}. Nothing here is part of the record.
# A person checks each row against a legal text, gives it an id and a title, names the document,
# and only then moves it into measures/. Press alone makes a row of low confidence.
act: TO-BE-NAMED
measures:
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row in the record's own format, the claim it is from, and what a person must still do."""

    claim: Claim
    yaml: str
    to_do: tuple[str, ...]


def draft_rows(reading: Reading, ledger: Ledger) -> tuple[Draft, ...]:
    """A draft for each measure that is new, or that the record has with other sides, day or goods.

    A claim on which the nearest row differs carries that row and the differences as a comment.
    What a text denies makes no draft; what it says on a condition is at most a threat. Where the
    record differs only in whether its row is in force, it lacks nothing.
    """
    found: list[Draft] = []
    for number, finding in enumerate(check_claims(reading, ledger), start=1):
        claim = finding.claim
        wanted = claim.kind == "measure" and claim.status in STATES and not claim.negated
        apart = finding.verdict == "partial" and not finding.of_state
        differs = apart and finding.rows and not vague(finding)
        if (
            wanted
            and (finding.verdict == "new" or differs)
            and claim.actor
            and instrument_of(claim)
        ):
            found.append(drafted(reading, finding, number))
    return tuple(found)


def vague(finding: Finding) -> bool:
    """True where the text tells too little to differ from the record in anything."""
    return finding.claim.rate_pct is None and finding.claim.date_from is None


def drafts_text(reading: Reading, drafts: tuple[Draft, ...]) -> str:
    """All drafts of a document as one file."""
    head = HEADER.format(name=plain(reading.document.name), day=reading.document.date)
    return head + "".join(draft.yaml for draft in drafts)


def instrument_of(claim: Claim) -> str | None:
    """The record's word for the instrument."""
    value = table(language_file("record_terms")["drafts"]).get(claim.instrument or "")
    return str(value) if value else None


def differing(finding: Finding) -> list[str]:
    """The comment that says which row of the record is nearest and what it has otherwise."""
    if finding.verdict != "partial":
        return []
    return [
        f"# nearest in the record: {', '.join(finding.rows)}",
        f"# differs: {plain(finding.why)}",
    ]


def drafted(reading: Reading, finding: Finding, number: int) -> Draft:
    """One claim as a row, its provenance and what the record has otherwise in comments."""
    claim = finding.claim
    imposer = codes_of(claim.actor)[0]
    day = reading.document.date
    rate = f"{claim.rate_pct:g}%" if claim.rate_pct is not None and not claim.rate_basis else None
    whole = claim.date_from if claim.date_from and len(claim.date_from) == 10 else None
    whole = whole if whole and "W" not in whole else None
    lines = [
        f"# says: {plain(claim.quote)}",
        f"# in {plain(reading.document.name)}, characters {claim.start} to {claim.end}, "
        f"text sha256 {reading.document.sha256[:16]}",
        *differing(finding),
        f"- id: DRAFT-{imposer}-{day}-{number}",
        f"  title: {plain(title_of(claim, rate))[:70]}",
        f"  imposer: {imposer}",
        f"  target: [{', '.join(codes_of(claim.target)) or 'all'}]",
        f"  instrument: {instrument_of(claim)}",
        f"  rate: {rate}" if rate else "",
        f"  announced: {day}",
        f"  effective: {whole}" if whole else "",
        "  status: threatened" if only_said(claim) else "",
        "  source: [{document: TO-BE-NAMED}]",
        "  confidence: low",
        f"  note: draft from a text, {told_as(claim)}; read by rule {claim.rule}",
    ]
    to_do = missing(claim, whole, rate)
    if finding.verdict == "partial":
        to_do = ("whether it is a measure of its own or a change of the nearest row", *to_do)
    return Draft(claim, "\n".join(line for line in lines if line) + "\n", to_do)


def only_said(claim: Claim) -> bool:
    """True for a measure that the text threatens, proposes or makes depend on something."""
    return claim.conditional or claim.status in ("threatened", "proposed")


def told_as(claim: Claim) -> str:
    """The status that the text gives, and whether only on a condition."""
    return f"{claim.status}, only on a condition" if claim.conditional else str(claim.status)


def title_of(claim: Claim, rate: str | None) -> str:
    """A working title in words of our own."""
    words = (claim.instrument or "measure").replace("_", " ")
    goods = f" on {claim.product}" if claim.product else ""
    return f"{words.capitalize()}{' of ' + rate if rate else ''}{goods}"


def missing(claim: Claim, whole: str | None, rate: str | None) -> tuple[str, ...]:
    """What a person must add before the row could be one of the record."""
    found = ["a legal text", "the products"]
    if claim.rate_pct is not None and rate is None:
        found.append("the rate: the text gives points or a bound")
    if claim.conditional:
        found.append("the condition on which the text makes it depend")
    if whole is None and claim.status in ("in_force", "announced"):
        found.append("the day on which it takes effect")
    return tuple(found)


def plain(text: str) -> str:
    """A text that cannot break a YAML line: plain letters and signs only."""
    return " ".join(UNSAFE.sub(" ", text.replace("\u2019", "'").replace("\n", " ")).split())
