"""Dates as texts tell them, resolved from the day of publication and the tense.

A date keeps the precision told: a day, an ISO week, a month, a year. Months without a year and
weekdays take the nearest such day in the direction of the tense. Without a day of publication
only dates that tell their year are resolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from detente.claims.date_words import HINT, PATTERNS, QUARTERS, SEASONS, UNIT_DAYS, WEEKDAYS, number
from detente.documents.dateline import MONTHS

# Behind these a day without its year is the nearest one, whatever the tense of the verb.
BEGINS = re.compile(r"\b(?:effective|starting|beginning|with effect)(?: from| on| as of)? $", re.I)
STEPS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class When:
    """A date at places [start, end) of the plain copy; `first` and `last` in the told precision."""

    start: int
    end: int
    first: str | None
    last: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """From where relative dates count: the day of publication, and the tense (-1, 0 or 1)."""

    day: date | None
    tense: int = 0


def dates(text: str, start: int, end: int, anchor: Anchor) -> list[When]:
    """All dates between two places, in order; none overlaps another."""
    found: list[When] = []
    if HINT.search(text, start, end) is None:
        return found
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text, start, end):
            if any(w.start < match.end() and match.start() < w.end for w in found):
                continue
            near = Anchor(anchor.day) if BEGINS.search(text, start, match.start()) else anchor
            when = resolved(kind, match, near)
            if when:
                found.append(When(match.start(), match.end(), *when, kind))
    return sorted(found, key=lambda w: w.start)


def resolved(
    kind: str, match: re.Match[str], anchor: Anchor
) -> tuple[str | None, str | None] | None:
    """First and last day of a match; None where it is no date after all."""
    reader = READERS[kind]
    try:
        return reader(match, anchor)
    except (ValueError, OverflowError):
        return None


def month_number(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]


def day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def iso(match: re.Match[str], anchor: Anchor) -> tuple[str, str]:
    day = date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    return day, day


def placed(year: str | None, month: int, day: int, anchor: Anchor) -> date | None:
    """A day whose year is told, or the nearest one in the direction of the tense."""
    if year and year.isdigit():
        return date(int(year), month, day)
    if anchor.day is None:
        return None
    if year:
        step = {"last": -1, "next": 1}.get(year.split()[0], 0)
        return date(anchor.day.year + step, month, day)
    base = anchor.day
    options = [date(base.year + step, month, day) for step in (-1, 0, 1)]
    if anchor.tense > 0:
        return min((d for d in options if d >= base), default=options[-1])
    if anchor.tense < 0:
        return max((d for d in options if d <= base), default=options[0])
    return min(options, key=lambda d: abs(d - base))


def span(one: date | None, other: date | None) -> tuple[str | None, str | None]:
    if one is None:
        return None, None
    return one.isoformat(), (other or one).isoformat()


def days(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    month = month_number(match[1])
    one = placed(match[4], month, day_number(match[2]), anchor)
    other = one.replace(day=day_number(match[3])) if one and match[3] else None
    return span(one, other)


def days_first(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    month = month_number(match[3])
    one = placed(match[4], month, day_number(match[1]), anchor)
    other = one.replace(day=day_number(match[2])) if one and match[2] else None
    return span(one, other)


def last_months(match: re.Match[str], anchor: Anchor) -> tuple[str, str]:
    return f"{match[2]}-{13 - number(match[1]):02d}", f"{match[2]}-12"


def month_year(match: re.Match[str], anchor: Anchor) -> tuple[str, str]:
    month = f"{match[3]}-{month_number(match[2]):02d}"
    return month, month


def month(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None] | None:
    if match[2].lower() in ("mar", "may") and match[1].lower() == "to":
        return None
    word = match[1].lower()
    tense = {"last": -1, "since": -1, "next": 1}.get(word, anchor.tense)
    number_ = month_number(match[2])
    base = anchor.day
    if base is None:
        return None, None
    same = number_ == base.month and word != "last" and not match[3]
    if match[3]:
        told = f"{base.year + STEPS[match[3].split()[0]]}-{number_:02d}"
        return told, told
    day = base.replace(day=1) if same else placed(None, number_, 1, Anchor(base, tense))
    text = f"{day:%Y-%m}" if day else None
    return text, text


def month_of(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    day = placed(None, month_number(match[1]), 1, anchor)
    text = f"{day:%Y-%m}" if day else None
    return text, text


def quarter(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    which = int(match[1]) if match[1] else QUARTERS.index(str(match[2])) + 1
    year = match[3] or (str(anchor.day.year) if anchor.day else None)
    if year is None:
        return None, None
    return f"{year}-{which * 3 - 2:02d}", f"{year}-{which * 3:02d}"


def season(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    first, last = SEASONS[match[1].lower()]
    year = int(match[2]) if match[2] else None
    if year is None:
        if anchor.day is None:
            return None, None
        late = anchor.day.month > last and anchor.tense >= 0
        year = anchor.day.year + (1 if late or match[0].startswith("next") else 0)
        year -= 1 if match[0].startswith("last") else 0
    return f"{year}-{first:02d}", f"{year}-{last:02d}"


def relative(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    if anchor.day is None:
        return None, None
    word = match[1].lower()
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(word, 0)
    text = shifted(anchor.day, match[2].lower(), step)
    return text, text


def shifted(base: date, unit: str, step: int) -> str:
    """The week, month, quarter or year `step` units from the one of a day."""
    if unit == "week":
        year, week, _ = (base + timedelta(weeks=step)).isocalendar()
        return f"{year}-W{week:02d}"
    if unit == "year":
        return str(base.year + step)
    months = base.year * 12 + base.month - 1 + step * (3 if unit == "quarter" else 1)
    return f"{months // 12}-{months % 12 + 1:02d}"


def weekday(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    if anchor.day is None:
        return None, None
    wanted = WEEKDAYS.index(match[2].lower())
    ahead = (wanted - anchor.day.weekday()) % 7
    word = match[1]
    back = anchor.tense < 0 and word not in ("next", "by", "until", "coming")
    if word in ("last", "since") or back:
        behind = (anchor.day.weekday() - wanted) % 7
        return span(anchor.day - timedelta(days=behind or (7 if word == "last" else 0)), None)
    return span(anchor.day + timedelta(days=ahead or (7 if word == "next" else 0)), None)


def today(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    if anchor.day is None:
        return None, None
    step = {"yesterday": -1, "tomorrow": 1}.get(match[1].lower(), 0)
    return span(anchor.day + timedelta(days=step), None)


def moved(base: date, count: int, unit: str) -> str:
    """A day some days away, or the month or year some months or years away."""
    if unit in ("month", "year"):
        return shifted(base, unit, count)
    day = base + timedelta(days=count * UNIT_DAYS[unit])
    return day.isoformat() if unit == "day" else shifted(day, "week", 0)


def ago(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    if anchor.day is None:
        return None, None
    if match[3] == "later":
        return None, None
    sign = -1 if match[3] in ("ago", "earlier") else 1
    text = moved(anchor.day, sign * number(match[1]), match[2])
    return text, text


def in_time(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None] | None:
    if match[1].lower() in ("several",) or number(match[1]) > 400:
        return None
    if anchor.day is None:
        return None, None
    text = moved(anchor.day, number(match[1]), match[2])
    return (text, text) if anchor.tense > 0 else None


def days_ago(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    text = f"{anchor.day:%Y-%m}" if anchor.day else None
    return text, text


def end_of(match: re.Match[str], anchor: Anchor) -> tuple[str | None, str | None]:
    if anchor.day is None:
        return None, None
    text = f"{anchor.day:%Y-%m}" if match[1] == "month" else f"{anchor.day.year}-12"
    return text, text


def years(match: re.Match[str], anchor: Anchor) -> tuple[str, str]:
    return match[1], match[2]


def single_year(match: re.Match[str], anchor: Anchor) -> tuple[str, str]:
    return match[1], match[1]


READERS = {
    "iso": iso,
    "days": days,
    "days_first": days_first,
    "last_months": last_months,
    "month_year": month_year,
    "month": month,
    "month_of": month_of,
    "quarter": quarter,
    "season": season,
    "relative": relative,
    "weekday": weekday,
    "today": today,
    "ago": ago,
    "in_time": in_time,
    "days_ago": days_ago,
    "end_of": end_of,
    "years": years,
    "year": single_year,
}


def plus(day: str | None, count: int) -> str | None:
    """A full day some days later; None where the start is no full day."""
    if day is None or len(day) != 10 or "W" in day:
        return None
    try:
        return (date.fromisoformat(day) + timedelta(days=count)).isoformat()
    except OverflowError:
        return None
