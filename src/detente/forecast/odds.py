"""The odds of a deadline, with their band, reference class and nearest cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from detente.errors import InputError
from detente.forecast.cases import OUTCOMES, Case, Floats, read_cases, settled_by, table_ends
from detente.forecast.classes import rules, settings
from detente.forecast.model import band, by_class, cluster_rows, draws_of_class, pooled
from detente.forecast.question import Question, pending_question
from detente.forecast.scores import same_as_last
from detente.forecast.settle import Since, settled_since
from detente.ledger import Ledger

NEAREST = 2


@dataclass(frozen=True, slots=True)
class Chance:
    """Probability of an outcome with the ends of its band."""

    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lengths:
    """Extensions with a date: quartiles in days, and the share that runs until further notice."""

    n: int
    low: float
    median: float
    high: float
    open_share: float


@dataclass(frozen=True, slots=True)
class Odds:
    """A forecast, complete before it is issued.

    outcomes    extended, deal, lapsed in this order
    n           settled cases of the reference class, of n_all and n_clusters
    cases_from, cases_until   first and last day of settlement among the cases used
    pooled, last_time         the yardsticks on the same day, by outcome
    table_until last day of the table of cases: how later deadlines ended is not counted
    stale       days from there to the day of the forecast
    since       later deadlines of the class between the two, as the record settles them
    """

    question: Question
    as_known: date
    outcomes: dict[str, Chance]
    n: int
    n_all: int
    n_clusters: int
    cases_from: date
    cases_until: date
    pooled: dict[str, float]
    last_time: dict[str, float]
    lengths: Lengths
    analogues: tuple[Case, ...]
    mass: float
    table_until: date
    stale: int
    since: tuple[Since, ...] = ()

    @property
    def resolution(self) -> str:
        """Who decides, by what, by when."""
        return rules().text(f"{self.question.due:%Y-%m-%d %H:%M %Z}")

    def plain(self) -> dict[str, Any]:
        """The forecast as JSON values."""
        return {
            "question": self.question.text,
            "deadline": self.question.due.date().isoformat(),
            "as_known": self.as_known.isoformat(),
            "outcomes": {
                name: {"p": c.p, "low": c.low, "high": c.high} for name, c in self.outcomes.items()
            },
            "reference_class": self.question.reference_class.id,
            "n": self.n,
            "resolution": self.resolution,
            "cases_from": self.cases_from.isoformat(),
            "cases_until": self.cases_until.isoformat(),
            "table_until": self.table_until.isoformat(),
            "settled_since_not_counted": [
                {"id": s.id, "outcome": s.outcome, "settled": s.settled.isoformat()}
                for s in self.since
            ],
        }


def odds(
    ledger: Ledger,
    one: str,
    other: str,
    on: date,
    *,
    as_known: date | None = None,
    deadline: str | None = None,
) -> Odds:
    """The odds of the next deadline between two sides, as known on a day.

    Uses only cases settled by then. Raises InputError and CoverageError.
    """
    known = as_known or on
    if known < on:
        raise InputError(
            f"--as-known {known} lies before {on}, the day of the forecast. Give the same day or "
            "a later one."
        )
    ledger.check_covered(on)
    parties = (ledger.places.find(one), ledger.places.find(other))
    if parties[0] == parties[1]:
        raise InputError(f"Odds need two sides; {parties[0]} was given twice. Name two countries.")
    question = pending_question(ledger, parties, on, known, deadline)
    found = odds_of(question, settled_by(read_cases(), on), on)
    name = question.reference_class.id
    return replace(found, since=settled_since(ledger, name, parties, found.table_until, on))


def odds_of(question: Question, cases: Sequence[Case], on: date) -> Odds:
    """The odds of a question from cases that were settled by its day.

    Raises InputError where a case was settled later.
    """
    late = [c.id for c in cases if c.settled > on]
    if late:
        raise InputError(
            f"A forecast on {on} was given cases settled later: {', '.join(late)}. Use "
            "settled_by(cases, day)."
        )
    name = question.reference_class.id
    same = [c for c in cases if c.reference_class == name]
    track = _track(question, same)
    return Odds(
        question=question,
        as_known=on,
        outcomes=chances(cases, name),
        n=len(same),
        n_all=len(cases),
        n_clusters=len({c.cluster for c in cases}),
        cases_from=min(c.settled for c in cases),
        cases_until=max(c.settled for c in cases),
        pooled=_named(pooled(cases)),
        last_time=_named(same_as_last(cases, track, settings().log_floor)),
        lengths=lengths(cases),
        analogues=nearest(question, cases),
        mass=settings().band,
        table_until=table_ends(),
        stale=max(0, (on - table_ends()).days),
    )


def chances(cases: Sequence[Case], name: str) -> dict[str, Chance]:
    """M1 with its cluster-bootstrap band, by outcome."""
    using = settings()
    p = by_class(cases, name, using.shrinkage)
    sample = draws_of_class(
        cases,
        name,
        using.shrinkage,
        groups=cluster_rows(cases),
        draws=using.draws,
        seed=using.seed,
    )
    low, high = band(sample, using.band)
    return {
        outcome: Chance(float(p[k]), float(low[k]), float(high[k]))
        for k, outcome in enumerate(OUTCOMES)
    }


def lengths(cases: Sequence[Case]) -> Lengths:
    """How long extensions were, over all classes."""
    extended = [c for c in cases if c.outcome == "extended"]
    dated = [c.days for c in extended if c.days is not None]
    if not dated:
        return Lengths(0, np.nan, np.nan, np.nan, np.nan)
    low, median, high = (float(q) for q in np.quantile(dated, [0.25, 0.5, 0.75]))
    return Lengths(len(dated), low, median, high, sum(c.open for c in extended) / len(extended))


def nearest(question: Question, cases: Sequence[Case]) -> tuple[Case, ...]:
    """The nearest cases: the same class first, then the same two sides, then the latest."""
    wanted = set(question.parties)

    def distance(case: Case) -> tuple[bool, int, int]:
        shared = len(wanted & set(case.parties))
        return (
            case.reference_class != question.reference_class.id,
            -shared,
            -case.settled.toordinal(),
        )

    return tuple(sorted(cases, key=distance)[:NEAREST])


def _track(question: Question, same: Sequence[Case]) -> str:
    """The track of the latest case of the class between the same two sides, or none."""
    ours = [c for c in same if set(c.parties) == set(question.parties)]
    return max(ours, key=lambda c: c.settled).track if ours else ""


def _named(p: Floats) -> dict[str, float]:
    return {outcome: float(p[k]) for k, outcome in enumerate(OUTCOMES)}
