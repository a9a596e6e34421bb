"""Time games on a bundled world, beside SciPy with finite differences.

    python benchmarks/bench_games.py [WORLD] [--reference DIR] [--repeats 3]

The plain version maximises the same real income with scipy.optimize (L-BFGS-B on log(1 + rate),
forward differences, the same solver). With one rate a sector it is run; with a rate for every
partner and sector one gradient is timed, and the run is that times the evaluations of the exact
version's own L-BFGS-B: a lower bound, since differences need more. --reference adds Ossa (2014).
Processor time with one thread of linear algebra, which a busy machine changes little.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.optimize import minimize

from detente.equilibrium import solve
from detente.games import FirmEconomy, Game, Instruments, best_response, game_in, game_on, nash
from detente.games.climb import checked_start
from detente.games.first_order import first_order
from detente.replicate.ossa import purged_base
from detente.replicate.replicate import FOLDER
from detente.replicate.rows import Reference
from detente.strict_yaml import read_yaml
from detente.worlds import World, aggregate, default_world, load_world

REST = "ROW"
HOURS = 3600.0


def main() -> None:
    """Optima, wars, the plain version, growth, and Ossa's economy."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", nargs="?", default=default_world())
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    world = load_world(arguments.world)
    named = [k for k in np.argsort(-world.labour_income) if world.countries[k] != REST]
    order = [world.countries[k] for k in named]
    print(f"{world.id}, {len(world.countries)} x {len(world.sectors)}")
    optima_and_wars(world, order, arguments.repeats)
    plain(game_on(world, order[:1], Instruments(detail="sector")), order[0])
    one_gradient(game_on(world, order[:1]), order[0])
    growth(world, order)
    if arguments.reference:
        ossa(arguments.reference, arguments.repeats)


def row(name: str, call: Callable[[], Any], repeats: int) -> float:
    """Print the median processor time of a call, that of the clock, and its steps."""
    spent: list[float] = []
    clock: list[float] = []
    result = None
    for _ in range(repeats):
        begin, worked = time.perf_counter(), time.process_time()
        result = call()
        clock.append(time.perf_counter() - begin)
        spent.append(time.process_time() - worked)
    text = f"{median(spent):8.3f} s cpu {median(clock):8.3f} s"
    print(f"{name:52} {text}  {result.steps:4d} steps", flush=True)
    return median(spent)


def optima_and_wars(world: World, order: list[str], repeats: int) -> None:
    """The figures of the targets."""
    one = game_on(world, order[:1])
    row(f"best response of {order[0]}", lambda: best_response(one, order[0], check=False), repeats)
    row("  with its three restarts", lambda: best_response(one, order[0]), 1)
    for names, title in ((order[:2], "war of the two largest"), (order[:7], "of the seven")):
        game = game_on(world, names)
        row(title, lambda game=game: nash(game, check=False), repeats)
    every = game_on(world)
    row(f"all against all, {every.levers.count} rates", lambda: nash(every, check=False), 1)


def plain(game: Game, player: str) -> None:
    """SciPy with forward differences, run to the end."""
    exact = row(
        f"{game.levers.count} rates, exact", lambda: best_response(game, player, check=False), 3
    )
    count = [0]

    def loss(chosen: np.ndarray) -> float:
        count[0] += 1
        return -100.0 * float(np.log(game.payoffs(game.solve(chosen))[0]))

    bounds = list(zip(game.levers.low, game.levers.high, strict=True))
    begin = time.process_time()
    found = minimize(
        loss, checked_start(game, None), method="L-BFGS-B", bounds=bounds, options={"eps": 1e-5}
    )
    spent = time.process_time() - begin
    print(
        f"{'  the same, SciPy with differences':52} {spent:8.3f} s  {count[0]:4d} solves, "
        f"{spent / exact:.0f} times as long, short by "
        f"{best_response(game, player, check=False).gain - 100 * np.expm1(-found.fun / 100):.1e}%"
    )


def one_gradient(game: Game, player: str) -> None:
    """A gradient by differences against the exact one, and what a run would take."""
    start = checked_start(game, None)
    near = game.solve(start)
    begin = time.process_time()
    first_order(game, near, start)
    exact = time.process_time() - begin
    begin = time.process_time()
    for lever in range(20):
        moved = start.copy()
        moved[lever] += 1e-5
        game.payoffs(game.solve(moved, near))
    differences = (time.process_time() - begin) / 20 * game.levers.count
    calls = [0]

    def loss(chosen: np.ndarray) -> tuple[float, np.ndarray]:
        calls[0] += 1
        result = game.solve(chosen)
        slope = first_order(game, result, chosen).slope
        return -100.0 * float(np.log(game.payoffs(result)[0])), -100.0 * slope

    bounds = list(zip(game.levers.low, game.levers.high, strict=True))
    begin = time.process_time()
    minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200})
    spent = time.process_time() - begin
    print(
        f"{game.levers.count} rates: exact gradient {exact * 1e3:.0f} ms, by differences "
        f"{differences:.1f} s; L-BFGS-B with the exact gradient {spent:.1f} s, {calls[0]} calls; "
        f"with differences about {calls[0] * differences / HOURS:.2f} hours"
    )


def growth(world: World, order: list[str]) -> None:
    """Time by players, by countries and by sectors."""
    for players in (1, 2, 4, 8, 16):
        game = game_on(world, order[:players])
        row(f"war of {players} players", lambda game=game: nash(game, check=False), 1)
    free = solve(world, np.zeros_like(world.tariff), deficits="zero").as_world("free")
    for kept in (5, 10, 20):
        merged = dict.fromkeys((c for c in world.countries if c not in order[:kept]), "REST")
        small = aggregate(free, countries=merged)
        row(
            f"all against all, {kept + 1} countries",
            lambda small=small: nash(game_on(small), check=False),
            1,
        )
    goods = [code for code, good in zip(world.sectors, world.goods, strict=True) if good]
    for kept in (1, 4, 8):
        merged = dict.fromkeys(goods[kept - 1 :], "GOODS")
        game = game_on(aggregate(free, sectors=merged), order[:7])
        row(f"war of 7, {kept} goods sectors", lambda game=game: nash(game, check=False), 1)


def ossa(folder: Path, repeats: int) -> None:
    """Ossa's seven regions: the authors' programs took about four days for all results."""
    document = read_yaml(FOLDER / "ossa-2014.yaml")
    reference = Reference(document, folder / str(document.mapping()["folder"]))
    game = game_in(FirmEconomy(purged_base(reference)))
    begin = time.process_time()
    for player in game.players:
        row(
            f"Ossa: {player}",
            lambda player=player: best_response(game, player, check=False),
            repeats,
        )
    row("Ossa: war", lambda: nash(game, check=False), repeats)
    print(f"seven optima and the war, {repeats} times: {time.process_time() - begin:.2f} s")


if __name__ == "__main__":
    main()
