"""Talks: who leads them, what they cover, which are listed or told in passing."""

from __future__ import annotations

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import When
from detente.claims.gatherings import gathering
from detente.claims.making import make, told
from detente.claims.meetings import heads_of, meeting_of, place_of, told_status
from detente.claims.parties import subject_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.talk_days import when_held
from detente.claims.tokens import Mention
from detente.claims.words import words

TEAM = words("team")
ON_TABLE = words("on_table")
LISTS_TOPICS = frozenset({"revolve", "centre on", "cover", "focus", "address", "center", "centre"})


def talks(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """The talks that a clause tells of, if any."""
    for rule in (led_by, agenda, gathering):
        found = rule(setting, clause, speaker)
        if found:
            return found
    return None


def heads_aside(setting: Setting, clause: Clause) -> Claim | None:
    """`NAME, heading the delegation, said ...`: who leads, told in passing."""
    sentence = clause.sentence
    verb = next((v for v in clause.verbs if v.any("lead") and v.form == "ing"), None)
    if verb is None or sentence.lower(verb.first - 1) not in (",", "is", "was"):
        return None
    persons = sentence.of(sentence.names, clause.first, verb.first, "person")
    end = next((i for i in range(verb.last, clause.last) if sentence.lower(i) == ","), clause.last)
    noun = any(
        m.cls in ("delegation", "meeting") for m in sentence.nouns if verb.last <= m.first < end
    )
    if not persons or not noun or end == clause.last:
        return None
    inner = Clause(sentence, clause.first, end, clause.joint)
    return led_by(setting, inner, None)


def met_then(setting: Setting, clause: Clause) -> Claim | None:
    """A meeting told within another statement: `began during a May meeting in Geneva`."""
    sentence = clause.sentence
    meeting = meeting_of(clause)
    place = place_of(setting, clause)
    if meeting is None or place is None:
        return None
    first = clause.first if clause.sentence.lower(clause.first) in ("after", "following") else next(
        (
            i for i in range(meeting.first - 1, clause.first, -1)
            if sentence.lower(i) in ("during", "at", "after", "in")
        ),
        None,
    )  # fmt: skip
    if first is None or meeting.first - first > (7 if first == clause.first else 5):
        return None
    inner = Clause(sentence, first + 1, clause.last, "")
    whens = [w for w in told(setting, Clause(sentence, first, clause.last, ""), -1) if w.first]
    setting.place, setting.met_from = place, whens[0].first if whens else None
    return make(
        setting, inner, "talks", "held", "met-then", actor=setting.parties, place=place,
        date_from=setting.met_from, speaker=setting.voice if setting.official else None,
    )  # fmt: skip


def several(setting: Setting, clause: Clause) -> list[Claim]:
    """Meetings listed with place and day: `in London on June 9, and in Stockholm on July 28`."""
    sentence = clause.sentence
    listed = sentence.of(sentence.nouns, clause.first, clause.last, "place")
    places = [m for m in listed if sentence.lower(m.first - 1) == "in"]
    tense = 1 if due(clause) else -1
    whens = [
        w
        for w in told(setting, clause, tense)
        if w.first and w.kind.startswith(("day", "month", "iso"))
    ]
    if meeting_of(clause) is None or len(places) < 2 or len(whens) < 2:
        return []
    return [
        one_of_several(setting, clause, place, when)
        for place, when in zip(places, whens, strict=False)
    ]


def due(clause: Clause) -> bool:
    """True where what a clause lists is yet to come."""
    inside = (m for m in clause.sentence.modals if clause.first <= m.first < clause.last)
    return any(m.value == "future" for m in inside) or clause.has("due", "expected", "planned")


def one_of_several(setting: Setting, clause: Clause, place: Mention, when: When) -> Claim:
    """One of the listed meetings; it becomes the one spoken of."""
    tokens = clause.sentence.tokens
    last = next((i for i, t in enumerate(tokens) if t.end >= when.end), clause.last - 1) + 1
    setting.place, setting.met_from, setting.met_to = place.value, when.first, when.last
    return make(
        setting, clause, "talks", "scheduled" if due(clause) else "held", "several",
        first=place.first - 1, last=last, actor=setting.parties, place=place.value,
        date_from=when.first, date_to=when.last if when.last != when.first else None,
        speaker=setting.voice if setting.official else None,
    )  # fmt: skip


def led_by(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """`heading the US delegation`, `will lead negotiations`, `the representatives will be`."""
    sentence = clause.sentence
    verb = next((v for v in clause.verbs if v.any("lead")), None)
    if not names_team(clause, verb):
        return None
    aside = clause.joint.startswith(",")
    subject = subject_of(setting, clause, verb) if verb else None
    first_word = 0 if aside else clause.first
    persons = sentence.of(sentence.names, first_word, clause.last, "person")
    if not persons and not (subject and subject.codes):
        return None
    place = place_of(setting, clause) or setting.current or setting.place
    first, last = when_held(setting, clause, verb, place)
    status = told_status(setting, first, last, led_status(clause, verb))
    return make(
        setting, clause, "talks", status, "led-by",
        first=min(persons[0].first, clause.first) if aside and persons else clause.first,
        actor=setting.parties, place=place, heads=heads_of(persons), date_from=first,
        date_to=last, speaker=setting.voice if setting.official else None,
    )  # fmt: skip


def names_team(clause: Clause, verb: Verb | None) -> bool:
    """True where somebody leads a team, or representatives are listed."""
    if verb is not None and verb.base == "represent":
        near = clause.sentence.lowers[verb.last : min(verb.last + 7, clause.last)]
        return not TEAM.isdisjoint(near)
    if verb is not None and clause.has(*TEAM):
        return True
    listed = clause.has("representative", "representatives")
    return listed and clause.has("be", "was", "were", "is", "are")


def led_status(clause: Clause, verb: Verb | None) -> str:
    """Scheduled, held or ongoing, by the verb of leading or of being."""
    inside = (m for m in clause.sentence.modals if clause.first <= m.first < clause.last)
    if any(m.value == "future" for m in inside) or (verb is not None and verb.mood == "future"):
        return "scheduled"
    done = verb is not None and verb.form in ("past", "part")
    return "held" if done or clause.has("was", "were") else "ongoing"


def agenda(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """What talks will cover: `will also cover oil`, `is on the table`, `will be addressed`."""
    sentence = clause.sentence
    meeting = meeting_of(clause)
    cue = sentence.cue(clause.first, clause.last, "agenda")
    verb = next((v for v in clause.verbs if v.any("cover")), None)
    covers = meeting is not None and verb is not None and verb.first > meeting.first
    coming = verb is not None and verb.mood in ("future", "conditional")
    now = verb is not None and verb.form in ("s", "base") and verb.base in LISTS_TOPICS
    now = now or (verb is not None and verb.passive and verb.base in LISTS_TOPICS)
    done = covers and verb is not None and verb.form == "past" and not verb.passive
    covers = covers and (coming or done or (now and not setting.official))
    table = cue is not None and cue.value in ON_TABLE
    if not (covers or table) or (setting.official and not meeting):
        return None
    nouns = sentence.of(sentence.nouns, clause.first, clause.last, "instrument")
    return make(
        setting, clause, "talks", "held" if done else "agenda", "agenda", actor=setting.parties,
        instrument=nouns[0].value if nouns else None, place=setting.current or setting.place,
        speaker=speaker,
    )  # fmt: skip
