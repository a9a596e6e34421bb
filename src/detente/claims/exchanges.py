"""Talks told by what was done in them, or named beside another statement."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make, told
from detente.claims.meetings import heads_of, place_of, summit_of, told_status
from detente.claims.parties import code_of, governed, sides
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

TALKED = words("talked")
TALK_NOUNS = words("talk_nouns")
HAD = frozenset({"had", "have", "held", "hold", "maintain", "keep", "exchange"})
MEETINGS = frozenset({"meeting", "summit", "talks", "call"})
ORDINALS = words("ordinals")


def exchanged(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """`The two sides discussed trade`, `both sides had an in-depth exchange`."""
    if setting.official:
        return None
    verb = next((v for v in clause.verbs if v.base in TALKED and not v.passive), None)
    noun = talked_at(clause) is not None
    if verb is None and not noun:
        return None
    if not two_meet(setting, clause, verb.first if verb else had_at(clause)):
        return None
    inside = (m for m in clause.sentence.modals if clause.first <= m.first < clause.last)
    coming = any(m.value in ("future", "conditional") for m in inside)
    whens = [w for w in told(setting, clause, 1 if coming else -1) if w.first]
    return make(
        setting, clause, "talks", "scheduled" if coming else "held", "exchanged",
        actor=setting.parties, place=place_of(setting, clause) or setting.place, speaker=speaker,
        date_from=whens[0].first if whens else None,
    )  # fmt: skip


def talked_at(clause: Clause) -> int | None:
    """Where an exchange or discussion is named soon behind `had` or `maintain`."""
    had = had_at(clause)
    last = min(had + 9, clause.last)
    return next((i for i in range(had, last) if clause.sentence.lower(i) in TALK_NOUNS), None)


def had_at(clause: Clause) -> int:
    """Where `had` or `maintain` stands in a clause."""
    places = range(clause.first, clause.last)
    return next((i for i in places if clause.sentence.lower(i) in HAD), clause.last)


def two_meet(setting: Setting, clause: Clause, place: int) -> bool:
    """True where both sides, or people or teams of two places, are the subject."""
    if sides(setting, clause, place) is not None:
        return True
    names = clause.sentence.of(clause.sentence.names, clause.first, place, "party", "person")
    names = [m for m in names if not governed(clause.sentence, m)]
    return len({c for m in names for c in code_of(m) if c}) > 1


def named_meetings(setting: Setting, clause: Clause, kinds: set[str]) -> Iterator[Claim]:
    """`next week's meeting between A and B`, `A's first meeting with B in May`: beside an act."""
    if "talks" in kinds or setting.official:
        return
    sentence = clause.sentence
    for noun in sentence.of(sentence.nouns, clause.first, clause.last, "meeting"):
        ends = people_of(clause, noun)
        if noun.value not in MEETINGS or ends is None:
            continue
        if sentence.lower(ends[0] - 1) in ("in", "during", "at"):
            continue
        inner = Clause(sentence, *ends, "")
        whens = [w for w in told(setting, inner, 0) if w.first]
        first = whens[0].first if whens else None
        day = setting.document.date
        coming = day is not None and first is not None and first > day.isoformat()
        coming = coming or sentence.words(*ends).lower().startswith("next")
        persons = sentence.of(sentence.names, *ends, "person")
        yield make(
            setting, inner, "talks",
            told_status(setting, first, None, "scheduled" if coming else "held"), "named-meeting",
            actor=setting.parties, place=place_of(setting, inner), heads=heads_of(persons),
            instrument=summit_of(setting, noun, persons),
            date_from=first,
        )  # fmt: skip
        return


def people_of(clause: Clause, noun: Mention) -> tuple[int, int] | None:
    """First and last token of a meeting named with people of two places."""
    sentence = clause.sentence
    first = noun.first
    while first > clause.first and (
        sentence.lower(first - 1) in ORDINALS | {"'s", "week", "month", "the", "a", "-", "face"}
        or any(m.last == first and m.cls in ("person", "meeting") for m in sentence.names)
    ):
        owner = next((m for m in sentence.names if m.last == first), None)
        first = owner.first if owner else first - 1
    join = sentence.lower(noun.last)
    if join not in ("between", "with"):
        return None
    behind = sentence.of(sentence.names, noun.last, min(noun.last + 14, clause.last), "person")
    before = sentence.of(sentence.names, first, noun.first, "person")
    codes = {m.entry.detail for m in (*before, *behind)}
    if len(codes) < 2 or not behind:
        return None
    last = behind[0 if join == "with" else -1].last
    tail = sentence.words(last, min(last + 4, clause.last)).split()
    return first, last + (len(tail) if tail[:1] == ["in"] else 0)
