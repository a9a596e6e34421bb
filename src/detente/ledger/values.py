"""Parsers for the small texts of the record: rates, instants, product codes.

Each takes text and returns a value or raises ValueError with a sentence that says what
was expected; the reader adds file and line.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HIGHEST_RATE = 20.0  # 2000 percent; a larger figure is a missing percent sign
CODE_LENGTHS = (2, 4, 6, 8, 10)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_rate(text: str) -> float:
    """`25%` or `0.25` as the fraction 0.25."""
    cleaned = text.strip()
    try:
        value = float(cleaned[:-1]) / 100 if cleaned.endswith("%") else float(cleaned)
    except ValueError:
        raise ValueError(
            f'"{text}" is not a rate. Write a percent (25%) or a fraction (0.25).'
        ) from None
    if not 0 <= value <= HIGHEST_RATE:
        raise ValueError(
            f'"{text}" is a rate of {value * 100:g} percent; rates lie between 0 and '
            f"{HIGHEST_RATE * 100:g} percent. Write 25% or 0.25, not 25."
        )
    return round(value, 10)


def parse_date(text: str) -> date:
    """An ISO date, `2025-07-28`."""
    try:
        if DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise ValueError(f'"{text}" is not a date. Write year, month, day: YYYY-MM-DD.')


def parse_moment(text: str) -> date | datetime:
    """A date, or a date and time with zone (`2025-05-14T00:01-04:00`)."""
    cleaned = text.strip()
    if "T" not in cleaned and " " not in cleaned:
        return parse_date(cleaned)
    try:
        moment = datetime.fromisoformat(cleaned)
    except ValueError:
        raise ValueError(
            f'"{text}" is not a time. Write date, T, time, zone: YYYY-MM-DDT00:01-04:00.'
        ) from None
    if moment.tzinfo is None:
        raise ValueError(
            f'"{text}" has no zone. A duty starts at a different moment in Washington and in '
            "Beijing; add the offset, as in T00:01-04:00."
        )
    return moment


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The IANA time zone `name`."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f'"{name}" is not a time zone. Use an IANA name such as Asia/Shanghai.'
        ) from None


def at_midnight(moment: date | datetime, zone_name: str) -> datetime:
    """A bare date as midnight in the named zone; a time with zone unchanged."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.min, zone(zone_name))


def end_of_day(day: date, zone_name: str) -> datetime:
    """The last second of a day in the named zone: what a date without an hour stands for."""
    if day == date.max:
        return datetime.combine(day, time.min, UTC)
    return datetime.combine(day + timedelta(days=1), time.min, zone(zone_name)) - timedelta(
        seconds=1
    )


def parse_code(text: str) -> str:
    """A Harmonized System code as digits only: `8507.60.0020` -> `8507600020`."""
    digits = re.sub(r"[.\s]", "", text)
    if not digits.isdigit() or not digits.isascii() or len(digits) not in CODE_LENGTHS:
        raise ValueError(
            f'"{text}" is not a Harmonized System code. Give 2, 4, 6, 8 or 10 digits, with or '
            "without dots, as in 8507.60 or 8507.60.0020."
        )
    if digits[:2] == "00":
        raise ValueError(f'"{text}" names chapter 00; chapters run from 01 to 99.')
    return digits
