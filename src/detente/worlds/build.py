"""Build a world from a user's own table; what is missing is named all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

import numpy as np

from detente.errors import InputError, WorldError
from detente.worlds.cards import Source, read_mapping
from detente.worlds.load import FOLDER, default_world, load_world
from detente.worlds.orientation import refuse_reversed
from detente.worlds.read_flows import read_flows, read_gdp, read_tariffs, world_from_flows
from detente.worlds.read_icio import read_icio
from detente.worlds.read_wiod import read_wiod
from detente.worlds.tables import SectorTerms, known_sectors, read_elasticities
from detente.worlds.uses import Head, Terms, Uses, world_from_uses
from detente.worlds.world import World

Kind = Literal["icio", "wiod", "long"]
UNIT = "USD bn"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a world of one's own; None where not given."""

    table: Path | None = None
    gdp: Path | None = None
    elasticities: Path | None = None
    tariffs: Path | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """An input: its option, what it is, where to find it, under what licence."""

    option: str
    what: str
    page: str
    licence: str


def needs_of(kind: str) -> tuple[str, tuple[Need, ...]]:
    """Title and inputs of a kind. Raises InputError for an unknown kind."""
    rows = cast("list[dict[str, Any]]", read_mapping(FOLDER / "inputs.yaml")["kinds"])
    for row in rows:
        if row["kind"] == kind:
            needs = tuple(
                Need(need["option"], need["what"], need["page"], need["licence"])
                for need in row["needs"]
            )
            return str(row["title"]), needs
    raise InputError(
        f'"{kind}" is no kind of table that detente reads. '
        f"Choose one of {', '.join(get_args(Kind))}."
    )


def build_world(
    kind: str, world_id: str, year: int, inputs: Inputs, *, sure: bool = False
) -> World:
    """A checked world from files of a published form.

    Raises InputError naming every file that is missing and where to get it, WorldError for a
    table that cannot be used; among these is, unless `sure`, a plain table of trade whose
    surpluses run against those of the default world.
    """
    title, needs = needs_of(kind)
    _refuse_missing(kind, needs, inputs)
    table = cast("Path", inputs.table)
    need = next(need for need in needs if need.option == "table")
    head = Head(
        id=world_id,
        title=f"{title}, {year}",
        year=year,
        currency_unit=UNIT,
        source=Source(f"{title}, {year}: file {table.name}", need.page, need.licence, "all flows"),
    )
    given = read_elasticities(inputs.elasticities) if inputs.elasticities else {}
    if kind == "long":
        world = _from_flows(inputs, table, given, head)
        if not sure:
            refuse_reversed(world, load_world(default_world()))
        return world
    return _from_uses(read_icio(table) if kind == "icio" else read_wiod(table), inputs, given, head)


def _from_uses(uses: Uses, inputs: Inputs, given: Mapping[str, SectorTerms], head: Head) -> World:
    terms = _sector_terms(uses.sectors, given, head)
    tariff = np.zeros((len(uses.countries), len(uses.countries), len(uses.sectors)))
    if inputs.tariffs is not None:
        tariff = read_tariffs(inputs.tariffs, uses.countries, uses.sectors)
        services = ~np.array([term.good for term in terms])
        tariff[:, :, services] = 0.0
    found = Terms(
        tariff=tariff,
        trade_elasticity=np.array([term.elasticity for term in terms]),
        goods=np.array([term.good for term in terms]),
        names=tuple(term.name for term in terms),
    )
    return world_from_uses(uses, found, replace(head, steps=_steps(inputs)))


def _from_flows(inputs: Inputs, table: Path, given: dict[str, SectorTerms], head: Head) -> World:
    flows = read_flows(table)
    gdp = read_gdp(cast("Path", inputs.gdp), flows.countries)
    tariff = np.zeros(flows.value.shape)
    if inputs.tariffs is not None:
        tariff = read_tariffs(inputs.tariffs, flows.countries, flows.sectors)
    return world_from_flows(flows, gdp, tariff, given, replace(head, steps=_steps(inputs)))


def _steps(inputs: Inputs) -> tuple[str, ...]:
    duties = (
        f"Duties from {inputs.tariffs.name}; none on services and home sales."
        if inputs.tariffs is not None
        else "No table of duties was given: the world has none."
    )
    elasticities = (
        f"Elasticities from {inputs.elasticities.name}"
        if inputs.elasticities is not None
        else "Elasticities by industry of the bundled worlds (sectors.csv)"
    )
    return (duties, f"{elasticities}.")


def _refuse_missing(kind: str, needs: tuple[Need, ...], inputs: Inputs) -> None:
    missing: list[str] = []
    for need in needs:
        path = cast("Path | None", getattr(inputs, need.option))
        if path is None or not path.is_file():
            absent = "is missing" if path is None else f"{path} is not there"
            missing.append(
                f"  --{need.option} {absent}: {need.what}.\n"
                f"    Where: {need.page}. Licence: {need.licence}."
            )
    for option in ("gdp", "elasticities", "tariffs"):
        path = cast("Path | None", getattr(inputs, option))
        if path is not None and not path.is_file() and option not in {n.option for n in needs}:
            missing.append(f"  --{option} {path} is not there.")
    if missing:
        raise InputError(
            f"A world of kind {kind} cannot be built yet:\n" + "\n".join(missing) + "\n"
            "Get these files and give them as options; detente fetches nothing unless --download "
            "says so."
        )


def _sector_terms(
    codes: tuple[str, ...], given: Mapping[str, SectorTerms], head: Head
) -> list[SectorTerms]:
    """Terms of every sector: given ones first, then those of the classification it follows."""
    wiod, isic = known_sectors("wiod"), known_sectors("isic4")
    older = all(code in wiod for code in codes)
    found = [
        given.get(code) or (wiod.get(code) if older else isic.get(industry(code))) for code in codes
    ]
    missing = [code for code, term in zip(codes, found, strict=True) if term is None]
    if missing:
        raise WorldError(
            f"World {head.id}: no elasticity is known for {', '.join(missing)}. Every sector needs "
            "one. Give --elasticities, a CSV with the columns sector, elasticity, good."
        )
    return [term for term in found if term is not None]


def industry(code: str) -> str:
    """Divisions of ISIC Rev. 4 in one spelling: D01T02, A01_02 and A01-A02 are all 01T02."""
    plain = re.sub(r"^[A-Z]+(?=\d)", "", code)
    return re.sub(r"[_-][A-Z]*(?=\d)", "T", plain)
