"""Build world-2023 (numbers and card), a constructed world, from public tables.

    python calibration/build_world_2023.py INPUT_FOLDER OUTPUT_FOLDER [--assumed FILE]

Sources, merges, agreements and the text of the card stand in world-2023.yaml beside this script;
every assumed number in world-2023-assumed.csv in the output folder, or in the file given. The
steps are numbered as in docs/worlds.md.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from balance import Floats
from ruamel.yaml import YAML
from world_duties import duties
from world_figures import figures
from world_files import Labels, write_world
from world_goods import (
    Places,
    add_absent,
    country_totals,
    fill_holes,
    goods_flows,
    impose_export_mixes,
    impose_us_imports,
    us_mix,
)
from world_services import services_flows
from world_sources import (
    Assumed,
    Sectors,
    Table,
    read_blocs,
    read_goods_totals,
    read_sectors,
    read_us_imports,
    read_world_table,
    summing,
)
from world_structure import divided
from world_tables import Account, Balanced, country_table

from detente.worlds import load_world

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Built:
    """The world at its building sectors, and what the balance did to each country."""

    places: Places
    sectors: Sectors
    gdp: Floats
    flows: Floats
    tariff: Floats
    inputs: Floats
    final: Floats
    balances: list[Balanced]
    filled: float


def main() -> None:
    """Read the arguments, build the world and write its files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input_folder", type=Path)
    parser.add_argument("output_folder", type=Path)
    parser.add_argument("--assumed", type=Path, help="another table of assumed constants")
    arguments = parser.parse_args()
    recipe = YAML(typ="safe", pure=True).load((HERE / "world-2023.yaml").read_text("utf-8"))
    assumed = Assumed(arguments.assumed or arguments.output_folder / recipe["assumed"])
    built = build(arguments.input_folder, recipe, assumed)
    goods = [row["good"] for row in recipe["sectors"]]
    arrays = merged(built, recipe)
    path = arguments.input_folder / recipe["tables"]["elasticities"]
    arrays["trade_elasticity"] = elasticities(path, recipe, assumed)
    recipe["steps"] = [text.replace("{filled}", f"{built.filled:,.0f}") for text in recipe["steps"]]
    recipe["checks"] = balance_checks(built)
    labels = Labels(built.places.codes, goods)
    write_world(arguments.output_folder, recipe, labels, arrays)
    recipe["checks"] += world_checks(arguments.output_folder / f"{recipe['id']}.npz")
    write_world(arguments.output_folder, recipe, labels, arrays)


def balance_checks(built: Built) -> list[str]:
    """How far the balance moved the tables of 2017, at the building sectors."""
    good = np.array([found.good_factor for found in built.balances])
    user = np.array([found.user_factor for found in built.balances])
    spent = ((1.0 + built.tariff) * built.flows).sum(axis=1)
    far = spent[(good < 0.67) | (good > 1.5)].sum() / spent.sum()
    lower, upper = np.percentile(good, [1, 99])
    least, most = np.percentile(user, [1, 99])
    return [
        f"Factors of the balance on all uses of a good: {lower:.2f} to {upper:.2f} for 98% of "
        f"cells; {far:.1%} of spending lies outside 0.67 to 1.5.",
        f"Factors of the balance on a user's inputs: {least:.2f} to {most:.2f} for 98% of cells, "
        f"{user.min():.2f} to {user.max():.2f} for all.",
    ]


def world_checks(path: Path) -> list[str]:
    """Figures of the finished world, as sentences for its card."""
    rows = YAML(typ="safe", pure=True).load((HERE / "world-2023-targets.yaml").read_text("utf-8"))
    found = figures(load_world(path))
    return [_check(row, found[row["figure"]]) for row in rows["figures"]]


def _check(row: Mapping[str, Any], value: float) -> str:
    digits = 0 if abs(value) > 1e3 else 2
    unit = "" if row["name"].endswith(("ratio", "USD bn", "USD tn")) else "%"
    beside = f" (compare: {row['compare']})" if "compare" in row else ""
    return f"{row['name']}: {value:,.{digits}f}{unit}{beside}"


