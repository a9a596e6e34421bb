"""Who levies a duty that a clause leaves without an owner: by what the text told of it before."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.parties import agent_of, governed, owner_of, subject_of
from detente.claims.rates import duty_rates
from detente.claims.setting import Setting
from detente.claims.targets import target_of

Sides = tuple[tuple[str, ...], tuple[str, ...]]


def keep(setting: Setting, claim: Claim) -> None:
    """Keep whose a duty is, by its rate and by how often."""
    if setting.official or setting.lexicon.classes.get(claim.instrument or "") != "duty":
        return
    if len(claim.actor) != 1:
        return
    if claim.rate_pct is not None:
        setting.levied.setdefault(claim.rate_pct, (claim.actor, claim.target))
    setting.leviers[claim.actor[0]] = setting.leviers.get(claim.actor[0], 0) + 1


def unnamed(setting: Setting, clause: Clause, act: Act) -> Sides | None:
    """The sides of a duty of which nobody in the sentence is said to levy it."""
    noun = act.object
    if setting.official or setting.lead or noun is None or noun.entry.detail != "duty":
        return None
    if owner_of(clause.sentence, noun) or agent_of(clause, act.verb) or doer_named(clause, act):
        return None
    if subject_of(setting, clause, act.verb) is not None:
        return None
    told = [setting.levied[p.value] for p in duty_rates(setting, clause)
            if p.value in setting.levied]  # fmt: skip
    hit = target_of(setting, clause, noun, ())
    behind = clause.sentence.of(clause.sentence.names, noun.last, clause.last, "party", "group")
    if behind and hit:
        doer = setting.other(hit)[:1]
        return (doer, hit) if doer else None
    if told:
        return told[0]
    most = max(setting.leviers.items(), key=lambda item: item[1], default=None)
    if most is None:
        return None
    return (most[0],), target_of(setting, clause, noun, (most[0],))


def doer_named(clause: Clause, act: Act) -> bool:
    """True where somebody is named before the verb, in the clause or before it."""
    place = act.verb.first if act.verb else clause.first
    sentence = clause.sentence
    names = sentence.of(sentence.names, 0, place, "party", "person", "agency", "group")
    return any(not governed(sentence, m) and m.entry.detail != "adjective" for m in names)
