"""At whom a measure is aimed: the names behind it, else whom the text is about."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.parties import code_of
from detente.claims.sentence import ARTICLES, Sentence
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

AIMED = words("aimed")
ALL_AROUND = words("all_around")
EVERYBODY = frozenset({"nations", "countries", "partners", "worldwide", "globe", "everyone"})
BOTH = frozenset({"two", "both", "the", "these", "by", "between"})
ALL_GOODS = frozenset({"goods", "imports", "products", "articles"})
BEYOND = frozenset({"that", "which", "who", "because", "following", "unless", "if"})
WHOEVER = frozenset({"countries", "country", "nations", "partners"})
ORIGIN = frozenset({"originating", "originated", "origin", "made", "produced", "manufactured"})
LISTS = frozenset({"entity_list", "sanction"})
OWN_CONTROLS = frozenset({"license", "export_control"})


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
        listed = word == "," and any(m.last == mention.first - 1 for m in behind)
        aimed = word in AIMED or word == "and" or listed or made_in(sentence, mention)
        if aimed or mention.entry.detail == "adjective":
            codes += [c for c in code_of(mention) if c not in actor and c not in codes]
    if codes:
        named = [c for c in codes if c != "*"]
        return tuple(named if all_goods_of(sentence, behind) and named else codes)
    return unnamed_target(setting, clause, instrument, actor)


def all_goods_of(sentence: Sentence, behind: list[Mention]) -> bool:
    """True in `all goods from Peru`: everything of one place, and not everybody's."""
    return any(
        m.entry.cls == "group"
        and sentence.lower(m.last - 1) in ALL_GOODS
        and sentence.lower(m.last) in ("from", "of", "made", "originating")
        for m in behind
    )


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
    duty = instrument is not None and instrument.entry.detail == "duty"
    if setting.unilateral and duty and actor == (setting.home,) and len(setting.facing) > 1:
        return setting.facing
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
    sentence = clause.sentence
    first = max(clause.first, instrument.first - 6)
    near = sentence.lowers[first : instrument.last]
    if not ALL_AROUND.isdisjoint(near) or not setting.other(actor):
        return True
    places = range(instrument.last, min(instrument.last + 12, clause.last))
    return not setting.official and any(
        sentence.lower(i) in EVERYBODY and BOTH.isdisjoint(sentence.lowers[i - 2 : i])
        for i in places
    )


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
