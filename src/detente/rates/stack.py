"""How duties stack on a flow: which rows apply, which give way and to whom.

Order of work for importer, exporter, products, moment and day of knowledge:

1. rows known, started, aimed at the exporter and covering the product;
2. rows ended for good, then rows replaced or exempted by a row in force;
3. suspensions: the suspended row is levied at the substitute rate;
4. rates: by line, by country, and totals with MFN;
5. dated interactions, in the order of the record: what drops what, on what share of value;
6. add rate times share of value.

Every row that touches the flow keeps its state and the row responsible for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from detente.ledger.ledger import FAMILY
from detente.ledger.measures import DUTY_INSTRUMENTS, Measure
from detente.ledger.truces import Interaction
from detente.rates.contents import content_share
from detente.rates.products import Bools, Floats, Products
from detente.rates.rows import country_rate, rows_touching, rule_runs

MFN = "mfn"


class State(IntEnum):
    """What became of a row on one product."""

    ABSENT = 0
    APPLIES = 1
    SUSPENDED = 2
    ENDED = 3
    REPLACED = 4
    EXEMPT = 5
    EXCLUDED = 6
    LOWER = 7
    OVER = 8
    CONDITIONAL = 9


@dataclass(slots=True)
class Stack:
    """Duties on a flow, layers kept.

    rate[r, p]    fraction levied by row r on product p on the share of value it falls on
    share[r, p]   that share of value
    state[r, p]   a `State`; by[r, p] the index of the row responsible, -1 for none
    estimated[p]  True where an ad valorem equivalent stands for a specific duty
    based[p]      True where the record holds the importer's MFN duty on the product
    total[p]      fraction of customs value; NaN where MFN or a layer's rate is unknown
    """

    importer: str
    exporter: str
    at: datetime
    as_known: date
    products: Products
    rows: tuple[Measure, ...]
    rate: Floats
    share: Floats
    state: NDArray[np.int8]
    by: NDArray[np.int16]
    rule: dict[tuple[int, int], str]
    estimated: Bools
    based: Bools

    @property
    def total(self) -> Floats:
        """Sum over rows of rate times share, shape [product]."""
        return np.where(self.based, self.layers().sum(axis=0), np.nan)

    def layers(self) -> Floats:
        """Contribution of each row, shape [row, product], zero where it does not apply."""
        live = (self.state == State.APPLIES) | (self.state == State.SUSPENDED)
        return np.where(live, self.rate * self.share, 0.0)

    def index(self, measure: str) -> int:
        """Position of a measure among the rows, -1 where it does not touch the flow."""
        return next((i for i, m in enumerate(self.rows) if m.id == measure), -1)


def stack_duties(
    products: Products,
    importer: str,
    exporter: str,
    at: datetime,
    as_known: date,
    claims: frozenset[str] = frozenset(),
) -> Stack:
    """Stack all duties of `importer` on goods of `exporter` at a moment.

    `claims` names the conditions taken as met (say `usmca_claim`); rows with any other
    condition are only flagged. Uses no row announced after `as_known`.
    """
    rows = rows_touching(products, importer, exporter, at, as_known)
    return _settled(products, rows, (importer, exporter), (at, as_known), claims)


def stack_rows(products: Products, rows: tuple[Measure, ...], like: Stack) -> Stack:
    """The stack of given rows on products, for the flow, moment and knowledge of another."""
    return _settled(
        products, rows, (like.importer, like.exporter), (like.at, like.as_known), frozenset()
    )


def _settled(
    products: Products,
    rows: tuple[Measure, ...],
    flow: tuple[str, str],
    when: tuple[datetime, date],
    claims: frozenset[str],
) -> Stack:
    (importer, exporter), (at, as_known) = flow, when
    work = _Work(products, rows, exporter, at, as_known, claims)
    work.settle_relations()
    work.settle_rates()
    work.settle_interactions(importer)
    return Stack(
        importer=importer,
        exporter=exporter,
        at=at,
        as_known=as_known,
        products=products,
        rows=rows,
        rate=work.rate,
        share=work.share,
        state=work.state,
        by=work.by,
        rule=work.rule,
        estimated=work.estimated,
        based=work.based,
    )


class _Work:
    """The stack in the making."""

    def __init__(
        self,
        products: Products,
        rows: tuple[Measure, ...],
        exporter: str,
        at: datetime,
        as_known: date,
        claims: frozenset[str],
    ) -> None:
        self.products, self.rows, self.exporter = products, rows, exporter
        self.at, self.as_known, self.claims = at, as_known, claims
        shape = (len(rows), products.size)
        self.position = {m.id: i for i, m in enumerate(rows)}
        self.enders = [m for m in rows if m.ends]
        self.family: dict[str, list[int]] = {}
        for i, m in enumerate(rows):
            self.family.setdefault(m.family or "", []).append(i)
        self.rate = np.zeros(shape)
        self.share = np.ones(shape)
        self.state = np.zeros(shape, np.int8)
        self.by = np.full(shape, -1, np.int16)
        self.rule: dict[tuple[int, int], str] = {}
        self.estimated = np.zeros(products.size, bool)
        self.based = np.zeros(products.size, bool)
        self.covers = np.zeros(shape, bool)
        self.content = np.zeros(shape, bool)
        for i, m in enumerate(rows):
            self._cover(i, m)

    def _cover(self, i: int, m: Measure) -> None:
        day, known = self.at.date(), self.as_known
        if m.scope.empty and m.content_scope.empty:
            self.covers[i] = True
            return
        full = self.products.covered(m.scope, day, known)
        if m.content:
            self.content[i] = self.products.covered(m.content_scope, day, known) & ~full
        self.covers[i] = full | self.content[i]

    def named(self, relation: Iterable[str]) -> list[int]:
        """Rows a relation points at."""
        found: list[int] = []
        for name in relation:
            if name.startswith(FAMILY):
                found += self.family.get(name.removeprefix(FAMILY), [])
            elif name in self.position:
                found.append(self.position[name])
        return found

    def settle_relations(self) -> None:
        """Steps 1 to 3: who is ended, replaced, exempt, suspended."""
        met = [m.condition is None or m.condition in self.claims for m in self.rows]
        for i, m in enumerate(self.rows):
            if m.over(self.at, self.as_known):
                self._mark(i, self.covers[i], State.OVER, i)
            elif not met[i]:
                self._mark(i, self.covers[i], State.CONDITIONAL, i)
            else:
                self._mark(i, self.covers[i], State.APPLIES, -1)
        started = [i for i in range(len(self.rows)) if met[i]]
        self._end(started)
        self._relate(started, "replaces", State.REPLACED)
        self._relate(started, "exempts", State.EXEMPT)
        self._relate(started, "suspends", State.SUSPENDED)

    def _relate(self, started: list[int], word: str, state: State) -> None:
        """Mark the rows named by a relation, where both rows apply before this step."""
        live = self.state == State.APPLIES
        for i in started:
            for k in self.named(getattr(self.rows[i], word)):
                if k != i:
                    self._mark(k, live[i] & live[k], state, i)

    def _end(self, started: list[int]) -> None:
        """Rows ended for good; a row withdrawn before its own start ends nothing."""
        for i in started:
            row = self.rows[i]
            if row.ends and not self._withdrawn(i):
                for k in self.named(row.ends):
                    if k != i and self._ended_by(row, self.rows[k]):
                        self._mark(k, self.covers[i] & self.covers[k], State.ENDED, i)

    def _ended_by(self, row: Measure, other: Measure) -> bool:
        """A later row of the same family is not ended by an earlier act on the family."""
        return other.announced <= row.announced or other.id in row.ends

    def _withdrawn(self, i: int) -> bool:
        row = self.rows[i]
        return any(
            other.effective is not None
            and row.effective is not None
            and other.effective <= row.effective
            and row.id in other.ends
            for other in self.enders
        )

    def _mark(self, row: int, where: Bools, state: State, by: int) -> None:
        self.state[row][where] = state
        self.by[row][where] = by

    def settle_rates(self) -> None:
        """Step 4: rates of rows that apply or are suspended."""
        order = sorted(range(len(self.rows)), key=lambda i: self.rows[i].family != MFN)
        mfn = np.zeros(self.products.size)
        for i in order:
            m = self.rows[i]
            if m.is_duty:
                self.rate[i] = self._rate(m, mfn)
                self._substitute(i)
                if m.content:
                    self.share[i][self.content[i]] = content_share(self.products, m.content)[
                        self.content[i]
                    ]
            if m.family == MFN:
                live = self.state[i] == State.APPLIES
                self.based |= live
                mfn = np.where(live, self.rate[i], mfn)

    def _substitute(self, i: int) -> None:
        suspended = self.state[i] == State.SUSPENDED
        for k in np.unique(self.by[i][suspended]):
            rate = self.rows[int(k)].rate.rate or 0.0
            self.rate[i][suspended & (self.by[i] == k)] = rate

    def _rate(self, m: Measure, mfn: Floats) -> Floats:
        rule = m.rate
        flat = rule.rate or 0.0
        if rule.kind == "listed":
            rate, estimated = self.products.listed_rate(m.scope, self.at.date(), self.as_known)
            if m.family == MFN:
                self.estimated |= estimated
            return rate
        if rule.kind == "by_target":
            return np.full(
                self.products.size,
                country_rate(self.products.ledger, rule.table or "", self.exporter, self.at),
            )
        if rule.kind == "total_floor":
            return np.maximum(0.0, flat - np.nan_to_num(mfn))
        if rule.kind == "total_cap":
            return np.maximum(0.0, flat - np.nan_to_num(mfn))
        return np.full(self.products.size, flat)

    def settle_interactions(self, importer: str) -> None:
        """Step 5: dated rules of stacking, in the order of the record."""
        for rule in self.products.ledger.interactions:
            if rule_runs(
                self.products.ledger, rule, (importer, self.exporter), self.at, self.as_known
            ):
                if rule.rule == "max_in_family":
                    self._keep_highest(rule)
                else:
                    self._exclude(rule)

    def _applying(self, i: int) -> Bools:
        alive = (self.state[i] == State.APPLIES) | (self.state[i] == State.SUSPENDED)
        return alive & (self.rate[i] > 0) & (self.share[i] > 0)

    def _keep_highest(self, rule: Interaction) -> None:
        rows = [i for i in self.family.get(rule.family or "", []) if self.rows[i].is_duty]
        if len(rows) < 2:
            return
        alive = np.array([self._applying(i) for i in rows])
        rates = np.where(alive, self.rate[rows], -1.0)
        best = np.argmax(rates, axis=0)
        for n, i in enumerate(rows):
            lower = alive[n] & (best != n)
            self._mark(i, lower, State.LOWER, -1)
            for k in np.unique(best[lower]):
                self.by[i][lower & (best == k)] = rows[k]

    def _exclude(self, rule: Interaction) -> None:
        winners = self._of(rule.when)
        losers = [i for i in self._of(rule.drops) if i not in winners]
        if not winners or not losers:
            return
        taken = np.zeros(self.products.size)
        first = np.full(self.products.size, -1, np.int16)
        for i in winners:
            hit = self._applying(i)
            part = self.share[i] if rule.content_split else 1.0
            taken = np.minimum(1.0, taken + np.where(hit, part, 0.0))
            first = np.where(hit & (first < 0), i, first)
        for k in losers:
            hit = self._applying(k) & (taken > 0)
            left = np.minimum(self.share[k], 1.0 - taken)
            self.share[k] = np.where(hit, left, self.share[k])
            gone = hit & (left <= 1e-12)
            self._mark(k, gone, State.EXCLUDED, -1)
            self.by[k] = np.where(hit, first, self.by[k])
            for p in np.flatnonzero(hit) if self.products.size == 1 else ():
                self.rule[(k, int(p))] = rule.id

    def _of(self, names: Iterable[str]) -> list[int]:
        """Duties behind the names of a rule, which are families or measures."""
        found: list[int] = []
        for name in names:
            found += self.family.get(name.removeprefix(FAMILY), [])
            found += [self.position[name]] if name in self.position else []
        return [i for i in dict.fromkeys(found) if self.rows[i].instrument in DUTY_INSTRUMENTS]
