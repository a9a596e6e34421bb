"""The same event in several documents: what they agree on, where they differ, who tells more.

A claim is a report; an event is what several reports are about. Claims of different documents
belong to one event where kind, parties, instrument and time fit and their words overlap; each
document gives at most one claim to an event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from detente.claims.claim import Claim
from detente.claims.lexicon import language_file, table, texts
from detente.claims.read import Reading

THRESHOLD = 3.2
WORD = re.compile(r"[a-z]{3,}|\d+")
ENDING = re.compile(r"(?:ings?|ed|es|s|ly|ions?|ness)$")
PAIRS = frozenset({("forecast", "position"), ("deadline", "forecast"), ("fact", "measure")})
FIELDS = ("rate_pct", "rate_prev_pct", "date_from", "date_to", "duration_days", "status", "place")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which documents differ, with what each says; `adds` where one only tells more."""

    field: str
    says: tuple[tuple[str, str], ...]
    adds: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Reports of one event: document name and claim, and on what they differ."""

    reports: tuple[tuple[str, Claim], ...]
    differences: tuple[Difference, ...]

    @property
    def kind(self) -> str:
        """The kind of the first report."""
        return self.reports[0][1].kind


@dataclass(frozen=True, slots=True)
class Comparison:
    """Events told by several documents, and what only one of them has."""

    documents: tuple[str, ...]
    events: tuple[Event, ...]
    alone: tuple[tuple[str, tuple[Claim, ...]], ...]


def compare(readings: Sequence[Reading]) -> Comparison:
    """Lay readings of several documents side by side."""
    names = labels(readings)
    events: list[list[tuple[str, Claim]]] = []
    for name, reading in zip(names, readings, strict=True):
        match_into(events, name, reading.claims)
    shared = [group for group in events if len(group) > 1]
    lone = [group[0] for group in events if len(group) == 1]
    alone = tuple((name, tuple(c for n, c in lone if n == name)) for name in names)
    found = (Event(tuple(group), tuple(differences(group))) for group in shared)
    return Comparison(tuple(names), tuple(found), alone)


def labels(readings: Sequence[Reading]) -> list[str]:
    """A name for each document; equal names get a number."""
    names: list[str] = []
    for reading in readings:
        name, count = reading.document.name, 1
        while name in names:
            count += 1
            name = f"{reading.document.name} ({count})"
        names.append(name)
    return names


def match_into(events: list[list[tuple[str, Claim]]], name: str, claims: Sequence[Claim]) -> None:
    """Put each claim into the event that it fits best, or make a new one of it."""
    scored = sorted(
        (
            (-likeness(claim, other), j, i)
            for i, event in enumerate(events)
            for _, other in event
            for j, claim in enumerate(claims)
            if likeness(claim, other) >= THRESHOLD
        ),
    )
    taken: dict[int, int] = {}
    for _, j, i in scored:
        if j not in taken and i not in taken.values():
            taken[j] = i
    for j, claim in enumerate(claims):
        if j in taken:
            events[taken[j]].append((name, claim))
        else:
            events.append([(name, claim)])


@lru_cache(maxsize=20_000)
def likeness(one: Claim, other: Claim) -> float:
    """How much two claims look like reports of one event."""
    if one.kind != other.kind and tuple(sorted((one.kind, other.kind))) not in PAIRS:
        return 0.0
    score = 1.0 if one.kind == other.kind else 0.2
    if one.instrument and other.instrument:
        score += 1.0 if related(one.instrument, other.instrument) else -1.5
    score += 0.5 if set(one.actor) & set(other.actor) else -0.5
    if one.place and other.place:
        score += 1.2 if one.place == other.place else -1.0
    if one.speaker and other.speaker and one.kind in ("position", "forecast"):
        score += 0.8 if last_name(one) == last_name(other) else -1.0
    if one.rate_pct and other.rate_pct:
        score += 1.0 if one.rate_pct == other.rate_pct else -0.2
    score += time_fit(one, other)
    return score + 4.0 * shared_words(one, other)


def related(one: str, other: str) -> bool:
    """True where two instruments may be words for the same thing."""
    duties = ("tariff", "section")
    return one == other or all(i.endswith("tariff") or i.startswith(duties) for i in (one, other))


def last_name(claim: Claim) -> str:
    return (claim.speaker or "").split()[-1].lower() if claim.speaker else ""


def time_fit(one: Claim, other: Claim) -> float:
    """Whether the days told fit: 1 for a day in common, less where they exclude each other."""
    fits = 0.0
    for a, b in ((one.date_to, other.date_to), (one.date_from, other.date_from)):
        if a and b:
            fits += 0.9 if agrees(a, b) else -0.4
    return fits


def agrees(one: str, other: str) -> bool:
    """True where two dates are equal at the coarser precision."""
    if "W" in one or "W" in other:
        return week_of(one) == week_of(other)
    size = min(len(one), len(other))
    return one[:size] == other[:size]


def week_of(text: str) -> str:
    """The ISO week of a full day; anything else as it is."""
    if len(text) != 10 or "W" in text:
        return text
    year, week, _ = date.fromisoformat(text).isocalendar()
    return f"{year}-W{week:02d}"


def shared_words(one: Claim, other: Claim) -> float:
    """Words in common as a share of the fewer words."""
    a, b = content_words(one.quote), content_words(other.quote)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


@lru_cache(maxsize=20_000)
def content_words(quote: str) -> frozenset[str]:
    """The words of a quote that carry meaning, cut to their first letters."""
    dull = plain_words()
    return frozenset(stem(w) for w in WORD.findall(quote.lower()) if w not in dull)


def stem(word: str) -> str:
    """A word without its ending, cut short: visiting, visit; warns, warned; restrictions."""
    bare = ENDING.sub("", word) if len(word) > 5 else word.removesuffix("s")
    return bare[:6]


@lru_cache(maxsize=1)
def plain_words() -> frozenset[str]:
    """Words that say nothing about an event."""
    return frozenset(texts(language_file("compare")["dull"]))


def differences(group: list[tuple[str, Claim]]) -> list[Difference]:
    """Where the reports of one event differ, or one tells more."""
    found: list[Difference] = []
    for field in FIELDS:
        told = [(name, getattr(claim, field)) for name, claim in group]
        said = [(name, value) for name, value in told if value is not None]
        conflict = any(not same(field, a, b) for (_, a), (_, b) in combinations(said, 2))
        fuller = not conflict and len({str(v) for _, v in told}) > 1 and len(said) > 0
        if conflict or (fuller and field != "status"):
            found.append(Difference(field, tuple((n, shown(field, v)) for n, v in told), fuller))
    kinds = {claim.kind for _, claim in group}
    if len(kinds) > 1:
        found.append(Difference("kind", tuple((n, c.kind) for n, c in group), False))
    return [*found, *wordings(group)]


def same(field: str, one: object, other: object) -> bool:
    """True where two values do not exclude each other."""
    if field.startswith("date"):
        return agrees(str(one), str(other))
    return one == other


def shown(field: str, value: object) -> str:
    """A value as text; what is not told says so."""
    if value is None:
        return "not told"
    if field.endswith("pct"):
        return f"{value:g}%"
    return f"{value} days" if field == "duration_days" else str(value)


def wordings(group: list[tuple[str, Claim]]) -> list[Difference]:
    """Words that change the matter: `signed` and `framework`, `possible` and `expects`."""
    found: list[Difference] = []
    for name, options in table(language_file("compare")["wordings"]).items():
        told: list[tuple[str, str]] = []
        for document, claim in group:
            quote = claim.quote.lower()
            word = next((w for w in texts(options) if re.search(rf"\b{re.escape(w)}\b", quote)), "")
            told.append((document, word))
        if len({word for _, word in told if word}) > 1:
            found.append(Difference(name, tuple((d, w or "not told") for d, w in told), False))
    return found
