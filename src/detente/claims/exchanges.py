"""Talks told by what was done in them, or named beside another statement."""

from __future__ import annotations

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make, told
from detente.claims.meetings import place_of
from detente.claims.parties import code_of, governed, sides
from detente.claims.setting import Setting
from detente.claims.words import words

TALKED = words("talked")
TALK_NOUNS = words("talk_nouns")
HAD = frozenset({"had", "have", "held", "hold", "maintain", "keep", "exchange"})


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
