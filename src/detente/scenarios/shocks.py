"""The shocks a scenario is made of, as values.

Each names the flows it falls on: importers, exporters and sectors, by code, by a group of the
world (EU), or `all`; sectors also by `goods` and `services`. Sales at home are never meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from detente.equilibrium.quotas import Rents
from detente.equilibrium.switches import Switches

Names: TypeAlias = tuple[str, ...]
ALL: Names = ("all",)
GOODS: Names = ("goods",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Flows into `importers` from `exporters` in `sectors`."""

    importers: Names = ALL
    exporters: Names = ALL
    sectors: Names = GOODS


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """A duty: points to `add` or a new `level`, fractions; one of them is given."""

    on: Cells
    add: float | None = None
    level: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A preference with a floor: the duty becomes `total`, or the world's own where higher."""

    on: Cells
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryTariff:
    """Points added by `importer` on every buyer of `source`'s goods in `bought` sectors.

    A buyer takes at least the fraction `threshold` of the source's exports of these sectors.
    """

    importer: str
    source: str
    add: float
    bought: Names = GOODS
    threshold: float = 0.05
    sectors: Names = GOODS
    exempt: Names = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTax:
    """A tax of exporters on their sales, a fraction of the producer price."""

    on: Cells
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeCost:
    """A change of iceberg costs as a fraction: 0.1 for 10% more goods lost on the way."""

    on: Cells
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A control or licence: volume held to `share` of the base; who keeps the rent.

    Each flow alone, or all `together` under one wedge.
    """

    on: Cells
    share: float
    rents: Rents = "exporter"
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """No trade; `both` ways or only into the importers."""

    on: Cells
    ways: Literal["one", "both"] = "one"


Step: TypeAlias = Tariff | Deal | SecondaryTariff | ExportTax | TradeCost | Quantity | Ban


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Duties of the record on a day; `to` those of a later day, or one of its own scenarios."""

    on: str
    to: str | None = None
    as_known: str | None = None
    parties: Names = ()
    scenario: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What changes, step by step, from which base, under which switches.

    `base` is the world as calibrated, or the duties of the record on a day. `where` gives
    file and line of each step, of "world" and of "record" for messages; empty for a scenario made
    in Python.
    """

    id: str
    steps: tuple[Step, ...] = ()
    title: str = ""
    question: str = ""
    world: str = ""
    switches: Switches = field(default_factory=Switches)
    record: Record | None = None
    where: Mapping[int | str, str] = field(default_factory=dict[int | str, str])
