"""What an equilibrium means for people: real income, prices, trade, revenue.

Changes are new over base (1.02 is +2%). Values are money in the world's unit at the
numeraire; only ratios of prices and the real measures do not depend on it. Formula numbers
are those of docs/model.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.equilibrium.conditions import receipts
from detente.equilibrium.result import Equilibrium
from detente.worlds.world import Flags, Floats


def consumer_price_change(result: Equilibrium) -> Floats:
    """(10)  P^_n = prod_j P^_nj^alpha_nj, the price of final spending [N]."""
    return np.exp((result.world.final_share * np.log(result.price_change)).sum(axis=1))


def real_income_change(result: Equilibrium) -> Floats:
    """(11)  W^_n = (I'_n / I_n) / P^_n, exact [N]; the measure of welfare used throughout."""
    return result.income / result.world.income / consumer_price_change(result)


def welfare_change(result: Equilibrium) -> Floats:
    """(23)  Real income less what extra hours cost, exact [N]; real income unless hours move.

    [ I'_n / P^_n - k y_n L^_n^(1 + 1/kappa) ] / [ I_n - k y_n ],  k = kappa / (1 + kappa)
    """
    kappa = result.switches.labour_supply
    if kappa == 0.0:
        return real_income_change(result)
    effort = kappa / (1.0 + kappa) * result.world.labour_income
    now = result.income / consumer_price_change(result)
    worked = result.hours_change ** (1.0 + 1.0 / kappa)
    return (now - effort * worked) / (result.world.income - effort)


def real_wage_change(result: Equilibrium) -> Floats:
    """w^_n / P^_n [N]: what a wage buys, before duty revenue is handed back."""
    return result.wage_change / consumer_price_change(result)


def equivalent_variation(result: Equilibrium) -> Floats:
    """(12)  I_n (W^_n - 1) [N]: gain as money at base prices, in the world's unit."""
    return result.world.income * (real_income_change(result) - 1.0)


def group_real_income_change(result: Equilibrium, members: Sequence[str]) -> float:
    """(13)  1 + sum of gains over sum of base incomes, for a bloc of countries."""
    at = _positions(result, members)
    base = result.world.income[at].sum()
    return float(1.0 + equivalent_variation(result)[at].sum() / base)


def imports_change(result: Equilibrium) -> Floats:
    """Change of cross-border imports at border prices, before duty [N]."""
    return _foreign(result.flows).sum(axis=(1, 2)) / _foreign(result.world.flows).sum(axis=(1, 2))


def exports_change(result: Equilibrium) -> Floats:
    """Change of cross-border exports at border prices [N]."""
    return _foreign(result.flows).sum(axis=(0, 2)) / _foreign(result.world.flows).sum(axis=(0, 2))


def import_volume_change(result: Equilibrium) -> Floats:
    """Change of cross-border imports at base prices of their exporters (Laspeyres) [N]."""
    return _foreign(_volume(result)).sum(axis=(1, 2)) / _foreign(result.world.flows).sum((1, 2))


def export_volume_change(result: Equilibrium) -> Floats:
    """Change of cross-border exports at base prices (Laspeyres) [N]."""
    return _foreign(_volume(result)).sum(axis=(0, 2)) / _foreign(result.world.flows).sum((0, 2))


def bilateral_imports_change(
    result: Equilibrium, importers: Sequence[str], exporters: Sequence[str]
) -> float:
    """Change of imports of one group from another at border prices; own trade is left out.

    Not a number (nan) where there was no such trade in the base.
    """
    pair = np.ix_(_positions(result, importers), _positions(result, exporters))
    before = float(_foreign(result.world.flows)[pair].sum())
    return float(_foreign(result.flows)[pair].sum()) / before if before > 0.0 else float("nan")


def employment_change(result: Equilibrium) -> Floats:
    """Change of labour employed in each sector [N, S]; one where labour cannot move.

    Value added of the sector over its wage, new over base; not a number (nan) without labour.
    """
    world = result.world
    paid = world.value_added_share * result.output / result.sector_wage_change
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(world.value_added > 0.0, paid / world.value_added, np.nan)


def revenue_change(result: Equilibrium) -> Floats:
    """Additional duty revenue [N] at the numeraire, in the world's unit."""
    return result.revenue - result.world.revenue


def terms_of_trade_change(result: Equilibrium) -> Floats:
    """(14)  Price of exports over price of imports, with base weights (Laspeyres) [N]."""
    flows, cost = _foreign(result.world.flows), result.cost_change
    sold = (flows.sum(axis=0) * cost).sum(axis=1) / flows.sum(axis=(0, 2))
    bought = (flows * cost[None]).sum(axis=(1, 2)) / flows.sum(axis=(1, 2))
    return sold / bought


@dataclass(frozen=True, slots=True)
class FirstOrderWelfare:
    """The first-order decomposition by partner and sector [N, partner, S], shares of income.

    Sum over partners and sectors for the country totals [N]. An approximation at base
    weights: not the exact change, which is `real_income_change`.
    """

    terms_of_trade_by: Floats
    volume_of_trade_by: Floats

    @property
    def terms_of_trade(self) -> Floats:
        """Terms-of-trade part [N]."""
        return self.terms_of_trade_by.sum(axis=(1, 2))

    @property
    def volume_of_trade(self) -> Floats:
        """Volume-of-trade part [N]."""
        return self.volume_of_trade_by.sum(axis=(1, 2))

    @property
    def total(self) -> Floats:
        """Both parts [N]."""
        return self.terms_of_trade + self.volume_of_trade


def welfare_first_order(result: Equilibrium) -> FirstOrderWelfare:
    """(15)  Caliendo and Parro (2015), equations 16-18, with x^ - 1 for d ln x.

    terms of trade   (1/I_n) sum_ij [ E_nij (c^_nj - 1) - M_nij (c^_ij - 1) ]
    volume of trade  (1/I_n) sum_ij t_nij M_nij [ (M^_nij - 1) - (c^_ij - 1) ]

    The figures published as welfare effects of NAFTA are this sum, not the exact change.
    """
    world, cost = result.world, result.cost_change - 1.0
    flows = _foreign(world.flows)
    income = world.income[:, None, None]
    sold = flows.transpose(1, 0, 2) * cost[:, None, :]
    grown = _foreign(result.flows) - flows - flows * cost[None]
    return FirstOrderWelfare(
        terms_of_trade_by=(sold - flows * cost[None]) / income,
        volume_of_trade_by=world.tariff * grown / income,
    )


def _positions(result: Equilibrium, codes: Sequence[str]) -> list[int]:
    return [result.world.country(code) for code in codes]


def _abroad(n: int) -> Flags:
    return ~np.eye(n, dtype=bool)[:, :, None]


def _foreign(flows: Floats) -> Floats:
    """The flows with domestic sales set to zero."""
    return np.where(_abroad(flows.shape[0]), flows, 0.0)


def _volume(result: Equilibrium) -> Floats:
    """B'_nij / c^_ij: flows at the exporters' base prices."""
    return receipts(result.flows, result.export_tax) / result.cost_change[None]
