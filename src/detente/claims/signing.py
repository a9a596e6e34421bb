"""An order that is signed, with nothing said but what it is for: that itself is the act."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.making import told
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.statements import relevant
from detente.claims.tokens import Mention, mentions_of, tokens_of
from detente.claims.words import words

SIGNS = frozenset({"sign", "issue", "proclaim"})
ORDERS = words("orders")
TIMES = frozenset({"since", "after", "when", "before", "as"})
REACH = 8
MONTH = 7


def signed(setting: Setting, clause: Clause) -> Act | None:
    """`X signed a Proclamation to protect national security` in a text on trade."""
    if not setting.unilateral:
        return None
    sentence = clause.sentence
    verb = next((v for v in clause.verbs if v.base in SIGNS and v.form in ("past", "ing")), None)
    asides = clause.joint in TIMES or sentence.lower(clause.first) in TIMES
    if verb is None or verb.passive or asides or clause.has("determining", "finding", "previously"):
        return None
    if ORDERS.isdisjoint(sentence.lowers[verb.last : verb.last + REACH]):
        return None
    if not (setting.own_duty or titled(setting) or relevant(clause)):
        return None
    if long_ago(setting, clause, verb):
        return None
    nouns = sentence.of(sentence.nouns, verb.last, len(sentence.tokens), "instrument")
    duty = next((m for m in nouns if m.entry.detail in ("duty", "restriction")), None)
    return Act("signs", verb, duty, "announced", "announced", "announced")


def long_ago(setting: Setting, clause: Clause, verb: Verb) -> bool:
    """True in `in August 2025, X signed an order`: another order than the one told of."""
    day = setting.document.date
    place = clause.sentence.tokens[verb.first].start
    found = (w.first for w in told(setting, clause, -1) if w.first and w.end <= place)
    return day is not None and any(first[:MONTH] < day.isoformat()[:MONTH] for first in found)


def titled(setting: Setting) -> Mention | None:
    """The duty, restriction or trade named in the title of a text."""
    title = setting.document.title or ""
    found = mentions_of(tokens_of(title, 0, len(title)), setting.lexicon.index["noun"])
    return next((m for m in found if m.cls in ("instrument", "flow", "product")), None)
