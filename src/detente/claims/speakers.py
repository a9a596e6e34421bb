"""Who says it: the subject of a verb of saying, `according to`, a name before a quotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detente.claims.offices import in_office, served
from detente.claims.parties import code_of, governed
from detente.claims.sentence import PREPOSITIONS, Sentence, Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

FINITE = ("past", "s", "base", "part")
SPOKEN = ("say", "forecast", "threaten")
NOT_A_NAME = words("not_a_name")
REACH = 22
OFFICIAL = words("official")
THINGS_ADDED = words("things_added")
OUTLETS = words("outlets")
HEADS = frozenset({"president", "prime minister", "chancellor", "premier"})
MINISTERS = frozenset(
    {"minister", "premier", "secretary", "chancellor", "ambassador", "negotiator"}
)
LISTED = frozenset({"list", "lists"})


class Speaker(NamedTuple):
    """Who speaks, from which token on, and the verb of saying (None without one)."""

    name: str
    first: int
    verb: Verb | None
    code: str


class Candidate(NamedTuple):
    """Somebody who could be speaking, at tokens [first, last)."""

    name: str
    first: int
    last: int
    rank: int
    code: str


def speaker_of(setting: Setting, sentence: Sentence) -> Speaker | None:
    """The speaker of a sentence; None where it is the document's own voice."""
    if setting.official and not setting.quoting:
        return None
    cited = according(setting, sentence)
    if cited:
        return cited
    quoted = quoted_as(setting, sentence)
    if quoted:
        return quoted
    tags = [verb for verb in sentence.verbs if spoken(sentence, verb)]
    outside = [verb for verb in tags if sentence.lowers[: verb.first].count('"') % 2 == 0]
    for verb in outside or tags:
        found = inverted(setting, sentence, verb) or subject_speaker(setting, sentence, verb)
        if found:
            return found
    return None


def quoted_as(setting: Setting, sentence: Sentence) -> Speaker | None:
    """The speaker in `with NAME quoted as saying that`."""
    for verb in sentence.verbs:
        if verb.base != "say" or sentence.lowers[verb.first - 2 : verb.first] != ["quoted", "as"]:
            continue
        near = (m for m in sentence.names if 0 <= verb.first - 2 - m.last <= 2)
        for name in near:
            if name.cls == "person":
                return Speaker(name.value, name.first, verb, name.entry.detail)
    return None


def spoken(sentence: Sentence, verb: Verb) -> bool:
    """True for a finite verb of saying."""
    if not verb.any(*SPOKEN) or verb.infinitive or verb.passive or verb.form not in FINITE:
        return False
    if verb.base == "see" or not words_follow(sentence, verb):
        return False
    before = sentence.lowers[max(0, verb.first - 4) : verb.first]
    if verb.base == "insist" and sentence.lower(verb.last) == "on" and "if" in before:
        return False
    return not (verb.form == "base" and verb.mood) and not adds_things(sentence, verb)


def words_follow(sentence: Sentence, verb: Verb) -> bool:
    """False in `how it responds to the duties` and `posted the rates`: a deed."""
    if verb.base not in ("respond", "reply", "post") or '"' in sentence.lowers:
        return True
    after = sentence.lower(verb.last)
    if verb.base == "post":
        return after in ("that", "on", ",", ":", "", ".")
    return after != "to"


def adds_things(sentence: Sentence, verb: Verb) -> bool:
    """True in `added 27 firms to a list` and `reported a surplus`: a deed, no saying."""
    after = sentence.lower(verb.last)
    thing = after[:1].isdigit() or after in THINGS_ADDED
    listed = any(sentence.lower(i) in LISTED for i in range(verb.last, verb.last + 12))
    return verb.base == "add" and (thing or listed)


def according(setting: Setting, sentence: Sentence) -> Speaker | None:
    """`According to NAME, ...` and `..., according to NAME`."""
    for place in range(len(sentence.tokens) - 2):
        if sentence.lower(place) == "according" and sentence.lower(place + 1) == "to":
            near = [c for c in candidates(setting, sentence, place + 2, place + 16)]
            near = [c for c in near if c.rank < 4 or c.first <= place + 4]
            near = [c for c in near if OUTLETS.isdisjoint(sentence.lowers[c.first : c.last + 2])]
            if near:
                best = min(near, key=lambda c: (c.rank, c.first))
                return Speaker(best.name, place, None, best.code)
    return None


def inverted(setting: Setting, sentence: Sentence, verb: Verb) -> Speaker | None:
    """`..., said NAME`."""
    before = sentence.lower(verb.first - 1)
    if before not in ('"', ",", "'") or not verb.any("say"):
        return None
    near = [c for c in candidates(setting, sentence, verb.last, verb.last + 12)]
    near = [c for c in near if c.first - verb.last <= (9 if c.rank == 1 else 5)]
    near = [c for c in near if c.rank < 4 or (before == '"' and c.code)]
    near = [c for c in near if c.rank < 3 or sentence.lower(c.last) in ("", ",", ".", "on", "in")]
    if not near:
        return None
    best = min(near, key=lambda c: (c.rank, c.first))
    return Speaker(best.name, 0, verb, best.code)


