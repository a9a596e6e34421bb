"""How the models do on the settled deadlines themselves."""

from __future__ import annotations

from dataclasses import dataclass

from detente.forecast.cases import read_cases, shares
from detente.forecast.classes import settings
from detente.forecast.covariates import Trial, coded, trial
from detente.forecast.model import cluster_rows
from detente.forecast.scores import (
    Scores,
    Skill,
    last_time,
    leave_cluster_out,
    m0,
    m1,
    once_per_cluster,
    ranked,
    rolling,
    score,
    skill,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A model under one way of leaving cases out; skill on the RPS against the pooled rate."""

    model: str
    how: str
    scores: Scores
    skill: Skill | None


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, and the covariates tried."""

    rows: tuple[Row, ...]
    covariates: tuple[Trial, ...]


def report() -> Report:
    """Scores of M0, M1 and "same as last time", without the cluster and in time order."""
    cases, using = read_cases(), settings()
    y, groups, floor = shares(cases), cluster_rows(cases), using.log_floor
    left = {name: leave_cluster_out(cases, m) for name, m in (("pooled", m0), ("class", m1))}
    gain = skill(ranked(left["class"], y) - ranked(left["pooled"], y), groups, using)
    once = once_per_cluster(cases)
    asked, pooled = rolling(cases, m0, using)
    then = shares(asked)
    rows = [
        Row("pooled", "without the cluster", score(left["pooled"], y, floor), None),
        Row("class", "without the cluster", score(left["class"], y, floor), gain),
        Row("pooled", "each cluster once", score(left["pooled"], y, floor, once), None),
        Row("class", "each cluster once", score(left["class"], y, floor, once), None),
        Row("pooled", "in time order", score(pooled, then, floor), None),
    ]
    for name, model in (("class", m1), ("same as last time", last_time)):
        p = rolling(cases, model, using)[1]
        better = skill(ranked(p, then) - ranked(pooled, then), cluster_rows(asked), using)
        rows.append(Row(name, "in time order", score(p, then, floor), better))
    return Report(tuple(rows), tuple(trial(cases, c) for c in coded(cases)))
