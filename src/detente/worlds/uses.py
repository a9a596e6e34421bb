"""A world from an inter-country table of uses, or from plain flows: closed, floored, checked."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from detente.errors import WorldError
from detente.worlds.cards import Source, WorldCard
from detente.worlds.check import check_world
from detente.worlds.world import Flags, Floats, World

LEAST_VALUE_ADDED = 0.01
"""Least share of value added in output: below it, inputs are taken for final use."""
LEAST_HOME_SALES = 1e-8
"""Least sales of a sector at home, as a share of all the country spends."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Who uses what, before duty, in money.

    inputs [origin i, sector k, destination n, user j]; final [origin i, sector k, destination n].
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    inputs: Floats
    final: Floats


@dataclass(frozen=True, slots=True)
class Terms:
    """Duties [importer, exporter, sector] and what the model must know of each sector."""

    tariff: Floats
    trade_elasticity: Floats
    goods: Flags
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Labels of a world of the user's own."""

    id: str
    title: str
    year: int
    currency_unit: str
    source: Source
    steps: tuple[str, ...] = field(default=())


NOT_FOR = (
    "More than its table says: no account beyond those of a world was checked.",
    "Stacked duties of the record: those need a map of products to its sectors.",
)


def world_from_uses(uses: Uses, terms: Terms, head: Head) -> World:
    """Flows are uses added up; duty is paid on inputs and final use alike.

    Final cells below zero (stocks run down) become zero; sectors that sell nothing at home get
    a trace of home sales, made from value added alone; value added is at least 1% of output. The
    card says how many. Raises WorldError for negative inputs and whatever `check_world` refuses.
    """
    _refuse_negative(uses, head)
    final = np.maximum(uses.final, 0.0)
    cut = float((final - uses.final).sum())
    flows = (uses.inputs.sum(axis=3) + final).transpose(2, 0, 1)
    paid = 1.0 + terms.tariff.transpose(1, 2, 0)
    inputs = np.einsum("iknj,ikn->nkj", uses.inputs, paid, optimize=True)
    spent = (final * paid).sum(axis=0).T
    flows, spent, thin = _with_home_sales(flows, spent)
    inputs, spent, poor = _with_value_added(inputs, spent, flows.sum(axis=0))
    steps = (
        *head.steps,
        f"Final uses below zero, {cut:,.4g} {head.currency_unit} in all, are set to zero.",
        f"{thin} sectors without sales at home get a trace of them; in {poor} sectors value added "
        "below 1% of output is raised, inputs counting as final use.",
        "Duty is laid on inputs and final use alike, in proportion to imports.",
    )
    world = World(
        id=head.id,
        title=head.title,
        year=head.year,
        currency_unit=head.currency_unit,
        countries=uses.countries,
        sectors=uses.sectors,
        sector_names=terms.names,
        goods=terms.goods,
        flows=flows,
        tariff=terms.tariff,
        intermediate=inputs,
        final=spent,
        value_added=flows.sum(axis=0) - inputs.sum(axis=1),
        trade_elasticity=terms.trade_elasticity,
        card=own_card(head, steps),
    )
    check_world(world)
    return world


def own_card(head: Head, steps: tuple[str, ...]) -> WorldCard:
    """The card of a world made from a user's table."""
    return WorldCard(
        summary=f"{head.title}. Made from a table of the user's own; nobody else has checked it.",
        sources=(head.source,),
        steps=steps,
        not_for=NOT_FOR,
    )


def _refuse_negative(uses: Uses, head: Head) -> None:
    if (uses.inputs < 0.0).any():
        i, k, n, j = np.unravel_index(int(uses.inputs.argmin()), uses.inputs.shape)
        where = f"{uses.countries[i]}/{uses.sectors[k]} to {uses.countries[n]}/{uses.sectors[j]}"
        raise WorldError(
            f"World {head.id}, {where}: {uses.inputs.min():.3g} of an input. Inputs cannot be "
            "negative. Correct the table, or merge the sectors before building."
        )


def _with_home_sales(flows: Floats, final: Floats) -> tuple[Floats, Floats, int]:
    flows = flows.copy()
    own = np.arange(len(flows))
    least = LEAST_HOME_SALES * flows.sum(axis=(1, 2))[:, None]
    lift = np.maximum(least - flows[own, own], 0.0)
    flows[own, own] += lift
    return flows, final + lift, int((lift > 0.0).sum())


def _with_value_added(inputs: Floats, final: Floats, output: Floats) -> tuple[Floats, Floats, int]:
    used = inputs.sum(axis=1)
    allowed = (1.0 - LEAST_VALUE_ADDED) * output
    scale = np.where(used > allowed, allowed / np.where(used > 0.0, used, 1.0), 1.0)
    kept = inputs * scale[:, None, :]
    return kept, final + (inputs - kept).sum(axis=2), int((scale < 1.0).sum())
