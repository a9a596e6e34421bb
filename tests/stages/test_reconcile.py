"""Claims held against the record: on two clocks, with reasons, and as drafts for a person."""

from __future__ import annotations

import time
from dataclasses import replace
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


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York", "Pacific/Pago_Pago"])
def test_the_machines_own_zone_changes_no_finding(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the eve of the rise to 20 the duty is 10, wherever the machine stands."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        text = "The US has levied a 10% fentanyl tariff on China."
        (found,) = check_claims(reading(text, date(2025, 3, 3)), record())
        assert (found.verdict, found.rows[0]) == ("confirmed", "US-FENT-CHN-10")
    finally:
        monkeypatch.undo()
        time.tzset()


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


OTHERWISE = "China imposed a 10% tariff on crude oil from the United States from March 20, 2025."


def test_what_the_record_has_otherwise_becomes_a_draft_that_says_how() -> None:
    (found,) = check_claims(reading(OTHERWISE), record())
    assert found.verdict == "partial"
    (draft,) = draft_rows(reading(OTHERWISE), record())
    assert f"# nearest in the record: {', '.join(found.rows)}" in draft.yaml
    assert "# differs: same rate, other date" in draft.yaml
    assert "a measure of its own or a change" in draft.to_do[0]
    (row,) = parse_yaml(drafts_text(reading(OTHERWISE), (draft,)), "draft").rows("measures")
    assert row["effective"] == "2025-03-20"


def test_a_quote_cannot_break_out_of_its_draft() -> None:
    evil = "“cheese: {x} # - id: EVIL !tag &a *b”"
    text = f"Norway imposed a 10% tariff on Swedish {evil} from July 1, 2025."
    drafts = draft_rows(reading(text), record())
    rows = parse_yaml(drafts_text(reading(text), drafts), "draft").rows("measures")
    assert rows
    assert all(str(row["id"]).startswith("DRAFT-") for row in rows)


REPORT = """US and Chinese teams sat down in Stockholm on Monday, 28 July 2025.
A truce agreed in Geneva in May runs out on August 12.
Officials also met in London in June.
American duties on Chinese goods include a 10% reciprocal tariff and a 20% fentanyl tariff.
An economist expects tariffs on China to stay at 30%.
Beijing imposed licensing requirements on exports of rare earths.
Washington reversed a ban on sales of the Nvidia H20 chip to China.
Trump has threatened secondary tariffs of 100% on countries that buy Russian oil.
"""
REPORTED = {
    "Stockholm": "stockholm-2025-07",
    "London": "london-2025-06",
    "runs out": "truce-2025-08-12",
    "10%": "US-RECIP-CHN-TRUCE1",
    "20%": "US-FENT-CHN-20",
    "30%": "US-FENT-CHN-20",
    "rare earths": "CN-RE-APR25",
    "Nvidia": "US-H20-LIFT",
    "100%": "US-THREAT-RUS-OIL-100",
}


@pytest.mark.parametrize(("words", "row"), REPORTED.items(), ids=REPORTED.keys())
def test_a_report_of_the_summer_of_2025_is_found_in_the_record(words: str, row: str) -> None:
    found = [f for f in check_claims(reading(REPORT), record()) if words in f.claim.quote]
    assert any(f.verdict == "confirmed" and row in f.rows for f in found), found


PARTLY = [
    ("The US imposed a 20% fentanyl tariff on China on June 1.", "other date"),
    ("The US has imposed a 20% fentanyl tariff on Canada.", ""),
    ("The US has imposed a 50% tariff on Chinese soybeans.", "other goods"),
    ("The US lifted some export controls on China.", "no day or goods"),
]


@pytest.mark.parametrize(("text", "why"), PARTLY, ids=[p[0] for p in PARTLY])
def test_a_row_that_agrees_in_part_does_not_confirm(text: str, why: str) -> None:
    found = check_claims(reading(text), record())
    assert found
    assert all(f.verdict != "confirmed" for f in found)
    assert any(f.verdict == "partial" and why in f.why for f in found) or not why


def test_a_row_that_lifts_does_not_confirm_what_is_said_to_be_imposed() -> None:
    text = "The US imposed export controls on chip design software sold to China."
    found = check_claims(reading(text), record())
    assert all("US-EDA-LIFT" not in f.rows or f.verdict != "confirmed" for f in found)


def test_what_a_text_denies_makes_no_draft() -> None:
    text = "Norway has not imposed a 10% tariff on Swedish cheese."
    (found,) = check_claims(reading(text), record())
    assert (found.claim.negated, found.verdict) == (True, "unclear")
    assert draft_rows(reading(text), record()) == ()


def test_what_a_text_says_on_a_condition_is_drafted_as_a_threat_with_a_note() -> None:
    given_text = reading("Norway imposed a 10% tariff on Swedish cheese from July 1, 2025.")
    (claim,) = given_text.claims
    held = replace(given_text, claims=(replace(claim, conditional=True),))
    (draft,) = draft_rows(held, record())
    (row,) = parse_yaml(drafts_text(held, (draft,)), "draft").rows("measures")
    assert row["status"] == "threatened"
    assert "only on a condition" in str(row["note"])
    assert any("condition" in what for what in draft.to_do)


def test_a_row_that_is_over_makes_no_draft() -> None:
    text = "The US imposed a 145% tariff on China."
    (found,) = check_claims(reading(text), record())
    assert (found.verdict, found.of_state) == ("partial", True)
    assert draft_rows(reading(text), record()) == ()
