"""A rate of duty held against the rows of the record: of one row, of a step, or of a sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.claims import Claim
from detente.claims.lexicon import texts
from detente.ledger import Ledger, Measure
from detente.ledger.places import ALL
from detente.reconcile.finding import Finding
from detente.reconcile.goods import Named, fits, goods_of, rates_on
from detente.reconcile.rows import codes_of, off_topic, term_of, title_words
from detente.reconcile.stand import (
    Doubt,
    Mood,
    buyers_from,
    doubt,
    hits,
    mood_of,
    other_day,
    other_end,
    says,
    towards,
)
from detente.strict_yaml import Tree

SECONDARY = "secondary_duty"
RANK = ("confirmed", "partial", "contradicted", "unclear", "new")


@dataclass(frozen=True, slots=True)
class Asked:
    """One claim towards one partner: the goods, the rate as a fraction, the rows that may be meant.

    `target` is None where the text names nobody.
    """

    claim: Claim
    ledger: Ledger
    day: date
    imposer: str
    target: str | None
    goods: Named
    rate: float
    term: Mapping[str, Tree]
    rows: tuple[Measure, ...]

    @property
    def mood(self) -> Mood:
        """The time of the claim."""
        return mood_of(self.claim)

    def rates(self, row: Measure) -> tuple[float, ...]:
        """The rates of a row on the goods asked, from the partner asked."""
        return rates_on(self.ledger, row, self.goods, self.target)


def by_rate(claim: Claim, ledger: Ledger, day: date) -> Finding:
    """A rate of duty: of an imposer's targets the least borne out, of imposers the most."""
    if says(claim.quote, "averages"):
        return Finding(claim, "unclear", (), "an average over goods: not comparable with a row")
    asked = [by_imposer(claim, ledger, day, imposer) for imposer in codes_of(claim.actor)]
    if not asked:
        return Finding(claim, "new", (), "no duty of this sort in the record")
    return min(asked, key=lambda found: RANK.index(found.verdict))


def by_imposer(claim: Claim, ledger: Ledger, day: date, imposer: str) -> Finding:
    """All targets of one imposer: confirmed where each is, partial where one is and one not."""
    others = codes_of(claim.target) or codes_of(claim.actor)
    others = (ALL,) if ALL in others else others
    targets: list[str | None] = [code for code in others if code != imposer] or [None]
    found = [towards_one(claim, ledger, day, imposer, target) for target in targets]
    if len(found) == 1:
        return found[0]
    worst = max(found, key=lambda one: RANK.index(one.verdict))
    rows = tuple(dict.fromkeys(name for one in found for name in one.rows))
    if worst.verdict == "confirmed":
        return replace(worst, rows=rows)
    if all(one.verdict != "confirmed" for one in found):
        return worst
    told = zip(targets, found, strict=True)
    why = "; ".join(f"for {target}: {one.why}" for target, one in told)
    return Finding(claim, "partial", rows[:4], why, of_state=True)


def towards_one(
    claim: Claim, ledger: Ledger, day: date, imposer: str, target: str | None
) -> Finding:
    """One imposer, one partner: the row of the rate, the sum, or what the record has instead."""
    term = term_of(claim)
    rows = tuple(
        row
        for row in ledger.known(day)
        if row.imposer == imposer and may_mean(claim, row, ledger, term, target, day)
    )
    rate = (claim.rate_pct or 0.0) / 100
    ask = Asked(claim, ledger, day, imposer, target, goods_of(claim), rate, term, rows)
    if ask.mood == "held back" or (claim.rate_basis or "").startswith("percentage_points"):
        return of_step(ask)
    return of_row(ask)


