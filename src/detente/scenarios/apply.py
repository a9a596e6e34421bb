"""Turn the steps of a scenario into arrays of a world and quotas, in the order given."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import numpy as np

from detente.equilibrium.quotas import Quota
from detente.equilibrium.variants import Shock
from detente.errors import InputError, ScenarioError
from detente.scenarios.shocks import (
    Ban,
    Cells,
    Deal,
    ExportTax,
    Quantity,
    Scenario,
    SecondaryTariff,
    Step,
    Tariff,
    TradeCost,
)
from detente.worlds import World
from detente.worlds.world import Flags, Floats


class Builder:
    """The arrays of a shock while steps are laid on."""

    def __init__(self, world: World, tariff: Floats, ordinary: Floats) -> None:
        self.world, self.ordinary = world, ordinary
        self.tariff = np.array(tariff)
        self.cost = np.ones(world.flows.shape)
        self.tax = np.zeros(world.flows.shape)
        self.quotas: list[Quota] = []

    def shock(self) -> Shock:
        """The whole shock; arrays that nobody touched are left out."""
        return Shock(
            self.tariff,
            self.cost if (self.cost != 1.0).any() else None,
            self.tax if self.tax.any() else None,
        )

    def lay(self, step: Step, name: str) -> None:
        """Apply one step."""
        if isinstance(step, SecondaryTariff):
            self.tariff[self._secondary(step)] += step.add
            return
        cells = cells_of(self.world, step.on)
        match step:
            case Tariff(add=add, level=level):
                self._tariff(cells, add, level)
            case Deal(total=total):
                self.tariff[cells] = np.maximum(total, self.ordinary[cells])
            case ExportTax(rate=rate):
                self.tax[cells] = (1.0 + self.tax[cells]) * (1.0 + rate) - 1.0
            case TradeCost(change=change):
                self.cost[cells] *= 1.0 + change
            case Quantity(share=share, rents=rents, together=together):
                self.quotas.append(Quota(cells, share, rents, together, name))
            case Ban(ways=ways):
                self.cost[cells] = np.inf
                if ways == "both":
                    self.cost[cells.transpose(1, 0, 2)] = np.inf

    def _tariff(self, cells: Flags, add: float | None, level: float | None) -> None:
        if (add is None) == (level is None):
            raise InputError("a tariff has either points to add or a level. Give one of them.")
        if level is not None:
            self.tariff[cells] = level
        elif add is not None:
            self.tariff[cells] += add

    def _secondary(self, step: SecondaryTariff) -> Flags:
        """Cells of the importer from every buyer of the source's goods."""
        world = self.world
        source = world.country(step.source)
        bought = _sector_flags(world, step.bought)
        sold = world.flows[:, source][:, bought].sum(axis=1)
        sold[source] = 0.0
        exempt = set(_places(world, step.exempt)) | {world.country(step.importer), source}
        buyers = [
            world.countries[n]
            for n in np.flatnonzero(sold >= step.threshold * sold.sum())
            if n not in exempt
        ]
        if not buyers:
            raise InputError(
                f"nobody but the exempt takes {100 * step.threshold:.3g}% of {step.source}'s "
                "exports of these sectors. Lower the threshold."
            )
        where = Cells(importers=(step.importer,), exporters=tuple(buyers), sectors=step.sectors)
        return cells_of(world, where)


def built(world: World, scenario: Scenario, tariff: Floats, ordinary: Floats) -> Builder:
    """All steps laid on a world whose duties before the scenario are `tariff`.

    `ordinary` are the duties a deal cannot go below.

    Raises ScenarioError with file and line for a name the world does not know.
    """
    builder = Builder(world, tariff, ordinary)
    for index, step in enumerate(scenario.steps):
        where = scenario.where.get(index, f"scenario {scenario.id}, step {index + 1}")
        try:
            builder.lay(step, where)
        except InputError as error:
            raise ScenarioError(f"{where}: {error}") from None
    return builder


def cells_of(world: World, on: Cells) -> Flags:
    """The named flows [importer, exporter, sector], sales at home left out."""
    found = np.zeros(world.flows.shape, dtype=bool)
    n, i = (_flags(world, names) for names in (on.importers, on.exporters))
    lines = _sector_flags(world, on.sectors)
    found |= n[:, None, None] & i[None, :, None] & lines
    found[np.eye(len(world.countries), dtype=bool)] = False
    if not lines.any():
        raise InputError(
            "the step names no sector. Name some, or leave `sectors` out for all goods."
        )
    if not found.any():
        raise InputError(
            f"{_joined(on.importers)} from {_joined(on.exporters)} names no flow across a border. "
            "Importer and exporter must be different countries. Correct the names."
        )
    return found


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


def _places(world: World, names: Iterable[str]) -> list[int]:
    """Positions of countries, each named by code, group or `all`."""
    found: dict[int, None] = {}
    for name in names:
        if name == "all":
            members: Iterable[str] = world.countries
        else:
            members = world.card.groups.get(name, (name,))
        found.update((world.country(code), None) for code in members)
    return sorted(found)


def _flags(world: World, names: Iterable[str]) -> Flags:
    """The same as a flag for each country."""
    found = np.zeros(len(world.countries), dtype=bool)
    found[_places(world, names)] = True
    return found


def _sector_flags(world: World, names: Iterable[str]) -> Flags:
    """Which sectors are meant, by code, `goods`, `services` or `all`."""
    found = np.zeros(len(world.sectors), dtype=bool)
    groups = {"all": np.ones_like(found), "goods": world.goods, "services": ~world.goods}
    for name in names:
        if name in groups:
            found |= groups[name]
        elif name in world.sectors:
            found[world.sector(name)] = True
        else:
            near = get_close_matches(name, [*groups, *world.sectors], n=1)
            hint = f"Did you mean {near[0]}?" if near else f"It has {', '.join(world.sectors)}."
            raise InputError(f'"{name}" is no sector of {world.id}. {hint}')
    return found
