"""The day of publication where a line of the text states it."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY_FIRST = rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m1>{MONTH})\.?,?\s(?P<y1>\d{{4}})"
MONTH_FIRST = rf"(?P<m2>{MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y2>\d{{4}})"
ISO = r"(?P<y3>\d{4})-(?P<n3>\d\d)-(?P<d3>\d\d)"
FULL_DATE = re.compile(rf"\b(?:{DAY_FIRST}|{MONTH_FIRST}|{ISO})\b", re.IGNORECASE)
# What may stand before the date in its line: a stamp word, a weekday, a city in a dateline.
LEAD = re.compile(
    r"(?:(?:on|date|dated|published|updated|posted|released|release|issued|last updated|"
    r"for immediate release|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday)\b[\s:,.|-]*)*",
    re.IGNORECASE,
)
CITY_LEAD = re.compile(r"[A-Z][A-Za-z .]{2,30},\s(?:[A-Z][a-z]+,\s)?")
SPACES = re.compile(r"[\u00a0\u202f\t]")
LINES_READ = 40
LONGEST_STAMP = 80


def found_date(match: re.Match[str]) -> date | None:
    """The date of a match of FULL_DATE; None where there is no such day."""
    group = match.groupdict()
    year = group["y1"] or group["y2"] or group["y3"]
    day = group["d1"] or group["d2"] or group["d3"]
    name = group["m1"] or group["m2"]
    month = MONTHS[name.lower()] if name else int(group["n3"])
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def date_line(text: str) -> date | None:
    """The first line that is a date, or that begins with one as a stamp or dateline does."""
    for number, raw in enumerate(text[:20_000].split("\n")):
        if number > LINES_READ:
            break
        line = SPACES.sub(" ", raw).strip()
        stamp = LEAD.match(line)
        start = stamp.end() if stamp else 0
        found = FULL_DATE.match(line, start)
        if found is None and (city := CITY_LEAD.match(line)):
            found = FULL_DATE.match(line, city.end())
        alone = found is not None and len(line) - found.end() <= LONGEST_STAMP // 4
        marked = found is not None and re.match(
            r"\s*(?:[-\u2013\u2014(|]|$|\.\s)", line[found.end() :]
        )
        if found and (alone or marked) and (day := found_date(found)):
            return day
    return None
