"""Meetings named beside another statement: as its occasion, its source or its owner's deed."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make, told
from detente.claims.meetings import heads_of, place_of, summit_of, told_status
from detente.claims.parties import code_of, sides
from detente.claims.sentence import PREPOSITIONS, Sentence
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

MEETINGS = words("occasions")
COUNTED = frozenset({"days", "day", "rounds", "round", "hours", "weeks"})
COMING = frozenset({"next", "upcoming", "coming", "planned", "scheduled", "expected"})
AHEAD = frozenset({"before", "of", "for"})
OCCASION = frozenset({"after", "following", "during", "at", "follows", "followed", "since"})
LONGEST = 18
STOPS = frozenset({",", ";", ":", ".", "that", "which", "who", "(", "\u2014", '"', "as", "but"})


def named_meetings(setting: Setting, clause: Clause, kinds: set[str]) -> Iterator[Claim]:
    """`next week's meeting between A and B`, `the consensus reached at the talks in P`."""
    if "talks" in kinds or setting.official:
        return
    sentence = clause.sentence
    for noun in sentence.of(sentence.nouns, clause.first, clause.last, "meeting"):
        if noun.value not in MEETINGS:
            continue
        first, last = ends_of(clause, noun)
        inner = Clause(sentence, first, last, "")
        persons = sentence.of(sentence.names, first, last, "person")
        if not (two_named(setting, inner, noun) or placed(setting, inner, noun)):
            continue
        if len(setting.parties) > 1 and elsewhere(setting, persons):
            continue
        whens = [w for w in told(setting, inner, 0) if w.first]
        day = whens[0].first if whens else None
        status = told_status(setting, day, None, status_of(setting, inner, day))
        yield make(
            setting, inner, "talks", status, "named-meeting",
            actor=setting.parties, place=place_of(setting, inner), heads=heads_of(persons),
            instrument=summit_of(setting, noun, persons), date_from=day,
        )  # fmt: skip
        return


def elsewhere(setting: Setting, persons: list[Mention]) -> bool:
    """True where somebody is met who acts for none of the parties of the document."""
    return any(m.entry.detail and m.entry.detail not in setting.parties for m in persons)


def ends_of(clause: Clause, noun: Mention) -> tuple[int, int]:
    """First and last token of the noun phrase around a meeting, with whom and where it is."""
    sentence = clause.sentence
    first = noun.first
    while first > clause.first and noun.first - first < LONGEST and held_before(sentence, first):
        first -= 1
    if sentence.lower(first - 1) == "of" and sentence.lower(first - 2) in COUNTED:
        first = max(first - 3, clause.first)
    last = noun.last
    while last < clause.last and last - noun.last < LONGEST and held_behind(sentence, last):
        last += 1
    return first, last


def held_before(sentence: Sentence, place: int) -> bool:
    """True where the word before a token belongs to the same noun phrase."""
    word = sentence.lower(place - 1)
    ends = word in STOPS or word in PREPOSITIONS or word in ("to", "and", "or")
    if word == "and" and any(m.first == place and m.cls == "person" for m in sentence.names):
        return any(m.last == place - 1 and m.cls == "person" for m in sentence.names)
    if word == "and" and sentence.lower(place - 2) in ("economic", "commercial", "political"):
        return True
    verb = any(v.last == place and v.form != "ing" for v in sentence.verbs)
    return not (ends or verb or sentence.lower(place) in ("a", "the", "an"))


def held_behind(sentence: Sentence, place: int) -> bool:
    """True where a token still tells with whom, where or when a meeting is."""
    if sentence.lower(place) in STOPS:
        return False
    return not any(v.first == place and v.form in ("past", "s") for v in sentence.verbs)


def two_named(setting: Setting, inner: Clause, noun: Mention) -> bool:
    """True where a meeting is told to be between or with people of two places."""
    sentence = inner.sentence
    if sentence.lower(noun.last) not in ("between", "with"):
        return False
    named = sentence.of(sentence.names, inner.first, inner.last, "person")
    codes = {c for m in named for c in code_of(m) if c}
    between = sides(setting, Clause(sentence, noun.last, inner.last, ""), inner.last)
    met = codes & set(setting.parties) if len(setting.parties) > 1 else codes
    return len(met) > 1 or between is not None


def placed(setting: Setting, inner: Clause, noun: Mention) -> bool:
    """True where talks are named with their place as what gave occasion: `after talks in P`."""
    sentence = inner.sentence
    before = sentence.lower(inner.first - 1)
    if place_of(setting, inner) is None:
        days = (w for w in told(setting, inner, 0) if w.kind in ("days", "days_first", "month"))
        dated = sentence.lower(noun.last) in ("on", "in", "last", "this")
        return before in OCCASION and dated and any(days)
    owner = sentence.of(sentence.names, inner.first, noun.first, "person")
    met = bool(owner) and sentence.lower(noun.last) == "with"
    return met or before in OCCASION


def status_of(setting: Setting, inner: Clause, day: str | None) -> str:
    """Scheduled where a day to come or a word of planning stands by, else held."""
    published = setting.document.date
    coming = published is not None and day is not None and day > published.isoformat()
    sentence = inner.sentence
    planned = not COMING.isdisjoint(sentence.lowers[inner.first : inner.first + 4])
    ahead = sentence.lower(inner.first - 1) in AHEAD and sentence.lower(inner.first - 2) in (
        "ahead", "preparations", "prepare", "plans",
    )  # fmt: skip
    before = sentence.lower(inner.first - 1) == "before"
    return "scheduled" if coming or planned or ahead or before else "held"
