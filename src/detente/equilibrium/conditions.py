"""The equilibrium conditions of Caliendo and Parro (2015), in changes.

Lorenzo Caliendo and Fernando Parro (2015), "Estimates of the Trade and Welfare Effects of
NAFTA", Review of Economic Studies 82(1): 1-44, section 2. Equation numbers are those of
docs/model.md. A change is counterfactual over base; axes are [importer, exporter, sector]
for pairs and [country, sector] otherwise. Input shares have input k before user j.

    symbol       name here                unit           axes
    t'_nij       tariff                   fraction       importer n, exporter i, sector j
    d^_nij       trade_cost               change         importer n, exporter i, sector j
    e'_nij       export_tax               fraction       importer n, exporter i, sector j
    k^_nij       wedge                    change         importer n, exporter i, sector j
    w^_n         wage                     change         country (or country, sector)
    L^_n         hours                    change         country
    P^_nj        price                    change         country, sector
    c^_nj        cost                     change         country, sector
    pi_nij       base_shares, shares      fraction       importer n, exporter i, sector j
    X'_nj        expenditure              money          country, sector, duty included
    M'_nij       flows                    money          importer n, exporter i, sector j, border
    I'_n         income                   money          country
    D'_n         deficit                  money          country
    w_nL_n       labour_income            money          country, base
    gamma_nj     value_added_share        fraction       country, sector
    gamma_nkj    input_share              fraction       country, input k, user j
    alpha_nj     final_share              fraction       country, sector
    theta_j      elasticity               -              sector

`solve` iterates on the same conditions in another layout; what it finds is accepted only if
it satisfies these.
"""

from __future__ import annotations

import numpy as np

from detente.worlds import World
from detente.worlds.world import Floats


def wedge_change(
    tariff: Floats, base_tariff: Floats, trade_cost: Floats | None, export_tax: Floats | None
) -> Floats:
    """(1)  k^_nij = d^_nij (1 + e'_nij) (1 + t'_nij) / (1 + t_nij)."""
    wedge = 1.0 + tariff
    wedge /= 1.0 + base_tariff
    if export_tax is not None:
        wedge *= 1.0 + export_tax
    return wedge if trade_cost is None else trade_cost * wedge


def cost_change(world: World, wage: Floats, price: Floats) -> Floats:
    """(2)  c^_nj = w^_nj^gamma_nj prod_k P^_nk^gamma_nkj; `wage` by country or by sector too."""
    inputs = np.matmul(np.log(price)[:, None, :], world.input_share)[:, 0]
    paid = np.log(wage if wage.ndim == 2 else wage[:, None])
    return np.exp(world.value_added_share * paid + inputs)


def wedge_weights(base_shares: Floats, wedge: Floats, elasticity: Floats) -> Floats:
    """pi_nij k^_nij^-theta_j, what a scenario fixes of (3) and (4)."""
    weights = np.log(wedge)
    weights *= -elasticity
    np.exp(weights, out=weights)
    weights *= base_shares
    return weights


def sourcing_weights(fixed: Floats, cost: Floats, elasticity: Floats) -> Floats:
    """pi_nij (k^_nij c^_ij)^-theta_j, the terms of (3) and (4), from `wedge_weights`."""
    return fixed * cost**-elasticity


def price_change(weights: Floats, elasticity: Floats) -> Floats:
    """(3)  P^_nj = [ sum_i pi_nij (k^_nij c^_ij)^-theta_j ]^(-1/theta_j)."""
    return _over_exporters(weights) ** (-1.0 / elasticity)


def new_shares(weights: Floats) -> Floats:
    """(4)  pi'_nij = pi_nij (k^_nij c^_ij / P^_nj)^-theta_j."""
    return weights / _over_exporters(weights)[:, None, :]


def border_flows(expenditure: Floats, shares: Floats, tariff: Floats) -> Floats:
    """(5)  M'_nij = X'_nj pi'_nij / (1 + t'_nij)."""
    flows = expenditure[:, None, :] * shares
    flows /= 1.0 + tariff
    return flows


def receipts(flows: Floats, export_tax: Floats | None) -> Floats:
    """B'_nij = M'_nij / (1 + e'_nij), what producers are paid."""
    return flows if export_tax is None else flows / (1.0 + export_tax)


def tax_revenue(flows: Floats, tariff: Floats, export_tax: Floats | None) -> Floats:
    """R'_n = sum_ij t'_nij M'_nij + sum_ij (M'_inj - B'_inj), duties and own export taxes."""
    n = flows.shape[0]
    duty = np.vecdot(tariff.reshape(n, -1), flows.reshape(n, -1))
    if export_tax is None:
        return duty
    return duty + (flows - receipts(flows, export_tax)).sum(axis=(0, 2))


def spent_income(earned: Floats, revenue: Floats, deficit: Floats) -> Floats:
    """(6)  I'_n = labour income + R'_n + D'_n."""
    return earned + revenue + deficit


def demanded(world: World, output: Floats, income: Floats) -> Floats:
    """(7)  X'_nj = sum_k gamma_njk Y'_nk + alpha_nj I'_n,  Y'_nk = sum_i B'_ink."""
    used = np.matmul(world.input_share, output[:, :, None])[:, :, 0]
    return used + world.final_share * income[:, None]


def trade_deficit(flows: Floats) -> Floats:
    """(9)  sum_j sum_i M'_nij - sum_j sum_i M'_inj, equal to D'_n: follows from (6)-(8)."""
    pairs = _over_sectors(flows)
    return pairs.sum(axis=1) - pairs.sum(axis=0)


def trade_across(flows: Floats) -> Floats:
    """T'_n, imports and exports of a country without its sales at home."""
    pairs = _over_sectors(flows)
    return pairs.sum(axis=1) + pairs.sum(axis=0) - 2.0 * pairs.diagonal()


def _over_exporters(values: Floats) -> Floats:
    """Sums [importer, sector]; as a product, several times faster than a sum over that axis."""
    return np.vecmat(np.ones(values.shape[1]), values)


def _over_sectors(values: Floats) -> Floats:
    """Sums [importer, exporter], as a product too."""
    return np.matvec(values, np.ones(values.shape[2]))
