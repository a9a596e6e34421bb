"""The rows of a scenario file, field by field, and the values they become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from detente.equilibrium.switches import Switches
from detente.ledger.schema import Name, Rate, Row, Truth
from detente.scenarios.shocks import (
    ALL,
    GOODS,
    Ban,
    Cells,
    Deal,
    ExportTax,
    Names,
    Quantity,
    Record,
    SecondaryTariff,
    Step,
    Tariff,
    TradeCost,
)


def _as_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f'"{value}" is not a number.') from None


Several = Annotated[tuple[Name, ...], BeforeValidator(_as_names)]
Number = Annotated[float, BeforeValidator(_number)]


class OnFlows(Row):
    """Which flows."""

    importer: Several = ALL
    exporter: Several = ALL
    sectors: Several = GOODS

    def cells(self) -> Cells:
        """The flows as a value."""
        return Cells(importers=self.importer, exporters=self.exporter, sectors=self.sectors)


class TariffRow(OnFlows):
    """`add` points or set a `level`."""

    add: Rate | None = None
    level: Rate | None = None

    def value(self) -> Step:
        """The shock."""
        return Tariff(on=self.cells(), add=self.add, level=self.level)


class DealRow(OnFlows):
    """A deal with a floor."""

    total: Rate

    def value(self) -> Step:
        """The shock."""
        return Deal(on=self.cells(), total=self.total)


class SecondaryRow(Row):
    """A duty on buyers of a third country's goods."""

    importer: Name
    source: Name
    add: Rate
    bought: Several = GOODS
    threshold: Rate = 0.05
    sectors: Several = GOODS
    exempt: Several = ()

    def value(self) -> Step:
        """The shock."""
        return SecondaryTariff(**self.model_dump())


class ExportTaxRow(OnFlows):
    """An export tax."""

    rate: Rate

    def value(self) -> Step:
        """The shock."""
        return ExportTax(on=self.cells(), rate=self.rate)


class TradeCostRow(OnFlows):
    """An iceberg cost."""

    change: Rate

    def value(self) -> Step:
        """The shock."""
        return TradeCost(on=self.cells(), change=self.change)


class QuantityRow(OnFlows):
    """A quantity control."""

    share: Rate
    rents: Literal["exporter", "importer", "lost"] = "exporter"
    together: Truth = False

    def value(self) -> Step:
        """The shock."""
        return Quantity(on=self.cells(), share=self.share, rents=self.rents, together=self.together)


class BanRow(OnFlows):
    """A ban."""

    ways: Literal["one", "both"] = "one"

    def value(self) -> Step:
        """The shock."""
        return Ban(on=self.cells(), ways=self.ways)


class StepRow(Row):
    """One step; exactly one of the keys is given."""

    tariff: TariffRow | None = None
    deal: DealRow | None = None
    secondary_tariff: SecondaryRow | None = None
    export_tax: ExportTaxRow | None = None
    trade_cost: TradeCostRow | None = None
    quantity: QuantityRow | None = None
    ban: BanRow | None = None

    def kinds(self) -> tuple[str, ...]:
        """The keys that are given."""
        return tuple(sorted(self.model_fields_set))

    def value(self) -> Step:
        """The shock of the one key."""
        make: Callable[[], Step] = getattr(self, self.kinds()[0]).value
        return make()


class SwitchesRow(Row):
    """Switches of the model family, as text; checked by `Switches` itself."""

    deficits: Name = "fixed_share"
    revenue: Name = "lump_sum"
    labour: Name = "mobile"
    labour_supply: Number = 0.0
    inputs: Name = "linked"
    sectors: Name = "many"
    horizon: Name = "long"

    def value(self) -> Switches:
        """The switches. Raises InputError."""
        chosen: dict[str, Any] = self.model_dump()
        return Switches(**chosen)


class RecordRow(Row):
    """The record on a day."""

    on: Name
    to: Name | None = None
    as_known: Name | None = None
    parties: Several = ()
    scenario: Name | None = None

    def value(self) -> Record:
        """The record's part of the scenario."""
        return Record(
            on=self.on,
            to=self.to,
            as_known=self.as_known,
            parties=self.parties,
            scenario=self.scenario,
        )


class ScenarioRow(Row):
    """A scenario file."""

    id: Name
    title: Name
    question: Name
    world: str | None = None
    switches: SwitchesRow = SwitchesRow()
    record: RecordRow | None = None
    shocks: tuple[StepRow, ...] = Field(default=())
    source: Several = ()

    def names(self) -> Names:
        """Kinds of the steps, in order."""
        return tuple(step.kinds()[0] for step in self.shocks)
