"""Random shocks on a world: each must converge to 1e-9 or be refused for a right reason.

    python benchmarks/robustness.py [WORLD] [--shocks 10000] [--seed 1] [--check-every 10]

A shock draws, by chance: duties up to 1000% on a share of flows, bans both ways between pairs,
elasticities from 0.3 to 30 scaled or drawn anew, and a rule for deficits. A refusal is right if
it was foreseen (no source, one-sided trade, a deficit without trade), or if the same shock with
balanced trade has a solution: then the fixed deficit was to blame. Everything else is printed and
counted as a fault. Of the converged shocks every tenth is recomputed here from wages, prices and
expenditures alone, by code of its own. A run goes on with --first: the state of a run is its seed
and the number of the shock.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import replace

import numpy as np

from detente.equilibrium import Equilibrium, Switches, real_income_change, solve
from detente.errors import NoEquilibrium
from detente.worlds import World, default_world, load_world

FORESEEN = "No equilibrium exists"
RULES = ("fixed_share", "zero", "scaled_with_trade")
LIMIT = 1e-9


def main() -> None:
    """Run the shocks in chunks and print a table of outcomes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", nargs="?", default=default_world())
    parser.add_argument("--shocks", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=100)
    parser.add_argument("--check-every", type=int, default=10)
    asked = parser.parse_args()
    world = load_world(asked.world)
    seen: Counter[str] = Counter()
    iterations: list[int] = []
    residuals: list[float] = []
    checked: list[float] = []
    begin = time.perf_counter()
    for number in range(asked.first, asked.first + asked.shocks):
        kind, result = outcome(world, asked.seed, number)
        seen[kind] += 1
        if result is not None:
            iterations.append(result.iterations)
            residuals.append(result.residual)
            if number % asked.check_every == 0:
                checked.append(by_hand(result))
        if (number + 1) % asked.chunk == 0:
            spent = time.perf_counter() - begin
            print(f"{number + 1:6d} {spent:7.1f} s  {dict(seen)}", flush=True)
    print(f"{world.id}: {dict(seen)}")
    print(
        f"iterations: median {np.median(iterations):.0f}, 99% {np.percentile(iterations, 99):.0f}, "
        f"most {max(iterations)}"
    )
    print(f"largest residual {max(residuals):.1e}, by the package's own check")
    print(f"largest residual {max(checked, default=np.nan):.1e} of {len(checked)} computed here")


def outcome(world: World, seed: int, number: int) -> tuple[str, Equilibrium | None]:
    """What became of one shock, and its equilibrium unless it was refused."""
    drawn, duties, cost, rule = shock(world, np.random.default_rng([seed, number]))
    try:
        result = solve(drawn, duties, trade_cost=cost, switches=Switches(deficits=rule))
    except NoEquilibrium as error:
        print(f"shock {number} ({rule}): {error}")
        return refusal(drawn, duties, cost, (rule, str(error), number)), None
    change = real_income_change(result)
    good = np.isfinite(change).all() and (change > 0.0).all() and result.residual <= LIMIT
    if not good:
        print(f"FAULT shock {number}: residual {result.residual:.1e}, {change.min()}")
    return ("converged" if good else "FAULT: wrong number"), result


def by_hand(result: Equilibrium) -> float:
    """The worst relative gap of any condition, from wages, prices and expenditures alone.

    In levels and sector by sector, not in changes; the deficit rule included.
    """
    world, wage, spent = result.world, result.wage_change, result.expenditure
    n, cost = len(world.countries), world.value_added + world.intermediate.sum(axis=1)
    full = np.where(cost > 0.0, cost, 1.0)
    labour_part = np.where(cost > 0.0, world.value_added / full, 1.0)
    recipe = world.intermediate / full[:, None, :]
    inputs = np.einsum("nkj,nk->nj", recipe, np.log(result.price_change))
    unit = wage[:, None] ** labour_part * np.exp(inputs)
    border, gaps = np.zeros_like(world.flows), []
    for s, theta in enumerate(world.trade_elasticity):
        paid = (1.0 + world.tariff[:, :, s]) * world.flows[:, :, s]
        paid = np.where(paid.sum(axis=1, keepdims=True) > 0.0, paid, np.eye(n))
        dearer = (1.0 + result.tariff[:, :, s]) / (1.0 + world.tariff[:, :, s]) * unit[None, :, s]
        if result.trade_cost is not None:
            dearer = dearer * result.trade_cost[:, :, s]
        bought = paid * dearer ** (-theta)
        level = (bought.sum(axis=1) / paid.sum(axis=1)) ** (-1.0 / theta)
        gaps.append(np.abs(level / result.price_change[:, s] - 1.0).max())
        chosen = bought / bought.sum(axis=1, keepdims=True)
        border[:, :, s] = spent[:, s, None] * chosen / (1.0 + result.tariff[:, :, s])
    made, earned = border.sum(axis=0), wage * world.value_added.sum(axis=1)
    bought, sold = border.sum(axis=(1, 2)), border.sum(axis=(0, 2))
    income = earned + (result.tariff * border).sum(axis=(1, 2)) + bought - sold
    wanted = np.einsum("nkj,nj->nk", recipe, made)
    wanted += world.final / world.final.sum(axis=1, keepdims=True) * income[:, None]
    gaps.append((np.abs(wanted - spent) / np.maximum(spent, 1e-20 * earned.sum())).max())
    gaps.append(np.abs((labour_part * made).sum(axis=1) / earned - 1.0).max())
    gaps.append(np.abs((bought - sold - _allowed(result, bought, sold, border)) / earned).max())
    return float(max(gaps))


def _allowed(result: Equilibrium, bought, sold, border):
    """The deficits the rule allows, from trade across the border alone."""
    world, home = result.world, np.einsum("nns->n", border)
    before = world.flows.sum(axis=(1, 2)) - world.flows.sum(axis=(0, 2))
    before = before - before.mean()
    if result.switches.deficits == "zero":
        return np.zeros_like(before)
    if result.switches.deficits == "fixed_share":
        return before
    trade = bought + sold - 2.0 * home
    kept = world.flows.sum(axis=(1, 2)) + world.flows.sum(axis=(0, 2))
    kept = kept - 2.0 * np.einsum("nns->n", world.flows)
    rate = before / kept
    return trade * (rate - (rate @ trade) / trade.sum()) if trade.sum() > 0.0 else 0.0 * trade


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
    if FORESEEN in text:
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
