"""What a duty spares: `does not apply to`, `will not be subject to`, `are exempt from`."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.parties import code_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention

SPARED = frozenset({"exempt", "exempted", "excluded", "excepted", "exempts", "excludes"})
NOT = frozenset({"not", "n't", "never"})
RELATIVE = frozenset({"that", "which", "who", "those", "already", "if", "unless"})
NEAR = 4


def exempted(setting: Setting, clause: Clause) -> Act | None:
    """The exclusion that a clause tells: a duty named, and what is spared from it."""
    sentence = clause.sentence
    nouns = sentence.of(sentence.nouns, clause.first, clause.last, "instrument")
    duty = next((m for m in nouns if spares_from(m)), None)
    place = spared_at(clause)
    bare = duty is None and setting.own_duty is not None and wholly(clause, place)
    if (duty is None and not bare) or place < 0 or asked(clause) or of_share(setting, clause):
        return None
    verb = next((v for v in clause.verbs if v.first == place), None)
    status = "in_force"
    if setting.official:
        status = "agreed" if setting.deal or setting.joint else "announced"
    elif any(m.value in ("future", "conditional") and m.first < place and m.first >= clause.first
             for m in sentence.modals):  # fmt: skip
        status = "announced"
    return Act("exempts", verb, duty, status, status, status)


def wholly(clause: Clause, place: int) -> bool:
    """True in `these drugs will be exempt`, where the duty is the one that the text is about."""
    return place >= 0 and clause.sentence.lower(place) == "exempt"


def of_share(setting: Setting, clause: Clause) -> bool:
    """True in `15% of trade is exempt`: a figure of trade, told by others than who levies."""
    return not setting.official and clause.sentence.lower(clause.first + 2) == "%"


def spares_from(noun: Mention) -> bool:
    """True for duties and charges: what is exempt from a requirement is freed of it instead."""
    return noun.entry.detail == "duty" and noun.value != "tariff_rate_quota"


def asked(clause: Clause) -> bool:
    """True where somebody only asks or considers that something be spared."""
    verbs = (v for v in clause.verbs if v.any("demand", "propose", "refuse") or v.base == "review")
    return any(True for _ in verbs)


def spared_at(clause: Clause) -> int:
    """Where the word stands that spares, or -1."""
    lowers = clause.sentence.lowers
    for place in range(clause.first, clause.last):
        word = lowers[place]
        before = lowers[max(clause.first, place - NEAR) : place]
        if word == "exempt" and lowers[place - 1] in ("be", "are", "is", "remain"):
            return -1 if told_of(before) or not NOT.isdisjoint(before) else place
        if word in SPARED and "from" in lowers[place : min(place + 14, clause.last)]:
            return -1 if told_of(before) or not NOT.isdisjoint(before) else place
        denied = not NOT.isdisjoint(before)
        if word in ("apply", "applied") and denied and "to" in lowers[place + 1 : place + 3]:
            return -1 if told_of(before) else place
        if word == "subject" and denied and lowers[place + 1 : place + 2] == ["to"]:
            return -1 if told_of(before) else place
    return -1


def told_of(before: list[str]) -> bool:
    """True in `goods that are not subject to`: it only says which goods are meant."""
    return not RELATIVE.isdisjoint(before)


def sides_spared(setting: Setting, clause: Clause, act: Act) -> tuple[str, ...]:
    """Whose goods are spared: the places named before the word that spares, if any."""
    sentence = clause.sentence
    verb: Verb | None = act.verb
    last = verb.first if verb else clause.last
    named = sentence.of(sentence.names, clause.first, last, "party", "group")
    codes = [c for m in named for c in code_of(m) if c != setting.home]
    return tuple(dict.fromkeys(codes))
