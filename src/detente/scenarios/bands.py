"""How far the answer moves with the trade elasticities: draws, bands, on all cores.

Draws are made before any work is shared out, so the bands depend on the seed alone. A draw that
has no equilibrium is counted and left out, never replaced.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from detente.equilibrium import real_income_change
from detente.equilibrium.calibration import lend_calibration
from detente.errors import InputError, NoEquilibrium
from detente.scenarios.run import solve_scenario
from detente.scenarios.shocks import Scenario
from detente.strict_yaml import read_yaml
from detente.worlds import World
from detente.worlds.world import Floats

FILE = Path(__file__).resolve().parent.parent / "data" / "parameters" / "uncertainty.yaml"
CHUNK = 25
THREADS = "OPENBLAS_NUM_THREADS"
LOW, HIGH = 5.0, 95.0
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Real income [draw, country] in percent, and its 5th, 50th and 95th percentiles."""

    countries: tuple[str, ...]
    draws: Floats
    failed: int
    seed: int
    log_sd: float

    @property
    def low(self) -> Floats:
        """Fifth percentile [N]."""
        return np.percentile(self.draws, LOW, axis=0)

    @property
    def middle(self) -> Floats:
        """Median [N]."""
        return np.percentile(self.draws, 50.0, axis=0)

    @property
    def high(self) -> Floats:
        """Ninety-fifth percentile [N]."""
        return np.percentile(self.draws, HIGH, axis=0)


def log_sd() -> float:
    """Spread of the elasticities, from uncertainty.yaml."""
    return float(str(read_yaml(FILE, FILE.name).mapping()["log_sd"]))


def elasticity_draws(world: World, count: int, seed: int, spread: float) -> Floats:
    """Elasticities [draw, sector], log-normal around the world's."""
    noise = np.random.default_rng(seed).standard_normal((count, len(world.sectors)))
    return world.trade_elasticity * np.exp(spread * noise)


def bands(  # noqa: PLR0913 - what, where, how many, which, how spread, on how many cores
    scenario: Scenario,
    world: World,
    *,
    count: int = 200,
    seed: int = 1,
    spread: float | None = None,
    processes: int | None = None,
    tell: Tell = lambda done, of: None,
) -> Bands:
    """Bands of real income under elasticity draws; `tell` hears how many are done.

    Raises InputError for fewer than two draws or a seed below zero, NoEquilibrium if no draw has a
    solution.
    """
    if count < 2:
        raise InputError(f"bands: {count} draws. At least 2 are needed, 200 or more are usual.")
    if seed < 0:
        raise InputError(f"bands: the seed is {seed}. Zero or a whole number above is needed.")
    sd = log_sd() if spread is None else spread
    draws = elasticity_draws(world, count, seed, sd)
    found: list[Floats] = []
    for part in _run(scenario, world, draws, processes or os.cpu_count() or 1):
        found.append(part)
        tell(sum(len(p) for p in found), count)
    solved = np.concatenate(found)
    good = np.isfinite(solved).all(axis=1)
    if not good.any():
        raise NoEquilibrium(
            f"bands: none of {count} draws has an equilibrium. Solve the scenario alone to see why."
        )
    return Bands(world.countries, solved[good], int((~good).sum()), seed, sd)


def _run(scenario: Scenario, world: World, draws: Floats, processes: int) -> Iterator[Floats]:
    """Answers to each chunk of draws, in order."""
    chunks = [draws[k : k + CHUNK] for k in range(0, len(draws), CHUNK)]
    if processes == 1 or len(chunks) == 1:
        yield from (_answers(scenario, world, chunk) for chunk in chunks)
        return
    workers, given = min(processes, len(chunks)), (scenario, world)
    with (
        _one_thread_each(),
        ProcessPoolExecutor(workers, get_context("spawn"), _receive, given) as pool,
    ):
        yield from pool.map(_answers_here, chunks)


_RECEIVED: list[tuple[Scenario, World]] = []


def _receive(scenario: Scenario, world: World) -> None:
    """In a new process: keep what is asked, so that the world is prepared once, not per chunk."""
    _RECEIVED[:] = [(scenario, world)]


def _answers_here(draws: Floats) -> Floats:
    """`_answers` for what this process has received."""
    return _answers(*_RECEIVED[0], draws)


@contextmanager
def _one_thread_each() -> Generator[None, None, None]:
    """Let each new process use one thread for its arrays: the cores are shared out already."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[THREADS]
        else:
            os.environ[THREADS] = before


def _answers(scenario: Scenario, world: World, draws: Floats) -> Floats:
    """Real income in percent for each draw [draw, country]; nan where there is no equilibrium."""
    rows: list[Floats] = []
    for elasticity in draws:
        drawn = world.with_elasticity(elasticity)
        lend_calibration(world, drawn)
        try:
            result = solve_scenario(scenario, drawn).equilibrium
            rows.append(100.0 * (real_income_change(result) - 1.0))
        except NoEquilibrium:
            rows.append(np.full(len(world.countries), np.nan))
    return np.stack(rows)
