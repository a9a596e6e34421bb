"""What official texts say beside their acts: asides, praise, what may be done, legal phrases."""

from __future__ import annotations

import re

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.idle import ORDERED
from detente.claims.parties import names_before
from detente.claims.rates import duty_rates
from detente.claims.sentence import progressive
from detente.claims.setting import Setting
from detente.claims.words import words

ORDERS = words("orders") | {"notice", "rule", "announcement"}
FOUND = frozenset({"found", "finds", "shows", "showed", "shown", "estimates", "estimated"})
STUDIES = words("studies")
EASES = frozenset({"lifts", "cuts", "accepts", "refrains", "opens", "settles", "frees-goods"})
BOILERPLATE = re.compile(r"hereby ordered|^(?:\(\w\) )?Nothing in this|shall not be construed")


def beside_the_point(setting: Setting, clause: Clause, text: str) -> bool:
    """True for legal phrases, and for what a study found, in an official text."""
    if not setting.official:
        return False
    lowers = clause.sentence.lowers
    found = next((i for i, word in enumerate(lowers) if word in FOUND), -1)
    studied = 0 < found <= clause.last and not STUDIES.isdisjoint(lowers[:found])
    return studied or BOILERPLATE.search(text) is not None


def skipped(setting: Setting, clause: Clause, act: Act) -> bool:
    """True for the boilerplate of official texts: an aside without rate, date or goods."""
    if not setting.official:
        return False
    aside = act.verb is not None and act.verb.form == "ing"
    if aside and act.verb and (progressive(clause.sentence, act.verb) or bound_to(clause, act)):
        return False
    if praise(clause, act) or (setting.unilateral and only_allowed(clause, act)):
        return True
    if aside and act.verb and clause.sentence.lower(act.verb.first - 1) in ORDERS:
        return False
    if aside and setting.unilateral and act.verb is not None:
        by = clause.sentence.lower(act.verb.first - 1) == "by" and clause.has(*ORDERED)
        if by:
            return False
    if aside and clause.joint == "(" and setting.deal:
        return False
    if (aside or clause.joint == "with") and not duty_rates(setting, clause):
        return not any(
            t.text[0].isdigit() for t in clause.sentence.tokens[clause.first : clause.last]
        )
    return False


def bound_to(clause: Clause, act: Act) -> bool:
    """True in `has committed to lowering`, and in `committed to ease trade, including by lowering`.

    Only the second needs a word of example before the form in -ing; one that opens a point of a
    list is a term too.
    """
    if act.verb is None or act.rule not in EASES:
        return False
    if act.verb.first == 0 and clause.sentence.block.bullet:
        return clause.sentence.lower(clause.last) != ":"
    governor = clause.sentence.verbs[act.verb.governor] if act.verb.governor >= 0 else None
    if act.verb.infinitive and governor is not None and governor.any("offer", "plan", "commit"):
        return True
    before = clause.sentence.lowers[max(0, act.verb.first - 3) : act.verb.first]
    promised = any(v.base in ("commit", "agree", "work") or v.mood == "future"
                   for v in clause.sentence.verbs if v.first < act.verb.first)  # fmt: skip
    return promised and not {"including", "as", "by"}.isdisjoint(before)


def only_allowed(clause: Clause, act: Act) -> bool:
    """True in `I may further modify the duties`: an order tells what may be done, and does not."""
    if act.verb is None or act.verb.mood != "possible":
        return False
    head = clause.sentence.lowers[clause.first : act.verb.first]
    return act.rule not in ("imposes", "raises") or "president" not in head


def praise(clause: Clause, act: Act) -> bool:
    """True where a deal or an announcement, and no government, grants or opens something."""
    if act.verb is None or act.rule not in ("buys", "opens", "grants") or act.verb.infinitive:
        return False
    first = clause.sentence.lower(clause.first)
    above = clause.joint == "and" and not names_before(clause, clause.first, opening=True)
    spoken = first in ("this", "the", "today") or above
    return spoken and act.verb.form != "ing" and not names_before(clause, act.verb.first)
