"""Reference classes, rules of resolution and the settings of the model, from classes.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from detente.errors import InputError
from detente.forecast.cases import forecast_folder
from detente.strict_yaml import Document, read_yaml


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the model.

    shrinkage       weight of the pooled rate, in cases (m)
    band            probability mass of a band; draws and seed of its bootstrap
    lead_days       days before a deadline at which rolling forecasts are made
    covariate_days  days before a deadline after which a covariate may not be dated
    least_settled   settled cases that a rolling forecast needs
    least_scored    settled forecasts below which no skill is claimed
    """

    shrinkage: float
    band: float
    draws: int
    seed: int
    lead_days: int
    covariate_days: int
    least_settled: int
    log_floor: float
    least_scored: int


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """A kind of deadline that is counted together; `kinds` are those of the record."""

    id: str
    title: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """How a forecast is settled: a rule for each outcome, who decides, what voids it."""

    extended: str
    deal: str
    lapsed: str
    decided_by: str
    partial: str
    void: str

    def text(self, due: str) -> str:
        """The resolution rule for a deadline, in sentences."""
        return (
            f"Extended: {self.extended}. Deal: {self.deal}. Lapsed: {self.lapsed}. "
            f"Decided by {self.decided_by}, by {due}; {self.partial}; {self.void}."
        )


def _file() -> Document:
    return read_yaml(forecast_folder() / "classes.yaml", "classes.yaml")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of the model."""
    row = {k: str(v) for k, v in _file().mapping("model").items()}
    return Settings(
        shrinkage=float(row["shrinkage"]),
        band=float(row["band"]),
        draws=int(row["draws"]),
        seed=int(row["seed"]),
        lead_days=int(row["lead_days"]),
        covariate_days=int(row["covariate_days"]),
        least_settled=int(row["least_settled"]),
        log_floor=float(row["log_floor"]),
        least_scored=int(row["least_scored"]),
    )


@lru_cache(maxsize=1)
def reference_classes() -> tuple[ReferenceClass, ...]:
    """All reference classes, in the order of the file."""
    found: list[ReferenceClass] = []
    for row in _file().rows("classes"):
        kinds = row["kinds"]
        names = tuple(str(k) for k in kinds) if isinstance(kinds, list) else ()
        found.append(ReferenceClass(str(row["id"]), str(row["title"]), names))
    return tuple(found)


def class_of(kind: str) -> ReferenceClass:
    """The reference class of a deadline of the record. Raises InputError where none has it."""
    for one in reference_classes():
        if kind in one.kinds or kind == one.id:
            return one
    raise InputError(
        f'No reference class counts deadlines of kind "{kind}". Classes: '
        f"{', '.join(c.id for c in reference_classes())}. Add the kind to classes.yaml."
    )


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules of resolution."""
    by = {str(r["id"]): str(r["rule"]) for r in _file().rows("outcomes")}
    more = {k: str(v) for k, v in _file().mapping("resolution").items()}
    return Rules(
        extended=by["extended"],
        deal=by["deal"],
        lapsed=by["lapsed"],
        decided_by=more["decided_by"],
        partial=more["partial"],
        void=more["void"],
    )
