"""Which object a verb of trade policy takes in its clause."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.idle import of_decision
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

BUY_VERBS = words("buy_verbs")
INTRANSITIVE = words("intransitive")
MORE_OF = frozenset({"increase", "boost", "expand", "step up"})
BACK_TO = words("back_to")
LATER = frozenset({"before", "when", "unless", "because"})
DOERS = frozenset({"it", "he", "she", "they", "we"})
BETWEEN = DOERS | {"the", "has", "have", "had", "that", "president", "administration", "first"}
DRUGS = frozenset({"fentanyl", "drugs", "opioids", "illegal", "illicit", "contraband"})
REACH = 4
CALLED = {"inquiry": "investigation", "fee": "penalty"}
EFFECTS = words("effects")
NO_OBJECT = words("no_object")


def object_of(setting: Setting, clause: Clause, verb: Verb, cls: str) -> Mention | None:
    """The nearest object of a class: after an active verb, before a passive or intransitive one."""
    sentence = clause.sentence
    nouns = [m for m in sentence.nouns if m.first >= clause.first and m.last <= clause.last]
    fitting = [m for m in nouns if fits(setting, clause, m, verb, cls)]
    behind = [m for m in fitting if m.first >= verb.last]
    ahead = [m for m in fitting if m.last <= verb.first]
    moved = sentence.lower(verb.last) in NO_OBJECT and verb.any("raise", "cut", "lift", "commit")
    if moved and not verb.passive:
        return ahead[-1] if ahead and verb.base in INTRANSITIVE else None
    if verb.passive or verb.base in INTRANSITIVE or (ahead and by_agent(clause, verb)):
        above = antecedent(setting, clause, verb, cls)
        if verb.base.startswith("be in"):
            return ahead[-1] if ahead else above
        return ahead[-1] if ahead else (behind[0] if behind else above)
    reach = [m for m in behind if not cut_off(clause, verb, m)]
    if verb.any("announce") and any(
        m.entry.detail == "deal" for m in nouns if m.first >= verb.last
    ):
        return None
    if reach:
        return reach[0]
    if ahead and stands_between(clause, ahead[-1], verb):
        return ahead[-1]
    return (
        ahead[-1]
        if verb.form in ("past", "part") and ahead and clause.joint in ("which", "who")
        else None
    )


def stands_between(clause: Clause, noun: Mention, verb: Verb) -> bool:
    """True in `controls the US has put in place`: only who did it stands between the two."""
    sentence = clause.sentence
    if not 0 < verb.first - noun.last <= 6 or verb.infinitive:
        return False
    named = {i for m in sentence.names for i in range(m.first, m.last)}
    places = range(noun.last, verb.first)
    doer = any(i in named or sentence.lower(i) in DOERS for i in places)
    return doer and all(i in named or sentence.lower(i) in BETWEEN for i in places)


def by_agent(clause: Clause, verb: Verb) -> bool:
    """True in `controls imposed by`: a participle that tells who did it."""
    return verb.form in ("past", "part") and clause.sentence.lower(verb.last) == "by"


def antecedent(setting: Setting, clause: Clause, verb: Verb, cls: str) -> Mention | None:
    """The noun to which `which` or `that` points back: `the fees, which took effect`."""
    if clause.joint == "and" and verb.passive and verb.first - clause.first <= 4:
        before = clause.sentence.of(clause.sentence.nouns, 0, clause.first, "instrument")
        shared = [m for m in before if fits(setting, clause, m, verb, cls)]
        named = any(clause.first <= m.first < verb.first for m in clause.sentence.names)
        return shared[0] if shared and not named else None
    if clause.joint not in ("which", "that") or clause.has("it", "they"):
        return None
    near = [m for m in clause.sentence.nouns if 0 <= clause.first - m.last <= 6]
    fitting = [m for m in near if fits(setting, clause, m, verb, cls)]
    return fitting[-1] if fitting else None


def cut_off(clause: Clause, verb: Verb, noun: Mention) -> bool:
    """True where another finite verb stands between a verb and a noun."""
    if not LATER.isdisjoint(clause.sentence.lowers[verb.last : noun.first]):
        return True
    return any(
        verb.last <= v.first < noun.first
        and (of_decision(clause, v) or (not v.infinitive and v.form in ("past", "s")))
        for v in clause.sentence.verbs
    )


def fits(setting: Setting, clause: Clause, noun: Mention, verb: Verb, cls: str) -> bool:
    """True where a noun is of a class; purchases and investments go by verb and sum."""
    if cls == "flow" and no_flow(clause, noun):
        return False
    if cls == "flow":
        return noun.cls == "flow" or (
            noun.cls == "product" and verb.base in ("ban", "restrict", "allow")
        )
    if cls in CALLED:
        return noun.value == CALLED[cls]
    if cls == "goods":
        return noun.cls == "product"
    if cls == "purchase" and verb.base in MORE_OF:
        return noun.cls == "flow" and noun.value in ("import", "purchase", "buying")
    if cls == "purchase":
        return noun.cls in ("product", "flow") and (
            verb.base in BUY_VERBS or noun.value in ("purchase", "buying")
        )
    if cls == "investment":
        return verb.base in ("invest", "pour") and noun.cls in ("flow", "product")
    taken = clause.sentence.lower(noun.first - 1) in ("take", "takes", "taking", "took", "taken")
    if effect_of(clause, noun) or (taken and noun.value == "non_tariff_measure"):
        return False
    if noun.cls == "instrument" and noun.entry.detail == "anaphor":
        known = setting.lexicon.classes.get(setting.last_instrument or setting.own_duty or "")
        back = clause.sentence.lower(noun.first - 1) in BACK_TO
        near = noun.first - verb.last <= REACH
        return near and back and known == cls and verb.any("suspend", "lift", "impose", "prolong")
    return noun.cls == "instrument" and noun.entry.detail == cls


def no_flow(clause: Clause, noun: Mention) -> bool:
    """True in `supply chain` and in `trade` that is not told to be of something."""
    sentence = clause.sentence
    if sentence.lower(noun.last) in ("chain", "chains"):
        return True
    if noun.value == "flow" and not DRUGS.isdisjoint(sentence.lowers[noun.last : noun.last + 3]):
        return True
    return noun.value == "trade" and sentence.lower(noun.first - 1) != "of"


def effect_of(clause: Clause, noun: Mention) -> bool:
    """True in `the impact of US tariffs`: what is told is no act on the tariffs."""
    for place in range(noun.first - 1, max(clause.first, noun.first - 5), -1):
        if clause.sentence.lower(place) in ("of", "from"):
            return clause.sentence.lower(place - 1) in EFFECTS
    return False
