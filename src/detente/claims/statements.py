"""Positions: what somebody wants, offers, refuses, threatens or thinks."""

from __future__ import annotations

from detente.claims.attached import when_said
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.instruments import refined
from detente.claims.making import make, told
from detente.claims.parties import Subject, actor_of, subject_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.speakers import Speaker
from detente.claims.targets import target_of
from detente.claims.tokens import Mention
from detente.claims.words import words

STRONG_STANCE = words("strong_stance")
TOPICS = words("topics")
ADDED = frozenset({"adding", "saying", "noting", "stressing"})


def instrument_in(setting: Setting, clause: Clause) -> Mention | None:
    """The first instrument of a clause."""
    found = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    return found[0] if found else None


def named_instrument(setting: Setting, clause: Clause) -> str | None:
    """The first instrument of a clause by id; bare words refined, deals told from summits."""
    found = instrument_in(setting, clause)
    if found is None:
        for mention in clause.sentence.of(
            clause.sentence.nouns, clause.first, clause.last, "meeting"
        ):
            if mention.value in ("summit", "visit") or meets_leaders(clause):
                return "summit"
        return None
    bare = found.value == "restriction" and not clause.verbs
    if bare or found.entry.detail in ("anaphor", "none"):
        return None
    return refined(setting, clause, found)


def meets_leaders(clause: Clause) -> bool:
    """True where two named people are about to meet."""
    sentence = clause.sentence
    return len(sentence.of(sentence.names, clause.first, clause.last, "person")) > 1


def relevant(clause: Clause) -> bool:
    """True where a clause speaks of trade: an instrument, talks, goods, a place or a flow."""
    sentence = clause.sentence
    if sentence.of(
        sentence.nouns, clause.first, clause.last, "instrument", "flow", "meeting", "product"
    ):
        return True
    return clause.has(*TOPICS)


def position(
    setting: Setting, clause: Clause, status: str, verb: Verb | None, speaker: Speaker | None
) -> Claim:
    """A position of the clause's subject."""
    actor = actor_of(setting, clause, verb)
    codes, name = holder(clause, status, actor, speaker, verb)
    if speaker and speaker.code and name and subject_of(setting, clause, verb) is None:
        codes = (speaker.code,)
    instrument = instrument_in(setting, clause)
    asked = yields(clause) if status == "demand" else ()
    codes = setting.other(asked)[:1] or codes if asked and codes == asked else codes
    first = clause.first
    if clause.joint == "" and speaker:
        first = min(first, speaker.first)
    if status == "stance" and speaker and speaker.verb:
        first = min(first, quote_begun(clause))
    whens = [w.first for w in told(setting, clause, -1) if w.first and not when_said(clause, w)]
    return make(
        setting, clause, "position", status, f"position-{status}", first=first, actor=codes,
        target=target_of(setting, clause, instrument, codes) if len(codes) < 2 else (),
        instrument=named_instrument(setting, clause),
        date_from=whens[0] if whens and status in ("stance", "refusal") else None,
        speaker=name or setting.quoting or (setting.voice if setting.official else None),
        negated=bool(verb and verb.negated),
    )  # fmt: skip


def yields(clause: Clause) -> tuple[str, ...]:
    """From whom something is asked: `further US concessions`, `concessions from Ottawa`."""
    sentence = clause.sentence
    for place in range(clause.first, clause.last):
        if sentence.lower(place) not in ("concession", "concessions"):
            continue
        for name in sentence.of(sentence.names, clause.first, clause.last, "party"):
            behind = sentence.lower(name.first - 1) in ("from", "by", "the")
            if name.last == place or (0 < name.first - place <= 3 and behind):
                return (name.value,)
    return ()


def quote_begun(clause: Clause) -> int:
    """Where the quotation begins that closes in a clause: a dash may have cut it."""
    marks = [i for i in range(clause.last) if clause.sentence.lower(i) == '"']
    inside = [i for i in marks if i >= clause.first]
    if len(inside) == 1 and len(marks) == 2:
        return marks[0]
    return clause.first


def holder(
    clause: Clause, status: str, actor: Subject, speaker: Speaker | None, verb: Verb | None
) -> tuple[tuple[str, ...], str | None]:
    """For whom a position is taken, and who says so."""
    codes, name = actor.codes, None
    added = clause.sentence.lower(clause.first) in ADDED
    if speaker and (added or not (clause.joint.startswith(",") and status == "demand")):
        name = speaker.name
        if speaker.code and (status == "stance" or not codes):
            codes = (speaker.code,)
    planned = verb is not None and (verb.infinitive or verb.mood == "future")
    if name is None and status in ("stance", "threat") and not planned:
        name = actor.person
    return codes, name
