"""Read the public tables behind world-2023, on its 36 building sectors.

Axes are [importer, exporter, sector]; input k stands before user j. Money is in USD bn.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from balance import Floats

MILLION_PER_BN = 1e3
THOUSAND_PER_BN = 1e6
USD_PER_BN = 1e9


@dataclass(frozen=True, slots=True)
class Sectors:
    """The building sectors, goods first, and how two classifications map to them."""

    codes: list[str]
    goods: int
    icio: list[list[str]]
    groups: list[str]

    def at(self, code: str) -> int:
        return self.codes.index(code)


@dataclass(frozen=True, slots=True)
class Table:
    """An inter-country table.

    flows [importer, exporter, sector] before duty, inputs [place, input, user],
    value_added and final [place, sector].
    """

    places: list[str]
    flows: Floats
    inputs: Floats
    value_added: Floats
    final: Floats


@dataclass(frozen=True, slots=True)
class BlocDuties:
    """Duty rates [importer bloc, exporter bloc, good], and what one bloc added on another."""

    rate: Floats
    added: Floats


@dataclass(frozen=True, slots=True)
class UsImports:
    """US imports of goods: value and duty [partner, good] in USD bn."""

    partners: list[str]
    value: Floats
    duty: Floats


def read_sectors(recipe: Mapping[str, Any]) -> Sectors:
    """The building sectors of the recipe."""
    rows = recipe["building_sectors"]
    return Sectors(
        codes=[row["code"] for row in rows],
        goods=sum(row["good"] for row in rows),
        icio=[row["icio"] for row in rows],
        groups=["+".join(row["wiod"]) for row in rows],
    )


def summing(parts: Iterable[Iterable[str]], labels: list[str]) -> Floats:
    """The 0/1 matrix [whole, label] that adds labels up to wholes."""
    return np.array([[float(label in part) for label in labels] for part in parts])


def read_blocs(path: Path, sectors: Sectors) -> tuple[Table, BlocDuties]:
    """The table of seven economies, its duties, and the increments of one on another."""
    with np.load(path) as file:
        data = {name: file[name] for name in file.files}
    add = summing(sectors.icio, [str(code) for code in data["sectors"]])
    paid, rate = data["X_nik"] / MILLION_PER_BN, data["tariff_prewar2017"]
    flows = paid / (1.0 + rate)
    output = flows.sum(axis=0)
    share = data["io_share"] / data["io_share"].sum(axis=1, keepdims=True)
    added = data["beta"] * output
    inputs = share * (output - added)[:, None, :]
    revenue = (rate * flows).sum(axis=(1, 2))
    income = added.sum(axis=1) + revenue + flows.sum(axis=(1, 2)) - output.sum(axis=1)
    alpha = data["alpha"] / data["alpha"].sum(axis=1, keepdims=True)
    table = Table(
        places=[str(code) for code in data["countries"]],
        flows=flows @ add.T,
        inputs=np.einsum("bkj,xk,yj->bxy", inputs, add, add, optimize=True),
        value_added=added @ add.T,
        final=(alpha * income[:, None]) @ add.T,
    )
    duties = BlocDuties(
        rate=_mean(rate, flows, add, sectors.goods),
        added=_mean(data["chn_tariff_increase_on_usa"], flows, add, sectors.goods),
    )
    return table, duties


def _mean(rate: Floats, flows: Floats, add: Floats, goods: int) -> Floats:
    """Trade-weighted mean by building sector; a simple one where a pair does not trade."""
    weight = flows @ add.T
    weighted = (rate * flows) @ add.T
    simple = np.broadcast_to(rate, flows.shape) @ (add / add.sum(axis=1, keepdims=True)).T
    mean = np.where(weight > 0.0, weighted / np.where(weight > 0.0, weight, 1.0), simple)
    return mean[..., :goods]


def read_world_table(path: Path, places: Mapping[str, list[str]], sectors: Sectors) -> Table:
    """The table of 41 economies, countries merged to `places`, sectors to the groups."""
    with np.load(path) as file:
        data = {name: file[name] for name in file.files}
    groups = list(dict.fromkeys(sectors.groups))
    to_group = summing([name.split("+") for name in groups], [str(s) for s in data["sectors"]])
    to_place = summing(places.values(), [str(code) for code in data["countries"]])
    spent, gamma = data["X"] / MILLION_PER_BN, data["gamma"].astype(np.float64)
    flows = data["pi"] * spent[:, None, :]
    inputs = gamma * (data["Y"] / MILLION_PER_BN)[:, None, :]
    merged = np.einsum("an,bi,nis,zs->abz", to_place, to_place, flows, to_group, optimize=True)
    used = np.einsum("an,nkj,yk,zj->ayz", to_place, inputs, to_group, to_group, optimize=True)
    added = to_place @ (data["VA"] / MILLION_PER_BN) @ to_group.T
    final = to_place @ (data["final"] / MILLION_PER_BN) @ to_group.T
    at = [groups.index(name) for name in sectors.groups]
    return Table(
        places=list(places),
        flows=merged[:, :, at],
        inputs=used[:, at][:, :, at],
        value_added=added[:, at],
        final=final[:, at],
    )


def read_goods_totals(path: Path) -> tuple[list[str], Floats, Floats]:
    """Codes, goods trade [importer, exporter] and GDP of every country, in USD bn.

    The array of GDP is named after thousands of dollars but holds dollars.
    """
    with np.load(path) as file:
        codes = [str(code) for code in file["iso3"]]
        trade = np.nan_to_num(file["trade_kusd"]).T / THOUSAND_PER_BN
        gdp = np.nan_to_num(file["gdp_kusd"]) / USD_PER_BN
    at = codes.index("USA")
    if not 2e4 < gdp[at] < 4e4:
        raise ValueError(f"{path}: GDP of the United States reads {gdp[at]:.3g} bn USD.")
    return codes, trade, gdp


def read_us_imports(path: Path, sectors: Sectors) -> UsImports:
    """US imports for consumption by partner and good, special chapters left out."""
    import pandas as pd

    frame = pd.read_parquet(path)
    partners = sorted(frame["partner"].unique())
    value = np.zeros((len(partners), sectors.goods))
    duty = np.zeros_like(value)
    good_of = {code: k for k in range(sectors.goods) for code in sectors.icio[k]}
    for row in frame.itertuples():
        k = good_of.get(str(row.icio44))
        if k is not None:
            value[partners.index(row.partner), k] += float(row.imports_usd) / USD_PER_BN
            duty[partners.index(row.partner), k] += float(row.calc_duty_usd) / USD_PER_BN
    return UsImports(partners, value, duty)


class Assumed:
    """The table of assumed constants: `name` by importer, exporter and sector."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))

    def rows_of(self, name: str) -> list[dict[str, str]]:
        return [row for row in self.rows if row["constant"] == name]

    def number(self, name: str, importer: str = "", exporter: str = "") -> float:
        """One constant. Raises KeyError where the table lacks it."""
        for row in self.rows_of(name):
            if row["importer"] == importer and row["exporter"] == exporter:
                return float(row["value"])
        raise KeyError(f"the table of assumed constants has no {name} {importer} {exporter}")

    def by(self, name: str, side: str) -> dict[str, float]:
        """Constants of one name by country; `side` is importer or exporter."""
        return {row[side]: float(row["value"]) for row in self.rows_of(name)}