def subject_speaker(setting: Setting, sentence: Sentence, verb: Verb) -> Speaker | None:
    """The nearest possible speaker before the verb, names of people first."""
    pronoun = sentence.lower(verb.first - 1)
    if pronoun in ("it", "they") and sentence.lower(verb.first - 2) in (",", '"'):
        name = setting.speaker
        return Speaker(name, 0, verb, setting.country(name)) if name else None
    start = max(0, verb.first - REACH, after_quote(sentence, verb.first))
    others = [
        v.last
        for v in sentence.verbs
        if v.last <= verb.first
        and not v.infinitive
        and v.form in ("past", "s")
        and {"who", "which"}.isdisjoint(sentence.lowers[max(0, v.first - 3) : v.first])
    ]
    near = list(candidates(setting, sentence, start, verb.first))
    if start and sentence.lower(start - 1) in PREPOSITIONS:
        near = [c for c in near if c.first > start]
    if others:
        later = [c for c in near if c.first >= max(others)] or [c for c in near if c.rank == 1]
        second = sentence.lower(verb.first - 1) in ("and", "but")
        near = later or (near[:1] if second else [])
    if not near:
        return None
    next_to = [
        c for c in near
        if verb.first - c.last <= 1 and (c.rank <= 2 or behind_comma(sentence, c.first))
    ]  # fmt: skip
    rank = min(c.rank for c in near)
    best = next_to[-1] if next_to else [c for c in near if c.rank == rank][-1 if rank > 1 else 0]
    first = 0 if closing_tag(sentence, best.first, verb) else best.first
    return Speaker(best.name, first, verb, best.code)


def behind_comma(sentence: Sentence, place: int) -> bool:
    """True where a name opens what stands behind a comma: `..., the White House said`."""
    first = place - 1 if sentence.lower(place - 1) == "the" else place
    return sentence.lower(first - 1) in (",", '"')


def closing_tag(sentence: Sentence, first: int, verb: Verb) -> bool:
    """True where a sentence ends with `, the ministry said on Monday`: all of it is said."""
    place = first
    while place > 0 and (
        sentence.lower(place - 1) in ("the", "'s", "a", "an")
        or any(m.last == place for m in (*sentence.names, *sentence.nouns))
        or sentence.tokens[place - 1].text[:1].isupper()
    ):
        place -= 1
    return len(sentence.tokens) - verb.last <= 5 and sentence.lower(place - 1) in (",", '"')


def after_quote(sentence: Sentence, place: int) -> int:
    """The token after the last quotation that closes before a verb: who speaks stands behind it."""
    marks = [i for i in range(place) if sentence.lower(i) == '"']
    return marks[-1] + 1 if marks and place - marks[-1] <= 12 and marks[-1] > 0 else 0


def candidates(setting: Setting, sentence: Sentence, first: int, last: int) -> Iterator[Candidate]:
    """Everybody between two tokens who could speak: 1 people, 2 voices, 3 pronouns, 4 states."""
    for mention in sentence.of(sentence.names, first, last, "person", "agency", "party"):
        if governed(sentence, mention) and mention.first > first:
            continue
        if mention.cls == "person":
            yield Candidate(mention.value, mention.first, mention.last, 1, mention.entry.detail)
        elif mention.entry.detail != "adjective" and sentence.lower(mention.last) != "'s":
            code = mention.value if mention.cls == "party" else mention.entry.detail
            titled = any(m.first == mention.last and m.cls != "party" for m in sentence.names)
            if not titled and not followed_by_noun(sentence, mention.last, last):
                text = sentence.words(mention.first, mention.last)
                yield Candidate(text, mention.first, mention.last, 4, code)
    yield from unknown_names(setting, sentence, first, last)
    yield from voice_nouns(setting, sentence, first, last)
    for place in range(first, min(last, len(sentence.tokens))):
        person = setting.persons.get(sentence.lower(place))
        if person:
            yield Candidate(person, place, place + 1, 3, setting.country(person))
        elif sentence.lower(place) == "they" and setting.speaker:
            yield Candidate(setting.speaker, place, place + 1, 3, setting.country(setting.speaker))


def followed_by_noun(sentence: Sentence, place: int, last: int) -> bool:
    """True in `US officials`: the name only says whose."""
    return place < last and any(m.first == place for m in sentence.nouns if m.cls == "voice")


def voice_nouns(setting: Setting, sentence: Sentence, first: int, last: int) -> Iterator[Candidate]:
    """`Chinese experts`, `a ministry spokesperson`, with the name of whose they are."""
    taken = {i for m in sentence.names for i in range(m.first, m.last)}
    for mention in sentence.of(sentence.nouns, first, last, "voice"):
        if mention.first in taken:
            continue
        start = mention.first
        owner = next((m for m in sentence.names if m.last == start and m.first >= first), None)
        owner = owner or possessor(sentence, first, start)
        if governed(sentence, owner or mention) and sentence.lower(start - 1) != "to":
            continue
        code = ""
        if owner:
            start = owner.first
            code = owner.value if owner.cls == "party" else owner.entry.detail
        if not code and mention.value in OFFICIAL:
            behind = [m for m in sentence.names if 0 <= m.first - mention.last <= 3]
            code = next((c for m in behind for c in code_of(m)), "")
        if not code and mention.value in OFFICIAL and setting.subject:
            code = setting.subject[0]
        holder = office_held(setting, mention.value, code) if owner else ""
        name = holder or sentence.words(start, mention.last)
        yield Candidate(name, start, mention.last, 2, code)