def build(folder: Path, recipe: Mapping[str, Any], assumed: Assumed) -> Built:
    """Steps 1 to 9 at the building sectors."""
    tables = {name: folder / path for name, path in recipe["tables"].items()}
    sectors = read_sectors(recipe)
    blocs, bloc_duties = read_blocs(tables["structure"], sectors)
    older = read_world_table(tables["division"], recipe["table_places"], sectors)
    bloc_of = {code: bloc for bloc, members in recipe["blocs"].items() for code in members}
    rest = recipe["rest"]
    table = divided(blocs, older, [bloc_of.get(code, rest) for code in older.places])
    places = read_places(recipe, older.places)
    census = read_us_imports(tables["us_imports"], sectors)
    totals, gdp, filled = goods_totals(tables["totals"], table, sectors, places, recipe, assumed)
    us = us_mix(census, places, recipe["unlisted"])
    goods = goods_flows(totals, table, us, sectors, places, assumed)
    goods = impose_export_mixes(goods, totals, sectors, places, assumed)
    goods = impose_us_imports(goods, totals, us, census, places, recipe["eu"])
    groups = [bloc_of.get(code, rest) for code in places.codes]
    services = services_flows(table, gdp, totals, groups, sectors, places, assumed)
    flows = np.concatenate([goods, services], axis=2)
    tariff = np.zeros_like(flows)
    tariff[:, :, : sectors.goods] = duties(
        bloc_duties, blocs.places, groups, recipe, census, places
    )
    inputs, final, balances = balance_all(flows, tariff, gdp, table, places)
    return Built(places, sectors, gdp, flows, tariff, inputs, final, balances, filled)


def read_places(recipe: Mapping[str, Any], table: list[str]) -> Places:
    """Countries of the world, and where each stands in the sources."""
    rest, members = recipe["rest"], recipe["members"]
    codes = [*recipe["countries"], *members, *recipe["split"], rest]
    codes = [*sorted(set(codes) - {rest}), rest]
    return Places(
        codes=codes,
        members={code: members.get(code, [code]) for code in codes},
        table=[table.index(code if code in table else rest) for code in codes],
        split=[code not in table or code == rest for code in codes],
        home=recipe["home"],
        rest=rest,
    )


def goods_totals(
    path: Path,
    table: Table,
    sectors: Sectors,
    places: Places,
    recipe: Mapping[str, Any],
    assumed: Assumed,
) -> tuple[Floats, Floats, float]:
    """Step 1: bilateral totals and GDP by country, and the value that was filled in."""
    codes, trade, gdp = read_goods_totals(path)
    full = fill_holes(codes, trade, recipe["silent"], assumed)
    totals, income = country_totals(codes, full, gdp, places)
    goods = table.flows[:, :, : sectors.goods].sum(axis=2)
    for row in assumed.rows_of("gdp"):
        code = row["exporter"]
        income[places.at(code)] = float(row["value"])
        own = places.table[places.at(code)]
        mixes = goods[:, own], goods[own]
        totals = add_absent(totals, mixes, code, places, assumed)
    return totals, income, float(full.sum() - trade.sum())


def balance_all(
    flows: Floats, tariff: Floats, gdp: Floats, table: Table, places: Places
) -> tuple[Floats, Floats, list[Balanced]]:
    """Steps 7 to 9: inputs and final use of every country; writes domestic sales into `flows`."""
    own = np.arange(len(gdp))
    flows[own, own] = 0.0
    revenue = (tariff * flows).sum(axis=(1, 2))
    deficit = flows.sum(axis=(1, 2)) - flows.sum(axis=(0, 2))
    balances: list[Balanced] = []
    for n in own:
        account = Account(
            imports=((1.0 + tariff[n]) * flows[n]).sum(axis=0),
            exports=flows[:, n].sum(axis=0),
            value_added=float(gdp[n] - revenue[n]),
            spent=float(gdp[n] + deficit[n]),
        )
        balances.append(country_table(table, places.table[n], account))
    flows[own, own] = [found.table.domestic for found in balances]
    inputs = np.array([found.table.inputs for found in balances])
    return inputs, np.array([found.table.final for found in balances]), balances


def merged(built: Built, recipe: Mapping[str, Any]) -> dict[str, Floats]:
    """Step 9: sectors of the world, added up on flows; duties by revenue."""
    parts = [row["merges"] for row in recipe["sectors"]]
    to_sector = summing(parts, built.sectors.codes)
    flows = built.flows @ to_sector.T
    duty = (built.tariff * built.flows) @ to_sector.T
    return {
        "flows": flows,
        "tariff": duty / np.where(flows > 0.0, flows, 1.0),
        "intermediate": np.einsum(
            "nkj,yk,zj->nyz", built.inputs, to_sector, to_sector, optimize=True
        ),
        "final": built.final @ to_sector.T,
    }


def elasticities(path: Path, recipe: Mapping[str, Any], assumed: Assumed) -> Floats:
    """Step 10: trade elasticity by sector, assumed or the mean over its GTAP sectors."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["epsilon_tariff"]]
    known = {row["gtap_sector"]: -float(row["epsilon_tariff"]) for row in rows}
    fixed = assumed.by("elasticity", "sector")
    services = assumed.number("services_elasticity")
    return np.array(
        [
            fixed.get(row["code"]) or float(np.mean([known[code] for code in row["gtap"]]))
            if row["good"]
            else services
            for row in recipe["sectors"]
        ]
    )


if __name__ == "__main__":
    main()
