"""Read a plain table of trade (importer, exporter, sector, value) with GDP, and tables of duties.

There are no inputs in such a table: output is value added. What a country earns beyond the sales
listed is made and sold at home, as services; with a single sector, as that sector.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from detente.errors import WorldError
from detente.worlds.check import check_world
from detente.worlds.tables import SectorTerms, read_table
from detente.worlds.uses import Head, own_card
from detente.worlds.world import Floats, World

EVERY = "all"
SERVICES = "services"
SERVICES_ELASTICITY = 5.0


@dataclass(frozen=True, slots=True)
class Flows:
    """Sales [importer, exporter, sector] as listed; `listed` tells zeros from blanks."""

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    value: Floats
    listed: np.ndarray


def read_flows(path: Path) -> Flows:
    """The table of trade. Raises WorldError for negative values and for rows that stand twice."""
    cells: dict[tuple[str, str, str], tuple[float, int]] = {}
    for row in read_table(path, ("importer", "exporter", "sector", "value")):
        key = (row.cells["importer"], row.cells["exporter"], row.cells["sector"])
        value = row.number_in("value")
        if not all(key):
            raise row.fault("a label is blank. Each row needs importer, exporter and sector.")
        if value < 0.0:
            raise row.fault(
                f"{key[0]} buys {value:g} of {key[2]} from {key[1]}. Trade cannot be negative. "
                "Correct the row."
            )
        if key in cells:
            raise row.fault(
                f"{key[0]} from {key[1]}, {key[2]} stands in line {cells[key][1]} already. Each "
                "may stand once. Add the two up, or remove one."
            )
        cells[key] = (value, row.number)
    countries = tuple(dict.fromkeys(code for n, i, _ in cells for code in (n, i)))
    sectors = tuple(dict.fromkeys(sector for _, _, sector in cells))
    value = np.zeros((len(countries), len(countries), len(sectors)))
    listed = np.zeros(value.shape, dtype=bool)
    for (n, i, k), (amount, _) in cells.items():
        place = countries.index(n), countries.index(i), sectors.index(k)
        value[place], listed[place] = amount, True
    return Flows(countries, sectors, value, listed)


def read_gdp(path: Path, countries: tuple[str, ...]) -> Floats:
    """GDP in the unit of the trade table. Raises WorldError where a country has none."""
    found: dict[str, float] = {}
    for row in read_table(path, ("country", "gdp")):
        code, value = row.cells["country"], row.number_in("gdp")
        if code in found:
            raise row.fault(f"{code} stands twice. Each country needs one GDP. Remove one.")
        if value <= 0.0:
            raise row.fault(f"GDP of {code} is {value:g}. It must be above zero. Correct it.")
        found[code] = value
    missing = [code for code in countries if code not in found]
    if missing:
        raise WorldError(
            f"{path}: no GDP of {', '.join(missing)}. Every country that trades needs one. Add "
            "the rows, or leave the country out of the table of trade."
        )
    return np.array([found[code] for code in countries])


def read_tariffs(path: Path, countries: tuple[str, ...], sectors: tuple[str, ...]) -> Floats:
    """Duties [importer, exporter, sector]; `all` stands for every exporter or sector.

    Later rows replace earlier ones. Raises WorldError for names that the table of trade lacks and
    for a duty that a country would levy on itself.
    """
    tariff = np.zeros((len(countries), len(countries), len(sectors)))
    for row in read_table(path, ("importer", "exporter", "sector", "rate")):
        places = [row.cells[name] for name in ("importer", "exporter", "sector")]
        for name, known in zip(places, (countries, countries, sectors), strict=True):
            if name not in known and name != EVERY:
                raise row.fault(
                    f'"{name}" is not in the table of trade. It has {", ".join(known)}. Correct '
                    "the row."
                )
        if places[0] == places[1] != EVERY:
            raise row.fault(f"{places[0]} levies a duty on itself. Remove the row.")
        at = [
            slice(None) if name == EVERY else known.index(name)
            for name, known in zip(places, (countries, countries, sectors), strict=True)
        ]
        tariff[at[0], at[1], at[2]] = row.rate("rate")
    own = np.arange(len(countries))
    tariff[own, own] = 0.0
    return tariff


def world_from_flows(
    flows: Flows, gdp: Floats, tariff: Floats, terms: dict[str, SectorTerms], head: Head
) -> World:
    """A world without inputs: home sales as listed, the rest of GDP sold at home.

    Raises WorldError where home sales are not known or exports exceed GDP.
    """
    _refuse_unknown(flows, terms, head)
    value = flows.value.copy()
    own = np.arange(len(flows.countries))
    earned = gdp - (tariff * value).sum(axis=(1, 2))
    rest = earned - value.sum(axis=(0, 2))
    if (rest <= 0.0).any():
        at = int(np.argmin(rest))
        raise WorldError(
            f"World {head.id}, {flows.countries[at]}: sales of {value[:, at].sum():,.4g} leave "
            f"nothing of a GDP of {gdp[at]:,.4g} without duties. GDP must exceed exports and home "
            "sales listed. Check that both tables have the same unit."
        )
    if len(flows.sectors) == 1 and not flows.listed[own, own].any():
        value[own, own, 0] = rest
        return _assembled(flows, value, tariff, terms, head)
    wider = Flows(flows.countries, (*flows.sectors, SERVICES), value, flows.listed)
    value = np.concatenate([value, np.zeros((len(own), len(own), 1))], axis=2)
    value[own, own, -1] = rest
    tariff = np.concatenate([tariff, np.zeros((len(own), len(own), 1))], axis=2)
    known = {**terms, SERVICES: SectorTerms("Services sold at home", False, SERVICES_ELASTICITY)}
    return _assembled(wider, value, tariff, known, head)


def _refuse_unknown(flows: Flows, terms: dict[str, SectorTerms], head: Head) -> None:
    missing = [code for code in flows.sectors if code not in terms]
    if missing:
        raise WorldError(
            f"World {head.id}: no elasticity for {', '.join(missing)}. Every sector needs one. Add "
            "rows to the table of elasticities."
        )
    if SERVICES in flows.sectors and len(flows.sectors) > 1:
        raise WorldError(
            f'World {head.id}: a sector is called "{SERVICES}", the name kept for what is left of '
            "GDP. Give it another name."
        )
    own = np.arange(len(flows.countries))
    home = flows.listed[own, own]
    if len(flows.sectors) > 1 or home.any():
        blank = np.argwhere(~home)
        if blank.size:
            n, k = blank[0]
            raise WorldError(
                f"World {head.id}, {flows.countries[n]}/{flows.sectors[k]}: no sales at home are "
                f"listed ({len(blank)} such cells). With several sectors they cannot be worked out "
                "from GDP. Add rows with importer = exporter."
            )


def _assembled(
    flows: Flows, value: Floats, tariff: Floats, terms: dict[str, SectorTerms], head: Head
) -> World:
    s = len(flows.sectors)
    steps = (
        *head.steps,
        "No inputs: output is value added. GDP beyond the sales listed is sold at home.",
    )
    world = World(
        id=head.id,
        title=head.title,
        year=head.year,
        currency_unit=head.currency_unit,
        countries=flows.countries,
        sectors=flows.sectors,
        sector_names=tuple(terms[code].name for code in flows.sectors),
        goods=np.array([terms[code].good for code in flows.sectors]),
        flows=value,
        tariff=tariff,
        intermediate=np.zeros((len(flows.countries), s, s)),
        final=((1.0 + tariff) * value).sum(axis=1),
        value_added=value.sum(axis=0),
        trade_elasticity=np.array([terms[code].elasticity for code in flows.sectors]),
        card=own_card(replace(head, steps=steps), steps),
    )
    check_world(world)
    return world
