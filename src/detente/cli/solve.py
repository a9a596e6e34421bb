"""`detente solve`: a scenario's effect on every economy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import AsJson, app
from detente.cli.output import check_writable, console, print_json
from detente.errors import InputError

SAVED = ".npz"

if TYPE_CHECKING:
    from detente.scenarios.bands import Bands
    from detente.scenarios.run import Solution


@app.command("solve")
def solve_command(  # noqa: PLR0913 - a file, its world, its day, what to keep, how exact
    scenario: Annotated[
        Path, typer.Argument(metavar="SCENARIO", help="A scenario file, or a saved result (.npz).")
    ],
    world: Annotated[str, typer.Option("--world", metavar="ID", help="World's id or file.")] = "",
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day, for changes of the record."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Keep the result, .npz.")
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", help="Elasticity draws for bands.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 1,
    tolerance: Annotated[
        float,
        typer.Option("--tolerance", metavar="GAP", help="Largest relative gap of a condition."),
    ] = 1e-10,
    as_json: AsJson = False,
) -> None:
    """What a scenario does to real income, prices and trade of every country."""
    from detente.equilibrium import save_result
    from detente.scenarios import read_scenario, reopened, solve_scenario
    from detente.scenarios.answer import as_mapping

    if save:
        check_writable(save, (SAVED,))
    if scenario.suffix == SAVED:
        _refuse_options({"--world": world, "--on": on, "--draws": draws, "--save": save})
        solution = reopened(scenario)
    else:
        solution = solve_scenario(read_scenario(scenario, on), world or None, tolerance=tolerance)
    if save:
        save_result(solution.equilibrium, save)
    found = _bands(solution, world, draws, seed) if draws else None
    if as_json:
        print_json(as_mapping(solution) | ({"bands": bands_as_mapping(found)} if found else {}))
    else:
        print_solution(solution, found)


def _refuse_options(given: dict[str, Any]) -> None:
    used = [option for option, value in given.items() if value]
    if used:
        raise InputError(
            f"solve: {' and '.join(used)} with a saved result. It is shown as it was solved, on "
            "its own world. Give the scenario file instead, or leave the option out."
        )


def _bands(solution: Solution, world: str, draws: int, seed: int) -> Bands:
    from detente.scenarios.bands import bands
    from detente.worlds import default_world, load_world

    name = world or solution.scenario.world or default_world()

    def tell(done: int, of: int) -> None:
        print(f"\r{done} of {of} draws", end="" if done < of else "\n", file=sys.stderr)

    return bands(solution.scenario, load_world(name), count=draws, seed=seed, tell=tell)


def bands_as_mapping(found: Bands) -> dict[str, Any]:
    """The bands with the keys that are promised to scripts."""
    return {
        "draws": len(found.draws),
        "failed": found.failed,
        "seed": found.seed,
        "log_sd": found.log_sd,
        "real_income": {
            code: [float(found.low[k]), float(found.middle[k]), float(found.high[k])]
            for k, code in enumerate(found.countries)
        },
    }


def print_solution(solution: Solution, found: Bands | None) -> None:
    """The answer as a terminal page, largest losers first."""
    from rich.table import Table

    from detente.scenarios.answer import outcomes

    out, result = console(), solution.equilibrium
    out.print(f"[bold]{solution.scenario.title}[/bold]", highlight=False)
    if solution.scenario.question:
        out.print(solution.scenario.question, highlight=False)
    out.print(f"base: {solution.base}", highlight=False)
    grid = Table("country", box=None, pad_edge=False)
    headings = ["real income %", "USD bn", "per household", "prices %", "exports %", "imports %"]
    for heading in headings + (["5 to 95%"] if found else []):
        grid.add_column(heading, justify="right")
    place = {code: k for k, code in enumerate(found.countries)} if found else {}
    for row in sorted(outcomes(solution, parts=False), key=lambda o: o.real_income):
        cells = [
            f"{row.real_income:+.3f}",
            "" if row.usd_bn is None else f"{row.usd_bn:+.1f}",
            "" if row.usd_per_household is None else f"{row.usd_per_household:+.0f}",
            f"{row.consumer_prices:+.2f}",
            f"{row.exports:+.1f}",
            f"{row.imports:+.1f}",
        ]
        if found:
            k = place[row.country]
            cells.append(f"{found.low[k]:+.3f} {found.high[k]:+.3f}")
        grid.add_row(row.country, *cells)
    out.print(grid)
    for licence in solution.licences:
        out.print(
            f"{licence.name}: wedge up to {100 * licence.highest_wedge:.1f}%, rent to "
            f"{licence.rents}",
            highlight=False,
        )
    switches = solution.scenario.switches
    out.print(
        f"{result.status}, residual {result.residual:.0e}, {result.iterations} iterations; "
        f"deficits {switches.deficits}, revenue {switches.revenue}, labour {switches.labour}, "
        f"horizon {switches.horizon}",
        highlight=False,
    )
