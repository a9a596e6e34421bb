"""Anderson acceleration of a fixed-point iteration, with step cap and restart.

D. G. Anderson (1965), "Iterative Procedures for Nonlinear Integral Equations", Journal of
the ACM 12(4): 547-560.
"""

from __future__ import annotations

import numpy as np

from detente.worlds.world import Floats

DEPTH = 5
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
