"""Deals that are still to be finished: `will finalize the agreement in the coming weeks`."""

from __future__ import annotations

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make, told
from detente.claims.parties import sides, subject_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.words import words

CONCLUDES = words("concludes")
WORKS = frozenset({"work", "working", "continue", "seek", "begin", "begins"})


def to_be_concluded(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """Talks to come, told by the deal that both sides are to negotiate, finish or sign."""
    verb = next((v for v in clause.verbs if v.base in CONCLUDES and is_to_come(clause, v)), None)
    if verb is None:
        return None
    sentence = clause.sentence
    nouns = sentence.of(sentence.nouns, verb.last, clause.last, "instrument")
    deal = next((m for m in nouns if m.entry.detail in ("deal", "commitment")), None)
    subject = subject_of(setting, clause, verb)
    both = sides(setting, clause, verb.first) is not None
    both = both or (subject is not None and len(subject.codes) > 1)
    if deal is None or deal.first - verb.last > 6 or not both:
        return None
    whens = [w for w in told(setting, clause, 1) if w.first]
    codes = subject.codes if subject and len(subject.codes) > 1 else setting.parties
    return make(
        setting, clause, "talks", "scheduled", "to-be-concluded", actor=codes,
        instrument=deal.value if deal.entry.detail == "deal" else None,
        date_from=whens[0].first if whens else None, speaker=speaker,
    )  # fmt: skip


def is_to_come(clause: Clause, verb: Verb) -> bool:
    """True in `will finalize` and `will work to finalize`."""
    if verb.passive or verb.negated:
        return False
    near = clause.sentence.lowers[max(clause.first, verb.first - 4) : verb.first]
    if verb.mood == "future" or (verb.infinitive and not {"plans", "plan"}.isdisjoint(near)):
        return True
    modals = clause.sentence.modals
    coming = any(m.value == "future" and clause.first <= m.first < verb.first for m in modals)
    before = clause.sentence.lowers[clause.first : verb.first]
    return coming and verb.infinitive and not WORKS.isdisjoint(before)
