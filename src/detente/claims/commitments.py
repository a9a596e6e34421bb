"""Promised purchases and investment: told by a verb of buying and a sum, or by a noun."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.amounts import money, quantities
from detente.claims.clauses import Clause
from detente.claims.idle import of_decision
from detente.claims.objects import BUY_VERBS
from detente.claims.rates import duty_rates, ends_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

SPENDS = words("spends")
PLEDGED = words("pledged")
COMMITS = frozenset({"commit", "agree", "pledge", "promise"})


def promises(setting: Setting, verb: Verb) -> bool:
    """True where buying or granting is told as a thing to do, not as a participle or habit."""
    if verb.form == "ing" and verb.mood == "future" and not verb.infinitive:
        return True
    if verb.passive or verb.form in ("part", "ing"):
        return False
    if verb.form == "base":
        return bool(verb.mood or verb.infinitive or not setting.official or verb.first < 2)
    return verb.form == "past" and not setting.official


def commitment_of(setting: Setting, clause: Clause) -> Act | None:
    """Promised purchases and investment, told by a verb and a sum; duties that one must pay."""
    text = setting.folded.text
    sums = list(money(text, *ends_of(clause))) or list(quantities(text, *ends_of(clause)))
    if any(v.base in BUY_VERBS and bought(setting, v) for v in clause.verbs):
        return None
    for verb in clause.verbs:
        if setting.official and of_decision(clause, verb):
            continue
        if (act := promise_by(setting, clause, verb, bool(sums))) is not None:
            return act
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    named = [m for m in nouns if m.entry.detail in ("commitment", "access")]
    promised = [m for m in named if m.entry.detail == "commitment" and pledged(clause, m)]
    deal = setting.deal or clause.has("deal", "agreement", "framework")
    listed = setting.official and deal and clause.has("includes", "include")
    if (listed and (named or sums)) or (sums and (promised or (named and not setting.official))):
        return Act("promised-sum", None, named[0] if named else None, "agreed", "agreed", "agreed")
    return None


def promise_by(setting: Setting, clause: Clause, verb: Verb, summed: bool) -> Act | None:
    """The promise that one verb tells, with a sum or without."""
    if verb.base == "make" and summed and verb.mood == "future" and makes(clause, verb):
        return Act("buys", verb, None, "agreed", "agreed", "agreed")
    if verb.base in COMMITS and promises_goods(clause, verb, summed):
        return Act("buys", verb, None, "agreed", "agreed", "agreed")
    if verb.base == "pay" and duty_rates(setting, clause):
        return Act("imposes", verb, None, "in_force", "agreed", "announced")
    if verb.base == "spend" and not on_goods(clause):
        return None
    if verb.base in SPENDS and promises(setting, verb) and (summed or verb.mood == "future"):
        return Act("buys", verb, None, "agreed", "agreed", "agreed")
    if verb.base in SPENDS and summed and verb.form == "ing" and clause.has("by"):
        return Act("buys", verb, None, "agreed", "agreed", "agreed")
    return None


def pledged(clause: Clause, noun: Mention) -> bool:
    """True where an investment named is one that somebody promises."""
    return noun.last - noun.first > 1 or (
        clause.has(*PLEDGED) and not clause.has("citing", "cites")
    )


def makes(clause: Clause, verb: Verb) -> bool:
    """True in `will make long-term purchases of`: what is made is a purchase."""
    behind = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "flow")
    return any(m.value == "purchase" for m in behind)


def promises_goods(clause: Clause, verb: Verb, summed: bool) -> bool:
    """True in `has committed to $50 billion in purchases`: a sum of goods is what is promised.

    Without a sum only purchases called so are: `agreed to large purchases of`.
    """
    behind = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "flow", "product")
    if clause.sentence.lower(verb.last) != "to":
        return False
    if not summed:
        return any(m.value == "purchase" for m in behind)
    return any(m.value != "trade" for m in behind)


def bought(setting: Setting, verb: Verb) -> bool:
    """True in `bought $130 billion of goods in 2017`: done long since, a figure of trade."""
    past = verb.form in ("past", "part") and not verb.mood and verb.governor < 0
    return past and not verb.infinitive and not setting.official


def on_goods(clause: Clause) -> bool:
    """True where goods or purchases are named in a clause."""
    return bool(
        clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "product", "flow")
    )
