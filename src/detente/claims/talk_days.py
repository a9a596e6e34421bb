"""The days of talks: on which they were held or will be."""

from __future__ import annotations

from detente.claims.attached import behind_announcement, when_said
from detente.claims.clauses import Clause
from detente.claims.dates import When
from detente.claims.making import fronted, tense_of, told
from detente.claims.sentence import Verb
from detente.claims.setting import Setting

CONCLUDES = frozenset({"conclude", "wrap up", "end"})


def when_held(
    setting: Setting, clause: Clause, verb: Verb | None, place: str | None
) -> tuple[str | None, str | None]:
    """First and last day of a meeting, from the clause or from the round spoken of."""
    for when in days_of(setting, clause, verb):
        if said_then(clause, when):
            continue
        if verb is not None and verb.base in CONCLUDES and len(when.first or "") == 10:
            just = clause.has("just")
            return (when.first, None) if just else (None, when.last)
        return when.first, when.last if when.last != when.first else None
    if place is not None and place == setting.place:
        return setting.met_from, setting.met_to
    return None, None


def days_of(setting: Setting, clause: Clause, verb: Verb | None) -> list[When]:
    """The dates of a clause on talks, and the one put before it; years tell no day."""
    tense = tense_of(clause, verb) if verb else tense_around(clause)
    found = (*told(setting, clause, tense), *fronted(setting, clause, tense))
    found = (w for w in found if w.kind not in ("years", "in_time"))
    day = setting.document.date
    year = str(day.year) if day else ""
    days = [
        w for w in found
        if w.first and (len(w.first) > 4 or (w.kind == "relative" and w.first > year))
    ]  # fmt: skip
    return sorted(days, key=lambda w: of_another_verb(clause, verb, w))


def tense_around(clause: Clause) -> int:
    """-1 where the other verbs of a clause tell what was done, and none what is to come."""
    verbs = [v for v in clause.verbs if v.form != "ing"]
    coming = any(v.mood or v.infinitive for v in verbs)
    return -1 if verbs and not coming and verbs[0].form in ("past", "part") else 0


def of_another_verb(clause: Clause, verb: Verb | None, when: When) -> bool:
    """True for a day before the verb of meeting with another verb between the two."""
    if verb is None:
        return False
    tokens = clause.sentence.tokens
    return any(
        when.end <= tokens[v.first].start and v.first < verb.first and not v.any("say")
        for v in clause.verbs
    )


def said_then(clause: Clause, when: When) -> bool:
    """True for the day of saying or announcing; what has just ended was held on that day."""
    if when_said(clause, when) and not clause.has("just"):
        return True
    return behind_announcement(clause, when)
