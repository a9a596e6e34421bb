"""Promises told as nouns, in the lists of a deal: `Purchases of soybeans worth $2 billion`."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.amounts import money, quantities
from detente.claims.clauses import Clause
from detente.claims.lexicon import rows, texts
from detente.claims.rates import ends_of
from detente.claims.setting import Setting

HEAD = 7
JOINS = frozenset({"of", "for", "in", "on", "to", "from"})


def nominal(setting: Setting, clause: Clause) -> Act | None:
    """The promise of a clause without a verb, or of the noun that opens it."""
    if not (setting.official and (setting.deal or setting.joint)):
        return None
    sentence = clause.sentence
    finite = [
        v for v in clause.verbs if v.form != "ing" and not v.passive and not participle(v.form)
    ]
    listed = sentence.block.bullet or clause.joint in ("with", "including", ":", "and", ",")
    if finite or not listed or any(clause.first <= m.first < clause.last for m in sentence.modals):
        return None
    for row in rows(setting.lexicon.rows["nominals"]):
        at = head_at(clause, texts(row["nouns"]))
        if at < 0 or any(v.first < at for v in clause.verbs):
            continue
        behind = sentence.of(sentence.nouns, at, clause.last, *texts(row["of"]))
        sums = list(money(setting.folded.text, *ends_of(clause)))
        sums += list(quantities(setting.folded.text, *ends_of(clause)))
        if not behind or (row.get("sum") == "true" and not sums):
            continue
        status = str(row["status"])
        noun = next((m for m in behind if m.cls == "instrument"), behind[0])
        return Act(str(row["id"]), None, noun, status, status, status)
    return None


def participle(form: str) -> bool:
    """True for forms that stand in a noun phrase: `expanded access`."""
    return form in ("past", "part")


def head_at(clause: Clause, nouns: list[str]) -> int:
    """Where one of the nouns heads a clause, with `of` or the like behind it; or -1."""
    sentence = clause.sentence
    for at in range(clause.first, min(clause.first + HEAD, clause.last - 1)):
        if sentence.lower(at) in nouns and sentence.lower(at + 1) in JOINS:
            return at
        if sentence.lower(at) in ("by", "that", "which", "is", "are"):
            return -1
    return -1
