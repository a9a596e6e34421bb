"""Verbs that do nothing to trade where they stand: purposes, other senses, mere decisions."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.rates import duty_rates
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.words import words

WEAK = words("weak")
DECISIONS = words("decisions")
EMPOWERS = words("empowers")
KEPT_ON = words("kept_on")
HIT_BACK = words("hit_back")
NO_ACT_BEFORE = {
    "negotiate": ("with", "pursuant"),
    "continue": ("to",),
    "remain": ("to",),
    "be in effect": ("to",),
    "set": ("to", "up", "out", "by"),
}
SHIPS = frozenset({"export", "ship", "sell", "resume", "import", "buy"})
MENTIONED = words("mentioned")
STATUTES = words("statutes")
ORDERED = words("ordered")
ASKED = ("which", "whether", "extent", "if", "when")
NEAR = 6


def of_decision(clause: Clause, verb: Verb) -> bool:
    """True in `the decision by a government to impose`: what was decided is the act."""
    noun = clause.sentence.lower(verb.first - 2)
    owned = any(0 <= verb.first - 2 - m.last <= 2 for m in clause.sentence.names if m.cls != "firm")
    if verb.infinitive and promised_by(clause, verb):
        return True
    return verb.infinitive and noun in DECISIONS and owned


def promised_by(clause: Clause, verb: Verb) -> bool:
    """True in `a commitment from China to buy`."""
    sentence = clause.sentence
    name = next((m for m in sentence.names if m.last == verb.first - 1), None)
    if name is None or sentence.lower(name.first - 1) not in ("from", "by", "of"):
        return False
    return sentence.lower(name.first - 2) in DECISIONS


def purpose(setting: Setting, clause: Clause, verb: Verb) -> bool:
    """True for an infinitive of purpose, `efforts to curb imports`: nobody is said to do it."""
    if of_decision(clause, verb):
        return False
    too = verb.infinitive and clause.sentence.lower(verb.first - 3) == "too"
    if too or (verb.infinitive and clause.has(*EMPOWERS)):
        return True
    if not verb.infinitive or verb.mood or (setting.official and setting.deal):
        return False
    ordered = setting.unilateral and clause.sentence.lower(0) != "to"
    if ordered and not ORDERED.isdisjoint(clause.sentence.lowers[: verb.first]):
        return False
    if verb.governor < 0:
        before = [m.value for m in clause.sentence.nouns if m.last <= verb.first]
        decided = clause.has("decision", "move", "order", "plan", "agreement", "deal", "forced")
        return not decided and not before
    above = clause.sentence.verbs[verb.governor]
    if above.any("strive"):
        return not setting.official
    return above.base not in KEPT_ON and not above.any(
        "offer", "plan", "commit", "threaten", "demand", "impose", "announce", "say"
    )


def weak(setting: Setting, clause: Clause, verb: Verb) -> bool:
    """True for verbs that act on trade only where a rate stands beside them."""
    if idle(clause, verb) or otherwise_meant(clause, verb) or declared(clause, verb):
        return True
    settled = verb.base == "put" and clause.has("place")
    if verb.base not in WEAK or settled or duty_rates(setting, clause):
        return False
    if verb.base == "apply" and (applies(clause, verb) or bound(clause, verb)):
        return False
    if verb.base == "hit" and clause.has("with"):
        return False
    if of_duty(clause, verb):
        return False
    if verb.base in ("face", "pay", "see"):
        return clause.sentence.lower(verb.first - 1) != "or"
    ahead = clause.sentence.of(clause.sentence.nouns, clause.first, verb.first, "instrument")
    kinds = {m.entry.detail for m in ahead}
    if verb.passive and verb.base == "require" and "restriction" in kinds:
        return False
    head = ahead[0].first - clause.first if ahead else NEAR
    plain = head < NEAR and clause.joint in ("", ",", "and", ":", ";") and not clause.has(*ASKED)
    if setting.official and verb.base == "apply" and "duty" in kinds and plain:
        return verb.negated
    behind = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "instrument")
    return not any(m.entry.detail == "restriction" for m in behind)


def of_duty(clause: Clause, verb: Verb) -> bool:
    """True in `will set tariff rates` and `the duties will not be charged`."""
    duties = [m for m in clause.sentence.nouns if m.entry.detail == "duty" or m.value == "penalty"]
    if verb.base == "set" and not verb.passive:
        return any(0 <= m.first - verb.last <= 3 for m in duties)
    if verb.base in ("rise", "increase", "go up"):
        return any(m.value == "penalty" and m.last <= verb.first for m in duties)
    if verb.base not in ("charge", "collect", "apply", "set at", "set"):
        return False
    return verb.passive and any(clause.first <= m.first < verb.first for m in duties)


def otherwise_meant(clause: Clause, verb: Verb) -> bool:
    """True where the word behind a verb gives it a sense that is no act of trade policy."""
    after = clause.sentence.lower(verb.last)
    if after in NO_ACT_BEFORE.get(verb.base, ()):
        return True
    if verb.form == "ing" and clause.sentence.lower(verb.first - 1) in MENTIONED:
        return True
    meetings = clause.sentence.of(clause.sentence.nouns, clause.first, verb.first, "meeting")
    if verb.base == "address" and meetings:
        return True
    if says_or_sues(clause, verb):
        return True
    if verb.base == "grow" and verb.passive:
        return True
    lets = any(
        v.infinitive and 1 < v.first - verb.last <= 6 and v.base not in SHIPS for v in clause.verbs
    )
    if verb.base == "allow" and (lets or clause.has(*STATUTES)):
        return True
    if verb.base in ("obtain", "apply for"):
        return verb.mood != "obliged" and not clause.has("required", "need", "needs", "shall")
    if verb.base == "leave":
        return not clause.has("place", "unchanged", "intact")
    if verb.base in HIT_BACK and after == "by":
        return any(0 <= v.first - verb.last <= 2 and v.any("threaten") for v in clause.verbs)
    return verb.base in HIT_BACK and no_answer(clause, verb)


def no_answer(clause: Clause, verb: Verb) -> bool:
    """True in `responded on Friday`: no duty or control behind `with` is the answer."""
    if verb.base == "hit back" or clause.sentence.lower(verb.last) in ("with", "by"):
        return False
    behind = [m.first for m in clause.sentence.nouns if m.entry.detail in ("duty", "restriction")]
    return not any("with" in clause.sentence.lowers[verb.last : at] for at in behind)


def says_or_sues(clause: Clause, verb: Verb) -> bool:
    """True in `adding that the US` and `filed a lawsuit over the duties`."""
    if verb.base == "add":
        return clause.sentence.lower(verb.last) in ("that", '"', ",")
    return verb.base == "file" and clause.has("lawsuit", "complaint", "suit", "petition", "brief")


def declared(clause: Clause, verb: Verb) -> bool:
    """True in `declared a national emergency`."""
    return verb.base == "declare" and clause.has("emergency", "emergencies")


def idle(clause: Clause, verb: Verb) -> bool:
    """True in `dropped 7.5 percent` and in `as soon as Delhi stops`: nothing is done there."""
    sentence = clause.sentence
    number = sentence.lower(verb.last)[:1].isdigit()
    sign = sentence.lower(verb.last + 1) in ("%", "percent", "per", "pct")
    duty = any(m.entry.detail == "duty" and m.last <= verb.first for m in sentence.nouns)
    if number and sign and not duty:
        return True
    before = sentence.words(clause.first, verb.first).lower()
    return "as soon as" in before


def bound(clause: Clause, verb: Verb) -> bool:
    """True in `commits to apply`: somebody binds itself to the act."""
    above = clause.sentence.verbs[verb.governor] if verb.governor >= 0 else None
    return above is not None and above.any("offer", "plan", "commit")


def applies(clause: Clause, verb: Verb) -> bool:
    """True in `the rates of duty shall apply on or after ...`: a duty is the subject, or a day."""
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, verb.first, "instrument")
    return any(m.entry.detail == "duty" for m in nouns) and verb.mood == "future"
