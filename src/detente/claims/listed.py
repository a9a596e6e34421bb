"""Rates listed by country, one to a bullet or line: `Brazil (50%)`, `Laos: 40 percent`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.amounts import percents
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make
from detente.claims.sentence import Sentence
from detente.claims.setting import Setting
from detente.claims.tokens import Mention

SIGNS = frozenset({"(", ")", ":", "-", "\u2014", "%", "percent", ",", ".", ";", "rate", "at"})
LONGEST = 14


def listed_rates(setting: Setting, sentence: Sentence) -> list[Claim]:
    """A duty on each country of a list that tells nothing but countries and rates."""
    names = [m for m in sentence.names if m.cls == "party" and m.entry.detail == "name"]
    if not names or not sentence.block.bullet or sentence.verbs:
        return []
    found = percents(sentence.text, sentence.start, sentence.end)
    if len(sentence.tokens) > LONGEST * len(names) or len(found) != len(names):
        return []
    if any(True for _ in besides(sentence, names)):
        return []
    actor = setting.lead or setting.acted or ((setting.home,) if setting.home else ())
    status = setting.acted_status if setting.acted else "announced"
    duty = setting.lexicon.classes.get(setting.last_instrument or "") == "duty"
    ends = [m.first for m in names[1:]] + [len(sentence.tokens)]
    return [
        make(
            setting, Clause(sentence, name.first, end, ""), "measure", status, "listed",
            actor=actor, target=(name.value,), rate_pct=rate.value, rate_basis=rate.basis,
            instrument=setting.last_instrument if duty else "tariff",
            date_from=setting.acted_from,
        )
        for name, end, rate in zip(names, ends, found, strict=True)
    ]  # fmt: skip


def besides(sentence: Sentence, names: list[Mention]) -> Iterator[int]:
    """Tokens that are neither a country nor its rate nor a sign."""
    taken = {i for m in names for i in range(m.first, m.last)}
    for place, token in enumerate(sentence.tokens):
        plain = place in taken or token.lower in SIGNS or token.text[0].isdigit()
        if not plain:
            yield place
