"""One sweep of the solver: from wages, prices and expenditures to the next.

The conditions are those of conditions.py. What a scenario fixes, the weights
pi k^^-theta, is computed once; a sweep then needs three products over [S, N, N] blocks and
no power of a three-dimensional array.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.calibration import SMALLEST, Calibration
from detente.equilibrium.coarse import WAGE_STEP, Coarse, Point, build_coarse, split
from detente.worlds.world import Floats

INCOME_FLOOR = 0.02


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario's constants: `weights` [S, 2N, N] stacks pi k^^-theta and the same net of duty.

    `deficit_share` [N] is the deficit after the switch, as a fraction of world value added.
    """

    base: Calibration
    weights: Floats
    deficit_share: Floats

    @property
    def net(self) -> Floats:
        """The lower half of `weights`: pi k^^-theta / (1 + t'), [S, N, N]."""
        return self.weights[:, self.deficit_share.size :]


@dataclass(frozen=True, slots=True)
class Swept:
    """Result of a sweep: the next state, the unscaled wage gap, and whose income was floored."""

    state: Floats
    labour_gap: Floats
    floored: Floats


def scenario_of(base: Calibration, wedge: Floats, tariff: Floats, deficit: Floats) -> Scenario:
    """Weights from wedge changes and new duties, both [importer, exporter, sector]."""
    powers = np.exp(-base.elasticity[:, :, None] * np.log(wedge).transpose(2, 0, 1))
    gross = base.share * powers
    net = gross / (1.0 + tariff.transpose(2, 0, 1))
    return Scenario(base, np.concatenate([gross, net], axis=1), deficit)


def base_state(base: Calibration) -> Floats:
    """The base itself as a state: no change in wages and prices, base expenditure."""
    unchanged = np.zeros(base.labour_income.size + base.expenditure.size)
    return np.concatenate([unchanged, np.log(base.expenditure).ravel()])


def sweep(scenario: Scenario, state: Floats) -> Swept:
    """Costs and prices from the state, then sales, incomes, expenditures and wages."""
    base = scenario.base
    sectors, n = base.value_added_share.shape
    wage, price, log_spending = split(state, sectors, n)
    spending = np.exp(log_spending)
    cost, both = _cost_and_demand(scenario, wage, price)
    index = both[:, :n]
    drawn = spending / index
    sales = cost * np.matmul(drawn[:, None, :], scenario.net)[:, 0]
    revenue = (spending - drawn * both[:, n:]).sum(axis=0)
    earned = np.exp(wage) * base.labour_income
    income = earned + scenario.deficit_share * earned.sum() + revenue
    least = INCOME_FLOOR * earned
    used = np.matmul(base.input_share, sales.T[:, :, None])[:, :, 0].T
    demand = used + base.final_share * np.maximum(income, least)
    gap = np.log((base.value_added_share * sales).sum(axis=0) / earned)
    new_wage = wage + WAGE_STEP * gap
    new_wage -= np.log(np.exp(new_wage) @ base.labour_income)
    new_price = np.log(index) / -base.elasticity
    new_spending = np.log(np.maximum(demand, SMALLEST))
    following = np.concatenate([new_wage, new_price.ravel(), new_spending.ravel()])
    return Swept(following, gap, np.minimum(income - least, 0.0))


def _cost_and_demand(scenario: Scenario, wage: Floats, price: Floats) -> tuple[Floats, Floats]:
    """c^_ij^-theta [S, N], and its products with both halves of the weights [S, 2N]."""
    base = scenario.base
    inputs = np.matmul(base.by_user, price.T[:, :, None])[:, :, 0].T
    cost = np.exp(-base.elasticity * (base.value_added_share * wage + inputs))
    return cost, np.matmul(scenario.weights, cost[:, :, None])[:, :, 0]


def coarse_at(scenario: Scenario, state: Floats) -> Coarse:
    """The coarse correction linearised at a state of this scenario."""
    base = scenario.base
    sectors, n = base.value_added_share.shape
    wage, price, log_spending = split(state, sectors, n)
    cost, both = _cost_and_demand(scenario, wage, price)
    index = np.tile(both[:, :n], (1, 2))[:, :, None]
    chosen = scenario.weights * cost[:, None, :] / index
    earned = np.exp(wage) * base.labour_income
    at = Point(chosen[:, :n], chosen[:, n:], np.exp(log_spending), earned)
    return build_coarse(at, base.value_added_share, base.elasticity, scenario.deficit_share)
