"""A set of product codes, and which of them each list and scope of the record covers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Scope

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NOWHERE = -1
MANY = 64  # products from which an array of codes is quicker than one by one


@dataclass(frozen=True, slots=True)
class Hits:
    """How a list meets the products.

    length[p]      digits of the longest prefix that matches product p, -1 for none
    rate[p]        its rate as a fraction, NaN where the list gives none
    estimated[p]   True where the rate is an ad valorem equivalent of a specific duty
    since[p]       day the matching line joined the list, as an ordinal (0: from the start)
    public[p]      day on which that was known, as an ordinal (0: from the start)
    """

    length: NDArray[np.int8]
    rate: Floats
    estimated: Bools
    since: NDArray[np.int32]
    public: NDArray[np.int32]
    dated: bool

    def part(self, index: NDArray[np.intp]) -> Hits:
        """The same for some of the products."""
        return Hits(
            self.length[index],
            self.rate[index],
            self.estimated[index],
            self.since[index],
            self.public[index],
            self.dated,
        )

    def joined(self, day: date, known: date) -> Bools:
        """on[p]: the matching line is on the list that day, as known on another."""
        on = self.since <= day.toordinal()
        return on & (self.public <= known.toordinal())


@dataclass(slots=True)
class Products:
    """Product codes (digits, text) and a cache of what each list says of them.

    Where `whole` and `index` are given, the products are part of a larger set, and the lists
    are matched against that set once for all its parts.
    """

    ledger: Ledger
    codes: tuple[str, ...]
    whole: Products | None = None
    index: NDArray[np.intp] | None = None
    _hits: dict[str, Hits] = field(default_factory=dict[str, Hits])
    _scopes: dict[tuple[Scope, int, int], Bools] = field(
        default_factory=dict[tuple[Scope, int, int], Bools]
    )
    _contents: dict[str, Floats] = field(default_factory=dict[str, Floats])
    _text: NDArray[np.str_] | None = None

    @property
    def size(self) -> int:
        """Number of products."""
        return len(self.codes)

    def over(self, ledger: Ledger) -> Products:
        """The same products under another record with the same lists."""
        whole = self.whole.over(ledger) if self.whole else None
        caches = (self._hits, self._scopes, self._contents)
        return Products(ledger, self.codes, whole, self.index, *caches)

    def part(self, codes: tuple[str, ...]) -> Products:
        """Some of these products as a set that shares the matches of the whole."""
        position = {code: i for i, code in enumerate(self.codes)}
        index = np.array([position[code] for code in codes], np.intp)
        return Products(self.ledger, codes, self, index)

    def hits(self, name: str) -> Hits:
        """The list `name` against every product: longest prefix wins."""
        if name not in self._hits:
            if self.whole is None or self.index is None:
                self._hits[name] = self._match(name)
            else:
                self._hits[name] = self.whole.hits(name).part(self.index)
        return self._hits[name]

    def covered(self, scope: Scope, day: date, known: date) -> Bools:
        """covered[p]: the scope holds the product on `day`, as known on `known`.

        Between an inclusion and an exception the longer prefix wins; a tie is an exception.
        """
        if scope.whole:
            return np.ones(self.size, bool)
        names = (*scope.lists, *scope.except_lists)
        dated = any(self.hits(name).dated for name in names)
        key = (scope, day.toordinal(), known.toordinal()) if dated else (scope, 0, 0)
        if key not in self._scopes:
            if self.whole is not None and self.index is not None:
                self._scopes[key] = self.whole.covered(scope, day, known)[self.index]
                return self._scopes[key]
            inside = self._longest(scope.lists, scope.codes, (day, known))
            if scope.everything:
                inside = np.maximum(inside, 0)
            outside = self._longest(scope.except_lists, scope.except_codes, (day, known))
            self._scopes[key] = (inside > NOWHERE) & (inside > outside)
        return self._scopes[key]

    def content(self, metal: str, shares: Callable[[str], float]) -> Floats:
        """share[p] of a metal in the value of each product, by a function of the code."""
        if metal not in self._contents:
            self._contents[metal] = np.array([shares(code) for code in self.codes])
        return self._contents[metal]

    def listed_rate(self, scope: Scope, day: date, known: date) -> tuple[Floats, Bools]:
        """Rate of the line with the longest prefix among the scope's lists, and if estimated."""
        rate = np.full(self.size, np.nan)
        estimated = np.zeros(self.size, bool)
        best = np.full(self.size, NOWHERE, np.int8)
        for name in scope.lists:
            hits = self.hits(name)
            better = (hits.length > best) & hits.joined(day, known)
            rate = np.where(better, hits.rate, rate)
            estimated = np.where(better, hits.estimated, estimated)
            best = np.where(better, hits.length, best)
        return rate, estimated

    def _longest(
        self, lists: Sequence[str], codes: Sequence[str], days: tuple[date, date]
    ) -> NDArray[np.int8]:
        longest = np.full(self.size, NOWHERE, np.int8)
        for name in lists:
            hits = self.hits(name)
            longest = np.maximum(longest, np.where(hits.joined(*days), hits.length, NOWHERE))
        for prefix in codes:
            found = self._starting(prefix)
            longest = np.maximum(longest, np.where(found, len(prefix), NOWHERE))
        return longest.astype(np.int8)

    def _starting(self, prefix: str) -> Bools:
        """found[p]: the code begins with the prefix."""
        if self.size < MANY:
            return np.fromiter((c.startswith(prefix) for c in self.codes), bool, self.size)
        if self._text is None:
            self._text = np.array(self.codes)
        return np.strings.startswith(self._text, prefix)

    def _match(self, name: str) -> Hits:
        table = self.ledger.product_list(name)
        lines = [table.match(code) or "" for code in self.codes]
        stated = np.array([table.rates.get(x, np.nan) for x in lines], float)
        equivalent = np.array([table.equivalents.get(x, np.nan) for x in lines], float)
        joined = _ordinals(table.since, lines)
        public = _ordinals({**table.since, **table.announced}, lines)
        return Hits(
            length=np.array([len(x) or NOWHERE for x in lines], np.int8),
            rate=np.where(np.isnan(stated), equivalent, stated),
            estimated=np.isnan(stated) & ~np.isnan(equivalent),
            since=joined,
            public=public,
            dated=bool(joined.any()),
        )


def _ordinals(days: Mapping[str, date], lines: Sequence[str]) -> NDArray[np.int32]:
    """The day of each line as an ordinal, 0 where it has none."""
    return np.array([days[x].toordinal() if x in days else 0 for x in lines], np.int32)
