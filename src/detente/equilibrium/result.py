"""Equilibrium: what a scenario changes, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from detente.equilibrium.conditions import cost_change
from detente.worlds import World
from detente.worlds.cards import WorldCard
from detente.worlds.world import Floats

if TYPE_CHECKING:
    from xarray import Dataset

DeficitRule: TypeAlias = Literal["fixed_share", "zero"]
NUMERAIRE = "world value added"


@dataclass(frozen=True, slots=True)
class Switches:
    """Choices that move results, to be printed beside them.

    `deficits`: each country's imports less exports is a fixed share of world value added, or
    zero. `revenue`: duty goes to households as a lump sum.
    """

    deficits: DeficitRule
    revenue: Literal["lump_sum"] = "lump_sum"


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """A solved scenario. Changes are new over base; money is in the world's unit.

    `wage_change` [N], `price_change` and `expenditure` [N, S], `shares` and border `flows`
    (before duty) [importer, exporter, sector], `revenue`, `deficit`, `income` [N]. Nominal
    values are in units of the numeraire: world value added stays at its base. `residual` is
    the worst relative gap of any condition, recomputed after the iteration ended.
    """

    world: World
    tariff: Floats
    trade_cost: Floats | None
    switches: Switches
    wage_change: Floats
    price_change: Floats
    expenditure: Floats
    shares: Floats
    flows: Floats
    revenue: Floats
    deficit: Floats
    income: Floats
    residual: float
    iterations: int
    status: Literal["solved"] = "solved"
    numeraire: str = NUMERAIRE

    @property
    def world_id(self) -> str:
        """Id of the base world."""
        return self.world.id

    @property
    def cost_change(self) -> Floats:
        """Unit cost of each sector, new over base [N, S]."""
        return cost_change(self.world, self.wage_change, self.price_change)

    def as_world(self, id: str | None = None) -> World:
        """The scenario's economy as a base for further scenarios; closes to the tolerance."""
        world = self.world
        output = self.flows.sum(axis=0)
        used = world.input_share * output[:, None, :]
        final = np.where(world.final_share > 0.0, self.expenditure - used.sum(axis=2), 0.0)
        steps = (*world.card.steps, "Solved for a scenario; the result taken as the new base.")
        card: WorldCard = replace(world.card, steps=steps, sha256="")
        return replace(
            world,
            id=id or f"{world.id}-solved",
            flows=self.flows,
            tariff=self.tariff,
            intermediate=used,
            final=np.maximum(final, 0.0),
            value_added=world.value_added_share * output,
            card=card,
        )

    def to_xarray(self) -> Dataset:
        """The arrays with labels (importer, exporter, country, sector); needs xarray."""
        from xarray import Dataset

        country, cell = ("country",), ("country", "sector")
        pair = ("importer", "exporter", "sector")
        world = self.world
        return Dataset(
            data_vars={
                "wage_change": (country, self.wage_change),
                "price_change": (cell, self.price_change),
                "expenditure": (cell, self.expenditure),
                "shares": (pair, self.shares),
                "flows": (pair, self.flows),
                "tariff": (pair, self.tariff),
                "revenue": (country, self.revenue),
                "deficit": (country, self.deficit),
                "income": (country, self.income),
            },
            coords={
                "country": list(world.countries),
                "importer": list(world.countries),
                "exporter": list(world.countries),
                "sector": list(world.sectors),
            },
            attrs={
                "world": world.id,
                "currency_unit": world.currency_unit,
                "numeraire": self.numeraire,
                "deficits": self.switches.deficits,
                "revenue": self.switches.revenue,
                "residual": self.residual,
                "iterations": self.iterations,
            },
        )
