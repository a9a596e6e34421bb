"""Which goods a claim is about, as the text says it."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.tokens import Mention
from detente.claims.words import words

STOPS = words("stops")
LONGEST = 14


def product_of(clause: Clause, instrument: Mention | None) -> str | None:
    """The goods named behind an instrument (`on steel and copper`), else any named good."""
    sentence = clause.sentence
    if instrument:
        place = instrument.last
        if sentence.lower(place) in ("on", "for", "of"):
            return phrase(clause, place + 1)
    goods = sentence.of(sentence.nouns, clause.first, clause.last, "product")
    return ", ".join(dict.fromkeys(m.value for m in goods)) or None


def phrase(clause: Clause, first: int) -> str | None:
    """The noun phrase from a token on, up to a verb, preposition or stop."""
    sentence = clause.sentence
    last = first
    while last < clause.last and last - first < LONGEST:
        word = sentence.lower(last)
        verb = any(v.first == last and v.form != "ing" for v in sentence.verbs)
        if word in STOPS or word in (";", ":", "(", ")", '"') or verb:
            break
        last += 1
    while last > first and sentence.lower(last - 1) in (",", "and", "or", ".", "the"):
        last -= 1
    if any(m.cls == "party" and m.first <= first and m.last >= last for m in sentence.names):
        return None
    return sentence.words(first, last) or None
