"""Who speaks in a text of remarks: `THE PRESIDENT:`, `SECRETARY NAME:` before what is said."""

from __future__ import annotations

import re

from detente.claims.offices import OFFICES
from detente.claims.setting import Setting
from detente.claims.tokens import mentions_of, tokens_of

LABEL = re.compile(r"[\"'*_]*([A-Z][^:.?!\"]{0,46}):[*_]*\s")
ASKED = re.compile(r"[*_]*(?:question|q)\b", re.IGNORECASE)
HEAD_OF_STATE = "the president"
TITLE_SPEAKS = re.compile(
    r"^(?:remarks|statements?|message|letter|address|notice) (?:from|by|of) ", re.IGNORECASE
)


def note_label(setting: Setting, start: int) -> None:
    """A label at the head of a paragraph of remarks makes somebody speak from there on."""
    if not setting.spoken:
        return
    found = LABEL.match(setting.folded.text, start)
    name = named_by(setting, found[1]) if found else ""
    if name:
        setting.voice = setting.quoting = name


def named_by(setting: Setting, label: str) -> str:
    """The person whom a label names, by name or as the head of state; else nothing."""
    if label.lower().strip() == HEAD_OF_STATE:
        return in_office(setting, "President")
    shown = label.title() if label.isupper() else label
    mentions = mentions_of(tokens_of(shown, 0, len(shown)), setting.lexicon.index["name"])
    known = next((m.value for m in mentions if m.cls == "person"), "")
    words = label.lower().split()
    if known or not 2 <= len(words) <= 3 or not all(w[:1].isupper() for w in label.split()):
        return known
    return "" if not OFFICES.isdisjoint(words) or label.isupper() else label


def in_office(setting: Setting, title: str) -> str:
    """Who of the place that publishes held an office on the day of the text."""
    day = setting.document.date
    for person in setting.lexicon.people.values():
        for term in person.offices:
            since = term.start is None or (day is not None and term.start <= day)
            until = term.until is None or (day is not None and day < term.until)
            if person.country == setting.home and term.title == title and since and until:
                return person.name
    return ""


def title_speaker(setting: Setting) -> str:
    """The person whose statement a text is, by its title: `Statement by NAME on ...`."""
    title = (setting.document.title or "").removeprefix("T: ")
    found = TITLE_SPEAKS.match(title)
    if found is None:
        return ""
    rest = title[found.end() :]
    if rest.lower().startswith(HEAD_OF_STATE):
        return in_office(setting, "President")
    mentions = mentions_of(tokens_of(rest, 0, len(rest)), setting.lexicon.index["name"])
    return next((m.value for m in mentions if m.cls == "person"), "")
