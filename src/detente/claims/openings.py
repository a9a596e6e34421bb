"""Where a clause begins: a verb, a modal, or a subject and soon its verb."""

from __future__ import annotations

from detente.claims.sentence import PRONOUNS, Sentence, Verb
from detente.claims.words import words

DETERMINERS = words("clause_openers")
AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had"})
SUBJECT_WITHIN = 13
PASSED = frozenset({"also", "then", "thus", "again", "now", "still", "already", "soon"})


def adverbs_passed(sentence: Sentence, place: int) -> int:
    """The next token that is no adverb."""
    while True:
        word = sentence.lower(place)
        if word == "so" and sentence.lower(place + 1) == "far":
            place += 2
        elif word.endswith("ly") or word in PASSED:
            place += 1
        else:
            return place


def verb_at(sentence: Sentence, place: int) -> Verb | None:
    """The verb that begins at a token."""
    return next((v for v in sentence.verbs if v.first == place), None)


def verb_between(sentence: Sentence, first: int, last: int) -> bool:
    """True where a verb, or a form of to be, stands between two tokens."""
    if any(first <= v.first and v.last <= last for v in sentence.verbs):
        return True
    return not AUXILIARIES.isdisjoint(sentence.lowers[first:last])


def begins_clause(sentence: Sentence, place: int) -> bool:
    """True where a verb, or a subject and soon its verb, stands at a token."""
    at = adverbs_passed(sentence, place)
    if verb_at(sentence, at) or modal_at(sentence, at):
        return True
    return subject_then_verb(sentence, place)


def modal_at(sentence: Sentence, place: int) -> bool:
    """True where a modal phrase begins at a token."""
    return any(m.first == place for m in sentence.modals)


def subject_then_verb(sentence: Sentence, place: int) -> bool:
    """True where a pronoun, name or noun phrase begins and a finite verb follows soon."""
    word = sentence.lower(place)
    named = any(m.first in (place, place + 1, place + 2) for m in sentence.names)
    named = named or any(m.first == place and m.cls == "voice" for m in sentence.nouns)
    flows = any(m.first == place and m.cls == "flow" for m in sentence.nouns)
    if flows and verb_at(sentence, adverbs_passed(sentence, place + 1)) is not None:
        return True
    if not (word in PRONOUNS or named or word in DETERMINERS):
        return False
    for at in range(place + 1, min(place + SUBJECT_WITHIN, len(sentence.tokens))):
        two = sentence.lower(at) == "and" and any(
            m.first in (at + 1, at + 2) and m.cls == "party" for m in sentence.names
        )
        if sentence.lower(at) in (",", ";", "and") and not two:
            return False
        verb = verb_at(sentence, at)
        if modal_at(sentence, at) or (
            verb and verb.form in ("past", "s", "base") and not verb.infinitive
        ):
            return True
        if sentence.lower(at) in ("is", "are", "was", "were", "has", "have", "had"):
            return True
    return False
