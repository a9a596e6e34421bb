"""Measures named beside another statement: `in retaliation for China's export controls on`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.act import Act
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.measures import measures
from detente.claims.named import HITS, MEASURE_CLASSES
from detente.claims.setting import Setting
from detente.claims.words import words

BESIDE = words("beside")


def beside(setting: Setting, clause: Clause, found: list[Claim]) -> Iterator[Claim]:
    """Measures of somebody, named with owner and object, that no other claim covers."""
    if setting.official:
        return
    sentence = clause.sentence
    for noun in sentence.of(sentence.nouns, clause.first, clause.last, "instrument"):
        owner = next((m for m in sentence.names if 0 < noun.first - m.last <= 4
                      and sentence.lower(m.last) == "'s" and m.cls == "party"), None)  # fmt: skip
        if owner is None or noun.entry.detail not in MEASURE_CLASSES:
            continue
        cue = any(sentence.lower(i) in BESIDE for i in range(owner.first - 2, owner.first))
        if not cue or sentence.lower(noun.last) not in HITS or noun.value == "non_tariff_measure":
            continue
        first, last = owner.first, end_of(clause, noun.last)
        start = setting.folded.span(sentence.tokens[first].start, sentence.tokens[first].end)[0]
        if any(c.kind == "measure" and c.start >= start for c in found):
            continue
        act = Act("names", None, noun, "in_force", "in_force", "in_force")
        yield from measures(setting, Clause(sentence, first, last, "of"), act, None)


def end_of(clause: Clause, place: int) -> int:
    """The end of a noun phrase: before a comma or a relative."""
    for at in range(place, clause.last):
        if clause.sentence.lower(at) in (",", ";", "that", "which"):
            return at
    return clause.last
