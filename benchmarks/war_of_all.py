"""The war of all against all on a bundled world: every country, every goods sector, inputs linked.

    python benchmarks/war_of_all.py [WORLD] [--journal FILE] [--check]

Prints the tables of docs/war-of-all.md. With --journal an interrupted run goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from detente.equilibrium import Switches
from detente.games import Instruments, Journal, NashEquilibrium, game_on, nash
from detente.worlds import World, default_world, load_world

VARIANTS = {
    "inputs linked": Switches(deficits="zero"),
    "no inputs": Switches(deficits="zero", inputs="none"),
    "one sector, no inputs": Switches(deficits="zero", inputs="none", sectors="one"),
}
SEVEN = 7
REST = "ROW"


def main() -> None:
    """Free trade, pairs, seven and all, then the variants of the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", nargs="?", default=default_world())
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--check", action="store_true", help="re-optimise all; other starts")
    parser.add_argument("--figure", type=Path, help="write the chart of docs/war-of-all.md")
    arguments = parser.parse_args()
    world = load_world(arguments.world)
    journal = Journal(arguments.journal, lambda text: print(text, file=sys.stderr))
    named = [k for k in np.argsort(-world.labour_income) if world.countries[k] != REST]
    large = tuple(world.countries[k] for k in named[:SEVEN])
    one, other = large[:2]
    among = Instruments(partners=(one, other))
    for title, players, given in (
        (f"{one} and {other} tax each other", (one, other), among),
        (f"{one} and {other} tax everyone", (one, other), Instruments()),
        (f"the seven largest tax everyone: {', '.join(large)}", large, Instruments()),
    ):
        show(title, fought(world, players, given, VARIANTS["inputs linked"], journal))
    wars = {}
    for name, switches in VARIANTS.items():
        war = fought(world, (), Instruments(), switches, journal, arguments.check)
        show(f"all against all, {name}", war, every=name == "inputs linked")
        wars[name] = war
    if arguments.figure:
        draw(wars, arguments.figure)


def fought(
    world: World,
    players: tuple[str, ...],
    given: Instruments,
    switches: Switches,
    journal: Journal,
    check: bool = False,
) -> NashEquilibrium:
    """A war and the time it took."""
    game = game_on(world, players, given, switches=switches)
    begin = time.perf_counter()
    war = nash(game, check=check, journal=journal)
    print(f"\n{time.perf_counter() - begin:.1f} s, {war.steps} steps, {game.levers.count} rates")
    return war


def show(title: str, war: NashEquilibrium, every: bool = False) -> None:
    """Real income against the base and against free trade, duties, trade."""
    economy, game = war.game.economy, war.game
    free = economy.solve(np.zeros_like(game.tariff), np.zeros_like(game.tariff), None)
    over = 100.0 * (
        economy.payoffs(game.objective, war.result) / economy.payoffs(game.objective, free) - 1.0
    )
    income = economy.spending
    abroad = ~np.eye(len(economy.countries), dtype=bool)[:, :, None]
    trade = (war.result.flows * abroad).sum() / (economy.flows * abroad).sum()
    print(f"{title}: largest deviation {war.largest_deviation:.1e}%, others {len(war.others)}")
    print(
        f"world real income {(war.world_gains * income).sum() / income.sum():+.3f}% of today, "
        f"mean of countries {war.world_gains.mean():+.3f}%, less free trade "
        f"{(over * income).sum() / income.sum():+.3f}%; trade {100 * (trade - 1):+.1f}%; "
        f"mean duty {100 * war.mean_rates().mean():.1f}%, proof {war.proof}"
    )
    order = np.argsort(-war.world_gains)
    shown = order if every else [*order[:5], *order[-5:]]
    duties = dict(zip(game.players, war.mean_rates(), strict=True))
    print(
        "| country | real income over today | over free trade | own mean duty |\n|---|---|---|---|"
    )
    for k in shown:
        code = economy.countries[k]
        duty = f"{100 * duties[code]:.1f}" if code in duties else ""
        print(f"| {code} | {war.world_gains[k]:+.2f} | {over[k]:+.2f} | {duty} |")


def draw(wars: dict[str, NashEquilibrium], path: Path) -> None:
    """Real income of every country in the war, with and without inputs."""
    import altair

    rows = [
        {"country": code, "income": float(war.world_gains[k]), "model": name}
        for name, war in wars.items()
        for k, code in enumerate(war.game.economy.countries)
    ]
    first = next(iter(wars.values()))
    order = [first.game.economy.countries[k] for k in np.argsort(-first.world_gains)]
    models = altair.Scale(domain=list(wars))
    legend = altair.Legend(title="Model")
    points = (
        altair.Chart(altair.Data(values=rows))
        .mark_point(filled=True, size=36)
        .encode(
            x=altair.X("income:Q", title="change of real income in the war, percent"),
            y=altair.Y("country:N", sort=order, title=None),
            color=altair.Color("model:N", scale=models, legend=legend),
            shape=altair.Shape("model:N", scale=models, legend=legend),
        )
    )
    none = altair.Chart(altair.Data(values=[{"income": 0}])).mark_rule().encode(x="income:Q")
    title = f"The war of all against all, {first.game.economy.id.removesuffix('-balanced')}"
    chart = (none + points).properties(width=480, height=640, title=title)
    chart.save(str(path))


if __name__ == "__main__":
    main()