def may_mean(
    claim: Claim,
    row: Measure,
    ledger: Ledger,
    term: Mapping[str, Tree],
    target: str | None,
    day: date,
) -> bool:
    """True where a row is of the claim's instrument and law and aimed at the partner."""
    families, prefix = texts(term.get("families")), str(term.get("prefix") or "")
    if row.instrument not in texts(term.get("instruments")) or off_topic(claim, row, ledger):
        return False
    family = row.family or ""
    if (families and family not in families) or not family.startswith(prefix):
        return False
    buyers = row.instrument == SECONDARY and claim.instrument != "secondary_tariff"
    if buyers and target not in row.target:
        return False
    special = target is None and bool(families)
    secondary = row.instrument == SECONDARY and not buyers
    return (
        special
        or hits(ledger, row, target, day)
        or (secondary and buyers_from(ledger, row, target))
    )


def of_row(ask: Asked) -> Finding:
    """A rate that a row has, or that the duties on all goods add up to."""
    total, sums = in_force(ask), summed(ask)
    whole = says(ask.claim.quote, "totals")
    same = [row for row in ask.rows if has_rate(ask, row)]
    fitting = sorted(
        (row for row in same if fitted(ask, row) == "whole"), key=lambda row: nearness(ask, row)
    )
    told = [(row, faults(ask, row)) for row in fitting]
    clean = [row for row, found in told if not found]
    if sums and (whole or not clean):
        back = ask.mood in ("if", "ahead")
        why = "sum of these duties once suspensions end" if back else "sum of these duties"
        return Finding(ask.claim, "confirmed", names(sums), why)
    if whole and not ask.goods.everything:
        return Finding(ask.claim, "unclear", (), "a total on some goods: not comparable with a row")
    if clean and one_of_several(ask, total, whole):
        why = f"one of the duties in force; together {percents(total_rate(ask, total))}"
        return Finding(ask.claim, "partial", names((*clean, *total)), why, of_state=True)
    if clean:
        return Finding(ask.claim, "confirmed", names(clean), "same rate")
    return doubted(ask, told) or misfit(ask, same, total) or once(ask) or unlike(ask, total)


def has_rate(ask: Asked, row: Measure) -> bool:
    """True where a row has the rate asked on the goods asked."""
    return any(near(rate, ask.rate) for rate in ask.rates(row))


def fitted(ask: Asked, row: Measure) -> str:
    """How far a row is on the goods; rows of a law told by name need none to be named."""
    law = bool(ask.term.get("prefix")) and ask.goods.everything
    return "whole" if law and not row.scope.everything else fits(ask.ledger, row, ask.goods)


def nearness(ask: Asked, row: Measure) -> tuple[bool, bool, bool, int]:
    """Rows whose titles name the goods first, then those with codes, of the partner, and late."""
    named = any(good.title <= title_words(row) for good in ask.goods.goods)
    own = ask.target is None or ask.target in row.target
    return not named, row.scope.empty, not own, -row.announced.toordinal()


def one_of_several(ask: Asked, total: Sequence[Measure], whole: bool) -> bool:
    """True where the text tells what all duties come to, and a row alone has that rate."""
    quote = ask.claim.quote
    plural = says(quote, "plural") and says(quote, "being") and ask.claim.instrument == "tariff"
    wanted = whole or (plural and ask.goods.everything and ask.target is not None)
    return wanted and ask.mood == "holds" and len(total) > 1


def faults(ask: Asked, row: Measure) -> tuple[Doubt, ...]:
    """What a row of the same rate on the same goods has otherwise."""
    state = towards(ask.ledger, row, ask.target, ask.day)
    day = other_day(ask.claim, row, ask.ledger, state)
    end = other_end(ask.claim, row)
    found = [Doubt(text) for text in (day, end) if text]
    mind = doubt(ask.claim, row, ask.ledger, ask.target, ask.day)
    return tuple([*found, mind] if mind else found)


def doubted(ask: Asked, told: Sequence[tuple[Measure, tuple[Doubt, ...]]]) -> Finding | None:
    """Partial or contradicted by rows that fit but for their day or state."""
    if not told:
        return None
    soft = [(row, found) for row, found in told if not any(d.against for d in found)]
    row, found = min(soft or told, key=lambda pair: (len(pair[1]), -pair[0].announced.toordinal()))
    why = f"same rate, {'; '.join(d.text for d in found)}"
    state = not any(d.text.startswith("other") for d in found)
    if soft:
        return Finding(ask.claim, "partial", (row.id,), why, of_state=state)
    now = in_force(ask)
    rest = f"; in force: {percents(total_rate(ask, now))}" if now else ""
    rows = (row.id, *(m.id for m in now if m.id != row.id))
    return Finding(ask.claim, "contradicted", rows[:4], why + rest)


