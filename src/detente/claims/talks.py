"""Talks: rounds, meetings, calls; held, going on, to come, called off; and what they cover."""

from __future__ import annotations

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import When
from detente.claims.making import make, told
from detente.claims.parties import code_of, subject_of
from detente.claims.sentence import BE, Sentence, Verb
from detente.claims.setting import Setting
from detente.claims.talk_days import days_of, when_held
from detente.claims.tokens import Mention
from detente.claims.words import words

NO_MEETING = words("no_meeting")
TEAM = words("team")
ON_TABLE = words("on_table")
MEETS = words("meets")
WHERE = frozenset({"in", "at", "from"})
PLACE_WORDS = words("place_words")
LISTS_TOPICS = frozenset({"revolve", "centre on", "cover", "focus", "address", "center", "centre"})
WITH_PEOPLE = frozenset({"speak", "talk", "visit"})
HEADS = words("heads_of_state")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}


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
    whens = [
        w
        for w in told(setting, clause, -1)
        if w.first and w.kind.startswith(("day", "month", "iso"))
    ]
    if meeting_of(clause) is None or len(places) < 2 or len(whens) < 2:
        return []
    return [
        one_of_several(setting, clause, place, when)
        for place, when in zip(places, whens, strict=False)
    ]


def one_of_several(setting: Setting, clause: Clause, place: Mention, when: When) -> Claim:
    """One of the listed meetings; it becomes the one spoken of."""
    tokens = clause.sentence.tokens
    last = next((i for i, t in enumerate(tokens) if t.end >= when.end), clause.last - 1) + 1
    setting.place, setting.met_from, setting.met_to = place.value, when.first, when.last
    return make(
        setting, clause, "talks", "held", "several", first=place.first - 1, last=last,
        actor=setting.parties, place=place.value, date_from=when.first,
        date_to=when.last if when.last != when.first else None,
        speaker=setting.voice if setting.official else None,
    )  # fmt: skip


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


def gathering(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """A meeting that is held, goes on, is to come, is called off."""
    sentence = clause.sentence
    meeting = meeting_of(clause)
    verb = next((v for v in clause.verbs if v.base in MEETS), None) or next(
        (v for v in clause.verbs if v.any("meet", "cancel_meeting", "lead")), None
    )
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


def goes_on(clause: Clause, verb: Verb) -> bool:
    """True in `are meeting`: the form in -ing tells what is done, and is no noun."""
    near = (clause.sentence.lower(i) for i in range(verb.first - 3, verb.first))
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
        enough = verb is not None and (verb.base not in WITH_PEOPLE or len(people) > 1)
        enough = enough or (verb is not None and calls_on(clause, verb))
        hosted = (
            verb is not None and verb.base == "host" and clause.has("delegation", "negotiators")
        )
        return hosted or (verb is not None and verb.base in MEETS and enough)
    if any(clause.sentence.lower(i) == "if" for i in range(clause.first, meeting.first)):
        return False
    named = held_noun(clause, meeting)
    if verb is None:
        return named or dated
    return True


def calls_on(clause: Clause, verb: Verb) -> bool:
    """True where officials or a named person visit a place."""
    sentence = clause.sentence
    places = sentence.of(sentence.nouns, verb.last, clause.last, "place")
    teams = sentence.of(sentence.nouns, clause.first, verb.first, "delegation", "voice")
    people = sentence.of(sentence.names, clause.first, verb.first, "person")
    pronoun = clause.has("he", "she", "they")
    return verb.base == "visit" and bool(places) and bool(teams or people or pronoun)


def held_noun(clause: Clause, meeting: Mention) -> bool:
    """True where a meeting is named as an event: `during a summit with`, `talks in London`."""
    after = clause.sentence.lower(meeting.last)
    return after in ("with", "in", "between", "at")


def status_of(setting: Setting, clause: Clause, verb: Verb | None, first: str | None) -> str:
    """Held, ongoing, scheduled or called off, by the verb."""
    if verb is None:
        day = setting.document.date
        known = day is not None and first is not None and len(first) == 10
        return "scheduled" if known and day and first and first > day.isoformat() else "held"
    if verb.negated and verb.any("cancel_meeting"):
        return "ongoing"
    if verb.negated or (verb.any("cancel_meeting") and not verb.any("meet")):
        return "called_off"
    if verb.mood == "future" or verb.infinitive:
        return "scheduled"
    if verb.mood:
        return "uncertain"
    return "held" if verb.form in ("past", "part") else "ongoing"


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
    return word in WHERE or after in PLACE_WORDS


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
