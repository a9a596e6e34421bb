"""Scores of probabilities, and how the models do on settled deadlines.

Outcomes in their order are extended, deal, lapsed; a partial outcome is half and half.

    Brier, averted     (p_extended + p_deal - y)^2
    Brier, three-way   sum_k (p_k - y_k)^2
    log                -sum_k y_k ln max(p_k, floor)
    RPS                1/2 sum of the two squared gaps of the cumulative shares
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.forecast.cases import OUTCOMES, Case, Floats, shares
from detente.forecast.classes import Settings, settings
from detente.forecast.model import by_class, cluster_rows, pooled

Model = Callable[[Sequence[Case], Case], Floats]


@dataclass(frozen=True, slots=True)
class Scores:
    """Mean scores of n forecasts; smaller is better."""

    n: int
    averted_brier: float
    averted_log: float
    brier: float
    log: float
    rps: float


def brier(p: Floats, y: Floats) -> Floats:
    """Three-way Brier score of each row."""
    return ((p - y) ** 2).sum(axis=1)


def log_score(p: Floats, y: Floats, floor: float) -> Floats:
    """Three-way log score of each row; probabilities below the floor count as the floor."""
    return -(y * np.log(np.maximum(p, floor))).sum(axis=1)


def ranked(p: Floats, y: Floats) -> Floats:
    """Ranked probability score of each row."""
    gaps = np.cumsum(p - y, axis=1)[:, :-1]
    return (gaps**2).sum(axis=1) / (len(OUTCOMES) - 1)


def score(p: Floats, y: Floats, floor: float, weight: Floats | None = None) -> Scores:
    """Mean scores of probabilities p against outcomes y, both [row, outcome]."""
    w = np.ones(len(y)) if weight is None else weight
    off, on = p[:, :2].sum(axis=1), y[:, :2].sum(axis=1)
    held = np.clip(off, floor, 1 - floor)
    two = -(on * np.log(held) + (1 - on) * np.log(1 - held))
    columns = ((off - on) ** 2, two, brier(p, y), log_score(p, y, floor), ranked(p, y))
    return Scores(len(y), *(float(np.average(c, weights=w)) for c in columns))


def m0(cases: Sequence[Case], case: Case) -> Floats:
    """The pooled rate."""
    return pooled(cases)


def m1(cases: Sequence[Case], case: Case) -> Floats:
    """The rate of the case's class, shrunk to the pooled rate."""
    return by_class(cases, case.reference_class, settings().shrinkage)


def last_time(cases: Sequence[Case], case: Case) -> Floats:
    """Same as last time in this track, at the log floor's distance from certainty."""
    return same_as_last(cases, case.track, settings().log_floor)


def same_as_last(cases: Sequence[Case], track: str, floor: float) -> Floats:
    """The latest outcome of a track, made a probability; the pooled rate where there is none."""
    earlier = [c for c in cases if c.track == track]
    if not earlier:
        return pooled(cases)
    latest = shares([max(earlier, key=lambda c: (c.settled, c.due))])[0]
    return latest * (1 - len(OUTCOMES) * floor) + floor


def leave_cluster_out(cases: Sequence[Case], model: Model) -> Floats:
    """[case, outcome] each case forecast from all cases of other clusters."""
    found = np.empty((len(cases), len(OUTCOMES)))
    for rows in cluster_rows(cases):
        hidden = {int(k) for k in rows}
        others = [c for k, c in enumerate(cases) if k not in hidden]
        for k in hidden:
            found[k] = model(others, cases[k])
    return found


def known_before(case: Case, cases: Sequence[Case], lead_days: int) -> list[Case]:
    """Cases settled when a forecast of `case` is made: on its first day, or lead days ahead."""
    made = forecast_day(case, lead_days)
    return [c for c in cases if c.settled < made and c.id != case.id]


def forecast_day(case: Case, lead_days: int) -> date:
    """Lead days before the deadline, but not before it was announced, nor after it settled."""
    return min(max(case.announced, case.due - timedelta(days=lead_days)), case.settled)


def rolling(cases: Sequence[Case], model: Model, using: Settings) -> tuple[list[Case], Floats]:
    """Forecasts in time order, each from what was settled before; the cases they are for."""
    asked: list[Case] = []
    found: list[Floats] = []
    for case in sorted(cases, key=lambda c: (c.due, c.id)):
        known = known_before(case, cases, using.lead_days)
        if len(known) >= using.least_settled:
            asked.append(case)
            found.append(model(known, case))
    return asked, np.array(found)


def once_per_cluster(cases: Sequence[Case]) -> Floats:
    """Weights [case] that count every cluster once."""
    weight = np.empty(len(cases))
    for rows in cluster_rows(cases):
        weight[rows] = 1 / len(rows)
    return weight


@dataclass(frozen=True, slots=True)
class Skill:
    """Mean score of a model less that of a yardstick (negative is better), with its band."""

    mean: float
    low: float
    high: float

    @property
    def proven(self) -> bool:
        """True where the band leaves out zero on the good side."""
        return self.high < 0


def skill(difference: Floats, groups: Sequence[np.ndarray], using: Settings) -> Skill:
    """The mean of a difference of scores by row, its band over resampled clusters."""
    total = np.array([difference[g].sum() for g in groups])
    size = np.array([len(g) for g in groups], dtype=float)
    picked = np.random.default_rng(using.seed).integers(0, len(groups), (using.draws, len(groups)))
    means = total[picked].sum(axis=1) / size[picked].sum(axis=1)
    tail = (1 - using.band) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Skill(float(difference.mean()), float(low), float(high))
