"""What a unit of anything is worth to a country's real income: the adjoint of one sweep.

A sweep maps a state z = (log wages, log prices, log expenditures) to the next; J is its
derivative at an equilibrium. For real income W_m the adjoint l solves

    l = J' l + seed_m,    seed_m = d log W_m / d z at unchanged other variables

by repeating `pulled` with the transpose of the solver's own country-level correction and
Anderson acceleration. The values that arise on the way are shadow prices (docs/model.md, 30-36):

    aI_n     of a unit of income            aR_n    of a unit of tax revenue
    aY_ij    of a unit of producer receipts aT_n    of a unit of trade across the border
    lP_nj    of a price, in logs            aM_nij  of a unit of trade at the border

All hold up to the null direction aI = aY = aR = 1, lP = aM = 0 (money is neutral). Arrays here
are sector first with a last axis K, one column for each country m.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.equilibrium.anderson import ColumnAnderson
from detente.equilibrium.coarse import Coarse, split
from detente.equilibrium.result import Equilibrium
from detente.equilibrium.solve import posed, state_of
from detente.equilibrium.sweep import Scenario, chosen_shares, coarse_at
from detente.equilibrium.variants import Shock
from detente.errors import NoEquilibrium
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True)
class Linear:
    """An equilibrium as the point of linearisation; [S, N, N] are [sector, importer, exporter].

    `both` [S, 2N, N] stacks pi' and pi'/(1 + t'), `received` is net of export tax too (None
    where nobody taxes exports); `spent`, `sold`, `paid` [S, N] expenditure, sales at the border
    and receipts; `earned` [F, N]; `revenue`, `trade` [N]; `norm` [F, N] weights of the numeraire.
    """

    scenario: Scenario
    both: Floats
    received: Floats | None
    spent: Floats
    sold: Floats
    paid: Floats
    earned: Floats
    revenue: Floats
    trade: Floats
    norm: Floats
    income: Floats
    coarse: Coarse

    @property
    def share(self) -> Floats:
        """pi' [S, N, N]."""
        return self.both[:, : self.income.size]

    @property
    def border(self) -> Floats:
        """pi' / (1 + t') [S, N, N]."""
        return self.both[:, self.income.size :]


@dataclass(frozen=True, slots=True)
class Prices:
    """Shadow prices, [N, K] or [S, N, K]; see the table above."""

    income: Floats
    revenue: Floats
    receipt: Floats
    trade: Floats
    price: Floats


@dataclass(frozen=True, slots=True)
class Direct:
    """What an objective values besides incomes and prices, one column for each objective.

    Direct value of a unit of `revenue` [N, K], of a sector's `receipt` [S, N, K], of a unit of
    labour income `earned` [N, K] and of a log `wage` [F, N, K].
    """

    revenue: Floats | float = 0.0
    receipt: Floats | float = 0.0
    earned: Floats | float = 0.0
    wage: Floats | float = 0.0


NOTHING = Direct()


def linear_at(result: Equilibrium, *, rebuilt: bool = True) -> Linear:
    """The point of linearisation of a solved scenario.

    The country-level correction is `rebuilt` at it, or that of the base, which is at hand.
    """
    shock = Shock(result.tariff, result.trade_cost, result.export_tax)
    with np.errstate(all="ignore"):
        scenario = posed(result.world, shock, result.switches)
    state = state_of(result)
    both, cost, drawn = chosen_shares(scenario, state)
    n, scale = result.income.size, scenario.base.scale
    wage, _, log_spent = split(state, len(result.world.sectors), n)
    spent = np.exp(log_spent)
    border = both[:, n:]
    sold = np.matmul(spent[:, None, :], border)[:, 0]
    received, paid = None, sold
    if scenario.received is not None:
        received = scenario.received * (drawn[:, :, None] / spent[:, :, None]) * cost[:, None, :]
        paid = np.matmul(spent[:, None, :], received)[:, 0]
    own = np.einsum("snn->sn", border) * spent
    bought = border.sum(axis=2) * spent
    norm = np.exp(wage) * scenario.earning
    value = scenario.base.value_added_share * paid
    earned = value if scenario.earning.shape[0] > 1 else value.sum(axis=0, keepdims=True)
    return Linear(
        scenario,
        both,
        received,
        spent,
        sold,
        paid,
        np.maximum(earned, 1e-30),
        result.revenue / scale,
        (bought + sold - 2.0 * own).sum(axis=0),
        norm / norm.sum(),
        result.income / scale,
        coarse_at(scenario, state) if rebuilt else scenario.coarse,
    )


