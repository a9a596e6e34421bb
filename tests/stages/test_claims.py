"""Claims: fields carried over sentences, traps, kinds of text, pages, comparison, calendar."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from claimed import DAY, claims
from detente.claims import Claim, Reading, read_claims
from detente.claims.calendar import position_tracker, talks_calendar
from detente.claims.compare import compare
from detente.claims.page import page
from detente.documents import from_text
from detente.documents.read import About


def only(kind: str, text: str, **about: Any) -> Claim:
    """The only claim of a kind."""
    found = [c for c in claims(text, **about) if c.kind == kind]
    assert len(found) == 1, found
    return found[0]


def reading(text: str, name: str, day: date = DAY) -> Reading:
    """A text with a name, read."""
    return read_claims(from_text(text, name=name, about=About(published=day)))


def test_the_speaker_is_carried_to_the_sentences_after() -> None:
    found = claims(
        "Mara Lindqvist of the Harbour Institute expects a short truce. She also predicts a "
        "90-day extension of the pause. Still, she warned that the talks could fail."
    )
    assert {c.speaker for c in found} == {"Mara Lindqvist"}
    assert [c.kind for c in found] == ["forecast"] * 3


def test_percentage_points_are_no_rate_of_duty() -> None:
    text = (
        "Joint Statement of Canada and Mexico\n\nMay 12, 2031\n\nThe Parties agree to take the "
        "following actions by May 14, 2031:\n\nCanada will modify the additional ad valorem rate "
        "of duty on articles of Mexico by suspending 12 percentage points of that rate for an "
        "initial period of 60 days, while retaining the remaining rate of 8 percent on them."
    )
    found = claims(text, None)
    points = next(c for c in found if c.rate_basis == "percentage_points_suspended")
    assert (points.rate_pct, points.status) == (12, "suspended")
    assert (points.date_from, points.date_to) == ("2031-05-14", "2031-07-13")
    kept = next(c for c in found if c.rate_pct == 8)
    assert (kept.status, kept.rate_basis) == ("in_force", None)
    assert {c.speaker for c in found} == {"Canadian and Mexican governments"}


TRAPS = [
    ("The bill may resume its march on tariffs.", "2025-05", "a verb is no month"),
    ("Executive Order 14257 of April 2, 2025 imposes a duty.", "2025-04-02", "the date of an act"),
]


@pytest.mark.parametrize(("text", "never", "because"), TRAPS, ids=[t[2] for t in TRAPS])
def test_a_trap_of_dates(text: str, never: str, because: str) -> None:
    assert all(never not in (c.date_from, c.date_to) for c in claims(text)), because


def test_negated_and_conditional_statements_are_marked_and_kept() -> None:
    refused = only("measure", "Canada did not impose a 25% tariff on American steel.")
    assert refused.negated
    owed = [
        c for c in claims("If talks fail, the EU will impose a 30% duty on American cars.")
        if c.kind == "measure"
    ]  # fmt: skip
    assert owed
    assert owed[0].rate_pct == 30


def test_steps_bounds_and_several_rates() -> None:
    step = only("measure", "Washington raised tariffs on Indian steel from 25% to 50%.")
    assert (step.rate_prev_pct, step.rate_pct) == (25, 50)
    high = only("measure", "Ottawa imposed tariffs of up to 245% on American butter.")
    assert (high.rate_pct, high.rate_basis) == (245, "up_to")
    two = [
        c for c in claims("China imposed duties of 15% on American coal and 10% on American oil.")
        if c.kind == "measure"
    ]  # fmt: skip
    assert [c.rate_pct for c in two] == [15, 10]
    assert two[0].end <= two[1].start


def test_keys_of_the_published_schema() -> None:
    claim = only("talks", "Chinese and American officials met in Geneva on May 10, 2025.")
    keys = "kind actor target instrument rate_pct product date_from date_to status speaker quote"
    assert set(keys.split()) <= set(claim.mapping())
    assert claim.mapping()["heads"] == []
    json.dumps(claim.mapping())


def test_the_page_marks_claims_and_escapes_everything() -> None:
    text = (
        "The US imposed a 25% tariff <img src=x onerror=alert(1)> on Chinese \u202etoys\u202c.\n\n"
        "Talks & terms of the <script>alert(2)</script> deal."
    )
    shown = page(reading(text, "<b>name</b>"))
    assert "<img" not in shown
    assert "<script" not in shown
    assert "\u202e" not in shown
    assert "U+202E" in shown
    assert 'class="m k-measure' in shown
    assert "&lt;b&gt;name" in shown


ONE = """The tariff truce between the US and China expires on August 12. Analyst Ida Berg of the
Nordic Institute expects a 90-day extension of the truce. The two sides met in Geneva in May."""
OTHER = """The US-China truce ends on August 14. Ida Berg of the Nordic Institute said an extension
of the truce by three months is possible. The US and China held talks in Geneva on May 10. China
imposed a 15% tariff on American coal."""


def test_two_reports_are_laid_side_by_side() -> None:
    found = compare([reading(ONE, "one.txt"), reading(OTHER, "other.txt")])
    deadline = next(e for e in found.events if e.kind == "deadline")
    day = next(d for d in deadline.differences if d.field == "date_to")
    assert not day.adds
    assert day.says == (("one.txt", "2025-08-12"), ("other.txt", "2025-08-14"))
    forecast = next(e for e in found.events if e.kind == "forecast")
    assert {d.field for d in forecast.differences} >= {"status", "how firm", "how long"}
    talks = next(e for e in found.events if e.kind == "talks")
    assert any(d.field == "date_from" and d.adds for d in talks.differences)
    assert [c.kind for c in dict(found.alone)["other.txt"]] == ["measure"]


def test_comparing_a_text_with_itself_finds_no_difference() -> None:
    found = compare([reading(ONE, "a"), reading(ONE, "a")])
    assert found.documents == ("a", "a (2)")
    assert not any(event.differences for event in found.events)
    assert not any(alone for _, alone in found.alone)


def test_the_calendar_counts_a_meeting_once() -> None:
    found = talks_calendar([reading(ONE, "one.txt"), reading(OTHER, "other.txt")])
    geneva = [m for m in found if m.place == "Geneva"]
    assert len(geneva) == 1
    assert geneva[0].date_from == "2025-05-10"
    assert {q.document for q in geneva[0].quotes} == {"one.txt", "other.txt"}


def test_the_calendar_names_the_heads_of_delegation() -> None:
    text = (
        "Talks between the US and China begin in Stockholm on Monday. Vice Premier He Lifeng will "
        "lead the Chinese delegation. Treasury Secretary Scott Bessent heads the American team."
    )
    (round_,) = talks_calendar([reading(text, "one.txt")])
    assert (round_.place, round_.date_from) == ("Stockholm", "2025-07-28")
    assert round_.heads == ("He Lifeng (CN)", "Scott Bessent (US)")


def test_the_tracker_tells_who_wants_what_since_when() -> None:
    text = "Beijing demands the removal of US tariffs. Ottawa rejected the American offer."
    found = position_tracker([reading(text, "one.txt")])
    assert [(h.who, h.status, h.when) for h in found] == [
        (("CA",), "refusal", "2025-07-28"),
        (("CN",), "demand", "2025-07-28"),
    ]


OVERTAKEN = [
    ("The 10% duty on Chinese goods has been replaced by one of 25%.", [True, False]),
    ("The tariffs on Chinese cars have since been scaled back to 30%.", [True]),
    ("The March notice imposing a 20% tariff was superseded by an order of April 2.", [True]),
    ("The duty of 25% on Chinese steel has not been replaced.", [False]),
    ("The US imposed a 25% tariff on Chinese steel.", [False]),
]


@pytest.mark.parametrize(("text", "marks"), OVERTAKEN, ids=[row[0] for row in OVERTAKEN])
def test_what_the_text_says_no_longer_holds_is_marked(text: str, marks: list[bool]) -> None:
    found = [claim for claim in claims(text) if claim.kind == "measure"]
    assert [claim.superseded for claim in found] == marks
