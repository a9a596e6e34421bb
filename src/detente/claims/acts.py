"""Acts: a verb of trade policy with the object that it takes, as the rules file pairs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.claims.amounts import Percent, is_duty, money, percents, quantities
from detente.claims.clauses import Clause
from detente.claims.lexicon import rows, texts
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

WEAK = words("weak")


BUY_VERBS = words("buy_verbs")
SPENDS = words("spends")


INTRANSITIVE = words("intransitive")
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
MENTIONED = words("mentioned")
STATUTES = words("statutes")
MORE_OF = frozenset({"increase", "boost", "expand", "step up"})
PLEDGES = words("pledges")
NOT_YET_DONE = words("not_yet_done")
BACK_TO = words("back_to")
EFFECTS = words("effects")
NO_OBJECT = words("no_object")
PLEDGED = words("pledged")
COMMITS = frozenset({"commit", "agree", "pledge", "promise"})
ORDERED = words("ordered")


@dataclass(frozen=True, slots=True)
class Act:
    """A verb, its object, and the rule that joins them."""

    rule: str
    verb: Verb | None
    object: Mention | None
    status: str
    promised: str
    coming: str


def acts_of(setting: Setting, clause: Clause) -> Act | None:
    """The act of a clause: its first verb that a rule knows with the object that it takes."""
    for verb in clause.verbs:
        if of_decision(clause, verb):
            continue
        if "none" in verb.families or weak(setting, clause, verb) or purpose(setting, clause, verb):
            continue
        act = act_by(setting, clause, verb)
        if act is not None:
            return act
    return None


def act_by(setting: Setting, clause: Clause, verb: Verb) -> Act | None:
    """The act of one verb: the first rule of which it takes an object."""
    for row in rows(setting.lexicon.rows["acts"]):
        if str(row["verbs"]) not in verb.families:
            continue
        if row["verbs"] == "commit" and not promises(setting, verb):
            continue
        if row["verbs"] == "commit" and verb.base in BUY_VERBS and bought(setting, verb):
            continue
        for cls in texts(row["objects"]):
            found = object_of(setting, clause, verb, cls)
            if found is not None:
                told = told_as(clause, verb)
                return Act(str(row["id"]), verb, found, *(str(row[k]) for k in told))
    return None


def decisions(setting: Setting, clause: Clause) -> Iterator[tuple[Clause, Act]]:
    """Acts told as what somebody decided, each with the stretch that tells it."""
    for verb in clause.verbs:
        act = act_by(setting, clause, verb) if of_decision(clause, verb) else None
        if act is not None:
            near = [m for m in clause.sentence.names if -1 <= verb.first - 2 - m.last <= 2]
            yield Clause(clause.sentence, near[0].first, clause.last, "of"), act


def told_as(clause: Clause, verb: Verb) -> tuple[str, str, str]:
    """The columns of the rules for done, promised and coming; a mere plan is still coming."""
    noun = clause.sentence.lower(verb.first - 2)
    if verb.infinitive and noun in PLEDGES:
        return ("promised", "promised", "promised")
    if verb.infinitive and noun in NOT_YET_DONE:
        return ("coming", "promised", "coming")
    return ("status", "promised", "coming")


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
    if verb.infinitive and clause.has(*EMPOWERS):
        return True
    if not verb.infinitive or verb.mood or (setting.official and setting.deal):
        return False
    if setting.unilateral and clause.sentence.lower(0) != "to" and clause.sentence.verbs:
        ordered = clause.sentence.verbs[0].first < verb.first
        if ordered and not frozenset(clause.sentence.lowers).isdisjoint(ORDERED):
            return False
    if verb.governor < 0:
        before = [m.value for m in clause.sentence.nouns if m.last <= verb.first]
        decided = clause.has("decision", "move", "order", "plan", "agreement", "deal", "forced")
        return not decided and not before
    above = clause.sentence.verbs[verb.governor]
    return above.base not in KEPT_ON and not above.any(
        "offer", "plan", "commit", "threaten", "demand", "impose", "announce", "say"
    )


def weak(setting: Setting, clause: Clause, verb: Verb) -> bool:
    """True for verbs that act on trade only where a rate stands beside them."""
    if idle(clause, verb) or otherwise_meant(clause, verb):
        return True
    settled = verb.base == "put" and clause.has("place")
    if verb.base not in WEAK or settled or duty_rates(setting, clause):
        return False
    if verb.base == "apply" and (applies(clause, verb) or bound(clause, verb)):
        return False
    if verb.base == "hit" and clause.has("with"):
        return False
    if verb.base in ("face", "pay", "see"):
        return True
    behind = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "instrument")
    return not any(m.entry.detail == "restriction" for m in behind)


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
    if verb.base == "declare" and clause.has("emergency", "emergencies"):
        return True
    if verb.base == "allow" and clause.has(*STATUTES):
        return True
    if verb.base in ("obtain", "apply for"):
        return verb.mood != "obliged" and not clause.has("required", "need", "needs", "must")
    if verb.base == "leave":
        return not clause.has("place", "unchanged", "intact")
    if verb.base in HIT_BACK and after == "by":
        return any(0 <= v.first - verb.last <= 2 and v.any("threaten") for v in clause.verbs)
    return verb.base in HIT_BACK and verb.base != "hit back" and after not in ("with", "by")


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


def promises(setting: Setting, verb: Verb) -> bool:
    """True where buying or granting is told as a thing to do, not as a participle or habit."""
    if verb.passive or verb.form in ("part", "ing"):
        return False
    if verb.form == "base":
        return bool(verb.mood or verb.infinitive or not setting.official or verb.first < 2)
    return verb.form == "past" and not setting.official


def points_taken(setting: Setting, clause: Clause) -> Act | None:
    """`by suspending 24 percentage points of that rate`: the duty stands before."""
    found = duty_rates(setting, clause)
    points = any(p.basis == "percentage_points" for p in found)
    here = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    left = bool(found) and clause.has("rate") and not here
    if not (points or left):
        return None
    before = [
        m for m in clause.sentence.of(clause.sentence.nouns, 0, clause.last, "instrument")
        if m.entry.detail == "duty"
    ]  # fmt: skip
    for verb in clause.verbs:
        for row in rows(setting.lexicon.rows["acts"]):
            if str(row["verbs"]) in verb.families and "duty" in texts(row["objects"]):
                words = (str(row[k]) for k in ("status", "promised", "coming"))
                return Act(str(row["id"]), verb, before[-1] if before else None, *words)
    return None


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
        return ahead[-1] if ahead else (behind[0] if behind else above)
    reach = [m for m in behind if not cut_off(clause, verb, m)]
    if verb.any("announce") and any(
        m.entry.detail == "deal" for m in nouns if m.first >= verb.last
    ):
        return None
    if reach:
        return reach[0]
    return (
        ahead[-1]
        if verb.form in ("past", "part") and ahead and clause.joint in ("which", "who")
        else None
    )


def by_agent(clause: Clause, verb: Verb) -> bool:
    """True in `controls imposed by`: a participle that tells who did it."""
    return verb.form in ("past", "part") and clause.sentence.lower(verb.last) == "by"


def antecedent(setting: Setting, clause: Clause, verb: Verb, cls: str) -> Mention | None:
    """The noun to which `which` or `that` points back: `the fees, which took effect`."""
    if clause.joint not in ("which", "that") or clause.has("it", "they"):
        return None
    near = [m for m in clause.sentence.nouns if 0 <= clause.first - m.last <= 6]
    fitting = [m for m in near if fits(setting, clause, m, verb, cls)]
    return fitting[-1] if fitting else None


def cut_off(clause: Clause, verb: Verb, noun: Mention) -> bool:
    """True where another finite verb stands between a verb and a noun."""
    return any(
        verb.last <= v.first < noun.first
        and (of_decision(clause, v) or (not v.infinitive and v.form in ("past", "s")))
        for v in clause.sentence.verbs
    )


def fits(setting: Setting, clause: Clause, noun: Mention, verb: Verb, cls: str) -> bool:
    """True where a noun is of a class; purchases and investments go by verb and sum."""
    if cls == "flow" and noun.value == "trade" and clause.sentence.lower(noun.first - 1) != "of":
        return False
    if cls == "flow":
        return noun.cls == "flow" or (noun.cls == "product" and verb.base in ("ban", "restrict"))
    if cls == "purchase" and verb.base in MORE_OF:
        return noun.cls == "flow" and noun.value in ("import", "purchase", "buying")
    if cls == "purchase":
        return noun.cls in ("product", "flow") and (
            verb.base in BUY_VERBS or noun.value in ("purchase", "buying")
        )
    if cls == "investment":
        return verb.base in ("invest", "pour") and noun.cls in ("flow", "product")
    if effect_of(clause, noun):
        return False
    if noun.cls == "instrument" and noun.entry.detail == "anaphor":
        known = setting.lexicon.classes.get(setting.last_instrument or "")
        back = clause.sentence.lower(noun.first - 1) in BACK_TO
        return back and known == cls and verb.any("suspend", "lift", "impose", "prolong")
    return noun.cls == "instrument" and noun.entry.detail == cls


def effect_of(clause: Clause, noun: Mention) -> bool:
    """True in `the impact of US tariffs`: what is told is no act on the tariffs."""
    for place in range(noun.first - 1, max(clause.first, noun.first - 5), -1):
        if clause.sentence.lower(place) in ("of", "from"):
            return clause.sentence.lower(place - 1) in EFFECTS
    return False


def commitment_of(setting: Setting, clause: Clause) -> Act | None:
    """Promised purchases and investment, told by a verb and a sum; duties that one must pay."""
    text = setting.folded.text
    sums = list(money(text, *ends_of(clause))) or list(quantities(text, *ends_of(clause)))
    for verb in clause.verbs:
        if verb.base in BUY_VERBS and bought(setting, verb):
            return None
        if verb.base in COMMITS and sums and promises_goods(clause, verb):
            return Act("buys", verb, None, "agreed", "agreed", "agreed")
        if verb.base == "pay" and duty_rates(setting, clause):
            return Act("imposes", verb, None, "in_force", "agreed", "announced")
        if verb.base == "spend" and not on_goods(clause):
            continue
        if verb.base in SPENDS and promises(setting, verb) and (sums or verb.mood == "future"):
            return Act("buys", verb, None, "agreed", "agreed", "agreed")
        if verb.base in SPENDS and sums and verb.form == "ing" and clause.has("by"):
            return Act("buys", verb, None, "agreed", "agreed", "agreed")
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    named = [m for m in nouns if m.entry.detail in ("commitment", "access")]
    promised = [m for m in named if m.entry.detail == "commitment" and pledged(clause, m)]
    listed = setting.official and setting.deal and clause.has("includes", "include")
    if (listed and (named or sums)) or (sums and (promised or (named and not setting.official))):
        return Act("promised-sum", None, named[0] if named else None, "agreed", "agreed", "agreed")
    return None


def pledged(clause: Clause, noun: Mention) -> bool:
    """True where an investment named is one that somebody promises."""
    return noun.last - noun.first > 1 or (
        clause.has(*PLEDGED) and not clause.has("citing", "cites")
    )


def promises_goods(clause: Clause, verb: Verb) -> bool:
    """True in `has committed to $50 billion in purchases`: a sum of goods is what is promised."""
    behind = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "flow", "product")
    return clause.sentence.lower(verb.last) == "to" and any(m.value != "trade" for m in behind)


def bought(setting: Setting, verb: Verb) -> bool:
    """True in `bought $130 billion of goods in 2017`: done long since, a figure of trade."""
    past = verb.form in ("past", "part") and not verb.mood and verb.governor < 0
    return past and not verb.infinitive and not setting.official


def on_goods(clause: Clause) -> bool:
    """True where goods or purchases are named in a clause."""
    return bool(
        clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "product", "flow")
    )


def duty_rates(setting: Setting, clause: Clause) -> list[Percent]:
    """The rates of duty in a clause."""
    tokens = clause.sentence.tokens
    first, last = tokens[clause.first].start, tokens[clause.last - 1].end
    text = setting.folded.text
    found = percents(text, first, last)
    sure = [p for p in found if p.basis == "percentage_points" or is_duty(text, first, last, p)]
    if any(p.previous is not None for p in sure):
        return [p for p in found if p in sure or p.previous is not None]
    return sure


def ends_of(clause: Clause) -> tuple[int, int]:
    """Where a clause begins and ends in the plain copy."""
    tokens = clause.sentence.tokens
    return tokens[clause.first].start, tokens[clause.last - 1].end
