"""Acts: a verb of trade policy with the object that it takes, as the rules file pairs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.commitments import bought, promises
from detente.claims.idle import of_decision, purpose, weak
from detente.claims.lexicon import rows, texts
from detente.claims.objects import BUY_VERBS, object_of
from detente.claims.rates import duty_rates
from detente.claims.sentence import Sentence, Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

PLEDGES = words("pledges")
LEGALLY = frozenset({"pursuant", "through"})
TIMES = frozenset({"since", "after", "when", "before", "as"})
NOT_YET_DONE = words("not_yet_done")


def acts_of(setting: Setting, clause: Clause) -> Act | None:
    """The act of a clause: its first verb that a rule knows with the object that it takes."""
    aside: Act | None = None
    for verb in clause.verbs:
        if of_decision(clause, verb) or never_done(clause, verb):
            continue
        if "none" in verb.families or weak(setting, clause, verb) or purpose(setting, clause, verb):
            continue
        if verb.base == "address" and not setting.official:
            continue
        if verb.infinitive and any(
            v.base in ("negotiate", "discuss") and v.first < verb.first for v in clause.verbs
        ):
            continue
        act = act_by(setting, clause, verb)
        if act is not None and act.rule != "changes" and not told_on_the_way(clause.sentence, act):
            return act
        if not (act is not None and setting.unilateral and told_on_the_way(clause.sentence, act)):
            aside = aside or act
    return aside


def told_on_the_way(sentence: Sentence, act: Act) -> bool:
    """True in `the duty imposed in May shall cease to apply`: what is told comes behind."""
    verb = act.verb
    if verb is None or act.object is None or verb.passive or verb.form not in ("past", "part"):
        return False
    return act.object.last == verb.first or sentence.lower(verb.last) in LEGALLY


def never_done(clause: Clause, verb: Verb) -> bool:
    """True in `would have extended the controls`: it did not come to that."""
    before = clause.sentence.lowers[max(clause.first, verb.first - 4) : verb.first]
    return "would" in before and "have" in before and verb.form in ("past", "part")


def act_by(setting: Setting, clause: Clause, verb: Verb) -> Act | None:
    """The act of one verb: the first rule of which it takes an object."""
    for row in rows(setting.lexicon.rows["acts"]):
        if str(row["verbs"]) not in verb.families:
            continue
        if row["verbs"] == "settle" and not (setting.official and (setting.deal or setting.joint)):
            continue
        if row["verbs"] == "change" and not changes_alone(clause, verb):
            continue
        if row["verbs"] == "commit" and not promises(setting, verb):
            continue
        if row["verbs"] == "commit" and verb.base in BUY_VERBS and bought(setting, verb):
            continue
        found = [object_of(setting, clause, verb, cls) for cls in texts(row["objects"])]
        near = nearest(verb, [noun for noun in found if noun is not None])
        if row["verbs"] == "negotiate_act" and near and of_talks(clause, verb, near):
            continue
        if near is not None:
            told = told_as(clause, verb)
            if verb.base in ("approve", "clear") and burdens(near):
                return Act("imposes", verb, near, "announced", "agreed", "announced")
            return Act(str(row["id"]), verb, near, *(str(row[k]) for k in told))
    return None


def nearest(verb: Verb, found: list[Mention]) -> Mention | None:
    """The object next to a verb: `sets penalties for importers who claim tariff relief`."""
    behind = [noun for noun in found if noun.first >= verb.last]
    if len(behind) < len(found) or verb.passive:
        return found[0] if found else None
    near = min(behind, key=lambda noun: noun.first, default=None)
    together = near is not None and found[0].first - near.last <= 1
    return found[0] if together else near


def changes_alone(clause: Clause, verb: Verb) -> bool:
    """True in `modifies the duties`, not in `modified them by suspending`."""
    sentence = clause.sentence
    if clause.joint in TIMES or sentence.lower(clause.first) in TIMES:
        return False
    later = (v for v in sentence.verbs if v.first > verb.first)
    return not any(v.any("suspend") for v in later)


def of_talks(clause: Clause, verb: Verb, duty: Mention) -> bool:
    """True in `travel to negotiate the duties` and `negotiating a deal to lower duties`: talks."""
    travels = any(v.first < verb.first and v.any("meet") for v in clause.verbs)
    near = clause.sentence.of(clause.sentence.nouns, verb.last, duty.first, "instrument")
    return travels or any(m.entry.detail == "deal" for m in near)


def decisions(setting: Setting, clause: Clause) -> Iterator[tuple[Clause, Act]]:
    """Acts told as what somebody decided, each with the stretch that tells it."""
    for verb in clause.verbs:
        act = act_by(setting, clause, verb) if of_decision(clause, verb) else None
        if act is not None and clause.sentence.lower(verb.first - 2) in ("threat", "threats"):
            coming = duty_rates(setting, clause)
            act = replace(act, status="threatened", coming="threatened") if coming else None
        if act is not None:
            near = [m for m in clause.sentence.names if -1 <= verb.first - 2 - m.last <= 2]
            yield Clause(clause.sentence, near[0].first, clause.last, "of"), act


def burdens(noun: Mention) -> bool:
    """True for what is imposed where it is approved; a licence or waiver is given."""
    gives = noun.value in ("license", "tariff_exclusion", "tariff_rate_quota")
    return noun.entry.detail in ("duty", "restriction") and not gives


def put_on_list(clause: Clause) -> Act | None:
    """`decided to include 15 firms in the export control list`: a listing told by `include`."""
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    listed = next((m for m in nouns if m.value == "entity_list"), None)
    verb = next((v for v in clause.verbs if v.base == "include" and v.form != "ing"), None)
    if listed is None or verb is None or verb.negated or listed.first < verb.last:
        return None
    return Act("imposes", verb, listed, "in_force", "agreed", "announced")


def told_as(clause: Clause, verb: Verb) -> tuple[str, str, str]:
    """The columns of the rules for done, promised and coming; a mere plan is still coming."""
    noun = clause.sentence.lower(verb.first - 2)
    if verb.infinitive and noun in PLEDGES:
        return ("promised", "promised", "promised")
    if verb.infinitive and noun in NOT_YET_DONE:
        return ("coming", "promised", "coming")
    return ("status", "promised", "coming")


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
            if row["verbs"] == "change":
                continue
            if str(row["verbs"]) in verb.families and "duty" in texts(row["objects"]):
                words = (str(row[k]) for k in ("status", "promised", "coming"))
                return Act(str(row["id"]), verb, before[-1] if before else None, *words)
    return None
