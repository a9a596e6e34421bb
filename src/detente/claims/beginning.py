"""Duties said to begin on a day: `the tariffs start on April 2`."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.making import told
from detente.claims.setting import Setting

BEGINS = frozenset({"start", "begin", "commence"})
NEAR = 2


def begins(setting: Setting, clause: Clause) -> Act | None:
    """The act of a clause in which a duty begins on a day that it tells."""
    sentence = clause.sentence
    nouns = sentence.of(sentence.nouns, clause.first, clause.last, "instrument")
    duties = [m for m in nouns if m.entry.detail == "duty"]
    for verb in clause.verbs:
        if verb.base not in BEGINS or verb.negated or verb.form == "ing":
            continue
        ahead = [m for m in duties if 0 <= verb.first - m.last <= NEAR]
        days = [w for w in told(setting, clause, 1) if w.first and w.kind in ("days", "weekday")]
        if ahead and days:
            done = verb.form in ("past", "part") and not verb.mood
            status = "in_force" if done else "announced"
            return Act("imposes", verb, ahead[-1], status, status, status)
    return None