def pulled(
    at: Linear, state: Floats, income_seed: Floats, price_seed: Floats, direct: Direct = NOTHING
) -> tuple[Floats, Prices]:
    """J' applied to `state` [size, K], plus the seeds; and the shadow prices met on the way.

    `income_seed` [N, K] is the direct value of a unit of income, `price_seed` [S, N, K] of a
    log price, `direct` of anything else.
    """
    scenario, base = at.scenario, at.scenario.base
    sectors, n = at.spent.shape
    wage, price, spending = split(state, sectors, n)
    wage = wage - at.norm[:, :, None] * wage.sum(axis=(0, 1))
    pay = scenario.step.size[:, :, None] * wage / at.earned[:, :, None]
    demand = spending / at.spent[:, :, None]
    income = (base.final_share[:, :, None] * demand).sum(axis=0) + income_seed
    earning = income + scenario.deficits.share @ income - pay + direct.earned
    revenue, wage_out, price = _earned(at, income, earning, (wage, price + price_seed))
    revenue = revenue + direct.revenue
    used = np.matmul(base.by_user, demand.transpose(1, 0, 2)).transpose(1, 0, 2)
    receipt = used + base.value_added_share[:, :, None] * pay + direct.receipt
    trade = scenario.deficits.pulled_trade(income, at.trade)
    met = Prices(income, revenue, receipt, trade, price)
    spent_out = at.spent[:, :, None] * revenue
    at_border = _border_value(at, met)
    theta = base.elasticity[:, :, None]
    index = -price / theta - at_border
    cost = -theta * _offers(at, met, index)
    wage_cost = base.value_added_share[:, :, None] * cost
    wage_out = wage_out + (
        wage_cost if wage_out.shape[0] > 1 else wage_cost.sum(axis=0, keepdims=True)
    )
    price_out = np.matmul(base.input_share, cost.transpose(1, 0, 2)).transpose(1, 0, 2)
    rows = (wage_out + direct.wage, price_out, spent_out + at_border)
    columns = state.shape[1]
    back = np.concatenate([row.reshape(-1, columns) for row in rows])
    return back, replace(met, price=-theta * index)


def _earned(
    at: Linear, income: Floats, earning: Floats, given: tuple[Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Value of revenue [N, K], of log wages [F, N, K] and of log prices [S, N, K].

    `earning` is the value of a unit of labour income, `given` what wages and prices are worth
    directly.
    """
    hours, (wage, price) = at.scenario.hours, given
    if hours is None:
        return income, wage + at.earned[:, :, None] * earning, price
    to_wage, to_level, to_revenue = (
        slope[:, None] for slope in hours.slopes(at.earned[0], at.revenue)
    )
    level = to_level * earning[0]
    return (
        income + to_revenue * earning[0],
        wage + to_wage * earning,
        price + hours.price_weight[:, :, None] * level,
    )


def _border_value(at: Linear, prices: Prices) -> Floats:
    """X_nj sum_i (pi / (1 + t))_nij aM_nij [S, N, K]."""
    value = np.matmul(at.border, _sold_value(at, prices))
    value -= at.border.sum(axis=2)[:, :, None] * (prices.revenue - prices.trade)
    if at.received is not None:
        value += np.matmul(at.received, prices.receipt - prices.revenue)
    if at.scenario.deficits.rate is not None:
        value -= 2.0 * np.einsum("snn->sn", at.border)[:, :, None] * prices.trade
    return at.spent[:, :, None] * value


def _sold_value(at: Linear, prices: Prices) -> Floats:
    """What a unit sold at the border is worth on the exporter's side [S, N, K] or [N, K]."""
    kept = prices.receipt if at.received is None else prices.revenue
    return kept + prices.trade if at.scenario.deficits.rate is not None else kept


def _offers(at: Linear, prices: Prices, index: Floats) -> Floats:
    """Value of exporter i's c^-theta in sector j, in logs [S, N, K]."""
    buyers = at.spent[:, :, None] * (prices.trade - prices.revenue)
    given = np.concatenate([index, buyers], axis=1)
    value = np.matmul(at.both.transpose(0, 2, 1), given)
    value += at.sold[:, :, None] * _sold_value(at, prices)
    if at.received is not None:
        value += at.paid[:, :, None] * (prices.receipt - prices.revenue)
    if at.scenario.deficits.rate is not None:
        own = np.einsum("snn->sn", at.border) * at.spent
        value -= 2.0 * own[:, :, None] * prices.trade
    return value


def solve_adjoint(
    at: Linear,
    seeds: tuple[Floats, Floats],
    tolerance: float,
    max_iterations: int,
    direct: Direct = NOTHING,
) -> tuple[Prices, int]:
    """Shadow prices for the seeds, and the iterations needed. Raises NoEquilibrium."""
    income_seed, price_seed = seeds
    columns = income_seed.shape[1]
    coarse = at.coarse
    state = np.zeros((at.norm.size + 2 * at.spent.size, columns))
    memory, moved = ColumnAnderson(), np.inf
    size = np.abs(price_seed).max() + np.abs(at.income[:, None] * income_seed).max()
    for iteration in range(1, max_iterations + 1):
        following, prices = pulled(at, state, income_seed, price_seed, direct)
        difference = following - state
        moved = float(np.abs(difference).max())
        if moved <= tolerance * size:
            return prices, iteration
        state = memory.following(state, coarse.corrected_transposed(difference))
    raise NoEquilibrium(
        f"No gradient found after {max_iterations} steps: the adjoint still moves by "
        f"{moved:.1e} (limit {tolerance * size:.0e}). The equilibrium may be at "
        "the edge of what exists. Raise max_iterations or use a smaller shock."
    )
