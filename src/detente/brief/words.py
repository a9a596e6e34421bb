"""How numbers, dates and names are written; the one place for formats.

Every function takes the value as the brief holds it (fractions, USD bn, aware moments) and
returns text with a typographic minus. `ascii_signs` turns that into plain signs for terminals.
Amounts that are not known are a dash, never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import TypeGuard

UNKNOWN = "–"
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "−"
_SIGNS = str.maketrans(
    {MINUS: "-", UNKNOWN: "-", "→": "->", "×": "x", "’": "'", "“": '"', "”": '"', "·": "-"}
    | {"…": "...", NBSP: " ", "†": "^", "‡": "~"}
)
_WITH_ARTICLE = ("States", "Kingdom", "Union", "Emirates", "Islands", "Netherlands", "Philippines")
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number: neither None nor NaN."""
    return value is not None and isfinite(value)


def percent(share: float | None, digits: int = 1) -> str:
    """A level: 0.4127 is 41.3%."""
    return _number(100 * share, digits) + "%" if known(share) else UNKNOWN


def rate(share: float | None) -> str:
    """A rate as an act states it, without needless zeros: 1.45 is 145%, 0.075 is 7.5%."""
    if not known(share):
        return UNKNOWN
    digits = next(d for d in range(3) if d == 2 or abs(100 * share - round(100 * share, d)) < 1e-9)
    return percent(share, digits)


def points(share: float | None, digits: int = 1) -> str:
    """Percentage points without their name: 0.2 is 20.0; less than the last digit is <0.1."""
    if not known(share):
        return UNKNOWN
    text = _number(100 * share, digits)
    return f"<{10**-digits:.{digits}f}" if share > 0 and text == _number(0, digits) else text


def change(share: float | None, digits: int = 2) -> str:
    """A change with its sign: -0.0031 is −0.31%, and what rounds to zero has none."""
    return _number(100 * share, digits, signed=True) + "%" if known(share) else UNKNOWN


def billions(usd_bn: float | None) -> str:
    """An amount without its unit, one decimal below a hundred: 1234.5 is 1,234."""
    return _number(usd_bn, _money_digits(usd_bn)) if known(usd_bn) else UNKNOWN


def billions_change(usd_bn: float | None) -> str:
    """A change of an amount in USD bn: -38.42 is −38.4."""
    return _number(usd_bn, _money_digits(usd_bn), signed=True) if known(usd_bn) else UNKNOWN


def money(usd_bn: float | None) -> str:
    """An amount without its unit, two decimals below one: 0.09, 29.7, 1,234."""
    small = known(usd_bn) and abs(usd_bn) < 1
    return _number(usd_bn, 2) if small and known(usd_bn) else billions(usd_bn)


def usd_bn(amount: float | None) -> str:
    """An amount with its unit: 438.9 is USD 439 bn."""
    return f"USD {billions(amount)} bn" if known(amount) else UNKNOWN


def dollars_change(usd: float | None) -> str:
    """A change in whole dollars without the unit: -310.4 is −310."""
    return _number(usd, 0, signed=True) if known(usd) else UNKNOWN


def per_household(usd: float | None) -> str:
    """A change per household with its unit: −USD 310."""
    if not known(usd):
        return UNKNOWN
    text = dollars_change(usd)
    sign = text[0] if text[0] in "+" + MINUS else ""
    return f"{sign}USD {text.removeprefix(sign)}"


def day(when: date) -> str:
    """28 July 2031."""
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime | None) -> str:
    """A day, with hour and zone when the hour is not the first minutes of the day there."""
    if when is None:
        return UNKNOWN
    return exact(when) if hour(when) else day(when)


def hour(when: datetime) -> str:
    """Hour and zone, or nothing in the first minutes of the day there."""
    return f"{when:%H:%M} {zone(when)}" if when.hour or when.minute > 1 else ""


def exact(when: datetime) -> str:
    """A day with hour and zone: 12 August 2031, 00:01 UTC−4."""
    return f"{day(when)}, {when:%H:%M} {zone(when)}"


def in_utc(when: datetime) -> str:
    """The same moment as the world's clocks have it: 04:01 UTC, with the day if it differs."""
    there = when.astimezone(UTC)
    return f"{there:%H:%M} UTC" if there.date() == when.date() else exact(there)


def zone(when: datetime) -> str:
    """The offset of a moment: UTC, UTC+8, UTC−4, UTC+5:30."""
    offset = when.utcoffset() or timedelta()
    minutes = round(abs(offset).total_seconds() / 60)
    if not minutes:
        return "UTC"
    tail = f":{minutes % 60:02d}" if minutes % 60 else ""
    return f"UTC{'+' if offset > timedelta() else MINUS}{minutes // 60}{tail}"


def period(start: date, until: date) -> str:
    """28 to 29 July 2031, or both days in full when the months differ."""
    if start == until:
        return day(start)
    if (start.year, start.month) == (until.year, until.month):
        return f"{start.day} to {day(until)}"
    return f"{day(start)} to {day(until)}"


def in_days(days: int) -> str:
    """How far ahead a day is."""
    if days == 0:
        return "today"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"


def counted(number: int, noun: str) -> str:
    """1 day, 15 days."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def spelled(number: int, noun: str) -> str:
    """Small numbers in letters: two sources, 12 sources."""
    word = _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"
    return f"{word} {noun}" + ("" if number == 1 else "s")


def the(name: str) -> str:
    """A name inside a sentence: the United States, Norland."""
    last = name.split()[-1] if name.split() else ""
    return f"the {name}" if last in _WITH_ARTICLE or name.startswith("Rest of") else name


def shown(text: str) -> str:
    """Somebody else's words on one line; signs that would steer a screen are a dot."""
    return "".join(c if c.isprintable() else "\N{MIDDLE DOT}" for c in " ".join(text.split()))


def plain(word: str) -> str:
    """A word of the record's vocabulary for a reader: export_licence is Export licence."""
    return sentence(word.replace("_", " "))


def sentence(text: str) -> str:
    """With a capital at the start, the rest as it is."""
    return text[:1].upper() + text[1:]


def shortened(text: str, limit: int) -> str:
    """A title without its bracket, cut at a word to at most `limit` characters."""
    bare = text.split(" (")[0].strip()
    if len(bare) <= limit:
        return bare
    kept = bare[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{kept}…"


def joined(items: Sequence[str]) -> str:
    """Norland, Eastmark and Suda."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def cited(numbers: Sequence[int]) -> str:
    """Citations in plain text: [1][4]."""
    return "".join(f"[{number}]" for number in numbers)


def ascii_signs(text: str) -> str:
    """The same text with signs that every terminal has."""
    return text.translate(_SIGNS)


def _number(value: float, digits: int, signed: bool = False) -> str:
    """Thousands separated, typographic minus, and no sign on what rounds to zero."""
    size = f"{abs(value):,.{digits}f}"
    if not any(digit in size for digit in "123456789"):
        return size
    sign = MINUS if value < 0 else "+" if signed else ""
    return sign + size


def _money_digits(amount: float) -> int:
    return 1 if abs(amount) < 99.95 else 0
