"""Merge countries or sectors of a world, on money flows, so that the accounts stay exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np

from detente.errors import InputError, WorldError
from detente.worlds.world import Flags, Floats, World

Groups = Mapping[str, str]
InnerDuty = Literal["refuse", "income"]


def aggregate(
    world: World,
    *,
    countries: Groups | None = None,
    sectors: Groups | None = None,
    inner_duty: InnerDuty = "refuse",
) -> World:
    """A smaller world; each mapping sends an old label to a new one, others stay.

    Duties of merged cells are revenue over value, elasticities are means with the weights of
    cross-border trade. Duty that members of a group levy on each other has no place in a merged
    country: it is refused, or, with `inner_duty="income"`, becomes part of the price and of the
    seller's value added, so that income as a whole stays. Raises InputError for unknown labels,
    WorldError for inner duty refused and for a group that mixes goods and services.
    """
    places, to_place = _grouping(world, world.countries, countries or {})
    lines, to_line = _grouping(world, world.sectors, sectors or {})
    _refuse_mixed(world, lines, to_line)
    flows = np.einsum("an,bi,nis,zs->abz", to_place, to_place, world.flows, to_line, optimize=True)
    duty = np.einsum(
        "an,bi,nis,zs->abz", to_place, to_place, world.tariff * world.flows, to_line, optimize=True
    )
    inner = np.einsum("aas->as", duty).copy()
    if inner_duty == "refuse":
        _refuse_inner_duty(world, places, inner)
    merged = np.arange(len(places))
    flows[merged, merged] += inner
    duty[merged, merged] = 0.0
    own = np.eye(len(world.countries), dtype=bool)
    traded = np.where(own[:, :, None], 0.0, world.flows).sum(axis=(0, 1)) + _trace(world)
    return replace(
        world,
        id=f"{world.id}-{len(places)}x{len(lines)}",
        countries=places,
        sectors=lines,
        sector_names=_names(world, lines, to_line),
        goods=to_line @ world.goods > 0.0,
        flows=flows,
        tariff=duty / np.where(flows > 0.0, flows, 1.0),
        intermediate=np.einsum(
            "an,nkj,yk,zj->ayz", to_place, world.intermediate, to_line, to_line, optimize=True
        ),
        final=to_place @ world.final @ to_line.T,
        value_added=to_place @ world.value_added @ to_line.T + inner,
        trade_elasticity=(to_line @ (world.trade_elasticity * traded)) / (to_line @ traded),
        card=replace(world.card, groups=_groups(world, countries or {}), sha256=""),
    )


def _grouping(
    world: World, labels: tuple[str, ...], given: Groups
) -> tuple[tuple[str, ...], Floats]:
    """New labels in order of first appearance, and the 0/1 matrix [new, old]."""
    strangers = sorted(set(given) - set(labels))
    if strangers:
        raise InputError(
            f"World {world.id}: {strangers} cannot be merged, they are not in it. "
            f"It has {', '.join(labels)}. Correct the mapping."
        )
    targets = [given.get(label, label) for label in labels]
    new = tuple(dict.fromkeys(targets))
    return new, np.array([[float(target == label) for target in targets] for label in new])


def _refuse_mixed(world: World, lines: tuple[str, ...], to_line: Floats) -> None:
    goods: Floats = to_line @ world.goods
    mixed: Flags = (goods > 0.0) & (goods < to_line.sum(axis=1))
    if mixed.any():
        raise WorldError(
            f"World {world.id}: the group {lines[int(np.argmax(mixed))]} mixes goods and services. "
            "Duties fall on goods only. Merge goods with goods."
        )


def _refuse_inner_duty(world: World, places: tuple[str, ...], inner: Floats) -> None:
    levied = (inner != 0.0).any(axis=1)
    if levied.any():
        raise WorldError(
            f"World {world.id}: members of {places[int(np.argmax(levied))]} levy duty on "
            "each other. A merged country has no inner duty. Merge members of a customs union "
            'only, or let inner duty become income (inner_duty="income").'
        )


def _trace(world: World) -> Floats:
    """A weight so small that it decides only where a sector is not traded at all."""
    return np.einsum("nns->s", world.flows) * 1e-12


def _names(world: World, lines: tuple[str, ...], to_line: Floats) -> tuple[str, ...]:
    single = to_line.sum(axis=1) == 1.0
    old = [world.sector_names[int(np.argmax(row))] for row in to_line]
    return tuple(name if one else line for name, line, one in zip(old, lines, single, strict=True))


def _groups(world: World, merged: Groups) -> dict[str, tuple[str, ...]]:
    return {
        name: members
        for name, members in world.card.groups.items()
        if not any(member in merged for member in members)
    }
