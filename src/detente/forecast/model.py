"""The odds of a deadline: counts by class, shrunk to the pooled rate.

    M0   p = mean over all cases
    M1   p(class) = (counts_class + m p_pooled) / (n_class + m)        Dirichlet-multinomial

Bands resample clusters, not rows: many deadlines hang on one event.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.forecast.cases import Case, Floats, shares


def pooled(cases: Sequence[Case]) -> Floats:
    """M0: share of each outcome over all cases."""
    return shares(cases).mean(axis=0)


def by_class(cases: Sequence[Case], name: str, shrinkage: float) -> Floats:
    """M1: share of each outcome in a class, shrunk to the pooled share.

    An infinite shrinkage gives M0, none gives the raw rate (M0 where the class is empty).
    """
    every = shares(cases)
    mine = every[np.array([c.reference_class == name for c in cases], dtype=bool)]
    return shrink(mine.sum(axis=0), len(mine), every.mean(axis=0), shrinkage)


def shrink(counts: Floats, n: float, prior: Floats, weight: float) -> Floats:
    """(counts + weight prior) / (n + weight), also at both ends of the weight."""
    if np.isinf(weight) or n + weight <= 0:
        return prior
    return (counts + weight * prior) / (n + weight)


def cluster_rows(cases: Sequence[Case]) -> list[np.ndarray]:
    """Positions of the cases of each cluster, clusters in alphabetical order."""
    names = np.array([c.cluster for c in cases])
    return [np.flatnonzero(names == name) for name in np.unique(names)]


def draws_of_class(
    cases: Sequence[Case],
    name: str,
    shrinkage: float,
    *,
    groups: Sequence[np.ndarray],
    draws: int,
    seed: int,
) -> Floats:
    """[draw, outcome] M1 on resampled groups of cases (clusters, or single rows).

    Cases are put in the order of their names first, so that their order does not matter.
    """
    every = shares(cases)
    mine = np.array([c.reference_class == name for c in cases], dtype=float)
    counts = np.array([every[g].sum(axis=0) for g in groups])
    sizes = np.array([len(g) for g in groups], dtype=float)
    here = np.array([(every[g] * mine[g][:, None]).sum(axis=0) for g in groups])
    number = np.array([mine[g].sum() for g in groups])
    picked = np.random.default_rng(seed).integers(0, len(groups), (draws, len(groups)))
    prior = counts[picked].sum(axis=1) / sizes[picked].sum(axis=1)[:, None]
    n = number[picked].sum(axis=1)[:, None]
    return (here[picked].sum(axis=1) + shrinkage * prior) / (n + shrinkage)


def band(sample: Floats, mass: float) -> tuple[Floats, Floats]:
    """Lower and upper end of the central band of a sample, along its first axis."""
    tail = (1 - mass) / 2
    low, high = np.quantile(sample, [tail, 1 - tail], axis=0)
    return low, high
