"""Times beside their targets, in milliseconds; iterations do not depend on the machine.

    python benchmarks/bench_targets.py [WORLD] [--reference DIR] [--draws 200]

With a folder of published data the published models are timed too. Nothing is asserted here; the
tests assert the iterations.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as on the command line

import numpy as np

from detente.equilibrium import Switches, solve, variant_of, welfare_gradients
from detente.equilibrium.armington import Endowments, solve_endowments
from detente.equilibrium.calibration import calibration_of
from detente.equilibrium.firm_entry import solve_entry
from detente.equilibrium.fixed_firms import firm_gradients, solve_firms
from detente.replicate.caliendo_parro_models import read_study
from detente.replicate.liberation_base import read_setting
from detente.replicate.ossa import purged_base
from detente.replicate.replicate import FOLDER
from detente.replicate.rows import Reference
from detente.scenarios import Cells, Scenario, Tariff
from detente.scenarios.bands import bands
from detente.strict_yaml import read_yaml
from detente.worlds import World, default_world, load_world


def main() -> None:
    """Time everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", nargs="?", default=default_world())
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--draws", type=int, default=200)
    asked = parser.parse_args()
    print(f"{'task':58} {'target':>7} {'median':>8} {'cpu':>8} {'iterations':>10}")
    on_a_world(load_world(asked.world))
    if asked.reference:
        published(asked.reference)
    draws(load_world(asked.world), asked.draws)
    line = [sys.executable, "-X", "importtime", "-c", "import detente"]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stderr
    imported = float(said.splitlines()[-1].split("|")[1]) / 1e3
    row("import detente", 300, (imported, imported), 0)


Spent = tuple[float, float]


def row(task: str, target: float, spent: Spent, iterations: int) -> None:
    """One line; spent is the median of wall and of processor time."""
    wall, cpu = spent
    print(f"{task:58} {target:7.0f} {wall:8.1f} {cpu:8.1f} {iterations or '':>10}", flush=True)


def timed(call: Callable[[], object], repeats: int = 15) -> Spent:
    """Median milliseconds of the clock and of the processor, after one call to warm up."""
    call()
    wall: list[float] = []
    cpu: list[float] = []
    for _ in range(repeats):
        begin, worked = time.perf_counter(), time.process_time()
        call()
        wall.append(1e3 * (time.perf_counter() - begin))
        cpu.append(1e3 * (time.process_time() - worked))
    return median(wall), median(cpu)


def on_a_world(world: World) -> None:
    """Solve, gradients and short-run variants on a world."""
    size = f"{world.id} {len(world.countries)} x {len(world.sectors)}"
    named = [k for k in np.argsort(-world.labour_income) if world.countries[k] != "ROW"][:2]
    duties = world.tariff.copy()
    duties[named[0], named[1]] += 0.3 * world.goods
    result = solve(world, duties)
    spent = timed(lambda: solve(world, duties))
    row(f"{size}: solve", 30, spent, result.iterations)
    least = floor(world, result.iterations)
    row(f"{size}: floor of that solve (see floor)", 0, least, result.iterations)
    print(f"{'':58} solve over floor: {spent[1] / least[1]:.1f} (target 3)")
    one = [world.countries[named[0]]]
    found = welfare_gradients(result, one)
    row(
        f"{size}: gradient of one country, every tariff",
        40,
        timed(lambda: welfare_gradients(result, one).tariff(one[0])),
        found.iterations,
    )
    every = welfare_gradients(result)
    wall, cpu = timed(lambda: welfare_gradients(result), 3)
    each = wall / len(world.countries), cpu / len(world.countries)
    row(f"{size}: gradients of all, each country", 40, each, every.iterations)
    for switches in (
        Switches(labour="sector_specific"),
        Switches(labour="elastic", labour_supply=0.5, revenue="income_tax_relief"),
        Switches(sectors="one"),
    ):
        variant_of(world, switches)
        other = solve(world, duties, switches=switches)
        label = f"{size}: {switches.labour}, sectors {switches.sectors}"
        row(label, 30, timed(lambda s=switches: solve(world, duties, switches=s)), other.iterations)


def floor(world: World, iterations: int) -> Spent:
    """What cannot be avoided: one log and one power of every cell, then each sweep's products.

    Per sweep: two exponentials of the state and one logarithm [S, N], three products with
    [S, N, N] or [N, S, S] blocks; no Python beyond the calls, no acceleration, no check.
    """
    base = calibration_of(world)
    wedge = np.ascontiguousarray((1.0 + world.tariff).transpose(2, 0, 1))
    state = np.zeros_like(base.value_added_share)

    def least() -> None:
        weights = base.share * np.exp(-base.elasticity[:, :, None] * np.log(wedge))
        net = weights / wedge
        both = np.concatenate([weights, net], axis=1)
        for _ in range(iterations):
            cost = np.exp(state)
            drawn = np.exp(state) / np.log(2.0 + state)
            np.matmul(base.by_user, state.T[:, :, None])
            np.matmul(both, cost[:, :, None])
            np.matmul(drawn[:, None, :], net)
            np.matmul(base.input_share, state.T[:, :, None])

    return timed(least)


def published(folder: Path) -> None:
    """The published models."""
    study = read_study(reference("caliendo-parro-2015", folder))
    nafta = solve(study.base, study.nafta, deficits="zero")
    spent = timed(lambda: solve(study.base, study.nafta, deficits="zero"))
    row("Caliendo-Parro 31 x 40: NAFTA", 20, spent, nafta.iterations)
    setting = read_setting(reference("liberation-2025", folder))
    found = solve_entry(setting.base, setting.listed)
    spent = timed(lambda: solve_entry(setting.base, setting.listed))
    row("Ignatenko et al. 194: listed duties", 50, spent, found.iterations)
    base = purged_base(reference("ossa-2014", folder))
    free = np.zeros_like(base.tariff)
    row(
        "Ossa 7 x 33: free trade",
        10,
        timed(lambda: solve_firms(base, free)),
        solve_firms(base, free).iterations,
    )
    at = solve_firms(base, base.tariff)
    row("Ossa 7 x 33: gradients of all seven", 40, timed(lambda: firm_gradients(at)), 0)
    rng = np.random.default_rng(1)
    share = rng.uniform(0.01, 0.1, (30, 30)) + 3.0 * np.eye(30)
    share /= share.sum(axis=1, keepdims=True)
    economy = Endowments(share, np.ones(30), np.ones(30), 5.0)
    cost = np.exp(0.1 * rng.standard_normal((30, 30)))
    spent = timed(lambda: solve_endowments(economy, cost))
    row("one sector, 30 countries", 5, spent, solve_endowments(economy, cost).iterations)


def reference(name: str, folder: Path) -> Reference:
    """A paper's folder and description."""
    document = read_yaml(FOLDER / f"{name}.yaml")
    return Reference(document, folder / str(document.mapping()["folder"]))


def draws(world: World, count: int) -> None:
    """Elasticity draws on two processes, scaled to a thousand."""
    on = Cells(importers=(world.countries[-2],))
    scenario = Scenario(id="draws", steps=(Tariff(on=on, add=0.1),))
    begin = time.perf_counter()
    bands(scenario, world, count=count, processes=2)
    spent = 1e3 * (time.perf_counter() - begin) * 1000 / count
    row(f"1000 elasticity draws on two processes (from {count})", 20_000, (spent, spent), 0)


if __name__ == "__main__":
    main()
