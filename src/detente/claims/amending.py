"""Schedules of duty amended by order: `by deleting "10%" and inserting "25%" in lieu thereof`."""

from __future__ import annotations

import re

from detente.claims.act import Act
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make
from detente.claims.rates import ends_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.words import words

VALUE = r'"(\d{1,3}(?:\.\d{1,2})?)\s?(?:%|percent)"'
CALLED = r"(?:the\s(?:words?|phrase|figure|number|term)\s)?"
AMENDED = re.compile(
    rf"(?:deleting|striking)\s(?:out\s)?{CALLED}{VALUE}[^\"]{{0,200}}?"
    rf"(?:inserting|substituting)\s(?:in\s(?:lieu|place)\sthereof,?\s)?{CALLED}{VALUE}"
)
HALTED = words("halted")


def amended(setting: Setting, clause: Clause) -> Claim | None:
    """The new rate that an order writes into the schedule, with the one that it replaces."""
    if not setting.unilateral:
        return None
    found = AMENDED.search(setting.folded.text, *ends_of(clause))
    if found is None:
        return None
    home = (setting.home,)
    return make(
        setting, clause, "measure", "announced", "amended", actor=home,
        target=setting.other(home), instrument=setting.own_duty or "tariff",
        rate_pct=float(found[2]), rate_prev_pct=float(found[1]), date_from=setting.acted_from,
    )  # fmt: skip


def enforcement_halted(setting: Setting, clause: Clause) -> Act | None:
    """`enforcement of section 3(a) is suspended until`: what an order suspends is its duty."""
    if not setting.unilateral:
        return None
    verb: Verb | None = next((v for v in clause.verbs if v.any("suspend") and v.passive), None)
    if verb is None:
        return None
    before = clause.sentence.lowers[clause.first : verb.first]
    if HALTED.isdisjoint(before):
        return None
    return Act("suspends", verb, None, "suspended", "suspended", "suspended")
