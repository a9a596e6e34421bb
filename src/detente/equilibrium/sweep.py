"""One sweep of the solver: from wages, prices and expenditures to the next.

The conditions are those of conditions.py. What a scenario fixes, the weights
pi k^^-theta, is computed once; a sweep then needs three products over [S, N, N] blocks and
no power of a three-dimensional array.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.calibration import SMALLEST, Calibration
from detente.equilibrium.coarse import Coarse, Point, WageStep, build_coarse, split
from detente.equilibrium.deficits import Deficits, deficits_of
from detente.equilibrium.labour import Hours
from detente.equilibrium.switches import Switches
from detente.worlds.world import Floats

INCOME_FLOOR = 1e-4


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario's constants: `weights` [S, 2N, N] stacks pi k^^-theta and the same net of duty.

    `fixed` is pi k^^-theta as [importer, exporter, sector]; `net` the lower half of `weights`;
    `received` [S, N, N] is net of duty and export tax, None where nobody taxes exports.
    `earning` [F, N] is base labour income, F one or the sectors; `hours` is None unless elastic.
    """

    base: Calibration
    fixed: Floats
    weights: Floats
    net: Floats
    received: Floats | None
    earning: Floats
    step: WageStep
    deficits: Deficits
    hours: Hours | None

    @property
    def labour_supply(self) -> float:
        """Elasticity of hours, zero unless elastic."""
        return self.hours.kappa if self.hours else 0.0

    @property
    def coarse(self) -> Coarse:
        """The country-level correction at the base."""
        return self.base.coarse(self.earning.shape[0] > 1, self.labour_supply)


@dataclass(frozen=True, slots=True)
class Swept:
    """Result of a sweep: the next state, the unscaled wage gap, and what countries may spend.

    `left` [N] is income over labour income, after what is lent abroad.
    """

    state: Floats
    labour_gap: Floats
    left: Floats

    @property
    def floored(self) -> bool:
        """Whether a country's income had to be held above nothing."""
        return bool((self.left < INCOME_FLOOR).any())


def scenario_of(
    base: Calibration, fixed: Floats, tariff: Floats, export_tax: Floats | None, switches: Switches
) -> Scenario:
    """`fixed`, new duties and export taxes, all [importer, exporter, sector], for the solver."""
    n, _, sectors = fixed.shape
    weights = np.empty((sectors, 2 * n, n))
    net = weights[:, n:]
    weights[:, :n] = fixed.transpose(2, 0, 1)
    net[...] = (fixed / (1.0 + tariff)).transpose(2, 0, 1)
    specific = switches.labour == "sector_specific"
    return Scenario(
        base,
        fixed,
        weights,
        net,
        None if export_tax is None else net / (1.0 + export_tax.transpose(2, 0, 1)),
        base.value_added if specific else base.labour_income[None, :],
        base.wage_step(specific),
        deficits_of(switches.deficits, base.deficit_share, base.trade),
        _hours(base, switches),
    )


def _hours(base: Calibration, switches: Switches) -> Hours | None:
    if switches.labour != "elastic":
        return None
    relief = switches.revenue == "income_tax_relief"
    tau = base.revenue / base.labour_income if relief else None
    return Hours(switches.labour_supply, base.labour_income, tau, base.final_share)


def base_state(scenario: Scenario) -> Floats:
    """The base itself as a state: no change in wages and prices, base expenditure."""
    spent = scenario.base.expenditure
    unchanged = np.zeros(scenario.earning.size + spent.size)
    return np.concatenate([unchanged, np.log(spent).ravel()])


def sweep(scenario: Scenario, state: Floats) -> Swept:
    """Costs and prices from the state, then sales, incomes, expenditures and wages."""
    base = scenario.base
    sectors, n = base.value_added_share.shape
    wage, price, log_spending = split(state, sectors, n)
    spending = np.exp(log_spending)
    cost, both = _cost_and_demand(scenario, wage, price)
    index = both[:, :n]
    new_price = np.log(index) / -base.elasticity
    drawn = spending / index
    bought = drawn * both[:, n:]
    sold = cost * np.vecmat(drawn, scenario.net)
    revenue = np.add.reduce(spending - bought)
    sales = sold
    if scenario.received is not None:
        sales = cost * np.vecmat(drawn, scenario.received)
        revenue = revenue + np.add.reduce(sold - sales)
    earned = np.exp(wage) * scenario.earning
    if scenario.hours is not None:
        earned = scenario.hours.earned(wage[0], new_price, revenue)[None, :]
    labour = np.add.reduce(earned)
    trade = _trade(scenario, cost, drawn, (bought, sold))
    income = labour + scenario.deficits.at(labour, trade) + revenue
    least = INCOME_FLOOR * labour
    demand = base.final_share * np.maximum(income, least)
    demand += np.matvec(base.input_share, sales.T).T
    gap = _labour_gap(scenario, sales, earned)
    new_wage = wage + scenario.step.size * gap
    new_wage -= np.log(np.vdot(np.exp(new_wage), scenario.earning))
    new_spending = np.log(np.maximum(demand, SMALLEST))
    following = np.concatenate([new_wage, new_price, new_spending]).ravel()
    return Swept(following, gap, income / labour)


def _labour_gap(scenario: Scenario, sales: Floats, earned: Floats) -> Floats:
    """Log of labour demand over labour income [F, N]."""
    paid = scenario.base.value_added_share * sales
    if earned.shape[0] == 1:
        return np.log(np.add.reduce(paid) / earned)
    return np.log((paid + SMALLEST) / (earned + SMALLEST))


def _trade(
    scenario: Scenario, cost: Floats, drawn: Floats, flows: tuple[Floats, Floats]
) -> Floats | None:
    """Imports and exports [N] of each country, only where deficits follow them."""
    if scenario.deficits.rate is None:
        return None
    own = np.einsum("snn->sn", scenario.net) * cost * drawn
    bought, sold = flows
    return (bought + sold - 2.0 * own).sum(axis=0)


def _cost_and_demand(scenario: Scenario, wage: Floats, price: Floats) -> tuple[Floats, Floats]:
    """c^_ij^-theta [S, N], and its products with both halves of the weights [S, 2N]."""
    base = scenario.base
    cost = base.value_added_share * wage
    cost += np.vecmat(price.T, base.input_share).T
    cost *= -base.elasticity
    np.exp(cost, out=cost)
    return cost, np.matvec(scenario.weights, cost)


def chosen_shares(scenario: Scenario, state: Floats) -> tuple[Floats, Floats, Floats]:
    """pi' and pi' net of duty, stacked [S, 2N, N]; c^-theta and spending over index [S, N]."""
    sectors, n = scenario.base.value_added_share.shape
    wage, price, log_spending = split(state, sectors, n)
    cost, both = _cost_and_demand(scenario, wage, price)
    index = np.tile(both[:, :n], (1, 2))[:, :, None]
    chosen = scenario.weights * cost[:, None, :] / index
    return chosen, cost, np.exp(log_spending) / both[:, :n]


def coarse_at(scenario: Scenario, state: Floats) -> Coarse:
    """The coarse correction linearised at a state of this scenario."""
    base = scenario.base
    sectors, n = base.value_added_share.shape
    chosen, _, _ = chosen_shares(scenario, state)
    wage, _, log_spending = split(state, sectors, n)
    earned = (np.exp(wage) * scenario.earning).sum(axis=0)
    at = Point(chosen[:, :n], chosen[:, n:], np.exp(log_spending), earned)
    return build_coarse(at, base.technology(scenario.labour_supply), scenario.step)
