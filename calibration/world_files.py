"""Write a world as detente reads it: numbers in `<id>.npz`, card with digest in `<id>.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from balance import Floats

from detente.worlds.save import write_files

CARD_KEYS = (
    "id",
    "title",
    "year",
    "currency_unit",
    "summary",
    "groups",
    "sources",
    "steps",
    "not_for",
)

OPTIONAL = ("assumed", "checks")


@dataclass(frozen=True, slots=True)
class Labels:
    """Country codes, and which of the recipe's sectors are goods."""

    countries: list[str]
    goods: list[bool]


def write_world(
    folder: Path, recipe: dict[str, Any], labels: Labels, arrays: dict[str, Floats]
) -> None:
    """Write both files; `arrays` are flows, tariff, intermediate, final, trade_elasticity."""
    stored = {
        "countries": np.array(labels.countries),
        "sectors": np.array([row["code"] for row in recipe["sectors"]]),
        "sector_names": np.array([row["name"] for row in recipe["sectors"]]),
        "goods": np.array(labels.goods),
        **{name: values.astype(np.float32) for name, values in arrays.items()},
    }
    card = {key: recipe[key] for key in (*CARD_KEYS, *OPTIONAL) if key in recipe}
    write_files(folder, card, stored)
