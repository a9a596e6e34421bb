"""Verbs that name their instrument themselves: `sanctioned two refineries`, `investigate imports`.

Which verb stands for which instrument, and what must be named beside it, are rows of the file of
rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.idle import of_decision
from detente.claims.lexicon import rows, texts
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words
from detente.strict_yaml import Tree

BODIES = words("bodies_named")
MATTERS = words("matters")
REACH = 9


def inherent_act(setting: Setting, clause: Clause) -> Act | None:
    """The act of a verb that stands for its instrument, where the right thing stands behind it."""
    for verb in clause.verbs:
        row = row_of(setting, verb)
        if row is None or of_decision(clause, verb) or not told(verb):
            continue
        found = beside(clause, verb, texts(row["with"]))
        if found:
            told_as = (str(row[k]) for k in ("status", "promised", "coming"))
            return Act("inherent", verb, None, *told_as)
    return None


def inherent_instrument(setting: Setting, verb: Verb | None) -> str | None:
    """For which instrument a verb stands."""
    row = row_of(setting, verb) if verb else None
    return str(row["instrument"]) if row else None


def row_of(setting: Setting, verb: Verb) -> Mapping[str, Tree] | None:
    """The row of a verb in the table of those that name their instrument."""
    table = rows(setting.lexicon.rows["inherent"])
    return next((row for row in table if verb.base in texts(row["verbs"])), None)


def told(verb: Verb) -> bool:
    """True where a verb tells what is done or will be, and not what may or should be."""
    return not verb.negated and verb.mood not in ("possible", "obliged")


def beside(clause: Clause, verb: Verb, kinds: list[str]) -> bool:
    """True where one of the kinds of thing stands near a verb, on the side of its object."""
    first, last = verb.last, min(verb.last + REACH, clause.last)
    if verb.passive:
        first, last = max(clause.first, verb.first - REACH), verb.first
    sentence = clause.sentence
    near = [m for m in (*sentence.nouns, *sentence.names) if first <= m.first and m.last <= last]
    return any(m.cls in kinds for m in near) or named(sentence.lowers[first:last], kinds, near)


def named(lowers: list[str], kinds: list[str], near: list[Mention]) -> bool:
    """True where a word for firms, or for practices that are looked into, is among some."""
    if "body" in kinds and not BODIES.isdisjoint(lowers):
        return True
    return "matter" in kinds and not MATTERS.isdisjoint(lowers)
