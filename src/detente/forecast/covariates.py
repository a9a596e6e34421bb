"""Does a covariate help? It is tried against the simpler model, out of sample.

A covariate enters the forecast only if its cluster-bootstrap skill excludes zero, and
only values dated no later than some days before the deadline are looked at.

    p(class, value) = (counts + m p_class) / (n + m)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.errors import InputError
from detente.forecast.cases import Case, Floats, shares
from detente.forecast.classes import settings
from detente.forecast.model import by_class, cluster_rows, shrink
from detente.forecast.scores import (
    Scores,
    Skill,
    leave_cluster_out,
    m1,
    ranked,
    score,
    skill,
)


@dataclass(frozen=True, slots=True)
class Covariate:
    """A value for each case and the day it was known."""

    name: str
    value: Mapping[str, str]
    known: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Trial:
    """A covariate's scores against those of M1; `skill` is on the ranked probability score."""

    name: str
    scores: Scores
    simple: Scores
    skill: Skill

    @property
    def earned(self) -> bool:
        """True where the gain is beyond the band: only then may it enter the forecast."""
        return self.skill.proven


def coded(cases: Sequence[Case]) -> tuple[Covariate, ...]:
    """The covariates coded in the table, all as of some days before the deadline."""
    before = timedelta(days=settings().covariate_days)
    known = {c.id: c.due - before for c in cases}
    return (
        Covariate("leaders scheduled", {c.id: str(c.leaders) for c in cases}, known),
        Covariate(
            "prior extensions", {c.id: str(min(c.prior_extensions, 3)) for c in cases}, known
        ),
    )


def trial(cases: Sequence[Case], covariate: Covariate) -> Trial:
    """Leave-cluster-out scores with and without a covariate.

    Raises InputError where a value is missing or dated too late.
    """
    check_dated(cases, covariate)
    using, y = settings(), shares(cases)

    def with_it(others: Sequence[Case], case: Case) -> Floats:
        rows = [
            c
            for c in others
            if c.reference_class == case.reference_class
            and covariate.value[c.id] == covariate.value[case.id]
        ]
        prior = by_class(others, case.reference_class, using.shrinkage)
        return shrink(shares(rows).sum(axis=0), len(rows), prior, using.shrinkage)

    richer, plain = leave_cluster_out(cases, with_it), leave_cluster_out(cases, m1)
    gain = np.asarray(ranked(richer, y) - ranked(plain, y))
    return Trial(
        covariate.name,
        score(richer, y, using.log_floor),
        score(plain, y, using.log_floor),
        skill(gain, cluster_rows(cases), using),
    )


def check_dated(cases: Sequence[Case], covariate: Covariate) -> None:
    """Raise InputError for a value that is missing, or known too late to forecast with."""
    days = settings().covariate_days
    for case in cases:
        if case.id not in covariate.value or case.id not in covariate.known:
            raise InputError(
                f'The covariate "{covariate.name}" has no value for {case.id}. Give a value and '
                "the day it was known for every case."
            )
        last = case.due - timedelta(days=days)
        if covariate.known[case.id] > last:
            raise InputError(
                f'The covariate "{covariate.name}" of {case.id} is dated '
                f"{covariate.known[case.id]}; the last day allowed is {last}, {days} days before "
                "the deadline. Later news may be the outcome itself. Use an earlier value."
            )
