"""Settings of the deal table, observed bargains and the tracker of demands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from detente.ledger.schema import Day, Name, PlaceCode, Row, validate
from detente.leverage.settings import numbers
from detente.strict_yaml import Document, read_yaml
from detente.talks.items import talks_folder


@dataclass(frozen=True, slots=True)
class Settings:
    """Band and limits of the deal table; `passed_on` of purchases is low, middle, high."""

    band: float
    shown_above: float
    horizon: str
    fewest_draws: int
    seller: str
    buyer: str
    passed_on: tuple[float, ...]


class Bargain(Row):
    """A bargain that was struck: both sides took its items rather than today."""

    id: Name
    title: Name
    parties: tuple[PlaceCode, ...]
    items: tuple[Name, ...]
    known_on: Day
    document: Name


class Demand(Row):
    """What one side asked of the other or offered it, and what came of it."""

    id: Name
    by: PlaceCode
    of: PlaceCode
    what: Name
    kind: Literal["demand", "offer"]
    on: Day
    document: Name
    delivery: Literal["full", "partial", "disputed", "none"] | None = None
    delivered_on: Day | None = None
    delivered_document: str | None = None

    def as_known(self, day: date) -> Demand:
        """The row without a delivery that was not known yet."""
        if self.delivered_on is None or self.delivered_on <= day:
            return self
        unknown = {"delivery": None, "delivered_on": None, "delivered_document": None}
        return self.model_copy(update=unknown)


class DemandsFile(Row):
    """The file demands.yaml."""

    demands: list[Demand]


def _file() -> Document:
    return read_yaml(talks_folder() / "talks.yaml", "talks.yaml")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings."""
    row = {k: str(v) for k, v in _file().mapping("settings").items()}
    trade = _file().mapping("purchases")
    return Settings(
        band=float(row["band"]),
        shown_above=float(row["shown_above"]),
        horizon=row["horizon"],
        fewest_draws=int(row["fewest_draws"]),
        seller=str(trade["seller"]),
        buyer=str(trade["buyer"]),
        passed_on=numbers(trade["passed_on"]),
    )


@dataclass(frozen=True, slots=True)
class CutSettings:
    """Cuts solved, and cuts looked at between them, a side each."""

    solved: int
    grid: int


@dataclass(frozen=True, slots=True)
class ResolveSettings:
    """What uncertainty about resolve rests on: judgements of this project.

    odds          the first side's share of what a breakdown leaves
    yearly_rate   impatience a year, on average over both sides
    obstinate     chance that a side never yields
    """

    odds: float
    yearly_rate: float
    obstinate: float
    source: str


@lru_cache(maxsize=1)
def cut_settings() -> CutSettings:
    """The settings of continuous cuts."""
    row = {k: str(v) for k, v in _file().mapping("cuts").items()}
    return CutSettings(int(row["solved"]), int(row["grid"]))


@lru_cache(maxsize=1)
def resolve_settings() -> ResolveSettings:
    """The settings of resolve."""
    row = {k: str(v) for k, v in _file().mapping("resolve").items()}
    return ResolveSettings(
        float(row["odds"]), float(row["yearly_rate"]), float(row["obstinate"]), row["source"]
    )


@lru_cache(maxsize=1)
def bargains() -> tuple[Bargain, ...]:
    """All observed bargains."""
    return tuple(Bargain.model_validate(row) for row in _file().rows("bargains"))


@lru_cache(maxsize=1)
def _demands() -> tuple[Demand, ...]:
    document = read_yaml(talks_folder() / "demands.yaml", "demands.yaml")
    return tuple(validate(DemandsFile, document).demands)


def demands_known(parties: tuple[str, str], day: date) -> tuple[Demand, ...]:
    """Demands and offers between two sides as known on a day, with delivery known by then."""
    return tuple(
        d.as_known(day) for d in _demands() if d.on <= day and {d.by, d.of} == set(parties)
    )
