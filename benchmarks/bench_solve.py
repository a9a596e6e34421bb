"""Time `solve` on the bundled world: iterations, and medians in milliseconds.

    python benchmarks/bench_solve.py [WORLD] [--repeats 15]

Iterations do not depend on the machine; times do. Nothing is asserted here.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np

from detente.equilibrium import Equilibrium, real_income_change, solve
from detente.worlds import World, default_world, load_world

REST = "ROW"


def main() -> None:
    """Solve a few scenarios several times and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", nargs="?", default=default_world())
    parser.add_argument("--repeats", type=int, default=15)
    arguments = parser.parse_args()
    world = load_world(arguments.world)
    named = [k for k in np.argsort(-world.labour_income) if world.countries[k] != REST]
    largest = named[:2]
    one, other = (world.countries[k] for k in largest)
    size = f"{len(world.countries)} x {len(world.sectors)}"
    first = timed(lambda: solve(replace(world), world.tariff), 5)[1]
    print(
        f"{world.id}, {size}; first solve of a fresh world (calibration, no shock): {first:.1f} ms"
    )
    print(f"{'scenario':34} {'iterations':>10} {'ms':>7} {'residual':>9} {one:>8} {other:>8}")
    for name, duties in scenarios(world, one, other).items():
        result, spent = timed(lambda duties=duties: solve(world, duties), arguments.repeats)
        change = 100.0 * (real_income_change(result)[largest] - 1.0)
        print(
            f"{name:34} {result.iterations:10d} {spent:7.1f} {result.residual:9.1e} "
            f"{change[0]:+8.3f} {change[1]:+8.3f}"
        )


def scenarios(world: World, one: str, other: str) -> dict[str, np.ndarray]:
    """Duties by name: percentage points added to the world's own, on goods."""
    return {
        "no change": world.tariff,
        f"{one} +10 on all": raised(world, (one, None, 0.10)),
        f"{one} +30, {other} +10 on each other": raised(
            world, (one, other, 0.30), (other, one, 0.10)
        ),
        f"{one} +145, {other} +125": raised(world, (one, other, 1.45), (other, one, 1.25)),
        "all +50 on all": raised(world, *((code, None, 0.50) for code in world.countries)),
        "all +500 on all": raised(world, *((code, None, 5.00) for code in world.countries)),
    }


def raised(world: World, *changes: tuple[str, str | None, float]) -> np.ndarray:
    """The world's duties with points added for (importer, exporter or all, points)."""
    duties = world.tariff.copy()
    for importer, exporter, points in changes:
        n = world.country(importer)
        sources = slice(None) if exporter is None else world.country(exporter)
        duties[n, sources] += points * world.goods
        duties[n, n] = 0.0
    return duties


def timed(call: Callable[[], Equilibrium], repeats: int) -> tuple[Equilibrium, float]:
    """The last result and the median time of the calls in milliseconds."""
    spent: list[float] = []
    for _ in range(repeats):
        begin = time.perf_counter()
        result = call()
        spent.append(1e3 * (time.perf_counter() - begin))
    return result, median(spent)


if __name__ == "__main__":
    main()
