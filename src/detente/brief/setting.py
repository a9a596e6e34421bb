"""What a brief is about: the day, the two sides, the record as known, the world, the truce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from detente.brief.sources import Citations
from detente.errors import CoverageError
from detente.ledger import Ledger
from detente.ledger.read import built_in_record
from detente.ledger.truces import Truce
from detente.ledger.values import parse_date
from detente.outlook.scene import Scene
from detente.outlook.scene import set_scene as set_outlook
from detente.rates.average import Direction, direction
from detente.rates.stack import Stack, State
from detente.strict_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Baseline:
    """The day scenarios are also measured against: before the duties of the conflict."""

    before: date
    title: str


@lru_cache(maxsize=1)
def read_baseline() -> Baseline:
    """The baseline of the record, from baseline.yaml."""
    row = read_yaml(built_in_record() / "baseline.yaml", "baseline.yaml").mapping()
    return Baseline(parse_date(str(row["before"])), str(row["title"]))


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything the parts of a brief share."""

    ledger: Ledger
    parties: tuple[str, str]
    on: date
    as_known: date
    at: datetime
    baseline: Baseline
    truce: Truce | None
    flows: tuple[Direction, ...]
    citations: Citations

    @property
    def scenario_at(self) -> datetime:
        """The moment scenarios are posed at: today; a truce yet to begin is taken as begun."""
        return self.scene.scenario_at

    @property
    def scene(self) -> Scene:
        """The question itself, for the stages that answer before a brief does."""
        return Scene(self.ledger, self.parties, self.on, self.as_known, self.at, self.truce)


def set_scene(ledger: Ledger, one: str, other: str, on: date, as_known: date | None) -> Setting:
    """Resolve and check the question. Raises InputError or CoverageError."""
    scene = set_outlook(ledger, one, other, on, as_known)
    first, second = scene.parties
    flows = tuple(direction(ledger, i, e) for i, e in ((first, second), (second, first)))
    baseline = read_baseline()
    if on < baseline.before:
        raise CoverageError(
            f"Scenarios are measured against {baseline.before} ({baseline.title}); a brief for "
            f"{on} has no baseline. Choose a later day, or use `detente rate` and `detente ledger`."
        )
    return Setting(
        ledger=ledger,
        parties=scene.parties,
        on=on,
        as_known=scene.as_known,
        at=scene.at,
        baseline=baseline,
        truce=scene.truce,
        flows=flows,
        citations=Citations(ledger, scene.as_known),
    )


def new_layers(stack: Stack, baseline: date) -> float:
    """Duties on all goods that came since the baseline, added up: the spoken rate.

    A row counts when it falls on everything (exceptions allowed), started after the
    baseline, and applies to the flow; its rate counts in full.
    """
    total = 0.0
    for i, m in enumerate(stack.rows):
        if not (m.is_duty and m.scope.everything) or m.announced <= baseline or m.family == "mfn":
            continue
        live = (stack.state[i] == State.APPLIES) | (stack.state[i] == State.SUSPENDED)
        if live.any():
            total += float(stack.rate[i][live].max())
    return total
