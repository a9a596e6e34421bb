"""The world that the switches `inputs`, `sectors` and `horizon` ask for, and shocks on it.

inputs = none     gamma_nj = 1: value added is all of output, all spending is final
sectors = one     every sector merged: one duty, one elasticity, weighted by trade
horizon           theta_j times the horizon's factor
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from detente.equilibrium.switches import Switches
from detente.strict_yaml import read_yaml
from detente.worlds import World
from detente.worlds.world import Floats

HORIZONS = Path(__file__).resolve().parent.parent / "data" / "parameters" / "horizons.yaml"
Wanted = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Shock:
    """New duties, changes of iceberg costs and export taxes, [importer, exporter, sector]."""

    tariff: Floats
    trade_cost: Floats | None = None
    export_tax: Floats | None = None


_KNOWN: WeakKeyDictionary[World, dict[Wanted, World]] = WeakKeyDictionary()


def variant_of(world: World, switches: Switches) -> World:
    """The world under the switches; the world itself where they ask for nothing else."""
    wanted = (switches.inputs, switches.sectors, switches.horizon)
    if wanted == ("linked", "many", "long"):
        return world
    known = _KNOWN.setdefault(world, {})
    if wanted not in known:
        changed = one_sector(world) if switches.sectors == "one" else world
        changed = without_inputs(changed) if switches.inputs == "none" else changed
        known[wanted] = at_horizon(changed, switches.horizon)
    return known[wanted]


def shock_on(world: World, shock: Shock, switches: Switches) -> Shock:
    """A shock given for `world`, for the variant the switches ask for.

    One sector: duties and export taxes are means by base trade; a cost change d is the one with
    the same mean of d^-theta, so that a ban of a part is no ban of the whole.
    """
    if switches.sectors == "many" or shock.tariff.shape[2:] == (1,):
        return shock
    theta = float(variant_of(world, switches).trade_elasticity[0])
    cost = shock.trade_cost
    if cost is not None:
        with np.errstate(divide="ignore"):
            cost = _mean(world, np.asarray(cost) ** -theta) ** (-1.0 / theta)
    tax = None if shock.export_tax is None else _mean(world, shock.export_tax)
    return Shock(_mean(world, shock.tariff), cost, tax)


def without_inputs(world: World) -> World:
    """The same trade with value added equal to output and every good final."""
    return replace(
        world,
        id=f"{world.id}-no-inputs",
        intermediate=np.zeros_like(world.intermediate),
        final=world.expenditure,
        value_added=world.output,
        card=replace(world.card, sha256=""),
    )


def one_sector(world: World) -> World:
    """Every sector, goods and services, as one."""
    foreign = world.flows.copy()
    own = np.arange(len(world.countries))
    foreign[own, own] = 0.0
    traded = foreign.sum(axis=(0, 1)) + 1e-12 * world.flows.sum(axis=(0, 1))
    flows = world.flows.sum(axis=2, keepdims=True)
    duty = (world.tariff * world.flows).sum(axis=2, keepdims=True)
    return replace(
        world,
        id=f"{world.id}-one-sector",
        sectors=("ALL",),
        sector_names=("All goods and services",),
        goods=np.ones(1, dtype=np.bool_),
        flows=flows,
        tariff=duty / np.where(flows > 0.0, flows, 1.0),
        intermediate=world.intermediate.sum(axis=(1, 2))[:, None, None],
        final=world.final.sum(axis=1, keepdims=True),
        value_added=world.value_added.sum(axis=1, keepdims=True),
        trade_elasticity=np.array([(world.trade_elasticity * traded).sum() / traded.sum()]),
        card=replace(world.card, sha256=""),
    )


def at_horizon(world: World, horizon: str) -> World:
    """The same base with elasticities of a horizon."""
    factor = horizon_factors()[horizon]
    if factor == 1.0:
        return world
    return replace(
        world,
        id=f"{world.id}-{horizon}-run",
        trade_elasticity=world.trade_elasticity * factor,
        card=replace(world.card, sha256=""),
    )


@lru_cache(maxsize=1)
def horizon_factors() -> dict[str, float]:
    """Factor on long-run elasticities by horizon, from horizons.yaml."""
    document = read_yaml(HORIZONS, HORIZONS.name)
    long_run = float(str(document.mapping()["long_run"]))
    return {
        str(row["name"]): float(str(row["elasticity"])) / long_run
        for row in document.rows("horizons")
    }


def _mean(world: World, values: Floats) -> Floats:
    """Means over sectors weighted by base flows [importer, exporter, 1]; plain where none."""
    total = world.flows.sum(axis=2, keepdims=True)
    weight = np.where(total > 0.0, world.flows, 1.0)
    return (weight * values).sum(axis=2, keepdims=True) / weight.sum(axis=2, keepdims=True)
