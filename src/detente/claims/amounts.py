"""Percentages, percentage points, sums of money and quantities in a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from detente.claims.numerals import TO_TWELVE

# A sentence with more percentages than this is a table; the rest of it is not read.
MOST_PERCENTS = 60
PERCENT = r"(?:%|\s?percent\b|\s?per\scent\b|\s?pct\b)"
VALUE = r"(\d{1,4}(?:\.\d{1,3})?)"
NUMBERS = TO_TWELVE | {
    "zero": 0,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}
SPELT = re.compile(
    rf"\b({'|'.join(NUMBERS)})(?:-(one|two|three|four|five|six|seven|eight|nine)"
    rf"|-point-(five))?{PERCENT}",
    re.IGNORECASE,
)
SPELT_STEP = re.compile(
    rf"{SPELT.pattern}\sto\s(?:a\s)?(\d{{1,3}}(?:\.\d{{1,2}})?){PERCENT}", re.IGNORECASE
)
RATE = re.compile(rf"{VALUE}(?:\s?{PERCENT})", re.IGNORECASE)
POINTS = re.compile(rf"{VALUE}(?:\s|-)?(?:percentage(?:\s|-)points?|points?\b)", re.IGNORECASE)
RANGE = re.compile(
    rf"(?:between\s)?{VALUE}{PERCENT}?\s?(?:to|and|-|\u2014)\s?{VALUE}{PERCENT}", re.IGNORECASE
)
SHARE = re.compile(
    r"\s?(?:of|share)\s(?:[a-z'.-]+\s){0,3}?(?:imports?|exports?|goods|trade|shipments?|output"
    r"|production|supply|market|world|global|vessels|sales|products|items|demand|capacity)\b",
    re.IGNORECASE,
)
STEP = re.compile(
    rf"from\s(?:the\scurrent\s|a\s|about\s|around\s)?{VALUE}{PERCENT}?"
    rf"[^.;%\d]{{0,40}}?\sto\s(?:a\s|about\s|as\smuch\sas\s)?{VALUE}{PERCENT}",
    re.IGNORECASE,
)
STEP_BARE = re.compile(
    rf"from\s{VALUE}{PERCENT}\sto\s{VALUE}(?=[.,;)]|\s(?:on|for|in|and|from)\b)", re.IGNORECASE
)
STEP_BACK = re.compile(
    rf"to\s(?:about\s|around\s)?{VALUE}{PERCENT},?\s(?:down\s|up\s)?from\s(?:[a-z]+\s){{0,3}}?{VALUE}{PERCENT}",
    re.IGNORECASE,
)
STEP_HELD = re.compile(
    rf"{VALUE}{PERCENT}(?:[A-Z]\.|\$\d{{1,4}}|[^.;%\d]){{0,90}}?\b(?:reduced|lowered|cut|drop|fall|ratchet\sup|go\sup|jump|climb|raised|increased|rise|drops"
    rf"|falls|rises|decrease)\s(?:sharply\s)?to\s(?:a\s|about\s)?{VALUE}{PERCENT}",
    re.IGNORECASE,
)
BASES = (
    (
        "up_to",
        re.compile(
            r"(?:up\sto|as\shigh\sas|as\smuch\sas|at\smost|no\smore\sthan)\s(?:a\s)?$", re.I
        ),
    ),
    (
        "more_than",
        re.compile(r"(?:more\sthan|over|above|at\sleast|exceeding|in\sexcess\sof)\s$", re.I),
    ),
    ("can_exceed", re.compile(r"can\sexceed\s$", re.I)),
)
SCALE = {
    "thousand": 1e-6,
    "million": 1e-3,
    "mn": 1e-3,
    "m": 1e-3,
    "billion": 1.0,
    "bn": 1.0,
    "b": 1.0,
    "trillion": 1e3,
    "tn": 1e3,
}
MONEY = re.compile(
    r"(?:US|C|A)?([$€£¥])\s?(\d[\d,]{0,12}(?:\.\d{1,3})?)(?:\s|-)?"
    r"(thousand|million|billion|trillion|bn|mn|tn|m|b)?\b",
    re.IGNORECASE,
)
CURRENCY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
QUANTITY = re.compile(
    r"(\d[\d,]{0,12}(?:\.\d{1,3})?)\s(?:(million|billion|thousand)\s)?"
    r"(metric\stons?|tons?|tonnes?|MMT|barrels?|vehicles|cars|units|aircraft|planes|jets|bushels)"
    r"(?:\s\((MMT)\))?",
)
NOT_A_DUTY = re.compile(
    r"\b(?:GDP|interest|mortgage|growth|grew|grow|slumped|surged|share|shares|stocks?|index"
    r"|inflation|profit|profits|revenue|sales|output|production|supply|market|poll|voters|approval"
    r"|unemployment|yield|stake|owned|ownership|tax\scredits?|majority|workforce|chance|probability"
    r"|odds|capacity|content|quota|imports?\sof|accounts?\sfor|exports\s(?:to|fell|rose))\b",
    re.IGNORECASE,
)
MOVEMENT = re.compile(
    r"\b(?:rose|fell|fall|rise|climbed|jumped|dropped|declined|down|plunged|shrank|up(?!\sto))\b",
    re.IGNORECASE,
)
LEVY = re.compile(r"tariff|dut(?:y|ies)\b|lev(?:y|ies)\b|surcharge|surtax|\btax on", re.IGNORECASE)
DUTY = re.compile(
    r"tariff|\bdut(?:y|ies)\b|lev(?:y|ies)\b|\brates?\b|import tax|surcharge|surtax"
    r"|\btax on|ad valorem|\bimports\b|\bgoods\b|\bproducts\b|\bpay\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage at [start, end): its value, the one before a step, and how it is meant."""

    start: int
    end: int
    value: float
    previous: float | None = None
    basis: str | None = None


