"""What an official text foretells of its own act, and what two governments resolve to do."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.parties import names_before
from detente.claims.rates import duty_rates
from detente.claims.sentence import ADVERBS
from detente.claims.setting import Setting
from detente.claims.statements import relevant
from detente.claims.words import words

OUTCOMES = words("outcomes")
ACTS_TOLD = words("acts_told")
AT_STAKE = words("at_stake")
RESOLVES = words("resolves")
TOGETHER = words("together")
STRENGTHENING = words("strengthening")
CONCLUDES = words("concludes")
OTHERS = frozenset({"that", "which", "who", "we", "they", "i", "you"})
BOTH = words("both_sides")


def own_outcome(setting: Setting, clause: Clause) -> bool:
    """True in `these tariffs will help narrow the deficit`: what comes of the act told."""
    if not setting.official or setting.quoting:
        return False
    sentence = clause.sentence
    inside = (m for m in sentence.modals if clause.first < m.first < clause.last)
    modal = next((m for m in inside if m.value == "future"), None)
    if modal is None or sentence.lower(passed(clause, modal.last)) not in OUTCOMES:
        return False
    head = sentence.lowers[clause.first : modal.first]
    if ACTS_TOLD.isdisjoint(head) or not OTHERS.isdisjoint(head[1:]) or doers(clause, modal.first):
        return False
    if duty_rates(setting, clause):
        return False
    behind = sentence.lowers[modal.last : clause.last]
    return relevant(clause) or not AT_STAKE.isdisjoint(behind)


def doers(clause: Clause, place: int) -> bool:
    """True where a government is the subject before a token, and not its deed."""
    return any(
        m.entry.detail != "adjective" and clause.sentence.lower(m.last) != "'s"
        for m in names_before(clause, place)
    )


def passed(clause: Clause, place: int) -> int:
    """The next token that is no adverb."""
    word = clause.sentence.lower(place)
    while word.endswith("ly") or word in ADVERBS or word in ("more", "further", "also", "be"):
        place += 1
        word = clause.sentence.lower(place)
    return place


def resolved(setting: Setting, clause: Clause, only_together: bool = False) -> bool:
    """True in `the leaders resolved to deepen trade`: a stand that two governments share.

    With `only_together` where they only say that they will work together on something.
    """
    bound = clause.has("committed") and not clause.has(*STRENGTHENING)
    if clause.has("following") or (only_together and (bound or clause.has(*CONCLUDES))):
        return False
    if not (setting.official and (setting.joint or setting.deal)) or not relevant(clause):
        return False
    sentence = clause.sentence
    for place in range(clause.first + 1, clause.last):
        word = sentence.lower(place)
        bound = clause.has("committed") and word in STRENGTHENING
        if only_together and bound and shared(setting, clause, place):
            return True
        shown = RESOLVES if setting.joint and not only_together else TOGETHER
        if word not in shown and word not in TOGETHER:
            continue
        if sentence.lower(place - 1) in ("the", "a", "their", "of", "in", "to", "'s", "and"):
            continue
        return shared(setting, clause, place)
    return False


def shared(setting: Setting, clause: Clause, place: int) -> bool:
    """True where both parties, or words for both, are the subject before a token."""
    head = clause.sentence.lowers[clause.first : place]
    if not BOTH.isdisjoint(head) or (setting.joint and "we" in head[:2]):
        return True
    codes = {m.value for m in names_before(clause, place) if m.cls == "party"}
    return len(codes & set(setting.parties)) > 1
