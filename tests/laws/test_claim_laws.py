"""Laws of reading that hold for every text: spans, line ends, repetition, bounded time."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.claims import Reading, read_claims
from detente.claims.claim import KINDS
from detente.claims.dates import Anchor, dates, plus
from detente.claims.page import page
from detente.documents import from_text
from detente.documents.fold import fold
from detente.documents.read import About
from detente.errors import DocumentError

PHRASES = [
    "The United States", "China", "Beijing", "President Trump", "He", "the EU", "Minister",
    "Scott Bessent", "will impose", "suspended", "a 25% tariff", "24 percentage points", "said",
    "export controls on rare earths", "the truce", "expires on August 12", "for 90 days", "in May",
    "talks in Geneva", "met", "could", "not", "and", "while", ", which", "by suspending", "(i)",
    "“very close”", "U.S.", "’s", "—", "\u00a0", "\ufb01nal", "\u202eabc", "\u200b", "$5 billion",
    ".", ".\n", "\n\n", "- ", ":", ";", "1. ", "from 10% to 20%", "“", "(", "100,000 vehicles",
]  # fmt: skip
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
TEXTS = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=40).map(" ".join)
WILD = st.text(max_size=300)


def read(text: str, day: date | None) -> Reading | None:
    """The reading of a text, or None where it is refused with a message."""
    try:
        return read_claims(from_text(text, about=About(published=day)))
    except DocumentError:
        return None


@settings(max_examples=150, deadline=None)
@given(TEXTS | WILD, DAYS)
def test_every_quote_is_what_stands_at_its_span(text: str, day: date) -> None:
    reading = read(text, day)
    for claim in reading.claims if reading else ():
        assert reading is not None
        assert reading.document.text[claim.start : claim.end] == claim.quote
        assert claim.quote
        assert claim.kind in KINDS


@settings(max_examples=100, deadline=None)
@given(TEXTS, DAYS)
def test_line_ends_do_not_matter(text: str, day: date) -> None:
    plain = read(text, day)
    for ends in ("\r\n", "\r"):
        other = read(text.replace("\n", ends), day)
        assert (plain.claims if plain else None) == (other.claims if other else None)


@settings(max_examples=60, deadline=None)
@given(TEXTS, DAYS)
def test_reading_twice_gives_the_same(text: str, day: date) -> None:
    assert read(text, day) == read(text, day)


@settings(max_examples=60, deadline=None)
@given(TEXTS | WILD, DAYS)
def test_the_page_shows_the_text_and_no_markup_of_it(text: str, day: date) -> None:
    reading = read(f"{text}\nThe <b>tariff</b> of the US <script>alert(1)</script>", day)
    if reading:
        shown = page(reading)
        assert "<script>alert" not in shown
        assert "\u202e" not in shown


@given(st.text(alphabet="a“”’ \u00a0\u00ad\ufb01—e\u0301", max_size=60))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert 0 <= start < end <= len(text)


@given(DAYS, st.integers(1, 400))
def test_a_term_counts_from_its_start(day: date, count: int) -> None:
    assert plus(day.isoformat(), count) == (day + timedelta(days=count)).isoformat()


@given(DAYS, DAYS)
def test_a_day_told_in_full_needs_no_day_of_publication(told: date, day: date) -> None:
    text = f"{told:%B} {told.day}, {told.year}"
    for anchor in (Anchor(None), Anchor(day), Anchor(day, -1)):
        (when,) = dates(text, 0, len(text), anchor)
        assert when.first == when.last == told.isoformat()


@given(DAYS)
def test_without_a_day_of_publication_nothing_relative_is_resolved(day: date) -> None:
    text = "The truce expires next Friday. Last month China imposed duties. It ends in the fall."
    reading = read(text, None)
    assert reading
    assert all(c.date_from is None and c.date_to is None for c in reading.claims)


HOSTILE = [
    "tariff the " * 4_000,
    "the China said and the US " * 1_500,
    "the from 1% " * 3_000,
    "the (" * 8_000,
    'the "' * 8_000,
    "the " + "9" * 40_000,
    "the " + "." * 40_000,
    "the," * 10_000,
    "- the\n" * 6_000,
    "the" + " " * 40_000 + "x",
    "the $1,1,1,1" * 3_000,
    "THE AAA " * 5_000 + ":",
    "the " + "10% " * 20_000,
    "the " + " ".join(f"{i % 397}%" for i in range(20_000)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12].strip())
def test_text_made_to_take_long_does_not(text: str) -> None:
    begin = time.perf_counter()
    read(text, date(2025, 7, 28))
    assert time.perf_counter() - begin < 15
