"""Settings, horizons and yardsticks of the leverage stage, from leverage.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from detente.errors import InputError
from detente.strict_yaml import Document, Tree, read_yaml


@dataclass(frozen=True, slots=True)
class Path3:
    """An elasticity's way from the short to the long run, with its speed a year."""

    short: float
    long: float
    speed: float
    source: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Draws and bands of cards, the rationing limit, the cost that ends a link, elasticities.

    home_over_foreign   elasticity between home and foreign over that among foreign sources
    """

    draws: int
    seed: int
    band: float
    rationing_above: float
    cut_off_cost: float
    flag_gap: float
    licence_left: float
    home_over_foreign: float
    elasticity: Path3
    horizons: dict[str, int]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A published range for a card's loss to its target: USD bn or a share of GDP."""

    card: str
    publisher: str
    low: float
    mid: float
    high: float
    of_gdp: bool


def leverage_folder() -> Path:
    """The folder of cards and settings that comes with the package."""
    return Path(str(resources.files("detente") / "data" / "leverage"))


@lru_cache(maxsize=1)
def leverage_file() -> Document:
    """The file leverage.yaml."""
    return read_yaml(leverage_folder() / "leverage.yaml", "leverage.yaml")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings."""
    row = {k: str(v) for k, v in leverage_file().mapping("settings").items()}
    nest = {k: str(v) for k, v in leverage_file().mapping("nest").items()}
    way = {k: str(v) for k, v in leverage_file().mapping("elasticity").items()}
    return Settings(
        draws=int(row["draws"]),
        seed=int(row["seed"]),
        band=float(row["band"]),
        rationing_above=float(row["rationing_above"]),
        cut_off_cost=float(row["cut_off_cost"]),
        flag_gap=float(row["flag_gap"]),
        licence_left=float(row["licence_left"]),
        home_over_foreign=float(nest["home_over_foreign"]),
        elasticity=Path3(
            float(way["short"]), float(way["long"]), float(way["speed"]), way["source"]
        ),
        horizons={str(h["id"]): int(str(h["months"])) for h in leverage_file().rows("horizons")},
    )


def months_of(horizon: str) -> int:
    """Months of a horizon. Raises InputError with those there are."""
    found = settings().horizons.get(horizon)
    if found is None:
        raise InputError(
            f'"{horizon}" is no horizon. Choose one of {", ".join(settings().horizons)}.'
        )
    return found


def numbers(tree: Tree) -> tuple[float, ...]:
    """A list of numbers of the file."""
    return tuple(float(str(v)) for v in tree) if isinstance(tree, list) else ()


@lru_cache(maxsize=1)
def yardsticks() -> tuple[Yardstick, ...]:
    """Published ranges to compare cards with."""
    found: list[Yardstick] = []
    for row in leverage_file().rows("yardsticks"):
        of_gdp = "gdp_share" in row
        low, mid, high = numbers(row["gdp_share" if of_gdp else "usd_bn"])
        found.append(Yardstick(str(row["card"]), str(row["publisher"]), low, mid, high, of_gdp))
    return tuple(found)
