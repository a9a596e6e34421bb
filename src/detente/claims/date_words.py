"""The ways in which texts tell dates and terms, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.claims.numerals import TO_TWELVE

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = TO_TWELVE | {
    "zero": 0,
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "several": 3,
}
NUMBER = r"(?:\d{1,4}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
QUARTERS: tuple[str, ...] = ("first", "second", "third", "fourth")
SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
PART = r"[Ee]arly|[Mm]id|[Ll]ate|[Ee]nd\sof|[Tt]he\send\sof"
LEADS = (
    r"[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|[Dd]uring|[Ll]ast|[Nn]ext|[Tt]his|[Tt]hrough"
    r"|[Ll]ater\sin|a|[Bb]efore|[Aa]fter|to"
)
WITH_MONTH = "talks|meetings?|summit|round|data|figures|exports|imports|shipments|trade"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("iso", rf"\b({YEAR})-(\d\d)-(\d\d)\b"),
        (
            "days",
            rf"\b({MONTH})\s({DAY})(?:\s?(?:-|\u2014|to|and|through)\s?({DAY}))?(?!\d|%|\s?percent)"
            rf"(?:,?\s(?:of\s)?({YEAR}|(?:last|this|next)\syear))?",
        ),
        (
            "days_first",
            rf"\b(?:the\s)?({DAY})(?:\s?(?:-|\u2014|to|and)\s?({DAY}))?\s(?:of\s)?({MONTH})\b"
            rf"(?:,?\s(?:of\s)?({YEAR}|(?:last|this|next)\syear))?",
        ),
        ("last_months", rf"\b(?:the\s)?last\s({NUMBER})\smonths\sof\s({YEAR})"),
        ("month_year", rf"\b(?:({PART})[\s-])?({MONTH}),?\s(?:of\s)?({YEAR})\b"),
        (
            "month",
            rf"\b({PART}|{LEADS})[\s-]({MONTH})\b(?!\s(?:[a-z]+\s)?(?:have|be|not|also)\b)"
            r"(?:,?\s(?:of\s)?((?:last|this|next)\syear))?",
        ),
        ("month_of", rf"\b({MONTH})(?=\s(?:{WITH_MONTH})\b)"),
        ("quarter", rf"\b(?:[Qq]([1-4])|({'|'.join(QUARTERS)})\squarter)(?:\s(?:of\s)?({YEAR}))?"),
        (
            "season",
            r"\b(?:(?:in|this|next|last|by|the|until)\s)+(spring|summer|fall|autumn)\b"
            rf"(?:\s(?:of\s)?({YEAR}))?",
        ),
        (
            "relative",
            r"\b([Tt]his|[Ll]ast|[Nn]ext|[Cc]oming|[Pp]ast|[Ee]arlier\sthis|[Ll]ater\sthis)"
            r"\s(week|month|year|quarter)\b",
        ),
        (
            "weekday",
            r"\b(?:(on|last|next|this|by|until|from|since|late|early|through|coming|of)\s)?"
            r"(?<!on\sa\s)(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        ),
        ("today", r"\b([Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b"),
        ("ago", rf"\b({NUMBER})\s(day|week|month|year)s?\s(ago|earlier|later|from\snow)\b"),
        ("in_time", rf"\b(?:[Ii]n|[Ww]ithin)\s({NUMBER})\s(day|week|month|year)s?\b"),
        ("days_ago", r"\b(?:[Jj]ust\s)?(?:days|weeks)\s(ago|earlier)\b"),
        (
            "end_of",
            r"\b(?:the\s)?(?:end\sof\s(?:the|this)\s(month|year)|(year)-end"
            r"|(?:year|month)['s]{1,2}\s(?:end))\b",
        ),
        (
            "years",
            rf"\b({YEAR})(?:(?:,\s{YEAR}){{0,9}},?\s(?:and|to|through|or)\s|\s?[-\u2014]\s?)"
            rf"({YEAR})\b",
        ),
        ("year", rf"\b({YEAR})\b(?!\s?%)"),
    )
)  # fmt: skip
HINT = re.compile(
    r"\d|[JFMASOND][a-z]{2}|week|month|year|quarter|spring|summer|fall|autumn|[Tt]o(?:day|night|m)"
    r"|[Yy]ester|day|ago"
)
DURATION = re.compile(
    rf"\b({NUMBER})(?:-|\s)(?:calendar\s|more\s|additional\s)?(day|week|month|year)s?\b"
)


def number(text: str) -> int:
    """A small number in digits or words."""
    return int(text) if text.isdigit() else NUMBERS[text.lower()]


def durations(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and days of each term told: `90-day`, `one year`, `for 90 days`."""
    for match in DURATION.finditer(text, start, end):
        days = number(match[1]) * UNIT_DAYS[match[2]]
        if match[2] == "month":
            days = round(number(match[1]) * 30.4)
        yield match.start(), match.end(), days
