"""The calendar of talks and the tracker of positions, made from the claims of documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.claims.claim import Claim
from detente.claims.read import Reading


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim in its document: which one, of what day, in whose words, at which place."""

    document: str
    published: str | None
    speaker: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """One round of talks, as all documents together tell of it."""

    place: str | None
    parties: tuple[str, ...]
    date_from: str | None
    date_to: str | None
    status: str
    round: int | None
    heads: tuple[str, ...]
    agenda: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Who wants, offers, refuses, threatens or thinks what, since when, in whose words."""

    who: tuple[str, ...]
    speaker: str | None
    towards: tuple[str, ...]
    status: str
    about: str | None
    when: str | None
    negated: bool
    quote: Quote


def quote_of(reading: Reading, claim: Claim) -> Quote:
    """The quote of a claim with its document."""
    day = reading.document.date
    return Quote(
        reading.document.name,
        day.isoformat() if day else None,
        claim.speaker,
        claim.quote,
        claim.start,
        claim.end,
    )


def talks_calendar(readings: Iterable[Reading]) -> tuple[Meeting, ...]:
    """Meetings in the order of their days; the same meeting told twice is one with two quotes.

    Claims belong together where parties and place agree and their days do not exclude each
    other. Meetings without a known day come last.
    """
    found: list[Meeting] = []
    for reading in readings:
        for claim in reading.claims:
            if claim.kind != "talks" or not (claim.date_from or claim.place or claim.heads):
                continue
            met = meeting_of(reading, claim)
            place = next((i for i, m in enumerate(found) if one_meeting(m, met)), None)
            if place is None:
                found.append(met)
            else:
                found[place] = merged(found[place], met)
    return tuple(
        sorted(found, key=lambda m: (m.date_from is None, m.date_from or "", m.place or ""))
    )


def meeting_of(reading: Reading, claim: Claim) -> Meeting:
    """A meeting as one claim tells it."""
    topic = claim.product or claim.instrument
    return Meeting(
        claim.place,
        tuple(sorted(claim.actor)),
        claim.date_from,
        claim.date_to,
        claim.status or "uncertain",
        claim.round,
        claim.heads,
        (topic,) if claim.status == "agenda" and topic else (),
        (quote_of(reading, claim),),
    )


def one_meeting(one: Meeting, other: Meeting) -> bool:
    """True where two tellings may be of the same meeting."""
    if one.parties != other.parties:
        return False
    if one.place and other.place and one.place == other.place:
        return near(one.date_from, other.date_from)
    if one.place and other.place and not (one.date_from and one.date_from == other.date_from):
        return False
    return one.date_from is not None and one.date_from == other.date_from


def near(one: str | None, other: str | None) -> bool:
    """True where two days agree at the coarser precision, or one is not told."""
    if one is None or other is None or "W" in one or "W" in other:
        return True
    size = min(len(one), len(other), 7)
    return one[:size] == other[:size]


def merged(one: Meeting, other: Meeting) -> Meeting:
    """Two tellings of one meeting: the more precise day, all heads, topics and quotes."""
    order = ("called_off", "held", "ongoing", "scheduled", "uncertain", "agenda")
    status = min((one.status, other.status), key=order.index)
    return replace(
        one,
        place=one.place if one.place not in (None, "Europe", "Asia") else other.place or one.place,
        date_from=max((one.date_from or "", other.date_from or ""), key=len) or None,
        date_to=max((one.date_to or "", other.date_to or ""), key=len) or None,
        status=status,
        round=one.round or other.round,
        heads=tuple(dict.fromkeys((*one.heads, *other.heads))),
        agenda=tuple(dict.fromkeys((*one.agenda, *other.agenda))),
        quotes=(*one.quotes, *other.quotes),
    )


def position_tracker(readings: Iterable[Reading]) -> tuple[Held, ...]:
    """Every position, by who holds it and then by day; the newest last."""
    found = [
        Held(
            claim.actor,
            claim.speaker,
            claim.target,
            claim.status or "stance",
            claim.instrument or claim.product,
            claim.date_from or (d.isoformat() if (d := reading.document.date) else None),
            claim.negated,
            quote_of(reading, claim),
        )
        for reading in readings
        for claim in reading.claims
        if claim.kind == "position"
    ]
    return tuple(sorted(found, key=lambda h: (h.who, h.when or "", h.quote.start)))
