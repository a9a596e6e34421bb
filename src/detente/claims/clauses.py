"""A sentence cut into clauses: each with about one thing done or said."""

from __future__ import annotations

from dataclasses import dataclass

from detente.claims.sentence import PRONOUNS, Sentence, Verb
from detente.claims.words import words

JOINTS = words("joints")
AFTER_COMMA = JOINTS | frozenset({"and", "or", "with", "as", "including", "nor", "by"})
SUBORDINATE = frozenset({"while", "although", "though", "because", "whereas", "unless"})
FRONTED = SUBORDINATE | {"as", "if", "when", "after", "before", "since", "once"}
TIMES = frozenset({"start", "begin", "commence"})
ENUMERATORS = frozenset({"i", "ii", "iii", "iv", "v", "vi"})


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens [first, last) of a sentence; `joint` is the word that joins it to the one before."""

    sentence: Sentence
    first: int
    last: int
    joint: str

    @property
    def verbs(self) -> list[Verb]:
        """The verbs inside."""
        return [v for v in self.sentence.verbs if self.first <= v.first < self.last]

    def has(self, *words: str) -> bool:
        """True where one of the words stands in the clause."""
        return not frozenset(words).isdisjoint(self.sentence.lowers[self.first : self.last])


def clauses_of(sentence: Sentence) -> list[Clause]:
    """The clauses, in order, none empty."""
    found: list[Clause] = []
    start, joint = 0, ""
    for place in range(len(sentence.tokens)):
        cut = cut_at(sentence, start, place)
        if cut is None:
            continue
        end, begin, word = cut
        if end > start:
            found.append(Clause(sentence, start, end, joint))
        start, joint = max(begin, start), word
    if start < len(sentence.tokens):
        found.append(Clause(sentence, start, len(sentence.tokens), joint))
    return found


def cut_at(sentence: Sentence, start: int, place: int) -> tuple[int, int, str] | None:
    """End of the clause before, begin of the next, and the joint, where a cut is at `place`."""
    if place < start or inside_name(sentence, place):
        return None
    word, after = sentence.lower(place), sentence.lower(place + 1)
    if word in (";", "\u2014") or (word == ":" and place + 1 < len(sentence.tokens)):
        return place, place + 1, word
    if (
        word == "("
        and sentence.lower(place + 2) == ")"
        and (after.isdigit() or after in ENUMERATORS)
    ):
        return place, place + 3, "("
    if not verb_between(sentence, start, place) or in_brackets(sentence, start, place):
        return None
    if word == ",":
        return cut_at_comma(sentence, start, place)
    if word in ("and", "but", "or") and sentence.lower(place - 1) != ",":
        alone = begins_clause(sentence, place + 1) and not one_object(sentence, place)
        if alone and not gerunds(sentence, start, place):
            return place, place + 1, word
    if word in SUBORDINATE:
        return place, place + 1, word
    return None


def inside_name(sentence: Sentence, place: int) -> bool:
    """True where a token lies inside a phrase of the lexicon."""
    return any(m.first < place < m.last - 1 for m in (*sentence.names, *sentence.nouns))


def cut_at_comma(sentence: Sentence, start: int, place: int) -> tuple[int, int, str] | None:
    """A cut at a comma: before a joint with a clause behind it, a participle or a new subject."""
    after = sentence.lower(place + 1)
    if after == '"':
        return None
    if after in JOINTS:
        return place, place + 1, after
    if after == "as" and (participle := verb_at(sentence, place + 2)) and participle.form != "ing":
        return place, place + 1, "as"
    if after in ("and", "or") and begins_clause(sentence, place + 2):
        return place, place + 2, after
    if after in ("with", "including", "by"):
        return place, place + 1, after
    if sentence.lower(start) in FRONTED:
        return place, place + 1, ","
    verb = verb_at(sentence, adverbs_passed(sentence, place + 1))
    if (
        verb
        and verb.base not in TIMES
        and verb.form in ("ing", "past", "part")
        and not resumed(sentence, start, place)
    ):
        return place, place + 1, "," + verb.form
    if subject_then_verb(sentence, place + 1):
        return place, place + 1, ","
    return None


def resumed(sentence: Sentence, start: int, place: int) -> bool:
    """True after a participle between commas: `This pause, agreed in May, halted`."""
    verbs = [v for v in sentence.verbs if start <= v.first < place]
    return bool(verbs) and all(sentence.lower(v.first - 1) == "," for v in verbs)


def adverbs_passed(sentence: Sentence, place: int) -> int:
    """The next token that is no adverb."""
    while sentence.lower(place).endswith("ly") or sentence.lower(place) in (
        "also",
        "then",
        "thus",
        "strictly",
    ):
        place += 1
    return place


def verb_at(sentence: Sentence, place: int) -> Verb | None:
    """The verb that begins at a token."""
    return next((v for v in sentence.verbs if v.first == place), None)


def verb_between(sentence: Sentence, first: int, last: int) -> bool:
    """True where a verb, or a form of to be, stands between two tokens."""
    if any(first <= v.first and v.last <= last for v in sentence.verbs):
        return True
    return any(sentence.lower(i) in ("is", "are", "was", "were") for i in range(first, last))


def begins_clause(sentence: Sentence, place: int) -> bool:
    """True where a verb, or a subject and soon its verb, stands at a token."""
    at = adverbs_passed(sentence, place)
    if verb_at(sentence, at) or modal_at(sentence, at):
        return True
    return subject_then_verb(sentence, place)


def modal_at(sentence: Sentence, place: int) -> bool:
    """True where a modal phrase begins at a token."""
    return any(m.first == place for m in sentence.modals)


def subject_then_verb(sentence: Sentence, place: int) -> bool:
    """True where a pronoun, name or noun phrase begins and a finite verb follows soon."""
    word = sentence.lower(place)
    named = any(m.first in (place, place + 1, place + 2) for m in sentence.names)
    if not (
        word in PRONOUNS or named or word in ("the", "a", "some", "these", "this", "any", "many")
    ):
        return False
    for at in range(place + 1, min(place + 9, len(sentence.tokens))):
        if sentence.lower(at) in (",", ";", "and"):
            return False
        verb = verb_at(sentence, at)
        if modal_at(sentence, at) or (
            verb and verb.form in ("past", "s", "base") and not verb.infinitive
        ):
            return True
        if sentence.lower(at) in ("is", "are", "was", "were", "has", "have", "had"):
            return True
    return False


def in_brackets(sentence: Sentence, start: int, place: int) -> bool:
    """True where a bracket opened in this clause is still open."""
    words = [sentence.lower(i) for i in range(start, place)]
    return words.count("(") > words.count(")")


def gerunds(sentence: Sentence, start: int, place: int) -> bool:
    """True in `building on deals and pushing for more`: two gerunds joined."""
    after = verb_at(sentence, adverbs_passed(sentence, place + 1))
    before = any(start <= v.first < place and v.form == "ing" for v in sentence.verbs)
    return before and after is not None and after.form == "ing"


def one_object(sentence: Sentence, place: int) -> bool:
    """True in `suspend or remove the tariffs`: two verbs side by side share their object.

    Also in `current and proposed controls`, where two words tell about one noun.
    """
    if sentence.lower(place - 1) in (
        "current",
        "existing",
        "new",
        "additional",
        "other",
        "retaliatory",
    ):
        return True
    before = any(v.last == place for v in sentence.verbs)
    return before and verb_at(sentence, adverbs_passed(sentence, place + 1)) is not None
