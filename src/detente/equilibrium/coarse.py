"""The country-level (coarse) Newton correction of the fixed-point iteration.

One sweep of the solver maps a state (log wages, log prices, log expenditures) to the next.
Averaged over sectors, the state has 3N numbers, and the sweep's derivative at a point is a
3N x 3N matrix G that has a closed form in the shares. For the difference f of one sweep,

    corrected f = f + V [ (I - G)^-1 - I ] R f

where R averages over sectors (prices with weights of intermediate use, expenditures with
weights of expenditure) and V spreads a country's value over its sectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.worlds.world import Floats

WAGE_STEP = 0.35


@dataclass(frozen=True, slots=True)
class Point:
    """Where to linearise: shares and border shares [S, N, N], expenditure [S, N], labour [N]."""

    share: Floats
    border_share: Floats
    expenditure: Floats
    labour_income: Floats


@dataclass(frozen=True, slots=True)
class Coarse:
    """`gain` is (I - G)^-1 - I [3N, 3N]; the weights [S, N] sum to one over sectors."""

    gain: Floats
    price_weight: Floats
    spending_weight: Floats

    def corrected(self, difference: Floats) -> Floats:
        """The difference of a sweep (flat state vector) with its country part solved exactly."""
        sectors, n = self.price_weight.shape
        wage, price, spending = split(difference, sectors, n)
        averages = np.concatenate(
            [wage, (self.price_weight * price).sum(0), (self.spending_weight * spending).sum(0)]
        )
        change = self.gain @ averages
        whole = difference.copy()
        wage, price, spending = split(whole, sectors, n)
        wage += change[:n]
        price += change[n : 2 * n]
        spending += change[2 * n :]
        return whole


def split(state: Floats, sectors: int, n: int) -> tuple[Floats, Floats, Floats]:
    """Views of a flat state: log wages [N], log prices and log expenditures [S, N]."""
    cells = sectors * n
    return (
        state[:n],
        state[n : n + cells].reshape(sectors, n),
        state[n + cells :].reshape(sectors, n),
    )


def build_coarse(
    at: Point, value_added_share: Floats, elasticity: Floats, deficit_share: Floats
) -> Coarse:
    """Linearise one sweep at a point, averaged over sectors."""
    inputs = 1.0 - value_added_share
    flows = at.border_share * at.expenditure[:, :, None]
    used = inputs * flows.sum(axis=1) + 1e-9 * at.expenditure
    price_weight = used / used.sum(axis=0)
    theta = elasticity[:, :, None]
    blocks = [
        _cost_block(at, flows, theta, value_added_share, mover, price_weight)
        for mover in (value_added_share, inputs)
    ]
    blocks.append(_spending_block(at, flows, value_added_share))
    n = at.labour_income.size
    transfer = deficit_share[:, None] * at.labour_income[None, :]
    total = at.expenditure.sum(axis=0)
    blocks[0][2 * n :] += (np.diag(at.labour_income) + transfer) / total[:, None]
    sweep = np.concatenate(blocks, axis=1)
    paid = WAGE_STEP * sweep[:n]
    paid[:, :n] += (1.0 - WAGE_STEP) * np.eye(n)
    sweep[:n] = paid - (at.labour_income @ paid) / at.labour_income.sum()
    return Coarse(_gain(sweep), price_weight, at.expenditure / total)


def _gain(sweep: Floats) -> Floats:
    """(I - G)^-1 - I, or no correction at all where that does not exist."""
    one = np.eye(sweep.shape[0])
    try:
        return np.linalg.inv(one - sweep) - one
    except np.linalg.LinAlgError:
        return np.zeros_like(sweep)


def _cost_block(
    at: Point, flows: Floats, theta: Floats, added: Floats, mover: Floats, price_weight: Floats
) -> Floats:
    """Effect of each country's wage (or mean input price) m on [labour, price, spending].

    d ln c_ij is `mover` for i = m; prices follow with pi, sales and border values with
    theta times the relative change.
    """
    inputs = 1.0 - added
    price = at.share * mover[:, None, :]
    drawn = theta * price
    own = theta * flows * mover[:, None, :]
    sales = np.matmul(flows.transpose(0, 2, 1), drawn)
    n = flows.shape[1]
    sales[:, np.arange(n), np.arange(n)] -= own.sum(axis=1)
    border = flows.sum(axis=2)[:, :, None] * drawn - own
    spending = (inputs[:, :, None] * sales).sum(axis=0) - border.sum(axis=0)
    return np.concatenate(
        [
            _labour_response(flows, added, sales),
            (price_weight[:, :, None] * price).sum(axis=0),
            spending / at.expenditure.sum(axis=0)[:, None],
        ]
    )


def _spending_block(at: Point, flows: Floats, added: Floats) -> Floats:
    """Effect of each country's mean expenditure on [labour, price, spending]."""
    sales = flows.transpose(0, 2, 1)
    n = flows.shape[1]
    total = at.expenditure.sum(axis=0)
    revenue = np.diag(total - flows.sum(axis=(0, 2)))
    spending = ((1.0 - added)[:, :, None] * sales).sum(axis=0) + revenue
    return np.concatenate(
        [_labour_response(flows, added, sales), np.zeros((n, n)), spending / total[:, None]]
    )


def _labour_response(flows: Floats, added: Floats, sales: Floats) -> Floats:
    payments = (added * flows.sum(axis=1)).sum(axis=0)
    return (added[:, :, None] * sales).sum(axis=0) / payments[:, None]
