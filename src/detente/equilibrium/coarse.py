"""The country-level (coarse) Newton correction of the fixed-point iteration.

One sweep of the solver maps a state (log wages, log prices, log expenditures) to the next.
Averaged over sectors, the state has 3N numbers, and the sweep's derivative at a point is a
3N x 3N matrix G that has a closed form in the shares. For the difference f of one sweep,

    corrected f = f + V [ (I - G)^-1 - I ] R f

where R averages over sectors (wages with weights of value added, prices of intermediate use,
expenditures of expenditure) and V spreads a country's value over its sectors. The adjoint
iteration uses the transpose of the same correction.
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
class Technology:
    """What does not change between points: value-added shares [S, N], elasticity [S, 1],
    deficits as shares of world value added [N], and the elasticity of hours to wages.
    """

    value_added_share: Floats
    elasticity: Floats
    deficit_share: Floats
    labour_supply: float


@dataclass(frozen=True, slots=True)
class WageStep:
    """How far a wage follows its labour market's gap in a sweep, [F, N]; F is 1 or S.

    `weight` [F, N] averages wages over a country and sums to one; `country` [N] is the step
    that the average takes.
    """

    size: Floats
    weight: Floats
    country: Floats


@dataclass(frozen=True, slots=True)
class Coarse:
    """`gain` is (I - G)^-1 - I [3N, 3N]; weights of wages [F, N], and of prices and expenditures
    `cell_weight` [2, S, N], sum to one over sectors.
    """

    gain: Floats
    wage_weight: Floats
    cell_weight: Floats

    def corrected(self, difference: Floats) -> Floats:
        """The difference of a sweep (flat state vector) with its country part solved exactly."""
        _, sectors, n = self.cell_weight.shape
        whole = difference.copy()
        wage, cells = halves(whole, sectors, n)
        averages = np.empty((3, n))
        np.add.reduce(self.wage_weight * wage, out=averages[0])
        np.add.reduce(self.cell_weight * cells, axis=1, out=averages[1:])
        change = (self.gain @ averages.ravel()).reshape(3, n)
        wage += change[0]
        cells += change[1:, None]
        return whole

    def corrected_transposed(self, difference: Floats) -> Floats:
        """The transpose of the correction, for columns [size, K] of an adjoint sweep."""
        _, sectors, n = self.cell_weight.shape
        columns = difference.shape[1]
        totals = np.concatenate([part.sum(axis=0) for part in split(difference, sectors, n)])
        change = (self.gain.T @ totals).reshape(3, 1, n, columns)
        whole = difference.copy()
        weights = (self.wage_weight, *self.cell_weight)
        for part, weight, moved in zip(split(whole, sectors, n), weights, change, strict=True):
            part += weight[:, :, None] * moved
        return whole


def halves(state: Floats, sectors: int, n: int) -> tuple[Floats, Floats]:
    """Views of a state: log wages [F, N]; log prices and log expenditures [2, S, N].

    A state with columns [size, K] gives views [.., N, K].
    """
    wages, rest = state.shape[0] - 2 * sectors * n, state.shape[1:]
    return state[:wages].reshape(-1, n, *rest), state[wages:].reshape(2, sectors, n, *rest)


def split(state: Floats, sectors: int, n: int) -> tuple[Floats, Floats, Floats]:
    """The same with log prices and log expenditures [S, N] apart."""
    wage, cells = halves(state, sectors, n)
    return wage, cells[0], cells[1]


def build_coarse(at: Point, given: Technology, step: WageStep) -> Coarse:
    """Linearise one sweep at a point, averaged over sectors."""
    added = given.value_added_share
    inputs = 1.0 - added
    flows = at.border_share * at.expenditure[:, :, None]
    used = inputs * flows.sum(axis=1) + 1e-9 * at.expenditure
    price_weight = used / used.sum(axis=0)
    theta = given.elasticity[:, :, None]
    blocks = [
        _cost_block(at, flows, theta, added, mover, price_weight) for mover in (added, inputs)
    ]
    blocks.append(_spending_block(at, flows, added))
    n = at.labour_income.size
    transfer = given.deficit_share[:, None] * at.labour_income[None, :]
    total = at.expenditure.sum(axis=0)
    earned = (1.0 + given.labour_supply) * np.diag(at.labour_income) + transfer
    blocks[0][2 * n :] += earned / total[:, None]
    sweep = np.concatenate(blocks, axis=1)
    paid = step.country[:, None] * sweep[:n]
    one = np.eye(n)
    paid[:, :n] += one - (1.0 + given.labour_supply) * step.country[:, None] * one
    paid[:, n : 2 * n] += given.labour_supply * step.country[:, None] * one
    sweep[:n] = paid - (at.labour_income @ paid) / at.labour_income.sum()
    return Coarse(_gain(sweep), step.weight, np.stack([price_weight, at.expenditure / total]))


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
