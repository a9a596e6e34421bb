"""Meetings that are held, go on, are to come or are called off."""

from __future__ import annotations

import re
from datetime import timedelta

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make
from detente.claims.meetings import heads_of, meeting_of, place_of, summit_of, told_status
from detente.claims.parties import code_of
from detente.claims.sentence import BE, Sentence, Verb
from detente.claims.setting import Setting
from detente.claims.talk_days import days_of, when_held
from detente.claims.tokens import Mention
from detente.claims.words import words

MEETS = words("meets")
FULFILLED = words("fulfilled")
TRAVELS = frozenset({"travel", "go", "fly", "head", "return"})
WHERE = frozenset({"in", "at", "from"})
PLACE_WORDS = words("place_words")
WITH_PEOPLE = frozenset({"speak", "talk", "visit"})
OPENS = frozenset({"open", "start", "begin", "resume", "kick off", "commence", "get under way"})
GOING_ON = re.compile(
    r"\b(?:is|are|was|were|remains?) (?:also |still |now )?in (?:\w+ )?"
    r"(?:talks|negotiations|discussions)|\b(?:is|are|was|were) under ?way\b|\bunderway\b"
)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}


def gathering(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """A meeting that is held, goes on, is to come, is called off."""
    sentence = clause.sentence
    meeting = meeting_of(clause)
    verb = next((v for v in clause.verbs if v.base in MEETS), None) or next(
        (v for v in clause.verbs if v.any("meet", "cancel_meeting", "lead")), None
    )
    if verb is not None and verb.base in ("meet", "negotiate") and fulfils(clause, verb):
        return None
    if verb is not None and verb.form == "ing" and not goes_on(clause, verb):
        verb = None
    place = place_of(setting, clause)
    first, last = when_held(setting, clause, verb, place)
    if (clause.has("statement") and setting.official) or not gathers(
        clause, meeting, verb, bool(days_of(setting, clause, verb))
    ):
        return None
    if among_themselves(clause) or (verb and meeting and parted(clause, verb, meeting)):
        return None
    status = status_of(setting, clause, verb, first)
    day = setting.document.date
    if status == "ongoing" and first is None and day:
        first = day.isoformat()
    if place:
        setting.place, setting.met_from, setting.met_to = place, first or setting.met_from, last
        if status in ("ongoing", "scheduled"):
            setting.current = place
    persons = sentence.of(sentence.names, clause.first, clause.last, "person")
    return make(
        setting, clause, "talks", told_status(setting, first, last, status), "gathering",
        actor=who_meets(setting, clause),
        instrument=summit_of(setting, meeting, persons),
        place=place, heads=heads_of(persons) if len(persons) > 1 else (),
        round=round_of(clause), date_from=first, date_to=last, speaker=speaker,
    )  # fmt: skip


def fulfils(clause: Clause, verb: Verb) -> bool:
    """True in `unless the conditions are met` and `to meet the deadline`."""
    near = clause.sentence.lowers[verb.last : min(verb.last + 5, clause.last)]
    if verb.base == "negotiate":
        return verb.form == "s" or (
            verb.form in ("past", "part") and bool({"outcome", "outcomes"} & set(near[:1]))
        )
    return verb.passive or not FULFILLED.isdisjoint(near)


def goes_on(clause: Clause, verb: Verb) -> bool:
    """True in `are meeting`: the form in -ing tells what is done, and is no noun."""
    near = (clause.sentence.lower(i) for i in range(verb.first - 3, verb.first))
    if verb.base == "follow":
        return False
    return any(word in BE for word in near) or verb.first - clause.first <= 1


def parted(clause: Clause, verb: Verb, meeting: Mention) -> bool:
    """True where another statement stands between a verb of meeting and the meeting named."""
    first, last = sorted((verb.first, meeting.first))
    return any(
        first < v.first < last and v.any("say", "forecast", "impose") and not v.infinitive
        for v in clause.verbs
        if v is not verb
    )


def among_themselves(clause: Clause) -> bool:
    """True where those who speak to each other all act for one place: a report, no talks."""
    sentence = clause.sentence
    named = sentence.of(sentence.names, clause.first, clause.last, "person", "party", "group")
    persons = [m for m in named if m.cls == "person"]
    codes = {c for m in named for c in code_of(m) if c}
    outsiders = clause.has("reporters", "lawmakers", "businesses", "investors", "executives")
    return (len(persons) > 1 and len(codes) == 1) or (outsiders and len(persons) < 2)


def gathers(clause: Clause, meeting: Mention | None, verb: Verb | None, dated: bool) -> bool:
    """True where a clause tells of a meeting: by verb, place, day or as a named event."""
    if meeting is None:
        people = clause.sentence.of(clause.sentence.names, clause.first, clause.last, "person")
        two = len(people) > 1 or clause.has("leaders", "presidents", "sides", "counterpart")
        enough = verb is not None and (verb.base not in WITH_PEOPLE or two)
        enough = enough or (verb is not None and calls_on(clause, verb))
        hosted = (
            verb is not None and verb.base == "host" and clause.has("delegation", "negotiators")
        )
        calls = verb is not None and (calls_on(clause, verb) or engages(clause, verb))
        hosted = hosted or (verb is not None and verb.base == "host" and len(people) > 1)
        return hosted or calls or (verb is not None and verb.base in MEETS and enough)
    if any(clause.sentence.lower(i) == "if" for i in range(clause.first, meeting.first)):
        return False
    named = held_noun(clause, meeting)
    if verb is None:
        return named or dated
    return True


def engages(clause: Clause, verb: Verb) -> bool:
    """True in `is engaging with its US counterparts`: governments that speak with each other."""
    sentence = clause.sentence
    if verb.base != "engage" or verb.infinitive or sentence.lower(verb.last) != "with":
        return False
    near = min(verb.last + 5, clause.last)
    return bool(sentence.of(sentence.names, verb.last, near, "party", "agency"))


def calls_on(clause: Clause, verb: Verb) -> bool:
    """True where officials or a named person visit a place, or are to travel to a country."""
    sentence = clause.sentence
    first = 0 if clause.joint in (",", "who") else clause.first
    teams = sentence.of(sentence.nouns, first, verb.first, "delegation", "voice")
    people = sentence.of(sentence.names, first, verb.first, "person")
    pronoun = clause.has("he", "she", "they") or sentence.lower(clause.first) == "i"
    pronoun = pronoun or "i" in sentence.lowers[clause.first : verb.first]
    if not (teams or people or pronoun):
        return False
    near = min(verb.last + 4, clause.last)
    lands = sentence.of(sentence.names, verb.last, near, "party")
    coming = verb.mood in ("future", "conditional") and any(
        m.entry.detail != "adjective" for m in lands
    )
    if verb.base == "visit":
        places = sentence.of(sentence.nouns, verb.last, clause.last, "place")
        return bool(places) or coming
    return verb.base in TRAVELS and sentence.lower(verb.last) == "to" and coming


def held_noun(clause: Clause, meeting: Mention) -> bool:
    """True where a meeting is named as an event: `during a summit with`, `talks in London`."""
    after = clause.sentence.lower(meeting.last)
    return after in ("with", "in", "between", "at")


def comes_after(setting: Setting, first: str | None) -> bool:
    """True for a full day after the one of the document."""
    day = setting.document.date
    full = first is not None and len(first) == 10 and "W" not in first
    return full and day is not None and first is not None and first > day.isoformat()


def planned(clause: Clause) -> bool:
    """True in `weeks before a planned meeting`: the noun is told to be still to come."""
    meeting = meeting_of(clause)
    if meeting is None:
        return False
    return clause.sentence.lower(meeting.first - 1) in ("planned", "scheduled", "upcoming")


def status_of(setting: Setting, clause: Clause, verb: Verb | None, first: str | None) -> str:
    """Held, ongoing, scheduled or called off, by the verb."""
    if going_on(clause, verb) or (verb is not None and just_opened(setting, verb, first)):
        return "ongoing"
    if verb is None or (verb.base in OPENS and comes_after(setting, first)):
        return "scheduled" if comes_after(setting, first) or planned(clause) else "held"
    if verb.negated and verb.any("cancel_meeting"):
        return "ongoing"
    behind = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "meeting")
    near = bool(behind) and behind[0].first - verb.last <= 4
    if verb.base == "end" and (near or verb.passive) and cut_short(clause):
        return "called_off"
    if verb.negated or (verb.any("cancel_meeting") and not verb.any("meet")):
        return "called_off"
    if verb.infinitive and not verb.mood and verb.governor < 0 and clause.has("was", "were"):
        return "held"
    if verb.mood == "future" or verb.infinitive:
        return "scheduled"
    if verb.mood == "conditional" and reported(clause, verb):
        return "scheduled"
    if verb.mood:
        return "uncertain"
    return "held" if verb.form in ("past", "part") else "ongoing"


