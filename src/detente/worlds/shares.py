"""A world from shares, as published calibrations give it (Caliendo and Parro 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.errors import WorldError
from detente.worlds.cards import WorldCard
from detente.worlds.world import Floats, World

ROUNDING = 1e-3
"""Published shares may miss one by this much; they are then scaled."""


@dataclass(frozen=True, slots=True)
class TradeShares:
    """The arrays of a Caliendo-Parro calibration (their symbols in brackets).

    `expenditure` [X_nj] in money, duty included; `shares` [pi_nij] sum to one over
    exporters i; `tariff` [tau_nij] fractions; `input_share` [gamma_nkj] with input k before
    user j and `value_added_share` [gamma_nj] sum to one for each user; `final_share`
    [alpha_nj] sum to one; `trade_elasticity` [theta_j].
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    expenditure: Floats
    shares: Floats
    tariff: Floats
    input_share: Floats
    value_added_share: Floats
    final_share: Floats
    trade_elasticity: Floats


def world_from_shares(given: TradeShares, *, title: str, year: int, currency_unit: str) -> World:
    """A world with these shares, normalised to sum to one exactly; its accounts are not checked.

    Raises WorldError where shares miss one by more than rounding. Published shares seldom clear
    every market. Such a world fails `check_world`, but can be solved:
    `solve(world, world.tariff, deficits="zero").as_world()` is the consistent base.
    """
    _refuse_gaps(given, title)
    share = given.shares / given.shares.sum(axis=1, keepdims=True)
    flows = given.expenditure[:, None, :] * share / (1.0 + given.tariff)
    output = flows.sum(axis=0)
    cost = given.value_added_share + given.input_share.sum(axis=1)
    value_added = output * given.value_added_share / cost
    abroad = flows.sum(axis=(1, 2)) - output.sum(axis=1)
    revenue = (given.tariff * flows).sum(axis=(1, 2))
    spent = value_added.sum(axis=1) + revenue + abroad
    alpha = given.final_share / given.final_share.sum(axis=1, keepdims=True)
    return World(
        id=title,
        title=title,
        year=year,
        currency_unit=currency_unit,
        countries=given.countries,
        sectors=given.sectors,
        sector_names=given.sectors,
        goods=np.any(given.tariff != 0.0, axis=(0, 1)),
        flows=flows,
        tariff=given.tariff,
        intermediate=given.input_share / cost[:, None, :] * output[:, None, :],
        final=alpha * spent[:, None],
        value_added=value_added,
        trade_elasticity=given.trade_elasticity,
        card=WorldCard(summary=f"Built from published shares: {title}."),
    )


def _refuse_gaps(given: TradeShares, title: str) -> None:
    """Shares of sources, of costs and of final spending must each add up to one."""
    sums = {
        "shares over exporters": given.shares.sum(axis=1),
        "value_added_share and input_share": given.value_added_share
        + given.input_share.sum(axis=1),
        "final_share over sectors": given.final_share.sum(axis=1, keepdims=True),
    }
    for what, total in sums.items():
        gap = np.abs(total - 1.0)
        if not gap.max() <= ROUNDING:
            n, k = np.unravel_index(int(np.nanargmax(gap)), gap.shape)
            sector = f"/{given.sectors[k]}" if total.shape[1] > 1 else ""
            raise WorldError(
                f"World {title}, {given.countries[n]}{sector}: {what} add up to {total[n, k]:.4g}. "
                "They must add up to one. Check axes [importer, exporter, sector] and units."
            )
