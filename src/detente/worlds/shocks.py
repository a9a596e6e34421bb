"""Standard shocks, to see how one change of duties moves different worlds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from detente.errors import WorldError
from detente.worlds.cards import read_mapping
from detente.worlds.load import FOLDER
from detente.worlds.world import Floats, World

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class AddedDuty:
    """Duty added on all goods, as a fraction; the sides are countries, blocs or `all`."""

    importer: str
    exporter: str
    rate: float


@dataclass(frozen=True, slots=True)
class Shock:
    """A named set of added duties."""

    id: str
    title: str
    duties: tuple[AddedDuty, ...]


def read_shocks(path: Path | None = None) -> tuple[Shock, ...]:
    """The standard shocks, or those of a file of the same form. Raises WorldError if damaged."""
    path = path or FOLDER / "shocks.yaml"
    rows = cast("list[dict[str, Any]]", read_mapping(path).get("shocks", []))
    try:
        return tuple(
            Shock(
                id=row["id"],
                title=row["title"],
                duties=tuple(
                    AddedDuty(duty["importer"], duty["exporter"], float(duty["points"]) / 100.0)
                    for duty in row["duties"]
                ),
            )
            for row in rows
        )
    except (KeyError, TypeError, ValueError) as error:
        raise WorldError(
            f"{path}: a shock is incomplete ({error}). Each has id, title and duties, and each "
            "duty an importer, an exporter and points. Correct the file."
        ) from None


def shocked(world: World, shock: Shock) -> Floats:
    """Duties [importer, exporter, sector] of a world under a shock.

    Raises InputError where the world has no such country or bloc.
    """
    tariff = np.array(world.tariff)
    for duty in shock.duties:
        importers, exporters = _members(world, duty.importer), _members(world, duty.exporter)
        for n in importers:
            for i in exporters:
                tariff[n, i, world.goods] += duty.rate
    own = np.arange(len(world.countries))
    tariff[own, own] = 0.0
    return tariff


def _members(world: World, name: str) -> list[int]:
    if name == EVERYBODY:
        return list(range(len(world.countries)))
    return [world.country(code) for code in world.card.groups.get(name, (name,))]