def percents(text: str, start: int, end: int) -> list[Percent]:
    """Percentages and percentage points between two places, steps `from A to B` as one."""
    found: list[Percent] = []
    taken: set[int] = set()
    for reader in (steps, ranges, points, plain):
        for percent in islice(reader(text, start, end), MOST_PERCENTS):
            if taken.isdisjoint(range(percent.start, percent.end)):
                found.append(percent)
                taken.update(range(percent.start, percent.end))
    return sorted(found, key=lambda p: p.start)


def steps(text: str, start: int, end: int) -> Iterator[Percent]:
    """`from 10% to 25%`, `to 25% from 10%`, `seven-point-five percent to 25 percent`."""
    for pattern, now, before in (
        (STEP, 2, 1),
        (STEP_BARE, 2, 1),
        (STEP_BACK, 1, 2),
        (STEP_HELD, 2, 1),
    ):
        for m in pattern.finditer(text, start, end):
            yield Percent(m.start(), m.end(), float(m[now]), float(m[before]))
    for m in SPELT_STEP.finditer(text, start, end):
        yield Percent(m.start(), m.end(), float(m[4]), spelt(m))


def ranges(text: str, start: int, end: int) -> Iterator[Percent]:
    """`between 10 and 25 percent`, `10-25%`: the upper end, as `up_to`."""
    for m in RANGE.finditer(text, start, end):
        joined = "between" in m[0].lower() or " and " not in m[0].lower()
        if joined and float(m[1]) < float(m[2]):
            yield Percent(m.start(), m.end(), float(m[2]), basis="up_to")


def points(text: str, start: int, end: int) -> Iterator[Percent]:
    """`24 percentage points`."""
    for m in POINTS.finditer(text, start, end):
        if "percent" in m[0].lower():
            yield Percent(m.start(), m.end(), float(m[1]), basis="percentage_points")


def plain(text: str, start: int, end: int) -> Iterator[Percent]:
    """Single percentages, in figures or in words."""
    for m in RATE.finditer(text, start, end):
        yield Percent(m.start(), m.end(), float(m[1]), basis=basis_before(text, m))
    for m in SPELT.finditer(text, start, end):
        yield Percent(m.start(), m.end(), spelt(m), basis=basis_before(text, m))


def spelt(match: re.Match[str]) -> float:
    """A number in words: `twenty-five`, `seven-point-five`."""
    value = float(NUMBERS[match[1].lower()])
    value += NUMBERS[match[2].lower()] if match[2] else 0
    return value + 0.5 if match[3] else value


def basis_before(text: str, match: re.Match[str]) -> str | None:
    """`up_to`, `more_than` or `can_exceed`, from the words just before."""
    before = text[max(0, match.start() - 24) : match.start()]
    for name in ("can_exceed", "up_to", "more_than"):
        pattern = dict(BASES)[name]
        if pattern.search(before):
            return name
    return None


def is_duty(text: str, start: int, end: int, percent: Percent) -> bool:
    """True where a percentage of the stretch [start, end) is a rate of duty."""
    around = text[max(start, percent.start - 90) : min(end, percent.end + 70)]
    if DUTY.search(around) is None or SHARE.match(text, percent.end, end):
        return False
    if percent.previous is not None and LEVY.search(around):
        return True
    near = text[max(start, percent.start - 35) : min(end, percent.end + 30)]
    if NOT_A_DUTY.search(near):
        tight = text[max(start, percent.start - 12) : min(end, percent.end + 24)]
        return LEVY.search(tight) is not None
    return MOVEMENT.search(near) is None or LEVY.search(around) is not None


def money(text: str, start: int, end: int) -> Iterator[tuple[int, int, float, str]]:
    """Start, end, amount and unit of each sum: in billions where a scale word stands by it."""
    for m in MONEY.finditer(text, start, end):
        value = float(m[2].replace(",", ""))
        scale = SCALE.get((m[3] or "").lower())
        unit = CURRENCY[m[1]]
        if scale is None:
            yield m.start(), m.end(), value, unit
        else:
            yield m.start(), m.end(), round(value * scale, 9), f"{unit} bn"


def quantities(text: str, start: int, end: int) -> Iterator[tuple[int, int, float, str]]:
    """Start, end, amount and unit of each quantity of goods."""
    for m in QUANTITY.finditer(text, start, end):
        value = float(m[1].replace(",", ""))
        unit = m[3].replace("metric ", "")
        if m[2] == "million" and (m[4] or unit.startswith("ton")):
            yield m.start(), m.end(), value, "MMT"
        else:
            scale = {"thousand": 1e3, "million": 1e6, "billion": 1e9}.get(m[2] or "", 1.0)
            yield m.start(), m.end(), value * scale, unit
