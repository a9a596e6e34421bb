"""Whether `and`, `but` or `or` joins two clauses or only two words."""

from __future__ import annotations

from detente.claims.openings import AUXILIARIES, adverbs_passed, begins_clause, modal_at, verb_at
from detente.claims.sentence import Sentence
from detente.claims.words import words

ASIDES = words("asides")
BEHIND_VERB = words("prepositions")
PAIRED = frozenset({",", "he", "she", "they", "it", "we"})


def joins_clauses(sentence: Sentence, start: int, place: int) -> bool:
    """True where `and`, `but` or `or` joins two clauses and not two words."""
    if sentence.lower(place + 1) == "to" and sentence.lower(place) == "and":
        return verb_at(sentence, place + 2) is not None
    if sentence.lower(place - 1) in PAIRED or name_and_name(sentence, place):
        return False
    if both_objects(sentence, place):
        return False
    if meeting_foretold(sentence, place + 1):
        return True
    if still_open(sentence, start, place):
        return False
    if not begins_clause(sentence, place + 1) or one_object(sentence, place):
        return False
    judging = verb_at(sentence, place + 1)
    told = judging is not None and judging.base in ASIDES
    return told or not gerunds(sentence, start, place)


def still_open(sentence: Sentence, start: int, place: int) -> bool:
    """True in `bans placed by China on A and B have`: no verb but a participle so far."""
    verbs = [v for v in sentence.verbs if start <= v.first < place]
    plain = any(sentence.lower(i) in AUXILIARIES for i in range(start, place))
    modal = any(start <= m.first < place for m in sentence.modals)
    done = all(v.form in ("past", "part") and sentence.lower(v.last) == "by" for v in verbs)
    return bool(verbs) and done and not plain and not modal


def meeting_foretold(sentence: Sentence, place: int) -> bool:
    """True at `a possible Trump-Xi meeting`: a forecast of its own."""
    first = place + 1 if sentence.lower(place) in ("a", "the", "another") else place
    if sentence.lower(first) not in ("possible", "likely", "potential"):
        return False
    return any(m.cls == "meeting" and 0 < m.first - first <= 5 for m in sentence.nouns)


def name_and_name(sentence: Sentence, place: int) -> bool:
    """True in `Beijing and Washington had agreed`: two subjects of one verb."""
    ends = any(m.last == place and m.cls == "party" for m in sentence.names)
    begins = any(m.first in (place + 1, place + 2) and m.cls == "party" for m in sentence.names)
    begins = begins and (sentence.lower(place + 1) == "the" or sentence.lower(place + 2) != "the")
    first = place - 1
    while first >= 0 and any(m.first <= first < m.last for m in sentence.names):
        first -= 1
    return ends and begins and sentence.lower(first) not in BEHIND_VERB


def both_objects(sentence: Sentence, place: int) -> bool:
    """True in `tariffs on Mexico and Canada for a month`: no verb behind the second name."""
    second = next((m for m in sentence.names if m.first == place + 1 and m.cls == "party"), None)
    if second is None or not any(m.last == place and m.cls == "party" for m in sentence.names):
        return False
    at = adverbs_passed(sentence, second.last)
    verb = verb_at(sentence, at) or modal_at(sentence, at) or sentence.lower(at) in AUXILIARIES
    return not verb and sentence.lower(second.last) in BEHIND_VERB | {"that", "which"}


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
