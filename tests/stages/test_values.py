"""Rates, times and codes: what is accepted, and what is told when not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.values import (
    at_midnight,
    end_of_day,
    parse_code,
    parse_date,
    parse_moment,
    parse_rate,
)


@pytest.mark.parametrize(
    ("text", "rate"), [("25%", 0.25), ("0.25", 0.25), ("7.5%", 0.075), ("145%", 1.45), ("0", 0.0)]
)
def test_rates(text: str, rate: float) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["2500%", "2500", "25", "-5%", "abc", "", "nan", "1e9", "%"])
def test_rates_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        parse_rate(text)


@given(st.floats(0, 20))
def test_a_rate_written_as_percent_is_the_fraction(rate: float) -> None:
    assert parse_rate(f"{rate * 100:.8f}%") == pytest.approx(min(rate, 20.0), abs=1e-9)


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        parse_moment("2025-05-14T00:01")


def test_washington_and_beijing_start_at_the_same_moment() -> None:
    us, cn = parse_moment("2025-05-14T00:01-04:00"), parse_moment("2025-05-14T12:01+08:00")
    assert us == cn


def test_a_bare_date_is_midnight_in_the_imposers_zone() -> None:
    assert at_midnight(date(2025, 7, 1), "Asia/Shanghai") == datetime(2025, 6, 30, 16, tzinfo=UTC)


def test_a_day_stands_for_its_end() -> None:
    assert end_of_day(date(2025, 7, 1), "UTC") == datetime(2025, 7, 1, 23, 59, 59, tzinfo=UTC)


def test_clocks_change_with_the_season() -> None:
    winter, summer = (
        end_of_day(date(2025, 1, 1), "America/New_York"),
        end_of_day(date(2025, 7, 1), "America/New_York"),
    )
    assert winter.utcoffset() != summer.utcoffset()


@pytest.mark.parametrize("text", ["2025-13-01", "01/02/2025", "2025-2-1", "", "yesterday"])
def test_dates_are_iso(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "code"), [("8507.60.0020", "8507600020"), ("8507", "8507"), ("8507 60", "850760")]
)
def test_codes_lose_their_dots(text: str, code: str) -> None:
    assert parse_code(text) == code


WIDE = "\uff18\uff15\uff10\uff17"


@pytest.mark.parametrize("text", ["850", "chips", "", "00123456", "85076000201", WIDE])
def test_codes_that_are_no_codes(text: str) -> None:
    with pytest.raises(ValueError, match=r"Harmonized System|chapter 00"):
        parse_code(text)
