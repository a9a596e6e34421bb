"""A sentence cut into clauses: each with about one thing done or said."""

from __future__ import annotations

from dataclasses import dataclass

from detente.claims.joins import ASIDES, joins_clauses
from detente.claims.openings import (
    AUXILIARIES,
    adverbs_passed,
    begins_clause,
    modal_at,
    subject_then_verb,
    verb_at,
    verb_between,
)
from detente.claims.sentence import Sentence, Verb
from detente.claims.words import words
from detente.documents.dateline import MONTHS

JOINTS = words("joints")
SUBORDINATE = frozenset({"while", "although", "though", "because", "whereas", "unless"})
FRONTED = SUBORDINATE | {"as", "if", "when", "after", "before", "since", "once"}
TIMES = frozenset({"start", "begin", "commence"})
THEN = frozenset({"after", "before", "when", "once", "since"})
WISHFUL = words("wishful")
TRAVELS = words("travels")
NOT_BEFORE = words("not_before")
LAW_PARTS = frozenset({"article", "section", "paragraph", "subparagraph", "annex"})
DASH = "\u2014"
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
    mark = cut_at_mark(sentence, place)
    if mark is not None:
        return mark
    word = sentence.lower(place)
    if word == "," and sentence.lower(start) in ("if", "unless"):
        return (place, place + 1, ",") if subject_then_verb(sentence, place + 1) else None
    if not verb_between(sentence, start, place) or in_brackets(sentence, start, place):
        return None
    if word == ",":
        return cut_at_comma(sentence, start, place)
    if word in ("and", "but", "or") and joins_clauses(sentence, start, place):
        return place, place + 1, word
    if wish_begins(sentence, start, place):
        return place, place, ",ing" if word != "to" else "to"
    if word == "because" and sentence.lower(place + 1) == "of":
        return None
    if word in SUBORDINATE or (place > start and subordinates(sentence, place)):
        return place, place + 1, word
    return None


def cut_at_mark(sentence: Sentence, place: int) -> tuple[int, int, str] | None:
    """A cut at a semicolon, a dash, a colon that is no clock, or a number in brackets."""
    word, after = sentence.lower(place), sentence.lower(place + 1)
    clock = sentence.lower(place - 1).isdigit() and after.isdigit()
    if word == ":" and place + 1 < len(sentence.tokens) and not clock:
        return place, place + 1, word
    if word == ";" or (word == DASH and after not in ("by", "on", "until", "through")):
        return place, place + 1, word
    if word == "-" and after == "-":
        return place, place + 2, DASH
    numbered = after.isdigit() or after in ENUMERATORS
    part = place > 0 and sentence.tokens[place - 1].end == sentence.tokens[place].start
    part = part or of_article(sentence, place)
    if word == "(" and sentence.lower(place + 2) == ")" and numbered and not part:
        return place, place + 3, "("
    return None


def of_article(sentence: Sentence, place: int) -> bool:
    """True in `Article I (1) and (2)`: the number in brackets names a part of a law."""
    before = sentence.lower(place - 1)
    if before in ("and", "or", ",") and sentence.lower(place - 2) == ")":
        return of_article(sentence, place - 4)
    return before in LAW_PARTS or before in ENUMERATORS or before.isdigit()


def subordinates(sentence: Sentence, place: int) -> bool:
    """True at `after he announced`, `came as a truce`, `a deal that includes`."""
    word, after = sentence.lower(place), sentence.lower(place + 1)
    if word == "as":
        came = sentence.lower(place - 1) in ("came", "come", "comes", "coming")
        flows = any(m.cls == "flow" and m.first == place + 1 for m in sentence.nouns)
        both = after in ("both", "the") and subject_then_verb(sentence, place + 1)
        person = any(m.cls == "person" and 0 <= m.first - place - 1 <= 1 for m in sentence.names)
        both = both or (person and subject_then_verb(sentence, place + 1))
        return came or flows or both or after in ("he", "she", "they", "it")
    if word == "that":
        return contained(sentence, place + 1)
    told = subject_then_verb(sentence, place + 1) or told_by(sentence, place + 1)
    return word in THEN and told


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
    joint = joint_after(sentence, place)
    if joint is not None:
        return joint
    if sentence.lower(start - 1) in ("which", "who") and modal_at(sentence, place + 1):
        return place, place + 1, ","
    if sentence.lower(start) in FRONTED and not in_list(sentence, place):
        return place, place + 1, ","
    verb = verb_at(sentence, adverbs_passed(sentence, place + 1))
    if (
        verb
        and verb.base not in TIMES
        and verb.form in ("ing", "past", "part")
        and not resumed(sentence, start, place)
    ):
        return place, place + 1, "," + verb.form
    if subject_then_verb(sentence, place + 1) and not foretold_by(sentence, place + 1):
        return place, place + 1, ","
    return None


