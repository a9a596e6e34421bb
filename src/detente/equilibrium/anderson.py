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
SMALLEST = np.finfo(np.float64).tiny


class Anderson:
    """Remembers the last steps and combines them; call `following` once per iteration.

    No entry of the state moves by more than `widest` in one step. Products of the remembered
    differences are kept, so that an iteration adds one row to them; the oldest row is replaced.
    """

    def __init__(self) -> None:
        self.widest = WIDEST_STEP
        self.last: tuple[Floats, Floats] | None = None
        self.count = 0
        self.sums = np.empty((0, 0))
        self.differences = np.empty((0, 0))
        self.products = np.zeros((DEPTH, DEPTH))

    def restart(self) -> None:
        """Forget the steps so far."""
        self.count, self.last = 0, None

    def following(self, state: Floats, difference: Floats) -> Floats:
        """The next state, given the (corrected) difference of a sweep at `state`."""
        self._remember(state, difference)
        step = difference
        if self.count > 0:
            kept = min(self.count, DEPTH)
            step = difference - self._weights(difference, kept) @ self.sums[:kept]
        largest = max(float(step.max()), -float(step.min()))
        if largest > self.widest:
            step = step * (self.widest / largest)
        return state + step if np.isfinite(largest) else state

    def _remember(self, state: Floats, difference: Floats) -> None:
        """Keep the change since the last call, and its products with the other changes."""
        if self.last is not None:
            if self.sums.shape[1] != state.size:
                self.sums, self.differences = np.empty((2, DEPTH, state.size))
            row = self.count % DEPTH
            self.count += 1
            changed, moved = self.differences[row], self.sums[row]
            np.subtract(difference, self.last[1], out=changed)
            np.subtract(state, self.last[0], out=moved)
            moved += changed
            kept = min(self.count, DEPTH)
            self.products[row, :kept] = self.differences[:kept] @ changed
            self.products[:kept, row] = self.products[row, :kept]
        self.last = (state, difference)

    def _weights(self, difference: Floats, kept: int) -> Floats:
        """Least-squares weights of the remembered differences, scaled to one before solving."""
        products = self.products[:kept, :kept]
        size = np.sqrt(np.maximum(products.diagonal(), SMALLEST))
        scaled = products / (size[:, None] * size)
        scaled.flat[:: kept + 1] += RIDGE
        known = (self.differences[:kept] @ difference) / size
        return np.linalg.solve(scaled, known) / size


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
        size = np.sqrt(np.maximum(diagonal, SMALLEST))
        scaled = self.products / (size[:, :, None] * size[:, None, :])
        scaled += RIDGE * np.eye(size.shape[1])
        known: Floats = (self._against(difference).transpose() / size)[:, :, None]
        return (np.linalg.solve(scaled, known)[:, :, 0] / size).transpose()
