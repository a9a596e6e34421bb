"""Rows that touch a flow and levy nothing on a product, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from detente.ledger.measures import Measure, Scope, Source
from detente.rates.rows import duties_aimed
from detente.rates.stack import Stack, State, stack_rows


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that touches the flow and is not levied, or not in full, and why.

    `by` is the row responsible, or the product list that takes the goods out.
    """

    measure: str
    title: str
    reason: str
    by: str | None
    rate: float | None
    until: datetime | None
    source: tuple[Source, ...]


REASONS = {
    State.SUSPENDED: "suspended",
    State.ENDED: "ended",
    State.REPLACED: "replaced",
    State.EXEMPT: "exempt",
    State.EXCLUDED: "gives way",
    State.LOWER: "lower than another list",
    State.OVER: "expired",
    State.CONDITIONAL: "conditional",
}


def asides_of(stack: Stack, p: int) -> Iterator[Aside]:
    """Rows that touch product p and are not levied on it, or not in full."""
    for i, m in enumerate(stack.rows):
        state = State(int(stack.state[i, p]))
        partial = state is State.APPLIES and stack.share[i, p] < 1 and stack.by[i, p] >= 0
        if (state not in REASONS and not partial) or not (m.is_duty or state is State.CONDITIONAL):
            continue
        other = int(stack.by[i, p])
        cause = stack.rows[other] if other >= 0 else None
        yield Aside(
            measure=m.id,
            title=m.title,
            reason="on part of the value" if partial else _reason(m, state),
            by=cause.id if cause and cause.id != m.id else None,
            rate=_own_rate(stack, i, p),
            until=cause.until if state is State.SUSPENDED and cause else None,
            source=cause.source if cause else m.source,
        )


def _reason(m: Measure, state: State) -> str:
    if state is State.CONDITIONAL:
        return f"only on condition: {(m.condition or '').replace('_', ' ')}"
    return REASONS[state]


def _own_rate(stack: Stack, i: int, p: int) -> float | None:
    m = stack.rows[i]
    if m.rate.kind == "flat":
        return m.rate.rate
    if m.rate.kind == "listed":
        return float(stack.products.listed_rate(m.scope, stack.at.date(), stack.as_known)[0][p])
    return float(stack.rate[i, p]) if m.is_duty else None


def excepted(stack: Stack, p: int) -> Iterator[Aside]:
    """Duties that would fall on product p but for an exception of their own.

    Such a row does not touch the product at all, so the stack lacks it. It is laid in without
    its exceptions: told only if it would then be levied, suspended or exempt, not where another
    row has ended it, taken its place or goes before it.
    """
    products, day, known = stack.products, stack.at.date(), stack.as_known
    bare: dict[str, Measure] = {}
    for m in duties_aimed(products.ledger, stack.importer, stack.exporter, stack.at, known):
        if m.scope.except_lists or m.scope.except_codes:
            open_scope = replace(m.scope, except_lists=(), except_codes=())
            inside = products.covered(open_scope, day, known)[p]
            if inside and not products.covered(m.scope, day, known)[p]:
                bare[m.id] = replace(m, scope=open_scope)
    if not bare:
        return
    rows = {**{m.id: m for m in stack.rows}, **bare}
    whole = stack_rows(products, tuple(rows.values()), stack)
    for m in bare.values():
        i = whole.index(m.id)
        state = State(int(whole.state[i, p]))
        if state in (State.APPLIES, State.SUSPENDED, State.EXEMPT):
            by = int(whole.by[i, p])
            cause = whole.rows[by] if state is State.EXEMPT else None
            own = products.ledger.measures[m.id].scope
            listed = _excepting(stack, own, p)
            yield Aside(
                measure=m.id,
                title=m.title,
                reason="exempt" if cause or listed else "excepted by its own act",
                by=cause.id if cause else listed,
                rate=_own_rate(whole, i, p),
                until=None,
                source=cause.source if cause else m.source,
            )


def _excepting(stack: Stack, scope: Scope, p: int) -> str | None:
    """The list among a scope's exceptions that holds the product, by the longest prefix."""
    products, day, known = stack.products, stack.at.date(), stack.as_known
    hits = {name: products.hits(name) for name in scope.except_lists}
    found = {n: h.length[p] for n, h in hits.items() if h.length[p] > 0 and h.joined(day, known)[p]}
    return max(found, key=lambda name: found[name]) if found else None
