"""What is said and nothing else: the stand that remains of a sentence where no other rule fits."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.claims.claim import Claim
from detente.claims.clauses import FRONTED, Clause
from detente.claims.making import make
from detente.claims.parties import GROUP_PRONOUNS, actor_of, subject_of
from detente.claims.sentence import Sentence, Verb
from detente.claims.setting import Setting
from detente.claims.speakers import Speaker
from detente.claims.statements import named_instrument, relevant
from detente.claims.words import words

ASIDES = words("asides")
OWN_WORDS = words("own_words")
WANTS = words("wants")
BLAMES = words("blames")
VOWS = words("vows")
REFUSING = words("refusing")
NO_COMMENT = re.compile(
    r"\b(?:not|n't) (?:immediately )?(?:respond|repl|comment)|requests? for comment"
)
SUBJECTS = frozenset({"he", "she", "it", "we", "they"})
STATES = frozenset(
    {"government", "country", "city", "bloc", "nation", "administration", "ministry"}
)
TOO_SHORT = 6
TAG = 9  # words of `, the commerce ministry of the country said on Thursday` at most


def left_unsaid(setting: Setting, sentence: Sentence, speaker: Speaker | None) -> Claim | None:
    """The stand of a speaker in a sentence of which no rule made a claim."""
    if speaker is None or (setting.official and not setting.quoting):
        return None
    whole = Clause(sentence, 0, len(sentence.tokens), "")
    if NO_COMMENT.search(sentence.words(0, len(sentence.tokens))):
        return None
    content = len(sentence.tokens) - (2 if speaker.verb else 0)
    quoted = sentence.lowers.count('"') > 0
    own = bool(speaker.code) and not setting.spoken
    if content < TOO_SHORT or not about_trade(whole, quoted, own):
        return None
    inside = sentence.start in setting.quoted or setting.spoken
    if speaker.verb is None and not inside and any(t.text[0].isdigit() for t in sentence.tokens):
        codes = (speaker.code,) if speaker.code else setting.parties[:1]
        return make(setting, whole, "fact", None, "cited-figure", actor=codes, speaker=speaker.name)
    return taken(setting, whole, speaker, None)


def said_first(
    setting: Setting, clauses: list[Clause], speaker: Speaker, starts: list[int]
) -> Claim | None:
    """The stand told before `, the ministry said, threatening ...`, where only the rest counted."""
    verb, sentence = speaker.verb, clauses[0].sentence
    if verb is None or not speaker.code or (setting.official and not setting.quoting):
        return None
    place = next((i for i, c in enumerate(clauses) if c.first <= verb.first < c.last), 0)
    tag, content = clauses[place], clauses[place - 1]
    if (
        place == 0
        or content.joint == "including"
        or tag.last - tag.first > TAG
        or tag.joint not in (",", "")
    ):
        return None
    start, _ = setting.folded.span(sentence.tokens[content.first].start, sentence.end)
    end, _ = setting.folded.span(sentence.tokens[tag.first].start, sentence.end)
    opens = sentence.lower(content.first) in FRONTED or content.last - content.first < TOO_SHORT
    if opens or tag.last - verb.last > 3 or any(start <= at < end for at in starts):
        return None
    return taken(setting, content, speaker, None) if about_trade(content, False, True) else None


def about_trade(clause: Clause, quoted: bool, of_party: bool) -> bool:
    """True where a sentence speaks of trade, of two places, or in a party's own words."""
    if relevant(clause) or (of_party and clause.has(*OWN_WORDS)):
        return True
    sentence = clause.sentence
    parties = sentence.of(sentence.names, 0, len(sentence.tokens), "party")
    return len({m.value for m in parties}) > 1 or (quoted and bool(parties))


def aside(setting: Setting, clause: Clause, speaker: Speaker | None) -> Claim | None:
    """`accusing New Delhi of ...`, `calling the duties unfair`, `and denies the allegations`."""
    if setting.official and not setting.quoting:
        return None
    verb = next((v for v in clause.verbs if v.base in ASIDES and not v.infinitive), None)
    if verb is None or verb.passive or clause.last - verb.last < 3 or tells_how(clause, verb):
        return None
    opens = verb.first - clause.first <= 2
    named = clause.joint != "" or clause.first > 0
    if verb.base in BLAMES and verb.form == "past" and subject_of(setting, clause, verb):
        opens = named = True
    if not opens or not named or verb.form not in ("ing", "s", "past"):
        return None
    return taken(setting, clause, speaker, verb)


def tells_how(clause: Clause, verb: Verb) -> bool:
    """True in `described as having ...`: a participle about what stands before it."""
    return clause.sentence.lower(verb.last) == "as" and verb.form in ("past", "part")


def refusal(setting: Setting, clause: Clause, speaker: Speaker | None) -> Claim | None:
    """`it won't halt purchases`, `he will not compromise`: a party says what it will not do."""
    if (setting.official and not setting.quoting) or (speaker and not speaker.code):
        return None
    sentence = clause.sentence
    for place in range(clause.first + 1, clause.last):
        word, after = sentence.lower(place), sentence.lower(place + 1)
        never = word in ("will", "would", "shall") and after in ("not", "never")
        never = never or (word == "agreed" and after == "not")
        if not (never or word in REFUSING):
            continue
        behind = place - 1 if sentence.lower(place - 1) == '"' else place
        before = sentence.lower(behind - 1)
        named = [m for m in sentence.names if m.last == behind and m.cls in ("party", "person")]
        if sentence.lower(place + 1) == "be" or sentence.lower(place + 2) == "be":
            continue
        relative = sentence.lower(behind - 2) in ("that", "which") and speaker is None
        if (before in SUBJECTS or before in STATES or named) and not relative:
            found = taken(setting, clause, speaker, None)
            if word in ("cannot", "can't") and before not in ("we", "he", "she"):
                return replace(found, status="stance", rule="will-not")
            ready = sentence.lower(place + 2) == "hesitate"
            return replace(found, status="threat" if ready else "refusal", rule="will-not")
    return None


def taken(setting: Setting, clause: Clause, speaker: Speaker | None, verb: Verb | None) -> Claim:
    """A position on a clause, its status by the words in it."""
    actor = actor_of(setting, clause, verb)
    codes = (speaker.code,) if speaker and speaker.code else actor.codes
    name = speaker.name if speaker else actor.person
    return make(
        setting, clause, "position", status_of(clause, verb), "said-only", actor=codes,
        target=setting.other(codes) if len(codes) == 1 else (),
        instrument=named_instrument(setting, clause), speaker=name or setting.quoting,
    )  # fmt: skip


def status_of(clause: Clause, verb: Verb | None) -> str:
    """Demand, refusal, threat or stance, by the verb of saying and what is denied."""
    base = verb.base if verb else ""
    if base in WANTS or clause.has("must", "should", "need"):
        return "demand"
    if base in ("deny", "reject", "dismiss"):
        return "refusal"
    if any(v.negated and v.mood == "future" and own(clause, v) for v in clause.verbs):
        return "refusal"
    if clause.has(*VOWS):
        return "threat"
    return "stance"


def own(clause: Clause, verb: Verb) -> bool:
    """True where the subject is a pronoun: the speaker speaks of his own side."""
    return any(
        clause.sentence.lower(i) in GROUP_PRONOUNS | {"he", "she"}
        for i in range(max(0, verb.first - 5), verb.first)
    )
