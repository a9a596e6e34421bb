"""Checks a world must pass before anything is computed from it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from detente.errors import WorldError
from detente.worlds.world import Flags, Floats, World

TOLERANCE = 1e-9


def check_world(world: World) -> None:
    """Raise WorldError unless labels, signs, supply and accounts are in order.

    The accounts Y = V + sum_k Z and X = F + sum_j Z must close to 1e-9 of Y and X.
    """
    _check_labels(world)
    _check_finite(world)
    _check_signs(world)
    _check_tariffs(world)
    _check_supply(world)
    _check_accounts(world)


def check_solvable(world: World) -> None:
    """Raise WorldError for what no solver can use: no number, negative trade, no elasticity.

    Weaker than `check_world`: accounts may be open and cells empty, as in published calibrations.
    """
    _check_finite(world)
    flows = world.flows
    _refuse(world, flows < 0.0, flows, "negative flows", "A flow cannot be negative")
    _check_elasticities(world)


def _check_labels(world: World) -> None:
    for what, labels in (("countries", world.countries), ("sectors", world.sectors)):
        twice = [label for label, count in Counter(labels).items() if count > 1]
        if twice or not labels or not all(labels):
            raise WorldError(
                f"World {world.id}: its {what} repeat {twice} or are empty. Each label must "
                "stand once and not be blank. Correct the labels."
            )
    if len(world.sector_names) != len(world.sectors):
        raise WorldError(
            f"World {world.id}: {len(world.sector_names)} sector names for "
            f"{len(world.sectors)} sectors. Expected one name each. Correct the labels."
        )
    for name, members in world.card.groups.items():
        strangers = sorted(set(members) - set(world.countries))
        if strangers:
            raise WorldError(
                f"World {world.id}: group {name} lists {strangers}, not among its countries. "
                "A group may list only countries of the world. Correct the card."
            )


def _check_finite(world: World) -> None:
    for name in ("flows", "tariff", "intermediate", "final", "value_added", "trade_elasticity"):
        if not np.isfinite(getattr(world, name)).all():
            raise WorldError(
                f"World {world.id}: {name} has entries that are not numbers. Every entry must be "
                "finite. Rebuild the world from its inputs."
            )


def _check_signs(world: World) -> None:
    for name, remedy in (
        ("flows", "A flow cannot be negative"),
        ("intermediate", "Use of an input cannot be negative"),
        ("final", "Final use must not be negative; move stock changes elsewhere"),
        ("value_added", "Value added must not be negative; merge the sector or floor it"),
    ):
        values: Floats = getattr(world, name)
        _refuse(world, values < 0.0, values, f"negative {name}", remedy)
    _check_elasticities(world)


def _check_elasticities(world: World) -> None:
    bad = world.trade_elasticity <= 0.0
    if bad.any():
        sector = world.sectors[int(np.argmax(bad))]
        raise WorldError(
            f"World {world.id}, {sector}: trade elasticity {world.trade_elasticity[bad][0]:g}. "
            "It must be above zero. Correct the table of elasticities."
        )


def _check_tariffs(world: World) -> None:
    own = np.arange(len(world.countries))
    domestic = np.zeros(world.tariff.shape, dtype=bool)
    domestic[own, own] = world.tariff[own, own] != 0.0
    _refuse(world, domestic, world.tariff, "a duty on domestic sales", "It must be zero")
    _refuse(world, world.tariff <= -1.0, world.tariff, "a duty of -100% or less", "Correct it")


def _check_supply(world: World) -> None:
    own = np.arange(len(world.countries))
    supply = world.flows[own, own]
    _refuse(
        world,
        supply <= 0.0,
        supply,
        "no domestic supply",
        "Every country must sell some of every sector at home; merge the sector or floor it",
    )
    idle = world.labour_income <= 0.0
    if idle.any():
        raise WorldError(
            f"World {world.id}, {world.countries[int(np.argmax(idle))]}: no value added in any "
            "sector. Every country must earn something. Drop the country or correct its inputs."
        )


def _check_accounts(world: World) -> None:
    made = world.output - world.value_added - world.intermediate.sum(axis=1)
    used = world.expenditure - world.final - world.intermediate.sum(axis=2)
    for gap, size, law in (
        (made, world.output, "output is not value added plus inputs"),
        (used, world.expenditure, "expenditure is not final plus intermediate use"),
    ):
        relative = np.abs(gap) / np.maximum(size, np.finfo(np.float64).tiny)
        remedy = f"The two sides must agree to {TOLERANCE:g}; rebuild or rebalance the world"
        _refuse(world, relative > TOLERANCE, relative, law, remedy)


def _refuse(world: World, bad: Flags, values: Floats, what: str, remedy: str) -> None:
    """Raise naming the worst of the cells that are bad, if there are any."""
    if not bad.any():
        return
    size = np.where(bad, np.abs(values), -1.0)
    place = np.unravel_index(int(np.argmax(size)), bad.shape)
    labels = [world.countries] * (bad.ndim - 1) + [world.sectors]
    if bad.shape == world.intermediate.shape and values is world.intermediate:
        labels = [world.countries, world.sectors, world.sectors]
    where = "/".join(names[int(at)] for names, at in zip(labels, place, strict=True))
    raise WorldError(
        f"World {world.id}, {where}: {what} ({values[place]:.3g}; {int(bad.sum())} such cells). "
        f"{remedy}."
    )
