"""Sentences, true and false, on several days held against the state of the record on that day."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.claims import Reading, read_claims
from detente.documents import from_text
from detente.documents.read import About
from detente.ledger import Ledger, read_ledger
from detente.reconcile import check_claims


@cache
def record() -> Ledger:
    return read_ledger()


def reading(text: str, day: date = date(2025, 7, 28)) -> Reading:
    """A text published on a day, read."""
    return read_claims(from_text(text, name="report.txt", about=About(published=day)))


TOLD = [
    (
        "2025-12-01",
        "The US fentanyl tariff on China is 20%.",
        "contradicted",
        "US-FENT-CHN-10B",
    ),
    (
        "2026-03-01",
        "The US imposes a 10% fentanyl tariff on China.",
        "contradicted",
        "US-FENT-CHN-10B",
    ),
    (
        "2026-03-01",
        "The US imposes a 10% fentanyl tariff on China.",
        "contradicted",
        "US-FENT-CHN-10B",
    ),
    (
        "2025-07-28",
        "The US never imposed a 20% fentanyl tariff on China.",
        "contradicted",
        "US-FENT-CHN-20",
    ),
    (
        "2025-07-28",
        "China is not restricting exports of rare earths.",
        "contradicted",
        "CN-RE-APR25",
    ),
    (
        "2025-07-28",
        "China lifted its licensing rules for rare earth exports.",
        "contradicted",
        "CN-RE-APR25",
    ),
    (
        "2025-07-28",
        "China imposed a 15% tariff on U.S. coal and LNG on February 10, 2025.",
        "confirmed",
        "CN-FENT-FEB",
    ),
    (
        "2025-07-28",
        "China imposed a 15% duty on U.S. chicken, wheat and corn in March.",
        "confirmed",
        "CN-FENT-MAR",
    ),
    (
        "2025-07-28",
        "The US imposed a 100% tariff on Chinese electric vehicles.",
        "confirmed",
        "US-301-4YR-2024",
    ),
    (
        "2025-07-28",
        "Total US tariffs on Chinese goods amount to 30%.",
        "confirmed",
        "US-RECIP-CHN-TRUCE1",
    ),
    (
        "2025-08-28",
        "The US imposed a 50% tariff on India.",
        "confirmed",
        "US-IND-OIL-25",
    ),
    (
        "2025-09-01",
        "US tariffs on Canadian goods are 25%.",
        "contradicted",
        "US-FENT-CAN-35",
    ),
    (
        "2025-10-10",
        "U.S. tariffs on Chinese goods currently average about 55 percent.",
        "unclear",
        "",
    ),
    (
        "2025-10-12",
        "Trump said he would impose an additional 100% tariff on China starting November 1.",
        "confirmed",
        "US-THREAT-CHN-100",
    ),
    (
        "2025-12-01",
        "China suspended its 24% tariff on U.S. goods until November 10, 2026.",
        "confirmed",
        "CN-RECIP-TRUCE3",
    ),
]


@pytest.mark.parametrize(("day", "text", "verdict", "row"), TOLD, ids=[t[1] for t in TOLD])
def test_a_sentence_is_held_against_the_state_of_its_day(
    day: str, text: str, verdict: str, row: str
) -> None:
    (found,) = check_claims(reading(text, date.fromisoformat(day)), record())
    assert (found.verdict, found.why != "") == (verdict, True)
    assert row in found.rows or (row == "" and not found.rows)


def test_a_duty_on_ships_is_that_of_the_lists_that_hold_ships() -> None:
    """Heading 8901 stands on lists 1 and 2 of section 301; the duty on cars has no part in it."""
    text = "The US has not imposed a 25% tariff on Chinese ships."
    (found,) = check_claims(reading(text), record())
    assert found.verdict == "contradicted"
    assert set(found.rows) == {"US-301-L1", "US-301-L2"}


OWN = [
    ("2025-04-15", "The US has imposed a 145% tariff on China.", "confirmed"),
    ("2025-04-15", "The US has imposed a 54% tariff on China.", "contradicted"),
    ("2025-07-28", "The US imposes a 145% tariff on China.", "contradicted"),
    ("2025-07-28", "China raised its tariffs on US goods to 125% in April 2025.", "confirmed"),
    ("2025-07-28", "China imposes a 125% tariff on US goods.", "contradicted"),
    ("2025-07-28", "The US never imposed a 145% tariff on China.", "contradicted"),
    ("2025-05-20", "China keeps a 10% tariff on U.S. goods.", "confirmed"),
    ("2025-07-28", "China lifted its 10% tariff on US goods.", "contradicted"),
    ("2025-07-28", "The US imposed a 50% tariff on steel.", "confirmed"),
    ("2025-07-28", "The US levies a 25% tariff on steel.", "contradicted"),
    ("2025-09-01", "The US imposes a 25% tariff on Japanese cars.", "confirmed"),
    ("2025-10-01", "The US imposes a 25% tariff on Japanese cars.", "contradicted"),
    ("2025-10-01", "The US imposes a 15% tariff on Japanese cars.", "confirmed"),
    ("2025-09-01", "US tariffs on Canadian goods are 35%.", "confirmed"),
    ("2025-08-20", "The US imposed a 19% tariff on Indonesia.", "confirmed"),
    ("2025-08-20", "The US imposed a 24% tariff on Indonesia.", "contradicted"),
    ("2025-08-20", "The US imposed a 39% tariff on Switzerland.", "confirmed"),
    ("2026-01-10", "The US imposes a 39% tariff on Switzerland.", "contradicted"),
    ("2025-09-15", "The US levies a 15% tariff on goods from the European Union.", "confirmed"),
    ("2025-09-15", "The US imposed a 50% tariff on Brazil.", "confirmed"),
    ("2026-03-01", "US tariffs on Indian goods are 50%.", "contradicted"),
    ("2025-03-20", "The US imposed 25% tariffs on Canada and Mexico.", "confirmed"),
    ("2025-09-01", "The US has 25% tariffs on Canada and Mexico.", "partial"),
    ("2025-12-01", "US tariffs on Chinese goods total 20%.", "confirmed"),
    ("2025-12-01", "US tariffs on Chinese goods total 30%.", "contradicted"),
    ("2025-12-01", "US tariffs on Chinese goods are 10%.", "partial"),
    ("2025-06-12", "US tariffs on Chinese goods total 55%.", "partial"),
    ("2025-07-28", "The US imposed a 25% tariff on Mexico on May 1, 2025.", "partial"),
    ("2025-07-28", "The US imposed a 20% reciprocal tariff on China.", "contradicted"),
    ("2025-07-28", "The US imposed a 25% Section 301 tariff on China.", "confirmed"),
    ("2025-07-28", "The US imposed a 60% tariff on Chinese electric vehicles.", "contradicted"),
    ("2025-12-01", "China imposes a 15% tariff on U.S. chicken.", "contradicted"),
    ("2025-12-01", "China no longer levies a 15% tariff on U.S. chicken.", "confirmed"),
    ("2025-12-01", "China no longer levies a 15% tariff on U.S. coal.", "contradicted"),
    ("2025-12-01", "China does not impose a 15% tariff on U.S. coal.", "contradicted"),
    ("2025-12-01", "The US lifted its 20% fentanyl tariff on China.", "confirmed"),
    ("2025-07-28", "The US suspended its 20% fentanyl tariff on China.", "contradicted"),
    ("2025-12-01", "The US does not levy a fentanyl tariff on China.", "contradicted"),
    ("2025-07-28", "China has not suspended its 24% tariff on US goods.", "contradicted"),
    (
        "2025-12-01",
        "China suspended its 24% tariff on U.S. goods until August 10, 2026.",
        "partial",
    ),
    ("2025-12-01", "China suspended its port fees on US ships.", "confirmed"),
    ("2025-12-01", "The US charges port fees on Chinese ships.", "contradicted"),
    (
        "2025-12-01",
        "China suspended its licensing rules for rare earths announced in April.",
        "contradicted",
    ),
    ("2025-07-28", "The US removed Huawei from the entity list.", "contradicted"),
    ("2025-07-28", "US and Chinese officials did not meet in London in June.", "contradicted"),
    (
        "2025-07-28",
        "If the truce lapses, US tariffs on Chinese goods would rise to 54%.",
        "confirmed",
    ),
    (
        "2025-10-12",
        "Trump could impose a 100% tariff on China if Beijing keeps its rare earth rules.",
        "confirmed",
    ),
    ("2025-12-01", "The US has threatened a 100% tariff on China.", "partial"),
    ("2025-12-01", "The US has imposed a 100% tariff on Chinese goods.", "contradicted"),
    ("2025-07-28", "Trump threatened a 60% tariff on China.", "new"),
    ("2025-07-28", "The EU imposed a 25% tariff on US goods.", "new"),
    ("2025-03-15", "The US doubled its fentanyl tariff on China to 20%.", "confirmed"),
    ("2025-08-12", "Beijing imposes a 34% tariff on American goods.", "contradicted"),
    ("2025-08-12", "China's retaliatory tariff on American soybeans is 25%.", "confirmed"),
    ("2025-10-20", "The US imposed a 25% tariff on heavy trucks.", "partial"),
    ("2025-11-05", "The US imposed a 25% tariff on heavy trucks.", "confirmed"),
    ("2025-12-01", "The US has a 15% tariff on goods from Japan and South Korea.", "confirmed"),
    ("2025-12-01", "The US tariff on British goods is 15%.", "contradicted"),
    ("2025-10-20", "China has banned exports of gallium to the United States.", "confirmed"),
    (
        "2025-12-01",
        "China has lifted its ban on exports of gallium to the United States.",
        "partial",
    ),
    (
        "2025-06-15",
        "The US requires export licenses for chip design software sold to China.",
        "confirmed",
    ),
    (
        "2025-07-28",
        "The US requires export licenses for chip design software sold to China.",
        "contradicted",
    ),
    ("2025-11-01", "The truce between the US and China expires on November 10, 2025.", "confirmed"),
    (
        "2025-12-01",
        "The truce between the US and China expires on November 10, 2025.",
        "contradicted",
    ),
    ("2025-02-10", "The US imposes a 25% tariff on Canada.", "partial"),
    ("2025-02-10", "The US suspended its 25% tariff on Canada until March 4.", "confirmed"),
    (
        "2025-07-15",
        "Trump threatened to impose a 100% secondary tariff on buyers of Russian oil.",
        "confirmed",
    ),
    (
        "2025-07-15",
        "Trump threatened to impose a 100% secondary tariff on buyers of Iranian oil.",
        "new",
    ),
    ("2026-03-01", "The US does not levy a 20% fentanyl tariff on China.", "confirmed"),
    ("2026-03-01", "The US levies a 10% reciprocal tariff on China.", "contradicted"),
    ("2026-08-01", "The US imposes a 10% surcharge on all imports.", "contradicted"),
    ("2025-04-05", "Trump announced a 46% tariff on Vietnam.", "confirmed"),
    ("2025-09-05", "The US imposes a 46% tariff on Vietnam.", "contradicted"),
    ("2025-09-05", "Mexico faces a 30% US tariff.", "contradicted"),
]


@pytest.mark.parametrize(("day", "text", "verdict"), OWN, ids=[f"{o[0]} {o[1]}" for o in OWN])
def test_true_and_false_sentences_of_several_days(day: str, text: str, verdict: str) -> None:
    found = check_claims(reading(text, date.fromisoformat(day)), record())
    assert [f.verdict for f in found] == [verdict], [f.why for f in found]


ON_RATES = st.sampled_from([round(rate * 2.5, 1) for rate in range(1, 60)])


@settings(max_examples=15, deadline=None)
@given(rate=ON_RATES)
def test_a_sentence_and_its_denial_are_never_both_borne_out(rate: float) -> None:
    said = f"The US has imposed a {rate:g}% fentanyl tariff on China."
    denied = f"The US has not imposed a {rate:g}% fentanyl tariff on China."
    (one,) = check_claims(reading(said), record())
    (other,) = check_claims(reading(denied), record())
    assert {one.verdict, other.verdict} == {"confirmed", "contradicted"}
