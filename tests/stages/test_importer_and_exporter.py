"""Importer and exporter cannot be confused unnoticed: labels, the world's own duties, surpluses."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import detente
from detente.errors import InputError, WorldError
from detente.worlds import (
    Inputs,
    World,
    build_world,
    default_world,
    labelled,
    largest_trade,
    load_world,
    refuse_reversed,
)
from toyworld import raised, toy

YEAR = 2031


def test_named_axes_may_stand_in_any_order() -> None:
    world = toy()
    duties = raised(world, "NORLAND", "EASTMARK", 0.25)
    named: Any = labelled(world, duties)
    turned = named.transpose("sector", "exporter", "importer").isel(importer=[2, 0, 1])
    plain, other = detente.solve(world, duties), detente.solve(world, turned)
    np.testing.assert_array_equal(plain.tariff, other.tariff)
    np.testing.assert_allclose(plain.income, other.income, rtol=1e-12)


def test_a_duty_laid_by_name_is_the_importers() -> None:
    world = toy()
    named: Any = labelled(world, world.tariff)
    named.loc[{"importer": "NORLAND", "exporter": "EASTMARK"}] += 0.25
    result = detente.solve(world, named)
    at = world.cell(importer="NORLAND", exporter="EASTMARK")
    np.testing.assert_allclose(result.tariff[at] - world.tariff[at], 0.25)
    np.testing.assert_array_equal(result.tariff[at[::-1]], world.tariff[at[::-1]])


def test_costs_and_export_taxes_may_be_named_too() -> None:
    world = toy()
    cost, tax = np.ones_like(world.flows), np.zeros_like(world.flows)
    cost[0, 1], tax[1, 0] = 1.2, 0.1
    plain = detente.solve(world, world.tariff, trade_cost=cost, export_tax=tax)
    turned = {
        "trade_cost": labelled(world, cost).transpose("exporter", "sector", "importer"),
        "export_tax": labelled(world, tax).transpose("exporter", "importer", "sector"),
    }
    other = detente.solve(world, world.tariff, **turned)
    np.testing.assert_allclose(plain.income, other.income, rtol=1e-12)


def test_other_axes_and_labels_are_refused() -> None:
    world = toy()
    named: Any = labelled(world, world.tariff)
    with pytest.raises(InputError, match="has the axes a, exporter, sector"):
        detente.solve(world, named.rename(importer="a"))
    with pytest.raises(InputError, match=r"axis importer: too many \[\], missing \['SUDA'\]"):
        detente.solve(world, named.isel(importer=[0, 1]))
    with pytest.raises(InputError, match=r"axis exporter: too many \['X'\], missing \['NORLAND'\]"):
        detente.solve(world, named.assign_coords(exporter=["X", "EASTMARK", "SUDA"]))


def test_what_is_no_array_is_refused() -> None:
    words: Any = "twenty"
    with pytest.raises(InputError, match="tariff is no array of numbers"):
        detente.solve(toy(), words)


def test_swapped_duties_of_the_world_are_refused() -> None:
    world = load_world(default_world())
    usa, china = world.cell(importer="USA", exporter="CHN")
    duties = world.tariff.copy()
    duties[usa, china] += 0.1 * world.goods
    swapped = duties.swapaxes(0, 1)
    with pytest.raises(InputError, match=r"\[importer, exporter, sector\]: tariff\[n, i\] is what"):
        detente.solve(world, swapped)
    mirrored = detente.solve(world, labelled(world, swapped))
    assert mirrored.status == "solved"
    assert detente.solve(world, duties).status == "solved"
    assert detente.solve(world, np.zeros_like(duties)).status == "solved"


def reversed_surpluses(world: World, heading: tuple[str, str], folder: Path) -> Inputs:
    """A plain table of another year's trade; `heading` names the buying and the selling column."""
    trade = world.flows.sum(axis=2)
    countries = world.countries
    rows = [
        [buyer, seller, "all-goods", trade[n, i]]
        for n, buyer in enumerate(countries)
        for i, seller in enumerate(countries)
        if n != i
    ]
    table, gdp, terms = folder / "trade.csv", folder / "gdp.csv", folder / "terms.csv"
    for path, lines in (
        (table, [[*heading, "sector", "value"], *rows]),
        (gdp, [["country", "gdp"], *zip(countries, world.output.sum(axis=1), strict=True)]),
        (terms, [["sector", "elasticity", "good"], ["all-goods", 5.0, "true"]]),
    ):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    return Inputs(table=table, gdp=gdp, elasticities=terms)


def test_a_table_with_swapped_headings_is_refused_unless_it_is_meant(tmp_path: Path) -> None:
    older = load_world("world-2011")
    right = reversed_surpluses(older, ("importer", "exporter"), tmp_path)
    assert build_world("long", "right", YEAR, right).flows.sum() > 0.0
    wrong = reversed_surpluses(older, ("exporter", "importer"), tmp_path)
    with pytest.raises(WorldError, match="importers and exporters look swapped"):
        build_world("long", "wrong", YEAR, wrong)
    assert build_world("long", "meant", YEAR, wrong, sure=True).flows.sum() > 0.0


def test_few_known_countries_say_nothing() -> None:
    refuse_reversed(toy(), load_world(default_world()))


def test_largest_trade_is_said_in_words() -> None:
    world = load_world(default_world())
    first = largest_trade(world, 1)[0]
    trade = world.flows.sum(axis=2)
    np.fill_diagonal(trade, 0.0)
    n, i = (int(at) for at in np.unravel_index(int(trade.argmax()), trade.shape))
    assert first.startswith(f"{world.countries[n]} buys {trade[n, i]:,.4g} USD bn from ")
    assert first.endswith(f"from {world.countries[n]}.")
