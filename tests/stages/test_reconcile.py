"""Claims held against the record: on two clocks, with reasons, and as drafts for a person."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from detente.claims import Reading, read_claims
from detente.documents import from_text
from detente.documents.read import About
from detente.errors import InputError
from detente.ledger import Ledger, read_ledger
from detente.reconcile import check_claims, draft_rows
from detente.reconcile.draft import drafts_text
from detente.strict_yaml import parse_yaml


@cache
def record() -> Ledger:
    return read_ledger()


def reading(text: str, day: date | None = date(2025, 7, 28)) -> Reading:
    """A text published on a day, read."""
    return read_claims(from_text(text, name="report.txt", about=About(published=day)))


CASES = [
    ("The US has levied a 20% fentanyl tariff on China.", "confirmed", "US-FENT-CHN-20"),
    ("The US has levied a 45% fentanyl tariff on China.", "contradicted", "US-FENT-CHN-20"),
    ("The truce between the US and China expires on August 12.", "confirmed", "truce-2025-08-12"),
    ("The truce between the US and China expires on August 15.", "contradicted", "geneva-2025"),
    ("US and Chinese officials met in London in June.", "confirmed", "london-2025-06"),
    ("US and Chinese officials met in Madrid in May.", "new", ""),
    ("Norway imposed a 10% tariff on Swedish cheese.", "new", ""),
]


@pytest.mark.parametrize(("text", "verdict", "row"), CASES, ids=[c[0] for c in CASES])
def test_a_claim_is_held_against_the_record(text: str, verdict: str, row: str) -> None:
    found = check_claims(reading(text), record())
    assert [f.verdict for f in found] == [verdict]
    assert row == "" or row in found[0].rows
    assert found[0].why


def test_rows_made_public_later_are_not_used() -> None:
    text = "The US has levied a 20% fentanyl tariff on China."
    (early,) = check_claims(reading(text, date(2025, 2, 10)), record())
    assert early.verdict == "contradicted"
    assert early.rows[0] == "US-FENT-CHN-10"


def test_a_text_without_a_day_is_refused() -> None:
    with pytest.raises(InputError, match="no day of publication"):
        check_claims(reading("The US has levied a 20% fentanyl tariff on China.", None), record())


NEW = (
    "Norway imposed a 10% tariff on Swedish cheese from July 1, 2025.\n"
    "The US has levied a 20% fentanyl tariff on China."
)


def test_only_what_is_new_becomes_a_draft_in_the_records_own_format() -> None:
    drafts = draft_rows(reading(NEW), record())
    assert [d.claim.rate_pct for d in drafts] == [10]
    tree = parse_yaml(drafts_text(reading(NEW), drafts), "draft").mapping()
    (row,) = parse_yaml(drafts_text(reading(NEW), drafts), "draft").rows("measures")
    assert tree["act"] == "TO-BE-NAMED"
    assert row["imposer"] == "NOR"
    assert row["target"] == ["SWE"]
    assert row["rate"] == "10%"
    assert row["effective"] == "2025-07-01"
    assert row["confidence"] == "low"
    assert "a legal text" in drafts[0].to_do


def test_a_quote_cannot_break_out_of_its_draft() -> None:
    evil = "“cheese: {x} # - id: EVIL !tag &a *b”"
    text = f"Norway imposed a 10% tariff on Swedish {evil} from July 1, 2025."
    drafts = draft_rows(reading(text), record())
    rows = parse_yaml(drafts_text(reading(text), drafts), "draft").rows("measures")
    assert rows
    assert all(str(row["id"]).startswith("DRAFT-") for row in rows)