def possessor(sentence: Sentence, first: int, place: int) -> Mention | None:
    """Whose a voice is a few words on: `Mexico's economy ministry`."""
    for name in sentence.of(sentence.names, first, place, "party"):
        between = range(name.last + 1, place)
        plain = all(sentence.tokens[i].text.isalpha() for i in between)
        if sentence.lower(name.last) == "'s" and len(between) <= 3 and plain:
            return name
    return None


def office_held(setting: Setting, title: str, code: str) -> str:
    """Who holds the office on the day of the document: `the US president`; else nothing."""
    day = setting.document.date
    if day is None or not code or title not in HEADS:
        return ""
    for person in setting.lexicon.people.values():
        if person.country != code:
            continue
        for term in person.offices:
            began = term.start is not None and term.start <= day
            if term.title.lower() == title and began and (term.until is None or day < term.until):
                return person.name
    return ""


def unknown_names(
    setting: Setting, sentence: Sentence, first: int, last: int
) -> Iterator[Candidate]:
    """Full names that no list has, and family names of people named in full before."""
    taken = {i for m in sentence.names for i in range(m.first, m.last)}
    place = first
    while place < min(last, len(sentence.tokens)):
        end = place
        while end < last and end not in taken and is_name_part(sentence, end):
            end += 1
        end = hyphened(sentence, end) if end > place else end
        if end - place >= 2 and end - place <= 6 and not hangs(sentence, place):
            name = sentence.words(place, end)
            if sentence.lower(end - 1) in OUTLETS:
                place = end + 1
                continue
            code = served(sentence, place, end) or setting.served.get(name, "")
            if not code and in_office(sentence, place, end) and setting.subject:
                code = setting.subject[0]
            if not code and sentence.lower(place - 1) in MINISTERS:
                code = next(iter(setting.lead or setting.subject), "")
            yield Candidate(name, place, end, 1, code)
        elif end - place == 1 and sentence.tokens[place].text in setting.surnames:
            full = setting.surnames[sentence.tokens[place].text]
            yield Candidate(full, place, end, 1, setting.country(full))
        place = max(end, place + 1)


def hyphened(sentence: Sentence, place: int) -> int:
    """The token behind the second half of a given name: `Yeo Han-koo`."""
    text = sentence.text
    tokens = sentence.tokens[place : place + 2]
    if len(tokens) < 2 or tokens[0].text != "-" or not tokens[1].text.isalpha():
        return place
    joined = tokens[0].start > 0 and text[tokens[0].start - 1].isalpha()
    joined = joined and tokens[1].start == tokens[0].end and 2 <= len(tokens[1].text) <= 12
    return place + 2 if joined else place


def is_name_part(sentence: Sentence, place: int) -> bool:
    """True for a capitalised word that may be part of a person's name."""
    if place >= len(sentence.tokens):
        return False
    text = sentence.tokens[place].text
    if text == "He" and place + 1 < len(sentence.tokens):
        return sentence.tokens[place + 1].text[:1].isupper()
    if not (text[:1].isupper() and text.isalpha() and len(text) > 1) or text.isupper():
        return False
    noun = any(m.first <= place < m.last and m.cls != "place" for m in sentence.nouns)
    return sentence.lower(place) not in NOT_A_NAME and not noun


def hangs(sentence: Sentence, place: int) -> bool:
    """True where a name follows a preposition or an article: `of the Atlantic Council`."""
    return sentence.lower(place - 1) in (
        "the", "of", "from", "at", "for", "with", "in", "by", "told", "a", "on",
    )  # fmt: skip


def remember_names(setting: Setting, sentence: Sentence) -> None:
    """Keep the people named in full, so that their family names are known later."""
    for mention in sentence.names:
        parts = mention.value.split() if mention.cls == "person" else []
        for part in (parts[0], parts[-1]) if len(parts) > 1 else ():
            if part.lower() not in NOT_A_NAME:
                setting.surnames.setdefault(part, mention.value)
    for found in unknown_names(setting, sentence, 0, len(sentence.tokens)):
        parts = found.name.split()
        after = sentence.lower(found.last)
        said = any(
            v.any("say", "forecast") and 0 <= v.first - found.last < 14 for v in sentence.verbs
        )
        if len(parts) >= 2 and (said or after in (",", "of", "from")):
            if found.code:
                setting.served.setdefault(found.name, found.code)
            for part in (parts[0], parts[-1]):
                if part.lower() not in NOT_A_NAME and len(part) > 1:
                    setting.surnames.setdefault(part, found.name)
