"""One sentence taken apart: words, known phrases, verbs with tense and mood, clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from detente.claims.lexicon import Lexicon
from detente.claims.tokens import Mention, Token, mentions_of, tokens_of
from detente.claims.words import words
from detente.documents.sections import Block

BE = words("be")
HAVE = frozenset({"have", "has", "had", "'ve", "having"})
PASSED_OVER = (
    BE
    | HAVE
    | frozenset(
        [
            "also",
            "not",
            "still",
            "further",
            "soon",
            "even",
            "now",
            "only",
            "again",
            "to",
            "likely",
            "never",
            "already",
            "just",
            "then",
            "therefore",
            "yet",
            "both",
            "each",
            "all",
            "once",
            "in",
            "fact",
            "reportedly",
            "eventually",
            "either",
            "instead",
            "hereby",
            "officially",
            "jointly",
        ]
    )
)
ADVERBS = words("adverbs")
PREPOSITIONS = words("prepositions")
ARTICLES = words("articles")
PRONOUNS = words("pronouns")
ORDINALS = words("ordinals")
GOODS_BEHIND = frozenset({"on", "of", "from", "for", "against"})
LASTING = frozenset({"remain", "stay", "apply", "take effect", "expire", "last"})
BEFORE_VERB = PRONOUNS | frozenset(
    {"to", "and", "or", "but", "not", "also", "then", "will", "would", "did", "do", "does"}
)


class Verb(NamedTuple):
    """A verb at tokens [first, last): base form, families, form, and how it is put.

    `mood` is future, possible, conditional, obliged or empty. `governor` is the place in the
    sentence's verbs of the verb on which an infinitive hangs, or -1.
    """

    base: str
    families: frozenset[str]
    form: str
    first: int
    last: int
    mood: str
    negated: bool
    passive: bool
    infinitive: bool
    governor: int

    def any(self, *names: str) -> bool:
        """True where the verb belongs to one of the families."""
        return not self.families.isdisjoint(names)


@dataclass(slots=True)
class Sentence:
    """A sentence of a block, with the phrases found in it by layer."""

    text: str
    start: int
    end: int
    block: Block
    tokens: list[Token]
    lowers: list[str]
    names: list[Mention]
    nouns: list[Mention]
    cues: list[Mention]
    modals: list[Mention]
    verbs: list[Verb] = field(default_factory=list[Verb])

    def lower(self, place: int) -> str:
        """The token at a place in small letters; nothing outside the sentence."""
        return self.lowers[place] if 0 <= place < len(self.lowers) else ""

    def words(self, first: int, last: int) -> str:
        """The text of tokens [first, last) as written."""
        if first >= last:
            return ""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def cue(self, first: int, last: int, cls: str, *values: str) -> Mention | None:
        """The first cue of a class between two tokens."""
        for mention in self.cues:
            inside = first <= mention.first and mention.last <= last
            if inside and mention.cls == cls and (not values or mention.value in values):
                return mention
        return None

    def of(
        self, mentions: Iterable[Mention], first: int, last: int, *classes: str
    ) -> list[Mention]:
        """Mentions of some classes between two tokens."""
        return [m for m in mentions if m.cls in classes and first <= m.first and m.last <= last]


def sentence_of(text: str, start: int, end: int, block: Block, lexicon: Lexicon) -> Sentence:
    """Take the sentence between two places of the plain copy apart."""
    tokens = tokens_of(text, start, end)
    sentence = Sentence(
        text,
        start,
        end,
        block,
        tokens,
        [token.lower for token in tokens],
        list(mentions_of(tokens, lexicon.index["name"])),
        list(mentions_of(tokens, lexicon.index["noun"])),
        list(mentions_of(tokens, lexicon.index["cue"])),
        list(mentions_of(tokens, lexicon.index["mood"])),
    )
    bodies = [m for m in sentence.names if m.cls == "agency" and m.last - m.first > 1]
    sentence.nouns = [
        n for n in sentence.nouns
        if n.cls == "voice" or not any(b.first <= n.first < b.last for b in bodies)
    ]  # fmt: skip
    find_verbs(sentence, lexicon)
    return sentence


def find_verbs(sentence: Sentence, lexicon: Lexicon) -> None:
    """Add the verbs: words of the verb layer that are no nouns where they stand."""
    nouns = {place for m in sentence.nouns for place in range(m.first, m.last)}
    named = {place for m in sentence.names for place in range(m.first, m.last)}
    named |= {place for m in sentence.modals for place in range(m.first, m.last)}
    for found in mentions_of(sentence.tokens, lexicon.index["verb"]):
        verb, form = found.value, found.entry.detail
        called = [sentence.lower(found.first - i) for i in (2, 1)] == ["so", "-"]
        called = called or sentence.lowers[found.first : found.first + 2] == ["set", "of"]
        called = called or thing_named(sentence, found, form)
        if (
            found.first not in named
            and not called
            and is_verb(sentence, found, form, nouns, lexicon)
        ):
            verb_here = described(sentence, found, verb, form, lexicon)
            last = sentence.verbs[-1] if sentence.verbs else None
            if last and last.first == found.first and undecided(last):
                sentence.verbs.pop()
            sentence.verbs.append(verb_here)


def thing_named(sentence: Sentence, found: Mention, form: str) -> bool:
    """True in `That hope, however,`: a noun, though written like a verb."""
    this = sentence.lower(found.first - 1) in ("that", "this")
    return this and form == "base" and sentence.lower(found.last) in (",", ".")


def undecided(verb: Verb) -> bool:
    """True for `Trump hit imports`: read as a base form though it stands for what was done."""
    return verb.form == "base" and not (verb.mood or verb.infinitive or verb.negated)


def is_verb(
    sentence: Sentence, found: Mention, form: str, nouns: set[int], lexicon: Lexicon
) -> bool:
    """True where the word is used as a verb."""
    before = place_before(sentence, found, form)
    word = sentence.lower(before)
    if form in ("past", "part"):
        if word == "and" and sentence.lower(before - 1) in lexicon.words["determiners"]:
            return not follows_noun(sentence, found.last)
        told_of = word in ARTICLES or word in GOODS_BEHIND
        return not (told_of and follows_noun(sentence, found.last))
    if form == "ing":
        counted = word in ORDINALS or titled(sentence, found.first) or tells_of(sentence, found)
        return (word not in ARTICLES or word == "that") and not counted
    if word in BEFORE_VERB or word.endswith("n't") or modal_before(sentence, before + 1):
        return True
    if before < 0:
        return sentence.block.bullet and form == "base"
    if word in BE or (form == "s" and found.value in LASTING):
        return word not in BE
    told_of = form == "s" and word.endswith("ed") and before == found.first - 1
    last = sentence.verbs[-1] if sentence.verbs else None
    acted_on = last is not None and last.last == found.first and last.form in ("base", "ing")
    told_of = told_of or (form == "s" and acted_on) or sentence.lower(found.first) == "issues"
    doubtful = found.first in nouns or told_of
    name = next((m for m in sentence.names if m.last == before + 1), None)
    if name:
        kind = name.entry.detail
        both = sentence.lower(name.first - 1) in ("and", "the") and sentence.block.role != ""
        if form == "base" and name.cls == "party" and not both:
            return False
        acts = kind in ("name", "government") and (not doubtful or takes_goods(sentence, found))
        return acts or name.cls in ("person", "agency")
    if doubtful or word in lexicon.words["determiners"] or word in PREPOSITIONS:
        return False
    return (word.isalpha() or word == ")") and (form == "s" or word.endswith("s"))


def place_before(sentence: Sentence, found: Mention, form: str) -> int:
    """The word before a verb, adverbs and a mark that opens a quotation passed over."""
    before = skipped_adverbs(sentence, found.first - 1)
    opens = sentence.lower(before) == '"' and form == "s"
    return skipped_adverbs(sentence, before - 1) if opens else before


def takes_goods(sentence: Sentence, found: Mention) -> bool:
    """True in `Peru bans American beef`: goods follow right behind, or with whose they are."""
    place = found.last
    if any(m.first == place and m.entry.detail == "adjective" for m in sentence.names):
        place += 1
    return any(m.first == place and m.cls in ("product", "flow") for m in sentence.nouns)


def tells_of(sentence: Sentence, found: Mention) -> bool:
    """True in `negotiating teams`: the form in -ing says what sort of team it is."""
    if sentence.lower(skipped_adverbs(sentence, found.first - 1)) in BE:
        return False
    if sentence.lower(found.last) in ("team", "teams"):
        return True
    return any(m.first == found.last and m.cls == "delegation" for m in sentence.nouns)


def titled(sentence: Sentence, place: int) -> bool:
    """True in `the Notice on Imposing Additional Duties`: a word of a title."""
    written = sentence.tokens[place].text
    before = sentence.lower(place - 1) in ("on", "of", "and", "(")
    trade = sentence.lower(place - 1) == "trade" and sentence.tokens[place - 1].text == "Trade"
    return place > 2 and written[:1].isupper() and (before or trade)


def follows_noun(sentence: Sentence, place: int) -> bool:
    """True where a noun and no particle follows: `the proposed spinoff`."""
    word = sentence.lower(place)
    return (
        (word.isalpha() or word[:1].isdigit() or word[:1] in ("$", "€", "£"))
        and word not in PREPOSITIONS
        and word != "to"
    )


def skipped_adverbs(sentence: Sentence, place: int) -> int:
    """The place of the nearest token to the left that is no adverb."""
    while place >= 0 and (sentence.lower(place).endswith("ly") or sentence.lower(place) in ADVERBS):
        place -= 1
    return place


def modal_before(sentence: Sentence, place: int) -> bool:
    """True where a modal phrase ends just before a token."""
    return any(m.last == place for m in sentence.modals)


def described(sentence: Sentence, found: Mention, verb: str, form: str, lexicon: Lexicon) -> Verb:
    """A verb with its mood, negation and voice, read from the words before it."""
    place, mood, negated, passive, infinitive = found.first - 1, "", False, False, False
    while place >= 0 and found.first - place <= 7:
        word = sentence.lower(place)
        modal = next((m for m in sentence.modals if m.last == place + 1), None)
        if modal:
            mood = mood or modal.value
            place = modal.first
        elif word.endswith("n't") or word in ("not", "never"):
            negated = True
            mood = mood or ("future" if word == "won't" else "")
        elif word not in PASSED_OVER and not word.endswith("ly"):
            break
        passive = passive or (word in BE and form in ("past", "part"))
        infinitive = infinitive or word == "to"
        place -= 1
    governor = governor_of(sentence, place) if infinitive and not mood else -1
    if governor >= 0:
        above = sentence.verbs[governor]
        mood, negated = above.mood, negated or above.negated
    families = lexicon.families[verb]
    return Verb(
        verb, families, form, found.first, found.last, mood, negated, passive, infinitive, governor
    )


def progressive(sentence: Sentence, verb: Verb) -> bool:
    """True in `is removing`: the form in -ing is the verb of its clause, and no aside."""
    if verb.form != "ing":
        return False
    return sentence.lower(skipped_adverbs(sentence, verb.first - 1)) in BE


def governor_of(sentence: Sentence, place: int) -> int:
    """The last verb before an infinitive that stands near enough to govern it, or -1."""
    if not sentence.verbs:
        return -1
    last = len(sentence.verbs) - 1
    return last if place - sentence.verbs[last].last < 6 else -1
