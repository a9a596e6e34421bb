"""What two reports of the Stockholm talks say, found again in the record as known on their day.

The reports stay outside the repository; see test_claims_against_labels.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from detente.claims import Reading, read_claims
from detente.documents import read_document
from detente.ledger import read_ledger
from detente.reconcile import Finding, check_claims
from scoring import documents_folder

pytestmark = pytest.mark.reference


@lru_cache(maxsize=1)
def readings() -> tuple[Reading, ...]:
    """The two reports."""
    return tuple(read_claims(read_document(documents_folder() / f"seed-00{n}.txt")) for n in (0, 1))


@lru_cache(maxsize=1)
def findings() -> tuple[Finding, ...]:
    """Everything in both that is held against the record."""
    ledger = read_ledger()
    return tuple(f for reading in readings() for f in check_claims(reading, ledger))


FOUND = [
    ("the 10% duty", 10, "US-RECIP-CHN-TRUCE1"),
    ("the 20% duty", 20, "US-FENT-CHN-20"),
    ("the 30% together", 30, "US-FENT-CHN-20"),
    ("the threat of 100%", 100, "US-THREAT-RUS-OIL-100"),
]


@pytest.mark.parametrize(("what", "rate", "row"), FOUND, ids=[f[0] for f in FOUND])
def test_a_rate_is_confirmed_by_its_rows(what: str, rate: float, row: str) -> None:
    held = [f for f in findings() if f.claim.rate_pct == rate]
    assert held
    assert all(f.verdict == "confirmed" and row in f.rows for f in held)


ACTS = [
    ("12 August", "deadline", "truce-2025-08-12"),
    ("Geneva", "talks", "geneva-2025-05"),
    ("London", "talks", "london-2025-06"),
    ("Stockholm", "talks", "stockholm-2025-07"),
    ("rare-earth licensing", "measure", "CN-RE-APR25"),
    ("the chip reversal", "measure", "US-H20-LIFT"),
    ("fentanyl precursors", "measure", "CN-FENT-PIP"),
    ("exit bans", "measure", "CN-EXITBAN-PTO"),
]


@pytest.mark.parametrize(("what", "kind", "row"), ACTS, ids=[a[0] for a in ACTS])
def test_an_act_a_day_or_a_round_is_confirmed(what: str, kind: str, row: str) -> None:
    held = [f for f in findings() if f.claim.kind == kind and row in f.rows]
    assert any(f.verdict == "confirmed" for f in held), what


def test_nothing_of_the_two_reports_contradicts_the_record() -> None:
    assert not [f.claim.quote for f in findings() if f.verdict == "contradicted"]
