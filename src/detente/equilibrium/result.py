"""Equilibrium: what a scenario changes, as one frozen value."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from detente.equilibrium.conditions import cost_change, receipts
from detente.equilibrium.switches import Switches
from detente.errors import InputError
from detente.version import __version__
from detente.worlds import World
from detente.worlds.cards import WorldCard
from detente.worlds.world import Floats

if TYPE_CHECKING:
    from xarray import Dataset

NUMERAIRE = "world value added"


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """A solved scenario. Changes are new over base; money is in the world's unit.

    `wage_change`, `hours_change` [N], `price_change`, `expenditure` [N, S],
    `specific_wage_change` [N, S] where labour cannot move, `shares` and border `flows` (before
    duty, export tax within) [importer, exporter, sector], `revenue`, `deficit`, `income` [N].
    Nominal values are in units of the numeraire: world value added stays at its base.
    `residual` is the worst relative gap of any condition, recomputed
    after the iteration ended. `world` is the world under the switches.
    """

    world: World
    tariff: Floats
    trade_cost: Floats | None
    export_tax: Floats | None
    switches: Switches
    wage_change: Floats
    hours_change: Floats
    specific_wage_change: Floats | None
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
    version: str = __version__

    @property
    def world_id(self) -> str:
        """Id of the base world."""
        return self.world.id

    @property
    def cost_change(self) -> Floats:
        """Unit cost of each sector, new over base [N, S]."""
        return cost_change(self.world, self.sector_wage_change, self.price_change)

    @property
    def sector_wage_change(self) -> Floats:
        """Wage of each sector, new over base [N, S]; the same in all unless labour cannot move."""
        if self.specific_wage_change is not None:
            return self.specific_wage_change
        return np.repeat(self.wage_change[:, None], len(self.world.sectors), axis=1)

    @property
    def output(self) -> Floats:
        """Receipts of each sector's producers [N, S]."""
        return receipts(self.flows, self.export_tax).sum(axis=0)

    @property
    def earned(self) -> Floats:
        """Labour income [N]."""
        return self.hours_change * (self.world.value_added * self.sector_wage_change).sum(axis=1)

    def as_world(self, id: str | None = None) -> World:
        """The scenario's economy as a base for further scenarios; closes to the tolerance.

        Raises InputError after export taxes, which a world cannot hold.
        """
        world = self.world
        if self.export_tax is not None and (self.export_tax != 0.0).any():
            raise InputError(
                f"as_world: the scenario on {world.id} has export taxes, and a world holds none. "
                "Start further scenarios from the base instead, with the taxes among the shocks."
            )
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
                "hours_change": (country, self.hours_change),
                "sector_wage_change": (cell, self.sector_wage_change),
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
                **asdict(self.switches),
                "residual": self.residual,
                "iterations": self.iterations,
            },
        )
