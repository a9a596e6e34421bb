"""What recorded forecasts were worth, beside two yardsticks of the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.forecast.cases import PARTS, Floats
from detente.forecast.classes import settings
from detente.forecast.scores import Scores, Skill, log_score, ranked, score, skill
from detente.forecast.store import VOID, Entry


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A simpler forecast: its scores, and ours less its own by ranked and log score."""

    name: str
    scores: Scores
    rps: Skill
    log: Skill


@dataclass(frozen=True, slots=True)
class Verdict:
    """Scores of settled forecasts; `says` whether anything can be told from so many.

    open      forecasts not settled yet;  void_share    settled ones without an answer
    """

    n: int
    clusters: int
    open: int
    void_share: float
    scores: Scores | None
    yardsticks: tuple[Yardstick, ...]
    says: str


def verdict(entries: Sequence[Entry]) -> Verdict:
    """Scores of a store's forecasts; forecasts of one deadline count as one cluster."""
    settled = [e for e in entries if e.outcome is not None]
    counted = [e for e in settled if e.outcome != VOID]
    void = 1 - len(counted) / len(settled) if settled else 0.0
    waiting = len(entries) - len(settled)
    if not counted:
        says = "No forecast has been settled: nothing can be said of their worth."
        return Verdict(0, 0, waiting, void, None, (), says)
    y = np.array([PARTS[e.outcome or ""] for e in counted])
    ours = np.array([e.p for e in counted])
    names = np.array([e.deadline for e in counted])
    groups = [np.flatnonzero(names == one) for one in np.unique(names)]
    sticks = (
        _yardstick("pooled rate", np.array([e.pooled for e in counted]), (ours, y), groups),
        _yardstick(
            "same as last time", np.array([e.last_time for e in counted]), (ours, y), groups
        ),
    )
    return Verdict(
        n=len(counted),
        clusters=len(groups),
        open=waiting,
        void_share=void,
        scores=score(ours, y, settings().log_floor),
        yardsticks=sticks,
        says=_says(len(groups), sticks),
    )


def _yardstick(
    name: str, theirs: Floats, ours: tuple[Floats, Floats], groups: list[np.ndarray]
) -> Yardstick:
    using, (p, y) = settings(), ours
    floor = using.log_floor
    return Yardstick(
        name=name,
        scores=score(theirs, y, floor),
        rps=skill(ranked(p, y) - ranked(theirs, y), groups, using),
        log=skill(log_score(p, y, floor) - log_score(theirs, y, floor), groups, using),
    )


def _says(clusters: int, sticks: Sequence[Yardstick]) -> str:
    least = settings().least_scored
    if clusters == 1:
        return (
            "One settled deadline is too few to tell skill from luck, and no band can be given: "
            "its ends are those of resampling deadlines, and there is but one."
        )
    if clusters < least:
        return (
            f"{clusters} settled deadlines are too few to tell skill from luck: below {least}, "
            "differences of a few hundredths of a Brier point cannot be seen."
        )
    better = [s.name for s in sticks if s.rps.proven]
    if not better:
        return "No skill is shown: every band includes zero."
    return f"Better than the {' and the '.join(better)}, beyond the band."
