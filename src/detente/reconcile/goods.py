"""Which goods a claim names, whether a row is on them, and its rate on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from detente.claims import Claim
from detente.claims.lexicon import language_file, rows, texts
from detente.ledger import Ledger, Measure
from detente.reconcile.rows import title_words

Fit = Literal["whole", "part", "none"]
WORD = re.compile(r"[A-Za-z0-9.'-]+")


@dataclass(frozen=True, slots=True)
class Good:
    """One sort of goods: headings of the Harmonized System, and words of titles for it."""

    phrase: str
    codes: tuple[str, ...]
    title: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """Goods that a claim names; empty are all goods.

    Not `known` where the claim names goods for which the table has no word.
    """

    goods: tuple[Good, ...] = ()
    known: bool = True

    @property
    def everything(self) -> bool:
        """True where the claim is on all goods."""
        return self.known and not self.goods

    def text(self) -> str:
        """The goods as the claim has them."""
        return ", ".join(good.phrase for good in self.goods) or "these goods"


@lru_cache(maxsize=1)
def goods_table() -> tuple[Mapping[str, Good], re.Pattern[str], frozenset[str], frozenset[str]]:
    """Goods by phrase, the pattern that finds the longest, words for all goods, idle words."""
    tree = language_file("goods")
    known = {
        word: Good(word, tuple(texts(row["codes"])), frozenset(texts(row["title"])))
        for row in rows(tree["goods"])
        for word in texts(row["words"])
    }
    longest = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})(?:s|es)?\b", re.IGNORECASE)
    everything, idle = frozenset(texts(tree["everything"])), frozenset(texts(tree["idle"]))
    return known, pattern, everything, idle


def goods_of(claim: Claim) -> Named:
    """The goods that the product of a claim names; capitalised words are places and months.

    What follows `for` is a reason, as in a duty for buying oil. A secondary duty is on all goods of
    those who buy what the text names.
    """
    if claim.instrument == "secondary_tariff":
        return Named()
    known, pattern, everything, idle = goods_table()
    said = re.split(r"\bfor\b", claim.product or "")[0]
    found = dict.fromkeys(m[1].casefold() for m in pattern.finditer(said))
    if found:
        return Named(tuple(known[phrase] for phrase in found))
    words = [word for word in WORD.findall(said) if word[0].islower()]
    if everything.intersection(words):
        return Named()
    return Named(known=not [word for word in words if word not in idle])


def fits(ledger: Ledger, row: Measure, named: Named) -> Fit:
    """How far a row is on the goods named; only a row on all goods is on all goods."""
    if named.everything:
        return "whole" if row.scope.everything else "none"
    if row.scope.everything or not named.known:
        return "none"
    on = [named_by(ledger, row, good) for good in named.goods]
    return "whole" if all(on) else "part" if any(on) else "none"


def named_by(ledger: Ledger, row: Measure, good: Good) -> bool:
    """True where a row's title names the goods, or its codes hold a heading of them."""
    if good.title & title_words(row):
        return True
    return bool(good.codes) and all(bool(held(ledger, row, code)) for code in good.codes)


def held(ledger: Ledger, row: Measure, code: str) -> frozenset[str]:
    """The codes of a row within or around a code, less the exceptions."""
    inside = set(row.scope.codes).union(*(ledger.product_list(n).codes for n in row.scope.lists))
    outside = set(row.scope.except_codes)
    outside = outside.union(*(ledger.product_list(n).codes for n in row.scope.except_lists))
    near = {own for own in inside if own.startswith(code) or code.startswith(own)}
    return frozenset(own for own in near if not any(own.startswith(less) for less in outside))


def rates_on(ledger: Ledger, row: Measure, named: Named, target: str | None) -> tuple[float, ...]:
    """The rates of a row on goods from a target, as fractions; of several goods those in common."""
    if row.rate.kind == "by_target":
        table = ledger.country_table(row.rate.table or "")
        return (table[target],) if target is not None and target in table else ()
    if row.rate.kind == "listed":
        return listed(ledger, row, named)
    return () if row.rate.rate is None else (row.rate.rate,)


def listed(ledger: Ledger, row: Measure, named: Named) -> tuple[float, ...]:
    """The rates of a list on every one of the goods named; all of them where none has codes."""
    lists = [ledger.product_list(name) for name in row.scope.lists]
    rates = {code: rate for one in lists for code, rate in one.rates.items()}
    every = [
        {rates[own] for code in good.codes for own in held(ledger, row, code) if own in rates}
        for good in named.goods
        if good.codes
    ]
    common = set[float].intersection(*every) if every else set(rates.values())
    return tuple(sorted(common))
