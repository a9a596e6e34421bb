"""What uncertainty about resolve does at this table, in the closed forms of `resolve`.

    pie        joint gain of the best package both take
    cost_i     what a lapse of the truce takes from a side, as a share of the pie
    demand_i   a side's part of the joint gain in the package it likes best
    rate_i     impatience, spread over the sides as their costs: who loses more waits less

The odds of a breakdown, the average impatience and the chance of an obstinate side are judgements
(talks.yaml); the rest comes from the table and the trade model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.talks.resolve import Demand, Standoff, bargaining_range, best_demand, standoff
from detente.talks.settings import resolve_settings

MOST = 0.99


@dataclass(frozen=True, slots=True)
class Patience:
    """Fearon and Abreu and Gul at a table; pairs are in the order of the sides.

    pie_usd_bn   joint gain a year;  costs: of a lapse, over the pie
    split        splits of the pie, first side's part, that both prefer to a breakdown
    demands      each side's best demand if it does not know the other's cost, uniform up to twice
                 the model's, and the risk that it ends in a breakdown
    claims       what each side holds out for;  rates: impatience a year
    standoff     who yields at once with what chance, and by when (years) it is over; None where
                 the claims leave nothing to fight over
    """

    pie_usd_bn: float
    costs: tuple[float, float]
    split: tuple[float, float]
    demands: tuple[Demand, Demand]
    claims: tuple[float, float]
    rates: tuple[float, float]
    standoff: Standoff | None
    source: str


def patience(gains: Sequence[tuple[float, float]], lapse: tuple[float, float]) -> Patience | None:
    """Resolve at a table: gains of the packages both take, and the worth of a lapse, USD bn a year.

    None where no package is worth anything, or a lapse costs a side nothing.
    """
    pie = max((sum(g) for g in gains), default=0.0)
    losses = (-lapse[0], -lapse[1])
    if pie <= 0 or min(losses) <= 0:
        return None
    using = resolve_settings()
    costs = (losses[0] / pie, losses[1] / pie)
    claims = (_claim(gains, 0), _claim(gains, 1))
    mean = sum(losses) / 2
    rates = (using.yearly_rate * losses[0] / mean, using.yearly_rate * losses[1] / mean)
    fight = sum(claims) > 1
    return Patience(
        pie_usd_bn=pie,
        costs=costs,
        split=bargaining_range(using.odds, *costs),
        demands=(
            best_demand(using.odds, costs[0], 2 * costs[1]),
            best_demand(1 - using.odds, costs[1], 2 * costs[0]),
        ),
        claims=claims,
        rates=rates,
        standoff=standoff(claims, rates, (using.obstinate, using.obstinate)) if fight else None,
        source=using.source,
    )


def _claim(gains: Sequence[tuple[float, float]], side: int) -> float:
    """A side's part of the joint gain in the package it likes best."""
    best = max(gains, key=lambda g: (g[side], g[1 - side]))
    return min(MOST, max(1 - MOST, best[side] / sum(best)))
