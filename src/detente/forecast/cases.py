"""Settled deadlines: what was due, how it ended, and since when that is known."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.errors import CoverageError, FileFault
from detente.strict_yaml import read_yaml

Floats = NDArray[np.float64]
OUTCOMES = ("extended", "deal", "lapsed")
PARTS: Mapping[str, tuple[float, float, float]] = {
    "extended": (1.0, 0.0, 0.0),
    "deal": (0.0, 1.0, 0.0),
    "lapsed": (0.0, 0.0, 1.0),
    "partial": (0.5, 0.0, 0.5),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A deadline that has been settled.

    settled     the day the outcome became known: the case counts from then on
    days        length of an extension in days, None where it has no date or is none
    open        the extension runs until further notice
    cluster     deadlines that depend on one event; left out and resampled together
    leaders     a meeting of leaders was known seven days before the deadline
    """

    id: str
    title: str
    parties: tuple[str, ...]
    reference_class: str
    announced: date
    due: date
    outcome: str
    settled: date
    days: int | None
    open: bool
    track: str
    cluster: str
    leaders: bool
    prior_extensions: int
    stake_usd_bn: float | None
    target_leverage: str
    read: str
    source: str


def forecast_folder() -> Path:
    """The folder of deadlines and reference classes that comes with the package."""
    return Path(str(resources.files("detente") / "data" / "forecast"))


@lru_cache(maxsize=4)
def read_cases(path: Path | None = None) -> tuple[Case, ...]:
    """Every settled deadline, in the order of the table. Raises FileFault with the line."""
    chosen = path or forecast_folder() / "deadlines.csv"
    with chosen.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    cases: list[Case] = []
    for line, row in enumerate(rows, start=2):
        try:
            cases.append(_case(row))
        except (KeyError, ValueError) as error:
            raise FileFault(
                f"{chosen.name}:{line}: not a settled deadline ({error}). Dates are YYYY-MM-DD, "
                f"the outcome one of {', '.join(PARTS)}. Correct the row."
            ) from None
    return tuple(cases)


def _case(row: Mapping[str, str]) -> Case:
    if row["outcome"] not in PARTS:
        raise ValueError(f"outcome {row['outcome']!r}")
    return Case(
        id=row["id"],
        title=row["title"],
        parties=tuple(row["parties"].split()),
        reference_class=row["reference_class"],
        announced=date.fromisoformat(row["announced"]),
        due=date.fromisoformat(row["due"]),
        outcome=row["outcome"],
        settled=date.fromisoformat(row["settled"]),
        days=int(row["days"]) if row["days"].isdigit() else None,
        open=row["days"] == "open",
        track=row["track"],
        cluster=row["cluster"],
        leaders=row["leaders"] == "1",
        prior_extensions=int(row["prior_extensions"]),
        stake_usd_bn=float(row["stake_usd_bn"]) if row["stake_usd_bn"] else None,
        target_leverage=row["target_leverage"],
        read=row["read"],
        source=row["source"],
    )


def settled_by(cases: Iterable[Case], day: date) -> tuple[Case, ...]:
    """The cases whose outcome was known on a day. Raises CoverageError where there is none."""
    known = tuple(c for c in cases if c.settled <= day)
    if not known:
        raise CoverageError(
            f"No settled deadline was known on {day}. Odds are counts of earlier cases. "
            f"Choose a day from {min((c.settled for c in cases), default=day)} on."
        )
    return known


def table_ends() -> date:
    """The day from which the table says nothing more."""
    row = read_yaml(forecast_folder() / "card.yaml", "card.yaml").mapping()
    return date.fromisoformat(str(row["until"]))


def shares(cases: Sequence[Case]) -> Floats:
    """[case, outcome] extended, deal, lapsed; a partial outcome counts half and half."""
    return np.array([PARTS[c.outcome] for c in cases]).reshape(len(cases), len(OUTCOMES))
