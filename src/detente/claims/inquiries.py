"""Investigations told as done, as a noun: `the completion of an investigation by the Secretary`."""

from __future__ import annotations

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make
from detente.claims.setting import Setting

DONE = frozenset({"completion", "conclusion", "completed", "concluded"})
BY = frozenset({"conducted", "completed", "undertaken", "concluded", "carried"})
BEFORE = 6


def inquiry_told(setting: Setting, clause: Clause) -> Claim | None:
    """The investigation that a text of one government says its own officials have done."""
    if not setting.unilateral:
        return None
    sentence = clause.sentence
    nouns = sentence.of(sentence.nouns, clause.first, clause.last, "instrument")
    found = next((m for m in nouns if m.value == "investigation"), None)
    if found is None:
        return None
    start = max(clause.first, found.first - BEFORE)
    ahead = next((i for i in range(start, found.first) if sentence.lower(i) in DONE), None)
    done = sentence.lower(found.last) in BY
    if ahead is None and not done:
        return None
    return make(
        setting, clause, "fact", None, "inquiry", first=start if ahead is None else ahead,
        actor=(setting.home,), target=setting.facing or ("*",), instrument="investigation",
    )  # fmt: skip
