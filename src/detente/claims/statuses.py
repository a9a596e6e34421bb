"""The status of a measure: done, announced, threatened, agreed or only proposed."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.claims.act import Act
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.parties import code_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.words import words

ORDERS = words("orders")
BINDS = frozenset({"agree", "commit", "pledge", "promise"})
UNLESS = re.compile(
    r"\bunless\b|\bif (?:\w+ ){1,4}"
    r"(?:did not|does not|do not|didn't|doesn't|don't|fails?|failed|refuses?)"
)
OF_DEAL = re.compile(
    r"\b(?:under|part of|terms of) (?:\w+ ){0,3}(?:deal|agreement|accord|pact)\b"
    r"|\bin (?:return|exchange)\b"
)


def status_of(setting: Setting, clause: Clause, act: Act) -> tuple[str, bool]:
    """The status of an act by mood and kind of text, and whether it is only promised yet."""
    verb = act.verb
    mood = verb.mood if verb else ""
    if early := status_foreseen(setting, clause, act):
        return early, False
    governor = governing(clause, verb)
    if governor is not None and governor.any("strive"):
        return "proposed", False
    agreed = governor is not None and governor.any("offer", "plan", "commit")
    promised = setting.deal and setting.official
    if mood in ("future", "conditional") or agreed or (verb and verb.infinitive and promised):
        bound = agreed and governor is not None and governor.base in BINDS
        return status_to_come(setting, clause, act, promised or bound)
    listed = clause.sentence.block.bullet or clause.joint == "and"
    if verb and verb.form == "base" and listed and promised:
        return act.promised, act.promised in ("lifted", "suspended")
    none = act.object is not None and clause.sentence.lower(clause.first) == "no"
    if none and act.rule == "imposes" and mood:
        return "suspended", False
    ordered = setting.unilateral and verb is not None and (verb.form == "ing" or verb.infinitive)
    ordered = ordered or (setting.unilateral and by_order(clause, verb))
    ordered = ordered and not (verb and verb.first == 0 and clause.sentence.block.bullet)
    if ordered and not setting.ruling and act.rule in ("imposes", "raises", "cuts", "changes"):
        return "announced", False
    return act.status, False


def status_to_come(setting: Setting, clause: Clause, act: Act, promised: bool) -> tuple[str, bool]:
    """The status of a deed that somebody binds himself to or that is to come."""
    if promised:
        if not setting.official and act.rule == "lifts":
            return "agreed", False
        return act.promised, act.promised in ("lifted", "suspended")
    if act.coming == "announced" and threatened_if(setting, clause, act):
        return "threatened", False
    if act.verb and act.verb.mood == "future" and under_deal(setting, clause, act):
        return "agreed", False
    return act.coming, act.coming in ("lifted", "suspended")


def status_foreseen(setting: Setting, clause: Clause, act: Act) -> str:
    """The status of what will not be, would be, or will be if; nothing for plain deeds."""
    verb = act.verb
    not_to_be = verb is not None and verb.negated and verb.passive and verb.mood == "future"
    if not_to_be and act.rule == "imposes":
        return "lifted"
    near = act.object.first if act.object else 0
    ahead = clause.sentence.words(max(clause.first, near - 8), near).lower()
    if act.rule in ("imposes", "announces", "names") and "threat of" in ahead:
        return "threatened"
    own = setting.unilateral and not told_of_others(setting, clause, act)
    if own and act.rule in ("imposes", "raises") and only_if(clause, verb):
        return "proposed" if verb and verb.mood == "conditional" else "threatened"
    if verb and verb.base == "face" and clause.sentence.lower(verb.first - 1) == "or":
        return "threatened"
    bought = act.object is not None and act.object.value in ("purchase", "buying")
    return "agreed" if bought and act.rule == "frees-goods" else ""


def only_if(clause: Clause, verb: Verb | None) -> bool:
    """True in `the duty would be applied to`, and in `duties will rise if they retaliate`."""
    foreseen = verb is not None and verb.mood == "future" and verb.base != "apply"
    if verb is None or (verb.mood == "future" and not foreseen):
        return False
    if foreseen and "if" not in clause.sentence.lowers:
        return False
    supposed = clause.sentence.lower(clause.first) == "if" or clause.joint == "if"
    return verb.mood in ("conditional", "future") or (supposed and verb.passive)


def by_order(clause: Clause, verb: Verb | None) -> bool:
    """True in `the Proclamation raises`: the text tells what the order behind it does."""
    if verb is None or verb.form != "s":
        return False
    return not ORDERS.isdisjoint(clause.sentence.lowers[clause.first : verb.first])


def threatened_if(setting: Setting, clause: Clause, act: Act) -> bool:
    """True in `would impose a duty if it did not withdraw`: what comes unless somebody yields."""
    if setting.official or act.rule not in ("imposes", "raises", "announces"):
        return False
    told = clause.sentence.words(0, len(clause.sentence.tokens)).lower()
    return UNLESS.search(told) is not None


def under_deal(setting: Setting, clause: Clause, act: Act) -> bool:
    """True in `under the deal, duties will fall`, or where a deal was told just before."""
    if setting.official or act.rule not in ("cuts", "lifts", "opens", "grants"):
        return False
    told = clause.sentence.words(0, len(clause.sentence.tokens)).lower()
    return setting.of_deal or OF_DEAL.search(told) is not None


def governing(clause: Clause, verb: Verb | None) -> Verb | None:
    """The verb on which an infinitive hangs."""
    if verb is None or verb.governor < 0:
        return None
    return clause.sentence.verbs[verb.governor]


def not_yet(setting: Setting, claim: Claim) -> Claim:
    """What begins after the day of a report is announced, and not yet in force."""
    day = setting.document.date
    if setting.official or day is None or claim.status != "in_force" or claim.date_from is None:
        return claim
    coming = len(claim.date_from) == 10 and claim.date_from > day.isoformat()
    coming = coming and "W" not in claim.date_from
    return replace(claim, status="announced") if coming else claim


def told_of_others(setting: Setting, clause: Clause, act: Act) -> bool:
    """True behind `their commission announced that`: an act of somebody else."""
    sentence = clause.sentence
    place = act.verb.first if act.verb else clause.last
    tells = next((v for v in sentence.verbs if v.first <= place and v.any("announce", "say")), None)
    if tells is None:
        return False
    names = sentence.of(sentence.names, 0, tells.first, "party", "agency")
    return any(c != setting.home for m in names for c in code_of(m))
