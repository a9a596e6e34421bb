"""Balance one country's input-output table by minimum cross-entropy, imports and exports fixed.

    minimise  sum x ln(x/x0) - x + x0   over Z (inputs), V (value added), F (final), d (domestic)
    s.t.      sum_j Z_kj + F_k - d_k = imports_k      every good k, at the buyer's price
              sum_k Z_kj + V_j - d_j = exports_j      every user j
              sum_j V_j = value_added

The optimum is  Z = Z0 exp(l_k + m_j), V = V0 exp(m_j + v), F = F0 exp(l_k),
d = d0 exp(-l_k - m_k): one factor per good, one per user, so every cell stays positive. The
multipliers l, m, v minimise a smooth convex function, found by Newton's method with damping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CountryTable:
    """One country: inputs [good, user], value added, final use and domestic sales by sector."""

    inputs: Floats
    value_added: Floats
    final: Floats
    domestic: Floats


def balanced(
    prior: CountryTable, imports: Floats, exports: Floats, value_added: float
) -> CountryTable:
    """The table closest to `prior` that meets the three accounts above.

    `imports` include duty, `exports` do not. Raises ValueError when 50 steps do not suffice,
    which happens if the accounts contradict each other or the prior has empty rows.
    """
    goods = len(imports)
    size = exports.sum() + value_added
    target = np.concatenate([imports, exports, [value_added]])
    point = np.zeros(2 * goods + 1)
    for _ in range(50):
        table = _scaled(prior, point)
        gap = _accounts(table) - target
        if np.abs(gap).max() <= 1e-13 * size:
            return table
        step = np.linalg.solve(_curvature(table), -gap)
        step *= min(1.0, 2.0 / np.abs(step).max())
        point = point + _shortened(prior, target, point, step, gap) * step
    raise ValueError(
        f"The table does not balance: the worst account is off by {np.abs(gap).max():.2e}. "
        "Imports, exports and value added must be reachable from the prior; check for empty rows."
    )


def _scaled(prior: CountryTable, point: Floats) -> CountryTable:
    goods = len(prior.final)
    good, user, wage = point[:goods], point[goods : 2 * goods], point[-1]
    return CountryTable(
        inputs=prior.inputs * np.exp(good[:, None] + user[None, :]),
        value_added=prior.value_added * np.exp(user + wage),
        final=prior.final * np.exp(good),
        domestic=prior.domestic * np.exp(-good - user),
    )


def _accounts(table: CountryTable) -> Floats:
    rows = table.inputs.sum(axis=1) + table.final - table.domestic
    columns = table.inputs.sum(axis=0) + table.value_added - table.domestic
    return np.concatenate([rows, columns, [table.value_added.sum()]])


def _curvature(table: CountryTable) -> Floats:
    goods = len(table.final)
    curvature = np.zeros((2 * goods + 1, 2 * goods + 1))
    cross = table.inputs + np.diag(table.domestic)
    curvature[:goods, goods:-1] = cross
    curvature[goods:-1, :goods] = cross.T
    curvature[goods:-1, -1] = curvature[-1, goods:-1] = table.value_added
    rows = table.inputs.sum(axis=1) + table.final + table.domestic
    columns = table.inputs.sum(axis=0) + table.value_added + table.domestic
    np.fill_diagonal(curvature, np.concatenate([rows, columns, [table.value_added.sum()]]))
    return curvature


def _shortened(
    prior: CountryTable, target: Floats, point: Floats, step: Floats, gap: Floats
) -> float:
    """Length in (0, 1] at which the dual still falls (its slope along the step is not positive)."""
    length = 1.0
    while length > 1e-6:
        slope = step @ (_accounts(_scaled(prior, point + length * step)) - target)
        if slope <= 0.5 * abs(step @ gap):
            break
        length *= 0.5
    return length
