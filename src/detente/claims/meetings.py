"""The words of a meeting: which noun names it, where it is held, who heads it."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

NO_MEETING = words("no_meeting")
HEADS = words("heads_of_state")


def meeting_of(clause: Clause) -> Mention | None:
    """The meeting word of a clause; weak ones only with a person or a strong one beside them."""
    found = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "meeting")
    strong = [m for m in found if m.value not in NO_MEETING]
    if strong:
        return strong[0]
    persons = clause.sentence.of(clause.sentence.names, clause.first, clause.last, "person")
    if found and found[0].value == "visit" and clause.sentence.lower(found[0].last) == "to":
        return found[0]
    return found[0] if found and (len(persons) > 1 or clause.has("phone", "talks")) else None


def place_of(setting: Setting, clause: Clause) -> str | None:
    """The place where a meeting is held: `in Geneva`, `the Stockholm talks`."""
    sentence = clause.sentence
    for mention in sentence.of(sentence.nouns, clause.first, clause.last, "place"):
        before, after = sentence.lower(mention.first - 1), sentence.lower(mention.last)
        near = any(m.cls == "meeting" and 0 <= m.first - mention.last <= 1 for m in sentence.nouns)
        if (
            (
                before in ("in", "at", "the")
                and (before != "the" or near or sentence.lower(mention.first - 2) in ("in", "at"))
            )
            or near
        ) and after != "'s":
            return mention.value
    return None


def heads_of(persons: list[Mention]) -> tuple[str, ...]:
    """Names with the places that they act for."""
    return tuple(dict.fromkeys(f"{m.value} ({m.entry.detail})" for m in persons))


def told_status(setting: Setting, first: str | None, last: str | None, status: str) -> str:
    """A meeting on the very day of the document is going on."""
    day = setting.document.date
    if day is None or first is None or status == "held":
        return status
    if len(first) == 10 and first <= day.isoformat() <= (last or first):
        return "ongoing"
    return status


def summit_of(setting: Setting, meeting: Mention | None, persons: list[Mention]) -> str | None:
    """A meeting of two heads of state, or one called a summit."""
    if meeting is not None and meeting.value == "summit":
        return "summit"
    heads = {
        m.entry.detail
        for m in persons
        if any(o.title in HEADS for o in setting.lexicon.people[m.value].offices)
    }
    return "summit" if len(heads) > 1 else None
