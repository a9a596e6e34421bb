"""Newton's method on a small dense system of equations in logs, with the Jacobian kept.

The Jacobian of the first point serves all steps (a chord) and Anderson acceleration makes up
for its age; it is computed anew where that is too slow.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.equilibrium.anderson import Anderson
from detente.errors import NoEquilibrium
from detente.worlds.world import Floats

REBUILD_EVERY = 12
MAX_STEPS = 120


def solve_dense(
    gaps: Callable[[Floats], Floats],
    jacobian: Callable[[Floats], Floats],
    start: Floats,
    tolerance: float,
    first: Floats | None = None,
) -> tuple[Floats, int]:
    """A root of `gaps` near `start`, and the steps taken. `first` is an inverse Jacobian to use.

    Raises NoEquilibrium if no step brings every gap below the tolerance.
    """
    state, memory, worst = start, Anderson(), np.inf
    inverse = np.linalg.inv(jacobian(start)) if first is None else first
    for step in range(1, MAX_STEPS + 1):
        with np.errstate(all="ignore"):
            gap = gaps(state)
        worst = float(np.abs(gap).max())
        if worst <= tolerance:
            return state, step
        if not np.isfinite(worst):
            break
        if step % REBUILD_EVERY == 0:
            inverse = np.linalg.inv(jacobian(state))
            memory.restart()
        state = memory.following(state, -(inverse @ gap))
    raise NoEquilibrium(
        f"No equilibrium found after {MAX_STEPS} steps: the worst condition is off by {worst:.1e} "
        f"(limit {tolerance:.0e}). The shock may be too large for this economy. Try a smaller one."
    )