def misfit(ask: Asked, same: Sequence[Measure], total: Sequence[Measure]) -> Finding | None:
    """Partial where a row in force has the rate on other goods."""
    plus = [row for row in ask.rows if total and on_top(ask, row, total)]
    if plus and ask.mood in ("holds", "was"):
        why = (
            f"on some goods only: those of {plus[0].id} besides {percents(total_rate(ask, total))}"
        )
        return Finding(ask.claim, "partial", names((plus[0], *total)), why, of_state=True)
    own = [row for row in same if runs(ask, row)]
    if ask.goods.everything:
        own = [row for row in own if not total or ALL not in row.target]
    if not own or ask.mood not in ("holds", "was", "open"):
        return None
    sort = "on some goods only" if ask.goods.everything else "other goods"
    row = own[-1]
    return Finding(ask.claim, "partial", (row.id,), f"same rate, {sort} (the record: {row.title})")


def on_top(ask: Asked, row: Measure, total: Sequence[Measure]) -> bool:
    """True for a duty on some goods of the partner that makes the rate with those on all goods."""
    if not ask.goods.everything or row.scope.everything or ask.target not in row.target:
        return False
    rest = ask.rate - total_rate(ask, total)
    return any(near(rate, rest) for rate in ask.rates(row)) and runs(ask, row)


def unlike(ask: Asked, total: Sequence[Measure]) -> Finding:
    """Contradicted by other rates in force on the goods; new where the record cannot tell."""
    asked = ask.claim
    if asked.rate_basis:
        return Finding(asked, "unclear", (), "a bound is not compared")
    if ask.mood in ("ahead", "if", "open") or not ask.goods.known:
        return Finding(asked, "new", (), "no such rate in the record")
    on = [row for row in ask.rows if fitted(ask, row) != "none" and ask.rates(row)]
    on = sorted((row for row in on if runs(ask, row)), key=lambda row: nearness(ask, row))
    if not on:
        return Finding(asked, "new", (), "no duty of this sort in force in the record")
    rates = ", ".join(sorted({percents(rate) for row in on[:4] for rate in ask.rates(row)[-3:]}))
    several = len(total) > 1 and ask.goods.everything
    more = f"; together {percents(total_rate(ask, total))}" if several else ""
    return Finding(asked, "contradicted", names(on), f"the record has {rates}{more}")


def runs(ask: Asked, row: Measure) -> bool:
    """True where a row is levied on goods of the partner on the day, or was on the eve."""
    days = (ask.day, ask.day - timedelta(days=1))
    known = [day for day in days if row.announced <= day and begun(row, ask.ledger, day)]
    return any(towards(ask.ledger, row, ask.target, day).state == "in force" for day in known)


def begun(row: Measure, ledger: Ledger, day: date) -> bool:
    """True inside the row's own days, whatever other rows do to it."""
    return row.status is None and row.runs(ledger.instant(day, row.imposer), day)


def in_force(ask: Asked, day: date | None = None) -> tuple[Measure, ...]:
    """The duties on all goods of the partner in force at the end of a day, each once."""
    if ask.target is None or ask.target == ALL:
        return ()
    at = day or ask.day
    return tuple(
        row
        for row in ask.rows
        if row.scope.everything
        and not row.condition
        and row.announced <= at
        and begun(row, ask.ledger, at)
        and any(ask.rates(row))
        and towards(ask.ledger, row, ask.target, at).state == "in force"
    )


