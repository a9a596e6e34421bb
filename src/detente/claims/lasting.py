"""What a duty just spoken of goes on to do: `They will also apply to`, `The fees will rise`."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.setting import Setting
from detente.claims.words import words

BACK = frozenset({"they", "it", "these", "those"})
GOES_ON = words("goes_on")
FEES = frozenset({"fee", "fees", "charge", "charges", "rate", "rates"})
CLASSES = ("duty", "restriction")


def goes_on(setting: Setting, clause: Clause) -> Act | None:
    """The act of a duty that a pronoun, or `the rate`, takes up from the sentence before."""
    known = setting.lexicon.classes.get(setting.last_instrument or "")
    if setting.official or known not in CLASSES:
        return None
    sentence = clause.sentence
    verb = next((v for v in clause.verbs if v.base in GOES_ON), None)
    if verb is None or verb.negated or verb.form == "ing":
        return None
    head = sentence.lowers[clause.first : verb.first]
    back = bool(head) and (head[0] in BACK or (head[0] in ("the", "these") and set(head) & FEES))
    if not back or len(head) > 8:
        return None
    status = "announced" if verb.mood in ("future", "conditional") else "in_force"
    return Act("goes-on", verb, None, status, status, status)