def going_on(clause: Clause, verb: Verb | None) -> bool:
    """True in `is in talks with` and `discussions are under way`."""
    told = clause.sentence.words(clause.first, clause.last).lower()
    return verb is None and GOING_ON.search(told) is not None


def just_opened(setting: Setting, verb: Verb, first: str | None) -> bool:
    """True for talks opened on the day of the report or the day before, and not told as over."""
    day = setting.document.date
    opened = verb.base in OPENS and verb.form in ("past", "part") and not verb.mood
    if setting.official or day is None or not opened or verb.passive or not first:
        return False
    return first in (day.isoformat(), (day - timedelta(days=1)).isoformat())


def cut_short(clause: Clause) -> bool:
    """True where `all` talks are ended, or they are ended over something: broken off."""
    return clause.has("all", "abruptly", "because", "over", "immediately")


def reported(clause: Clause, verb: Verb) -> bool:
    """True in `said that they would meet`: told of what was said before, and no doubt about it."""
    inverse = any(m.cls == "condition" for m in clause.sentence.cues)
    verbs = clause.sentence.verbs
    told = any(v.any("say", "offer") and v.form in ("past", "ing") and v is not verb for v in verbs)
    return told and not inverse


def who_meets(setting: Setting, clause: Clause) -> tuple[str, ...]:
    """The parties that a clause names as meeting, else those of the document."""
    sentence = clause.sentence
    codes: list[str] = []
    for mention in sentence.of(
        sentence.names, clause.first, clause.last, "party", "person", "agency"
    ):
        if not only_place(sentence, mention):
            codes += [c for c in code_of(mention) if c and c not in codes]
    if len(codes) >= 2 or not setting.parties:
        return tuple(codes[:3])
    if codes and codes[0] not in setting.parties:
        return tuple(codes + [p for p in setting.parties if p == setting.home])
    return setting.parties


def only_place(sentence: Sentence, mention: Mention) -> bool:
    """True in `in the Malaysian capital`, `from European cities`: where, and not who."""
    if mention.cls != "party":
        return False
    word = sentence.lower(mention.first - 1)
    word = sentence.lower(mention.first - 2) if word == "the" else word
    after = sentence.lower(mention.last)
    within = any(m.cls == "place" and m.last == mention.first - 1 for m in sentence.nouns)
    within = within and sentence.lower(mention.first - 1) == ","
    return word in WHERE or after in PLACE_WORDS or within or after == "time"


def round_of(clause: Clause) -> int | None:
    """Which round it is, where the text counts."""
    sentence = clause.sentence
    for place in range(clause.first, clause.last):
        if sentence.lower(place) in ORDINALS and sentence.lower(place + 1) in (
            "round",
            "time",
            "meeting",
        ):
            return ORDINALS[sentence.lower(place)]
    return None
