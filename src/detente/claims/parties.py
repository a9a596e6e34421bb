"""Who acts and upon whom: subjects of verbs, owners of instruments, those they are aimed at."""

from __future__ import annotations

from dataclasses import dataclass

from detente.claims.clauses import Clause
from detente.claims.sentence import PREPOSITIONS, Sentence, Verb
from detente.claims.setting import Setting, voices
from detente.claims.tokens import Mention
from detente.claims.words import words

GROUP_PRONOUNS = frozenset({"it", "they", "we"})
DECISIONS = words("decisions")
BEFORE_NAMES = words("before_names")
CONJUNCTIONS = frozenset({"after", "before", "since", "until", "as", "than", "like"})
NOT_OWNED = frozenset({",", ";", "the", "to", "will", "would", "shall", "may"})


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does it: places, the person if one is named, and where in the sentence it begins."""

    codes: tuple[str, ...]
    person: str | None
    first: int


def code_of(mention: Mention) -> tuple[str, ...]:
    """The places that a name stands for."""
    if mention.cls == "party":
        return (mention.value,)
    if mention.cls == "group":
        return tuple(mention.value.split(","))
    return (mention.entry.detail,) if mention.entry.detail else ()


def governed(sentence: Sentence, mention: Mention) -> bool:
    """True where a name hangs on a preposition: `with Ms Leyen`, `on Chinese goods`."""
    place = mention.first - 1
    while place >= 0:
        word, text = sentence.lower(place), sentence.tokens[place].text
        if word in PREPOSITIONS or (word == "to" and sentence.lower(place - 1) != "according"):
            begins = word in CONJUNCTIONS and acts_next(sentence, mention.last)
            doing = word == "with" and doing_next(sentence, mention.last)
            return not (begins or doing or (word == "as" and place == 0))
        if word == "and" and (above := name_ending(sentence, place)) is not None:
            return governed(sentence, above) and fronted_by(sentence, above)
        title = text[:1].isupper() and text.isalpha()
        if not (title or text[0].isdigit() or word in BEFORE_NAMES):
            return False
        place -= 1
    return False


def name_ending(sentence: Sentence, place: int) -> Mention | None:
    """The name that ends just before a token."""
    return next((m for m in sentence.names if m.last == place and m.cls == "party"), None)


def fronted_by(sentence: Sentence, mention: Mention) -> bool:
    """True in `For Peru and Chile, the`: the preposition opens the sentence."""
    return sentence.lower(0) in PREPOSITIONS and mention.first <= 2


def acts_next(sentence: Sentence, place: int) -> bool:
    """True where a finite verb or a modal stands at a token: the name before it is its subject."""
    if any(m.first == place for m in sentence.modals):
        return True
    return any(v.first == place and v.form in ("past", "s") for v in sentence.verbs)


def doing_next(sentence: Sentence, place: int) -> bool:
    """True in `with China hitting back`: a form in -ing stands at a token."""
    return any(v.first == place and v.form == "ing" for v in sentence.verbs)


def names_before(clause: Clause, place: int, opening: bool = False) -> list[Mention]:
    """Names of the clause that stand before a token and hang on no preposition.

    With `opening` those of the whole sentence.
    """
    sentence = clause.sentence
    classes = ("party", "person", "agency", "firm", "group")
    names = sentence.of(sentence.names, 0 if opening else clause.first, place, *classes)
    names = [m for m in names if not of_dateline(sentence, m)]
    return [m for m in names if not (governed(sentence, m) or given_to(sentence, m))]


def of_dateline(sentence: Sentence, name: Mention) -> bool:
    """True in `LUXEMBOURG (Agency) -`: where a report was written, and nobody who acts."""
    written = sentence.tokens[name.first].text
    ends = sentence.lower(name.last) in ("(", ",", "-", "/", ":", "\u2014", "\u2013")
    return name.first == 0 and len(written) > 3 and written.isupper() and ends


def given_to(sentence: Sentence, mention: Mention) -> bool:
    """True in `its commitment to President NAME`: somebody to whom a thing is given."""
    place = mention.first - 1
    while place >= 0 and sentence.tokens[place].text[:1].isupper():
        place -= 1
    return mention.cls == "person" and sentence.lower(place) == "to"


def subject_of(setting: Setting, clause: Clause, verb: Verb | None) -> Subject | None:
    """The subject of a verb of the clause, or None where only the context can tell."""
    sentence = clause.sentence
    place = verb.first if verb else clause.last
    if verb and (verb.passive or verb.form in ("past", "part")):
        agent = agent_of(clause, verb)
        active = not verb.passive and clause.sentence.lower(verb.last) != "by"
        if agent and not (active and names_before(clause, verb.first)):
            return agent
    both = sides(setting, clause, place)
    if both is not None:
        return Subject(setting.parties, None, both)
    names = behind_saying(clause, names_before(clause, place), verb)
    if verb and verb.infinitive and verb.governor >= 0:
        governor = sentence.verbs[verb.governor].first
        names = [m for m in names if m.first < governor] or names
    if not names:
        return pronoun_subject(setting, sentence, clause, place)
    persons = [m for m in names if m.cls == "person"]
    codes: list[str] = []
    two = len(persons) > 1 and joined(sentence, persons[:2])
    for mention in persons[: 2 if two else 1] or names:
        codes += [c for c in code_of(mention) if c not in codes]
    if not persons and len(codes) > 1 and not joined(sentence, names):
        codes = [c for m in names[:1] for c in code_of(m)]
    return Subject(tuple(codes), persons[0].value if persons else None, names[0].first)


def behind_saying(clause: Clause, names: list[Mention], verb: Verb | None) -> list[Mention]:
    """The names behind the last verb of saying before a verb: `A said B had`, of B."""
    if verb is None:
        return names
    said = [v.last for v in clause.verbs if v.any("say") and v.last <= verb.first and v is not verb]
    later = [m for m in names if said and m.first >= said[-1]]
    return later or names


def joined(sentence: Sentence, names: list[Mention]) -> bool:
    """True where `and` or a hyphen stands between the first names."""
    between = range(names[0].last, names[-1].first)
    return any(sentence.lower(i) in ("and", "-", "&") for i in between)


def agent_of(clause: Clause, verb: Verb | None) -> Subject | None:
    """The doer of a passive: `imposed by China`."""
    if verb is None:
        return None
    sentence = clause.sentence
    for mention in sentence.of(sentence.names, verb.last, clause.last, "party", "person", "agency"):
        if any(
            sentence.lower(i) == "by"
            for i in range(max(verb.last, mention.first - 4), mention.first)
        ):
            person = mention.value if mention.cls == "person" else None
            return Subject(code_of(mention), person, mention.first)
    return None


def sides(setting: Setting, clause: Clause, place: int) -> int | None:
    """Where words for both parties begin before a token."""
    if len(setting.parties) < 2:
        return None
    for at in range(clause.first, min(place, clause.last)):
        words = clause.sentence.words(at, min(at + 3, place)).lower()
        if words.startswith(voices()[2]):
            return at
    return None


def pronoun_subject(
    setting: Setting, sentence: Sentence, clause: Clause, place: int
) -> Subject | None:
    """He, she, it, they: who was meant last."""
    for at in range(clause.first, place):
        word = sentence.lower(at)
        own = setting.spoken or (setting.unilateral and not setting.quoting)
        if own and word in ("i", "we"):
            return Subject((setting.home,), None, at)
        if word in ("i", "we") and setting.saying[1]:
            return Subject((setting.saying[1],), setting.saying[0], at)
        person = person_meant(setting, sentence, {"his": "he", "her": "she"}.get(word, word), at)
        if person:
            code = setting.country(person)
            return Subject((code,) if code else (), person, at)
        if word in GROUP_PRONOUNS and setting.subject:
            return Subject(setting.subject, None, at)
    return None


def person_meant(setting: Setting, sentence: Sentence, pronoun: str, place: int) -> str | None:
    """Whom `he` or `she` means: who was named before it in the sentence, else who was last."""
    if pronoun not in ("he", "she"):
        return None
    near = [m.value for m in sentence.of(sentence.names, 0, place, "person")
            if not governed(sentence, m)]  # fmt: skip
    near += [setting.saying[0]] if setting.saying[0] and not near else []
    for name in near:
        known = setting.lexicon.people.get(name)
        if known is None or known.pronoun == pronoun:
            return name
    return setting.persons.get(pronoun)


def actor_of(setting: Setting, clause: Clause, verb: Verb | None) -> Subject:
    """The subject, else that of an earlier clause, else the lead-in, else the publisher."""
    near = doer_before(clause, verb) if verb else None
    found = near or subject_of(setting, clause, verb)
    if found and found.codes:
        return found
    for earlier in range(clause.first - 1, -1, -1):
        above = [m for m in clause.sentence.names if m.last == earlier + 1]
        if above and not governed(clause.sentence, above[0]):
            return Subject(code_of(above[0]), None, clause.first)
    opened = Clause(clause.sentence, 0, clause.first, "")
    above = pronoun_subject(setting, clause.sentence, opened, clause.first)
    if clause.joint == ",ing" and above and above.codes:
        return above
    if setting.lead and clause.sentence.block.bullet:
        return Subject(setting.lead, None, clause.first)
    if found:
        return Subject(found.codes or setting.subject, found.person, found.first)
    return Subject(setting.subject, None, clause.first)


def doer_before(clause: Clause, verb: Verb) -> Subject | None:
    """Who is to do it: `wants the US to relax`, `pushed China into easing`."""
    sentence = clause.sentence
    place = verb.first - 1
    while place > clause.first and (
        sentence.lower(place) in ("to", "into", "from", "will", "would", "'s", "'")
        or sentence.lower(place).endswith("ly")
        or (sentence.lower(place) in DECISIONS and sentence.lower(place + 1) == "to")
    ):
        place -= 1
    for mention in sentence.names:
        here = mention.last == place + 1 and mention.first >= clause.first
        named = mention.cls != "group" and mention.entry.detail != "adjective"
        before = sentence.lower(mention.first - 1)
        before = sentence.lower(mention.first - 2) if before == "the" else before
        named = named and before not in ("and", "with")
        if here and named and code_of(mention):
            person = mention.value if mention.cls == "person" else None
            return Subject(code_of(mention), person, mention.first)
    return None


def owner_of(sentence: Sentence, instrument: Mention) -> tuple[str, ...]:
    """Whose an instrument is by the words before it: `US tariffs`, `China's new controls on`."""
    place = instrument.first - 1
    while place >= 0 and instrument.first - place <= 7:
        for mention in sentence.names:
            if mention.last == place + 1 and mention.cls in ("party", "agency", "person"):
                return code_of(mention)
        word = sentence.lower(place)
        made = word == "of" and sentence.lower(place - 1) in ("imposition", "introduction")
        if (word in PREPOSITIONS and not made) or word in NOT_OWNED or place < 0:
            return ()
        if any(
            v.first <= place < v.last and v.form in ("past", "s", "base") for v in sentence.verbs
        ):
            return ()
        place -= 1
    return ()