def summed(ask: Asked) -> tuple[Measure, ...]:
    """All duties on all goods of the partner, where there are several and they make the rate."""
    if not ask.goods.everything or ask.mood == "over":
        return ()
    for day in (ask.day, ask.day - timedelta(days=1)):
        rows = in_force(ask, day)
        if ask.mood in ("if", "ahead"):
            rows = returned(ask, rows)
        apart = ask.claim.date_from and ask.mood != "open" and not began(ask, rows)
        if len(rows) > 1 and near(total_rate(ask, rows), ask.rate) and not apart:
            return rows
    return ()


def once(ask: Asked) -> Finding | None:
    """A past rate that was the sum on the day that one of the duties began: partly still so."""
    if ask.mood not in ("was", "ever") or not ask.goods.everything:
        return None
    broad = (row for row in ask.rows if row.scope.everything and row.status is None)
    for day in sorted({row.effective.date() for row in broad if row.effective}):
        rows = in_force(ask, day) if day < ask.day else ()
        if near(total_rate(ask, rows), ask.rate):
            why = f"sum of these duties on {day}, no longer"
            verdict = "confirmed" if ask.mood == "ever" else "partial"
            return Finding(ask.claim, verdict, names(rows), why, of_state=True)
    return None


def began(ask: Asked, rows: Sequence[Measure]) -> bool:
    """True where a duty of a sum has the day that the claim tells."""
    state = [towards(ask.ledger, row, ask.target, ask.day) for row in rows]
    pairs = zip(rows, state, strict=True)
    return any(not other_day(ask.claim, row, ask.ledger, at) for row, at in pairs)


def returned(ask: Asked, rows: Sequence[Measure]) -> tuple[Measure, ...]:
    """The duties as they would be if suspensions ended: what is suspended in place of the rest."""
    back = [
        ask.ledger.measures[name]
        for row in rows
        for name in ask.ledger.expand(row.suspends)
        if name in ask.ledger.measures
    ]
    return (*(row for row in rows if not row.suspends), *dict.fromkeys(back))


def of_step(ask: Asked) -> Finding:
    """Points taken off, or a rate suspended: before less what stays, or the whole of it."""
    told: list[tuple[Measure, Measure, tuple[Doubt, ...]]] = []
    for row in ask.rows:
        for name in ask.ledger.expand((*row.suspends, *row.ends)):
            before = ask.ledger.measures.get(name)
            if before and has_step(ask, row, before):
                told.append((row, before, faults(ask, row)))
    clean = [(row, before) for row, before, found in told if not found]
    if clean:
        row, before = max(clean, key=lambda pair: runs(ask, pair[0]))
        return Finding(ask.claim, "confirmed", (row.id, before.id), "points that it takes off")
    if told:
        row, before, found = min(told, key=lambda one: len(one[2]))
        why = f"same points, {'; '.join(d.text for d in found)}"
        return Finding(ask.claim, "partial", (row.id, before.id), why)
    if ask.mood != "held back":
        return Finding(ask.claim, "new", (), "no such step in the record")
    held = [row for row in ask.rows if has_rate(ask, row) and fitted(ask, row) == "whole"]
    return doubted(ask, [(row, faults(ask, row)) for row in held]) or Finding(
        ask.claim, "new", (), "no such step in the record"
    )


def has_step(ask: Asked, row: Measure, before: Measure) -> bool:
    """True where a row takes the points asked off another, or holds back all of its rate."""
    left = ask.rates(row) or (0.0,)
    points = any(near(old - new, ask.rate) for old in ask.rates(before) for new in left)
    whole = bool(row.suspends) and any(near(old, ask.rate) for old in ask.rates(before))
    return points or whole


def total_rate(ask: Asked, rows: Sequence[Measure]) -> float:
    """The sum of the rates of rows."""
    return sum(max(ask.rates(row), default=0.0) for row in rows)


def names(rows: Sequence[Measure]) -> tuple[str, ...]:
    """Ids of the first three rows."""
    return tuple(dict.fromkeys(row.id for row in rows))[:3]


def near(one: float, other: float) -> bool:
    """True where two rates are the same to a hundredth of a percent."""
    return abs(one - other) < 1e-4


def percents(rate: float) -> str:
    """A fraction as percent."""
    return f"{rate * 100:g}%"
