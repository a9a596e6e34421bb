"""Random shocks on a world: each must converge to 1e-9 or be refused for a right reason.

    python benchmarks/robustness.py [WORLD] [--shocks 1000] [--seed 1] [--chunk 100]

A shock draws, by chance: duties up to 1000% on a share of flows, bans both ways between pairs,
elasticities from 0.3 to 30 scaled or drawn anew, and a rule for deficits. A refusal is right if
it was foreseen (no source, one-sided trade, a deficit without trade), if the income of a country
turns negative, or if the same shock with balanced trade has a solution: then the fixed deficit
was to blame. Everything else is printed and counted as a fault. Chunks go on where they stopped:
the state of a run is its seed and the number of the shock.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import replace

import numpy as np

from detente.equilibrium import Switches, real_income_change, solve
from detente.errors import NoEquilibrium
from detente.worlds import World, default_world, load_world

FORESEEN = ("No equilibrium exists", "lend abroad more than it earns")
RULES = ("fixed_share", "zero", "scaled_with_trade")


def main() -> None:
    """Run the shocks in chunks and print a table of outcomes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", nargs="?", default=default_world())
    parser.add_argument("--shocks", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=100)
    asked = parser.parse_args()
    world = load_world(asked.world)
    seen: Counter[str] = Counter()
    iterations: list[int] = []
    begin = time.perf_counter()
    for number in range(asked.first, asked.first + asked.shocks):
        kind, steps = outcome(world, asked.seed, number)
        seen[kind] += 1
        iterations += [steps] if steps else []
        if (number + 1) % asked.chunk == 0:
            spent = time.perf_counter() - begin
            print(f"{number + 1:6d} {spent:7.1f} s  {dict(seen)}", flush=True)
    print(f"{world.id}: {dict(seen)}")
    print(
        f"iterations: median {np.median(iterations):.0f}, 99% {np.percentile(iterations, 99):.0f}, "
        f"most {max(iterations)}"
    )


def outcome(world: World, seed: int, number: int) -> tuple[str, int]:
    """What became of one shock, and the iterations it took (0 if refused)."""
    drawn, duties, cost, rule = shock(world, np.random.default_rng([seed, number]))
    try:
        result = solve(drawn, duties, trade_cost=cost, switches=Switches(deficits=rule))
    except NoEquilibrium as error:
        return refusal(drawn, duties, cost, (rule, str(error), number)), 0
    change = real_income_change(result)
    good = np.isfinite(change).all() and (change > 0.0).all() and result.residual <= 1e-8
    if not good:
        print(f"FAULT shock {number}: residual {result.residual:.1e}, {change.min()}")
    return ("converged" if good else "FAULT: wrong number"), result.iterations


def shock(world: World, rng: np.random.Generator):
    """A world with other elasticities, duties, costs (None without bans) and a deficit rule."""
    n, s = len(world.countries), len(world.sectors)
    away = ~np.eye(n, dtype=bool)[:, :, None]
    theta = np.exp(rng.uniform(np.log(0.3), np.log(30.0), s))
    if rng.random() < 0.5:
        theta = np.clip(world.trade_elasticity * np.exp(rng.normal(0.0, 0.7)), 0.3, 30.0)
    height = 10.0 ** rng.uniform(-1.5, 1.0)
    hit = rng.random(world.flows.shape) < rng.choice([0.01, 0.1, 0.5, 1.0])
    duties = np.where(away & hit, rng.uniform(0.0, height, world.flows.shape), world.tariff)
    cost = None
    if rng.random() < 0.3:
        pairs = np.triu(rng.random((n, n)) < rng.choice([0.005, 0.05, 0.3]), 1)
        cost = np.where((pairs | pairs.T)[:, :, None] & away, np.inf, 1.0) * np.ones((n, n, s))
    return replace(world, trade_elasticity=theta), duties, cost, RULES[rng.integers(len(RULES))]


def refusal(world: World, duties, cost, why: tuple[str, str, int]) -> str:
    """Whether a refusal is right."""
    rule, text, number = why
    if any(phrase in text for phrase in FORESEEN):
        return "refused, foreseen"
    if rule == "fixed_share":
        try:
            solve(world, duties, trade_cost=cost, deficits="zero")
        except NoEquilibrium:
            pass
        else:
            return "refused, deficit cannot be financed"
    print(f"FAULT shock {number} ({rule}): {text}")
    return "FAULT: not found"


if __name__ == "__main__":
    main()