def foretold_by(sentence: Sentence, place: int) -> bool:
    """True at a closing `the IMF forecasts`: it belongs to what is foretold."""
    if not sentence.verbs:
        return False
    last = sentence.verbs[-1]
    ends = last.any("forecast") and not last.any("say") and len(sentence.tokens) - last.last <= 2
    return ends and last.first >= place and last.first - place <= 5


def contained(sentence: Sentence, place: int) -> bool:
    """True in `a deal that includes a 15% tariff`: what a deal or an order holds."""
    at = adverbs_passed(sentence, place)
    if sentence.lower(at) == ",":
        aside = (i for i in range(at + 1, at + 6) if sentence.lower(i) == ",")
        at = next((i + 1 for i in aside), at)
    modal = next((m for m in sentence.modals if m.first == at), None)
    verb = verb_at(sentence, adverbs_passed(sentence, modal.last) if modal else at)
    if verb is None:
        return False
    near = (m for m in sentence.nouns if 0 <= place - 1 - m.last <= 8)
    deal = any(m.entry.detail == "deal" for m in near)
    told = verb.form == "s" and verb.base.startswith(("include", "set", "impose"))
    gives = modal is not None and (verb.any("commit", "open", "free_flow") or verb.base == "see")
    return told or (deal and (gives or verb.any("cut", "lift", "raise", "impose", "suspend")))


def told_by(sentence: Sentence, place: int) -> bool:
    """True where a gerund of an act begins: `after announcing new tariffs`."""
    verb = verb_at(sentence, place)
    acts = verb is not None and (verb.any("impose", "announce", "raise") or verb.base in ASIDES)
    return verb is not None and verb.form == "ing" and acts


def wish_begins(sentence: Sentence, start: int, place: int) -> bool:
    """True at `aiming to`, `agreeing to` behind another act, and at `to press` behind a visit."""
    verb = verb_at(sentence, place)
    before = sentence.lower(place - 1)
    if verb and verb.form == "ing" and verb.base in WISHFUL:
        return before.isalpha() and before not in NOT_BEFORE and place > start + 2
    purpose = verb_at(sentence, place + 1) if sentence.lower(place) == "to" else None
    if purpose is None or not purpose.any("demand"):
        return False
    return any(v.base in TRAVELS for v in sentence.verbs if start <= v.first < place)


def joint_after(sentence: Sentence, place: int) -> tuple[int, int, str] | None:
    """A cut at a comma before `under which`, `as` or `and` with a clause, `with`, `by`."""
    after, second = sentence.lower(place + 1), sentence.lower(place + 2)
    if second == "which" and after in ("under", "in", "by", "for", "of"):
        return place, place + 2, "which"
    participle = verb_at(sentence, place + 2)
    if after == "as" and participle and participle.form != "ing":
        return place, place + 1, "as"
    if after == "as" and subject_then_verb(sentence, place + 2):
        return place, place + 2, "as"
    if after in ("and", "or") and begins_clause(sentence, place + 2):
        return place, place + 2, after
    if after == "with" and sentence.lower(place - 1) == "that":
        return None
    if after == "by" and (second.isdigit() or second in MONTHS):
        return None
    return (place, place + 1, after) if after in ("with", "including", "by") else None


def in_list(sentence: Sentence, place: int) -> bool:
    """True at a comma of a list: `jet engines, software, and ethanol`."""
    last = sentence.lower(place + 1) in ("and", "or") and not begins_clause(sentence, place + 2)
    return last or any(
        sentence.lower(i) == "," and sentence.lower(i + 1) in ("and", "or")
        for i in range(place + 2, place + 5)
    )


def resumed(sentence: Sentence, start: int, place: int) -> bool:
    """True after a participle or an aside between commas: `This pause, agreed in May, halted`.

    Also in `the sides have, in principle, reached`: the verb goes with the one before the aside.
    """
    for at in range(place - 1, max(start, place - 7), -1):
        if sentence.lower(at) == ",":
            if sentence.lower(at - 1) in AUXILIARIES:
                return True
            break
    verbs = [v for v in sentence.verbs if start <= v.first < place]
    return bool(verbs) and all(sentence.lower(v.first - 1) == "," for v in verbs)


def in_brackets(sentence: Sentence, start: int, place: int) -> bool:
    """True where a bracket opened in this clause is still open."""
    words = sentence.lowers[start:place]
    return words.count("(") > words.count(")")
