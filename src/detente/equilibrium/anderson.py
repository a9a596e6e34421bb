"""Anderson acceleration of a fixed-point iteration, with step cap and restart.

D. G. Anderson (1965), "Iterative Procedures for Nonlinear Integral Equations", Journal of
the ACM 12(4): 547-560.
"""

from __future__ import annotations

import numpy as np

from detente.worlds.world import Floats

DEPTH = 5
COLUMN_DEPTH = 8
WIDEST_STEP = 1.5
RIDGE = 1e-14


class Anderson:
    """Remembers the last steps and combines them; call `following` once per iteration.

    No entry of the state moves by more than `widest` in one step.
    """

    def __init__(self) -> None:
        self.states: list[Floats] = []
        self.differences: list[Floats] = []
        self.last: tuple[Floats, Floats] | None = None
        self.widest = WIDEST_STEP

    def restart(self) -> None:
        """Forget the steps so far."""
        self.states.clear()
        self.differences.clear()
        self.last = None

    def following(self, state: Floats, difference: Floats) -> Floats:
        """The next state, given the (corrected) difference of a sweep at `state`."""
        self._remember(state, difference)
        step = difference - self._combination(difference)
        largest = float(np.abs(step).max())
        return state + step * min(1.0, self.widest / largest) if largest > 0.0 else state

    def _remember(self, state: Floats, difference: Floats) -> None:
        if self.last is not None:
            self.states.append(state - self.last[0])
            self.differences.append(difference - self.last[1])
            del self.states[:-DEPTH], self.differences[:-DEPTH]
        self.last = (state, difference)

    def _combination(self, difference: Floats) -> Floats:
        """What the remembered steps explain of `difference`, to be subtracted."""
        if not self.differences:
            return np.zeros_like(difference)
        past = np.stack(self.differences)
        products = past @ past.T
        size = np.sqrt(np.maximum(np.diag(products), np.finfo(np.float64).tiny))
        scaled = products / np.outer(size, size) + RIDGE * np.eye(size.size)
        weight = np.linalg.solve(scaled, (past @ difference) / size) / size
        return weight @ (past + np.stack(self.states))


class ColumnAnderson:
    """The same for many independent columns [size, K] at once, each with its own combination.

    Meant for linear problems: no step is capped. Products of the remembered differences are
    kept, so that an iteration costs one pass over the last of them.
    """

    def __init__(self, depth: int = COLUMN_DEPTH) -> None:
        self.depth = depth
        self.sums: list[Floats] = []
        self.differences: list[Floats] = []
        self.products = np.zeros((0, 0, 0))
        self.last: tuple[Floats, Floats] | None = None

    def following(self, state: Floats, difference: Floats) -> Floats:
        """The next state, given the corrected difference of a sweep at `state`."""
        if self.last is not None:
            self._remember(state - self.last[0], difference - self.last[1])
        self.last = (state, difference)
        step = state + difference
        if self.differences:
            for weight, past in zip(self._weights(difference), self.sums, strict=True):
                step -= weight * past
        return step

    def _remember(self, moved: Floats, changed: Floats) -> None:
        if len(self.differences) == self.depth:
            del self.sums[0], self.differences[0]
            self.products = self.products[:, 1:, 1:]
        self.differences.append(changed)
        self.sums.append(moved + changed)
        count = len(self.differences)
        grown = np.zeros((changed.shape[1], count, count))
        if count > 1:
            grown[:, :-1, :-1] = self.products
        grown[:, -1] = grown[:, :, -1] = self._against(changed).T
        self.products = grown

    def _against(self, values: Floats) -> Floats:
        """Inner products of columns with each remembered difference [count, K]."""
        return np.stack([np.einsum("sk,sk->k", past, values) for past in self.differences])

    def _weights(self, difference: Floats) -> Floats:
        """Least-squares weights of the remembered differences [count, K]."""
        diagonal: Floats = np.diagonal(self.products, axis1=1, axis2=2)
        size = np.sqrt(np.maximum(diagonal, np.finfo(np.float64).tiny))
        scaled = self.products / (size[:, :, None] * size[:, None, :])
        scaled += RIDGE * np.eye(size.shape[1])
        known: Floats = (self._against(difference).transpose() / size)[:, :, None]
        return (np.linalg.solve(scaled, known)[:, :, 0] / size).transpose()
