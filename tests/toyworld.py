"""Invented worlds for tests: the bundled toy, random small ones, and ways to rearrange them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from detente.equilibrium import Switches
from detente.worlds import World, WorldCard, load_world

FAMILY = [
    Switches(),
    Switches(deficits="zero"),
    Switches(deficits="scaled_with_trade"),
    Switches(labour="sector_specific"),
    Switches(labour="elastic", labour_supply=0.5),
    Switches(labour="elastic", labour_supply=0.5, revenue="income_tax_relief"),
    Switches(inputs="none", horizon="short"),
]
CARD = WorldCard(summary="Invented numbers for a test.")


def toy() -> World:
    """Norland and Eastmark trade machinery, Suda sells grain."""
    return load_world("toy")


def random_world(seed: int, n: int = 3, s: int = 2) -> World:
    """A consistent world with n countries and s sectors, inputs, duties and deficits.

    Trade in each pair is balanced to a tenth: larger deficits could not be paid under high duties.
    """
    rng = np.random.default_rng(seed)
    own = np.arange(n)
    size = rng.uniform(0.3, 3.0, n)
    mutual = rng.uniform(0.05, 1.0, (n, n)) * size[:, None] * size[None, :]
    mutual = (mutual + mutual.T) * rng.uniform(0.9, 1.1, (n, n))
    mix = rng.uniform(0.1, 1.0, (n, n, s))
    flows = mutual[:, :, None] * mix / mix.sum(axis=2, keepdims=True)
    flows[own, own] *= 3.0
    tariff = rng.uniform(0.0, 0.3, (n, n, s)) * (rng.random((n, n, s)) < 0.7)
    tariff[own, own] = 0.0
    output, spent = flows.sum(axis=0), ((1.0 + tariff) * flows).sum(axis=1)
    largest = np.maximum(output.sum(axis=1), spent.sum(axis=1))[:, None, None]
    used = rng.uniform(0.1, 0.8, (n, s, s)) * spent[:, :, None] * output[:, None, :] / largest
    return World(
        id=f"random-{seed}",
        title="A random world",
        year=2031,
        currency_unit="crowns bn",
        countries=tuple(f"LAND{k}" for k in range(n)),
        sectors=tuple(f"good{k}" for k in range(s)),
        sector_names=tuple(f"Good {k}" for k in range(s)),
        goods=np.ones(s, dtype=bool),
        flows=flows,
        tariff=tariff,
        intermediate=used,
        final=spent - used.sum(axis=2),
        value_added=output - used.sum(axis=1),
        trade_elasticity=rng.uniform(1.5, 9.0, s),
        card=CARD,
    )


def worlds(countries: int = 4, sectors: int = 3) -> st.SearchStrategy[World]:
    """Random worlds of two countries or more, up to the sizes given."""
    return st.builds(
        random_world,
        st.integers(0, 2**32 - 1),
        st.integers(2, countries),
        st.integers(1, sectors),
    )


def reliever(switches: Switches, world: World) -> Switches:
    """The switches, with a lump sum where duty could not be a relief of any income tax."""
    high = (world.revenue / world.labour_income).max() > 0.25
    return replace(switches, revenue="lump_sum") if high else switches


def random_duties(world: World, seed: int, highest: float = 0.8) -> Any:
    """New duties on every cross-border cell, some zero."""
    rng = np.random.default_rng(seed)
    rates = rng.uniform(0.0, highest, world.flows.shape) * (rng.random(world.flows.shape) < 0.6)
    own = np.arange(len(world.countries))
    rates[own, own] = 0.0
    return rates


def raised(world: World, importer: str, exporter: str, points: float) -> Any:
    """The world's duties with `points` added on one pair, all goods."""
    rates = world.tariff.copy()
    rates[world.country(importer), world.country(exporter)] += points * world.goods
    return rates


def reordered(world: World, order: list[int], names: list[str] | None = None) -> World:
    """The same world with countries in another order, and perhaps under other names."""
    labels = names or list(world.countries)
    pair = np.ix_(order, order)
    return replace(
        world,
        countries=tuple(labels[k] for k in order),
        flows=world.flows[pair],
        tariff=world.tariff[pair],
        intermediate=world.intermediate[order],
        final=world.final[order],
        value_added=world.value_added[order],
    )


def first_sector_halved(world: World) -> World:
    """The same world with its first sector written as two identical halves."""
    copies = [0, *range(len(world.sectors))]
    part = np.ones(len(copies))
    part[:2] = 0.5
    return replace(
        world,
        sectors=(f"{world.sectors[0]}-b", *world.sectors),
        sector_names=(f"{world.sector_names[0]}, half", *world.sector_names),
        goods=world.goods[copies],
        flows=world.flows[:, :, copies] * part,
        tariff=world.tariff[:, :, copies],
        intermediate=world.intermediate[:, copies][:, :, copies] * np.outer(part, part),
        final=world.final[:, copies] * part,
        value_added=world.value_added[:, copies] * part,
        trade_elasticity=world.trade_elasticity[copies],
    )
