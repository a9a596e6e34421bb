"""Build world-2011 (numbers and card) from public tables.

    python calibration/build_world_2011.py INPUT_FOLDER OUTPUT_FOLDER

What is merged, averaged and assumed stands in world-2011.yaml beside this script. The input
folder holds the three tables named there: the WIOD table of 2011, the duties of 2017 and the
elasticities, each in the form its publisher or the named package gives, as arrays.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from balance import CountryTable, Floats, balanced
from ruamel.yaml import YAML
from world_files import Labels, write_world

MILLION_PER_UNIT = 1000.0
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Uses:
    """Who uses what: inputs [origin, sector, destination, user], final [.., .., destination]."""

    countries: list[str]
    inputs: Floats
    final: Floats


def main() -> None:
    """Read the arguments, build the world and write its two files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input_folder", type=Path)
    parser.add_argument("output_folder", type=Path)
    arguments = parser.parse_args()
    recipe = YAML(typ="safe", pure=True).load((HERE / "world-2011.yaml").read_text("utf-8"))
    inputs = {name: arguments.input_folder / path for name, path in recipe["tables"].items()}
    uses = read_uses(inputs["flows"], recipe)
    duties = read_duties(inputs["duties"], recipe, uses.countries)
    arrays = assemble(uses, duties, recipe)
    arrays["trade_elasticity"] = read_elasticities(inputs["elasticities"], recipe)
    goods = ["icio" in row for row in recipe["sectors"]]
    write_world(arguments.output_folder, recipe, Labels(uses.countries, goods), arrays)


def read_uses(path: Path, recipe: dict[str, Any]) -> Uses:
    """The input-output table in USD bn: final categories summed, negatives cleared, P into O."""
    with np.load(path) as table:
        countries = [str(code) for code in table["countries"]]
        n = len(countries)
        s = len(table["sectors"])
        inputs = table["Z"].astype(np.float64).reshape(n, s, n, s)
        final = table["F"].astype(np.float64).reshape(n, s, n, -1).sum(axis=3)
    target = [row["code"] for row in recipe["sectors"]].index(recipe["households_into"])
    inputs = _merge_last(_merge_last(inputs, 1, target), 3, target)
    final = _merge_last(np.maximum(final, 0.0), 1, target)
    return Uses(countries, inputs / MILLION_PER_UNIT, final / MILLION_PER_UNIT)


def _merge_last(values: Floats, axis: int, target: int) -> Floats:
    moved = np.moveaxis(values, axis, 0)
    kept = moved[:-1].copy()
    kept[target] += moved[-1]
    return np.moveaxis(kept, 0, axis)


def read_duties(path: Path, recipe: dict[str, Any], countries: list[str]) -> Floats:
    """Duty [importer, exporter, sector] from duties between groups of countries."""
    with np.load(path) as table:
        blocs = [str(code) for code in table["countries"]]
        industries = [str(code) for code in table["sectors"]]
        rate, spent = table["tariff_prewar2017"], table["X_nik"]
    by_bloc = np.stack(
        [_mean_duty(rate, spent, industries, row.get("icio", [])) for row in recipe["sectors"]],
        axis=2,
    )
    own = np.arange(len(blocs))
    by_bloc[own, own] = by_bloc.sum(axis=1) / (len(blocs) - 1)
    bloc_of = [blocs.index(_bloc(recipe, country)) for country in countries]
    duty = by_bloc[np.ix_(bloc_of, bloc_of)]
    for area in recipe["free_trade_areas"]:
        inside = [countries.index(member) for member in area["members"]]
        duty[np.ix_(inside, inside)] = 0.0
    duty[np.arange(len(countries)), np.arange(len(countries))] = 0.0
    return duty


def _bloc(recipe: dict[str, Any], country: str) -> str:
    named = [bloc for bloc, members in recipe["blocs"].items() if country in members]
    return named[0] if named else recipe["other_bloc"]


def _mean_duty(rate: Floats, spent: Floats, industries: list[str], chosen: list[str]) -> Floats:
    """Trade-weighted mean over the chosen industries, by pair of blocs; zero on the diagonal."""
    own = np.arange(rate.shape[0])
    if not chosen:
        return np.zeros(rate.shape[:2])
    at = [industries.index(code) for code in chosen]
    weight = spent[:, :, at] / (1.0 + rate[:, :, at])
    weight[own, own] = 0.0
    of_importer = weight.sum(axis=1, keepdims=True) + np.zeros_like(weight)
    weight = np.where(weight.sum(axis=2, keepdims=True) > 0.0, weight, of_importer)
    mean = (rate[:, :, at] * weight).sum(axis=2) / weight.sum(axis=2)
    mean[own, own] = 0.0
    return mean


def read_elasticities(path: Path, recipe: dict[str, Any]) -> Floats:
    """Trade elasticity by sector: mean over GTAP sectors, or the services' value."""
    with path.open(encoding="utf-8", newline="") as file:
        known = {
            row["gtap_sector"]: -float(row["epsilon_tariff"])
            for row in csv.DictReader(file)
            if row["epsilon_tariff"]
        }
    services = float(recipe["services_elasticity"])
    return np.array(
        [
            float(np.mean([known[code] for code in row["gtap"]])) if "gtap" in row else services
            for row in recipe["sectors"]
        ]
    )


def assemble(uses: Uses, duties: Floats, recipe: dict[str, Any]) -> dict[str, Floats]:
    """Flows before duty, uses at the buyer's price, thin cells filled, every table balanced."""
    flows = (uses.inputs.sum(axis=3) + uses.final).transpose(2, 0, 1).copy()
    paid = 1.0 + duties.transpose(1, 2, 0)
    inputs = (uses.inputs * paid[:, :, :, None]).sum(axis=0).transpose(1, 0, 2)
    final = (uses.final * paid).sum(axis=0).T
    value_added = flows.sum(axis=0) - inputs.sum(axis=1)
    inputs, value_added = fill_thin(inputs, value_added, flows.sum(axis=0), recipe["floors"])
    for n in range(len(uses.countries)):
        abroad = np.arange(len(uses.countries)) != n
        imports = ((1.0 + duties[n, abroad]) * flows[n, abroad]).sum(axis=0)
        exports = flows[abroad, n].sum(axis=0)
        least = recipe["floors"]["domestic_share"] * (imports + exports)
        prior = CountryTable(
            inputs=inputs[n],
            value_added=value_added[n],
            final=np.maximum(final[n], recipe["floors"]["flow"]),
            domestic=np.maximum(flows[n, n], np.maximum(least, recipe["floors"]["flow"])),
        )
        table = balanced(prior, imports, exports, float(value_added[n].sum()))
        inputs[n], final[n], flows[n, n] = table.inputs, table.final, table.domestic
    return {"flows": flows, "tariff": duties, "intermediate": inputs, "final": final}


def fill_thin(
    inputs: Floats, value_added: Floats, output: Floats, floors: dict[str, float]
) -> tuple[Floats, Floats]:
    """Give cells with hardly any output or value added the world's mean shares of their sector."""
    size = np.maximum(output, floors["flow"])
    thin = value_added < floors["value_added_share"] * size
    mean_inputs = inputs.sum(axis=0) / output.sum(axis=0)
    mean_added = value_added.sum(axis=0) / output.sum(axis=0)
    filled = np.where(thin[:, None, :], mean_inputs[None] * size[:, None, :], inputs)
    print(f"cells given the world's mean shares: {int(thin.sum())}")
    return filled, np.where(thin, mean_added * size, value_added)


if __name__ == "__main__":
    main()
