"""Firms that must be sold or may not be used: told to sell, banned, to be sold, given more time."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.words import words

OWNED = words("owned_firms")
SELLS = frozenset({"sell", "divest", "spin off", "transfer", "hand over", "shut down"})
BANS = frozenset({"ban", "block", "prohibit", "bar", "outlaw", "remove"})
WAITS = frozenset({"suspend", "pause", "delay", "postpone", "hold off", "extend"})
FORCED = words("forced")
THINGS = frozenset({"ban", "divestiture", "enforcement", "law", "deadline", "app", "platform"})


def divested(setting: Setting, clause: Clause) -> Act | None:
    """The act of a clause on a firm that a government wants sold."""
    if not about_firm(setting, clause):
        return None
    for verb in clause.verbs:
        status = status_of(clause, verb)
        if status:
            return Act("divests", verb, None, status, status, status)
    return None


def about_firm(setting: Setting, clause: Clause) -> bool:
    """True where such a firm is named in the clause, or was lately and its app or ban is."""
    names = clause.sentence.of(clause.sentence.names, clause.first, clause.last, "firm")
    if any(m.value in OWNED for m in names):
        setting.of_app = True
        return True
    return setting.of_app and clause.has("app", "platform", "divestiture")


def status_of(clause: Clause, verb: Verb) -> str:
    """What a verb tells of a sale or ban, else nothing."""
    if verb.negated or verb.mood == "possible":
        return ""
    text = set(clause.sentence.lowers[clause.first : verb.first])
    if verb.base in SELLS:
        if not FORCED.isdisjoint(text) or verb.mood == "obliged":
            return "in_force"
        coming = verb.mood in ("future", "conditional") and not verb.infinitive
        return "agreed" if coming or verb.passive else ""
    if verb.base in BANS and (verb.form in ("past", "ing") or verb.passive):
        return "in_force" if verb.mood == "" else "announced"
    waits = verb.base in WAITS and verb.form == "past" and clause.has(*THINGS)
    return "suspended" if waits and not clause.has("deadline") else ""
