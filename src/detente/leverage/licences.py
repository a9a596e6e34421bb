"""Licensing as observed: what went through each month, and the duty that would do the same."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from typing import Any, cast

from detente.leverage.licence import Equivalent, licence_equivalent
from detente.leverage.result import Month
from detente.leverage.settings import leverage_file, leverage_folder


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    path = leverage_folder() / "magnets.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def months(target: str, as_known: date) -> tuple[Month, ...]:
    """Each month known on a day for one destination; nothing where the flow was not short."""
    nest = {k: float(str(v)) for k, v in leverage_file().mapping("magnets", "nest").items()}
    found: list[Month] = []
    for row in _rows():
        if row["destination"] != target or date.fromisoformat(row["known_on"]) > as_known:
            continue
        left = min(1.0, float(row["tonnes"]) / float(row["usual_tonnes"]))
        equal = licence_equivalent(left, share=nest["share"], sigma=nest["sigma"], eta=nest["eta"])
        found.append(Month(row["month"], target, left, equal, row["source"]))
    return tuple(found)


def price_wedge(as_known: date) -> Equivalent | None:
    """The duty read from prices inside and outside, where they were known."""
    row = cast("dict[str, Any]", leverage_file().mapping("magnets", "wedge"))
    if date.fromisoformat(str(row["known_on"])) > as_known:
        return None
    prices = (float(row["inside"]), float(row["outside"]))
    nest = {k: float(str(v)) for k, v in leverage_file().mapping("magnets", "nest").items()}
    return licence_equivalent(
        1.0, share=nest["share"], sigma=nest["sigma"], eta=nest["eta"], wedge=prices
    )
