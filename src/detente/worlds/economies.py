"""Sizes of today's economies, to say what a percentage is worth in money and per household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from detente.errors import WorldError
from detente.worlds.cards import read_mapping
from detente.worlds.load import FOLDER


@dataclass(frozen=True, slots=True)
class Economy:
    """GDP in USD billion and private households in million; None where not recorded.

    `gdp_source` and `households_source` say who published the figure; `households_status` is
    `unverified` until someone has compared it with the publication.
    """

    country: str
    year: int
    gdp_usd_bn: float
    gdp_source: str
    households_m: float | None
    households_source: str | None
    households_status: str | None


@lru_cache(maxsize=1)
def read_economies() -> Mapping[str, Economy]:
    """Economies by country code, of the latest bundled year. Raises WorldError if damaged."""
    path = sorted(FOLDER.glob("economies-*.yaml"))[-1]
    tree = read_mapping(path)
    return MappingProxyType(
        {row["country"]: _economy(path, row, tree) for row in tree["economies"]}
    )


def _economy(path: Path, row: dict[str, str], tree: dict[str, str]) -> Economy:
    try:
        households = row.get("households_m")
        return Economy(
            country=row["country"],
            year=int(tree["year"]),
            gdp_usd_bn=float(row["gdp_usd_bn"]),
            gdp_source=row.get("gdp_source", tree["gdp_source"]),
            households_m=None if households is None else float(households),
            households_source=row.get("households_source"),
            households_status=None if households is None else row["status"],
        )
    except (KeyError, ValueError) as error:
        raise WorldError(
            f"{path}: the row of {row.get('country', '?')} is incomplete ({error}). Expected "
            "country, gdp_usd_bn and, with households_m, a source and a status. Correct the row."
        ) from None
