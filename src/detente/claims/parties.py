"""Who acts and upon whom: subjects of verbs, owners of instruments, those they are aimed at."""

from __future__ import annotations

from dataclasses import dataclass

from detente.claims.clauses import Clause
from detente.claims.sentence import ARTICLES, PREPOSITIONS, Sentence, Verb
from detente.claims.setting import Setting, voices
from detente.claims.tokens import Mention
from detente.claims.words import words

GROUP_PRONOUNS = frozenset({"it", "they", "we"})
AIMED = words("aimed")
DECISIONS = words("decisions")
BEFORE_NAMES = words("before_names")
ALL_AROUND = words("all_around")
CONJUNCTIONS = frozenset({"after", "before", "since", "until", "as", "than", "like"})
NOT_OWNED = frozenset({",", ";", "the", "to", "will", "would", "shall", "may"})
BEYOND = frozenset({"that", "which", "who", "because", "following", "unless", "if"})
WHOEVER = frozenset({"countries", "country", "nations", "partners"})
ORIGIN = frozenset({"originating", "originated", "origin", "made", "produced", "manufactured"})
LISTS = frozenset({"entity_list", "sanction"})
OWN_CONTROLS = frozenset({"license", "export_control"})


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
        if word in PREPOSITIONS:
            begins = word in CONJUNCTIONS and acts_next(sentence, mention.last)
            return not (begins or (word == "as" and place == 0))
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


def names_before(clause: Clause, place: int, opening: bool = False) -> list[Mention]:
    """Names of the clause that stand before a token and hang on no preposition.

    With `opening` those of the whole sentence.
    """
    sentence = clause.sentence
    classes = ("party", "person", "agency", "firm", "group")
    names = sentence.of(sentence.names, 0 if opening else clause.first, place, *classes)
    return [m for m in names if not (governed(sentence, m) or given_to(sentence, m))]


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
        person = setting.persons.get({"his": "he", "her": "she"}.get(word, word))
        if person:
            code = setting.country(person)
            return Subject((code,) if code else (), person, at)
        if word in GROUP_PRONOUNS and setting.subject:
            return Subject(setting.subject, None, at)
    return None


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
        if word in PREPOSITIONS or word in NOT_OWNED or place < 0:
            return ()
        if any(
            v.first <= place < v.last and v.form in ("past", "s", "base") for v in sentence.verbs
        ):
            return ()
        place -= 1
    return ()


def target_of(
    setting: Setting, clause: Clause, instrument: Mention | None, actor: tuple[str, ...]
) -> tuple[str, ...]:
    """At whom a measure is aimed: the names behind it, else the other party of the document."""
    sentence = clause.sentence
    first = instrument.last if instrument else clause.first
    last = next_duty(clause, instrument) if instrument else clause.last
    behind = sentence.of(sentence.names, first, last, "party", "group", "firm")
    codes: list[str] = []
    end = reach_of(clause, first)
    near = [m for m in behind if m.first < end]
    if not near and end < clause.last and not WHOEVER.isdisjoint(sentence.lowers[first:end]):
        return ("*",)
    for mention in near or behind:
        word = before_name(sentence, mention)
        if word in ("to", "into") and sentence.lower(mention.first - 2) in ("imported", "exported"):
            continue
        if (
            word in AIMED
            or made_in(sentence, mention)
            or mention.entry.detail == "adjective"
            or word == "and"
        ):
            codes += [c for c in code_of(mention) if c not in actor and c not in codes]
    if codes:
        return tuple(codes)
    return unnamed_target(setting, clause, instrument, actor)


def made_in(sentence: Sentence, mention: Mention) -> bool:
    """True in `goods originating in Peru`."""
    near = sentence.lowers[max(0, mention.first - 4) : mention.first]
    return "in" in near and not ORIGIN.isdisjoint(near)


def unnamed_target(
    setting: Setting, clause: Clause, instrument: Mention | None, actor: tuple[str, ...]
) -> tuple[str, ...]:
    """At whom a measure is aimed where no name behind it tells."""
    if instrument and len(actor) == 1 and against_all(setting, clause, instrument, actor):
        return ("*",)
    if instrument and instrument.value in OWN_CONTROLS and actor and actor[0] != "US":
        return ()
    listed = listed_of(clause, instrument, actor)
    if listed:
        return listed
    alone = setting.home == str(setting.lexicon.rows["levier"]) or not setting.other(actor)
    if setting.unilateral and alone and actor == (setting.home,) and not setting.facing:
        return ("*",)
    named = setting.official and not setting.joint and len(actor) == 1
    if named and setting.home and actor[0] not in (setting.home, *setting.parties):
        return (setting.home,)
    return setting.other(actor) if len(actor) == 1 else (actor if len(actor) == 2 else ())


def listed_of(
    clause: Clause, instrument: Mention | None, actor: tuple[str, ...]
) -> tuple[str, ...]:
    """Whose firms are put on a list: `to include 15 US entities in the export control list`."""
    if instrument is None or instrument.value not in LISTS:
        return ()
    names = clause.sentence.of(clause.sentence.names, clause.first, instrument.first, "party")
    ahead = [m for m in names if m.entry.detail == "adjective"]
    return tuple(dict.fromkeys(c for m in ahead for c in code_of(m) if c not in actor))


def reach_of(clause: Clause, first: int) -> int:
    """Where the words end that tell at whom a measure is aimed: before what it is for."""
    sentence = clause.sentence
    for at in range(first, clause.last):
        word = sentence.lower(at)
        purpose = word == "to" and is_purpose(sentence, at + 1)
        because = word == "for" and any(
            v.first == at + 1 and v.form == "ing" for v in sentence.verbs
        )
        if (
            purpose
            or because
            or word in BEYOND
            or (word == "in" and sentence.lower(at + 1) == "response")
        ):
            return at
    return clause.last


def next_duty(clause: Clause, instrument: Mention) -> int:
    """Where a second duty of a clause begins, with its `and`; else the end of the clause."""
    nouns = clause.sentence.of(clause.sentence.nouns, instrument.last, clause.last, "instrument")
    for noun in nouns:
        ahead = range(max(instrument.last, noun.first - 6), noun.first)
        joint = next((i for i in ahead if clause.sentence.lower(i) == "and"), None)
        if noun.entry.detail == instrument.entry.detail == "duty" and joint is not None:
            return joint
    return clause.last


def is_purpose(sentence: Sentence, place: int) -> bool:
    """True behind `to` for a word that is a verb, known or not: no article, name or goods."""
    word = sentence.tokens[place].text if place < len(sentence.tokens) else ""
    known = any(m.first == place for m in (*sentence.names, *sentence.nouns))
    return word.isalpha() and word.islower() and word not in ARTICLES and not known


def against_all(
    setting: Setting, clause: Clause, instrument: Mention, actor: tuple[str, ...]
) -> bool:
    """True for a duty on everybody: called so, or levied where no other party is spoken of."""
    if instrument.entry.detail != "duty":
        return False
    first = max(clause.first, instrument.first - 6)
    near = clause.sentence.lowers[first : instrument.last]
    return not ALL_AROUND.isdisjoint(near) or not setting.other(actor)


def before_name(sentence: Sentence, mention: Mention) -> str:
    """The nearest word before a name that is no determiner, adjective or goods."""
    place = mention.first - 1
    while place >= 0 and sentence.lower(place) in (
        "the",
        "all",
        "imported",
        "goods",
        "imports",
        "most",
        "its",
        "other",
    ):
        if sentence.lower(place) in ("imports", "goods"):
            return "on"
        place -= 1
    return sentence.lower(place)
