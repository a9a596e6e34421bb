"""`detente war`: best duties, the Nash war, talks and the truce between players."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import AsJson, app
from detente.cli.brief import WorldName, progress
from detente.cli.output import console, print_json
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.games import BestResponse, Game, NashEquilibrium, Patience

SHOWN = 12
LEVELS = (0.0, 0.25, 0.5, 0.75)


Players = Annotated[
    list[str] | None, typer.Argument(metavar="PLAYERS", help="Who sets duties; all if none.")
]
Detail = Annotated[
    str,
    typer.Option("--detail", help="partner_and_sector, partner, sector (MFN) or one rate for all."),
]
Highest = Annotated[float, typer.Option("--highest", help="Bound on duties, a fraction.")]
Everyone = Annotated[
    bool, typer.Option("--everyone", help="Players tax all partners, not only each other.")
]
Alone = Annotated[
    bool, typer.Option("--alone", help="Only the first player moves: its best response.")
]
TruceToo = Annotated[
    bool, typer.Option("--truce", help="Also: which truces between war and today hold.")
]
TalksToo = Annotated[
    bool, typer.Option("--talks", help="Also: deals with equal gains over today and over the war.")
]
Check = Annotated[
    bool, typer.Option("--check/--no-check", help="Re-optimise every player; other starts.")
]
Resume = Annotated[
    Path | None,
    typer.Option("--resume", metavar="FILE", help="Keep finished pieces here, and use them."),
]


@app.command("war")
def war_command(  # noqa: PLR0913 - one option a choice of the game
    players: Players = None,
    detail: Detail = "partner_and_sector",
    highest: Highest = 10.0,
    everyone: Everyone = False,
    alone: Alone = False,
    truce: TruceToo = False,
    talks: TalksToo = False,
    check: Check = True,
    resume: Resume = None,
    world: WorldName = "",
    as_json: AsJson = False,
) -> None:
    """Optimal duties and the trade war that nobody wants to leave, with its proof."""
    from detente.games import Instruments, best_response, game_on
    from detente.worlds import default_world, load_world

    names = tuple(players or ())
    if alone and not names:
        raise InputError("--alone needs a player. Name one, as in: detente war USA --alone.")
    among = None if everyone or alone or len(names) < 2 else names
    given = Instruments(detail=_detail(detail), partners=among, highest=highest)
    with progress() as tell:
        tell("balancing trade")
        game = game_on(load_world(world or default_world()), names, given)
        if alone:
            answer = _alone(best_response(game, game.players[0], check=check))
        else:
            answer = _fought(game, (check, truce, talks), resume, tell)
    if as_json:
        print_json(answer)
    else:
        _print(answer)


def _fought(
    game: Game, wanted: tuple[bool, bool, bool], resume: Path | None, tell: Callable[[str], None]
) -> dict[str, Any]:
    """The war, and the truces and deals around it where they are wanted."""
    from detente.games import Journal, nash

    check, truce, talks = wanted
    war = nash(game, check=check, journal=Journal(resume, tell))
    answer = _war(war)
    if truce:
        tell("asking which truces hold")
        answer["truces"] = _truces(war)
    if talks:
        tell("looking for deals")
        answer["talks"] = _talks(war)
    return answer


def _detail(word: str) -> Any:
    """The word as given; Instruments refuses what it does not know."""
    return word


def _proof(game: Game, proof: Any) -> dict[str, Any]:
    return {
        "largest_gain_by_one_rate_percent": proof.single_move,
        "largest_step_wanted": proof.largest_step,
        "rates": game.levers.count,
        "flat_rates": proof.flat,
        "rates_at_a_bound": proof.at_bound,
    }


def _alone(found: BestResponse) -> dict[str, Any]:
    return {
        "player": found.player,
        "world": found.game.economy.id,
        "gain_percent": found.gain,
        "mean_rate_percent": 100.0 * found.mean_rate,
        "median_rate_percent": 100.0 * found.median_rate,
        "steps": found.steps,
        "restarts_less_gain_percent": list(found.proof.restarts),
        "proof": _proof(found.game, found.proof),
        "rates": [rate for rate in found.rates()],
    }


def _war(war: NashEquilibrium) -> dict[str, Any]:
    game = war.game
    means, medians = 100.0 * war.mean_rates(), 100.0 * war.median_rates()
    deviations = war.deviations or (None,) * len(game.players)
    rows = [
        {
            "player": code,
            "real_income_percent": float(war.gains[k]),
            "mean_rate_percent": float(means[k]),
            "median_rate_percent": float(medians[k]),
            "gain_by_deviating_percent": deviations[k],
        }
        for k, code in enumerate(game.players)
    ]
    others = [code for code in game.economy.countries if code not in game.players]
    return {
        "world": game.economy.id,
        "players": rows,
        "bystanders": {code: float(war.world_gains[game.economy.country(code)]) for code in others},
        "steps": war.steps,
        "proof": _proof(game, war.proof),
        "other_starts": war.starts - 1,
        "starts_without_result": war.failed,
        "other_equilibria": [rest for rest in war.others],
        "rest_points_that_are_none": [rest for rest in war.rests if rest not in war.others],
    }


def _truces(war: NashEquilibrium, patience: Patience | None = None) -> list[dict[str, Any]]:
    from detente.games import truce_at

    rows: list[dict[str, Any]] = []
    for level in LEVELS:
        found = truce_at(war, level, patience)
        rows.append(
            {
                "part_of_the_war": level,
                "critical_factor": dict(
                    zip(war.game.players, found.verdict.critical.tolist(), strict=True)
                ),
                "holds": found.verdict.holds,
                "survives_break_a_quarter": found.verdict.survives,
                "breaks_first": war.game.players[found.verdict.weakest],
            }
        )
    return rows


def _talks(war: NashEquilibrium) -> list[dict[str, Any]]:
    from detente.games import bargain, status_quo, threat_at

    game = war.game
    rows: list[dict[str, Any]] = []
    for threat in (status_quo(game), threat_at(game, war.tariff, "war")):
        deal = bargain(game, threat, "egalitarian")
        gains = dict(zip(game.players, deal.gains.tolist(), strict=True))
        rows.append({"threat": threat.name, "point": "egalitarian", "gains_percent": gains})
    return rows


def _print(answer: dict[str, Any]) -> None:
    from rich.table import Table

    out = console()
    if "player" in answer:
        out.print(
            f"[bold]{answer['player']}[/bold] gains {answer['gain_percent']:+.3f}% of real income "
            f"with duties of {answer['mean_rate_percent']:.1f}% on average "
            f"(median {answer['median_rate_percent']:.1f}%), nobody answering.",
            highlight=False,
        )
        worst = max(answer["restarts_less_gain_percent"], default=None)
        if worst is not None:
            out.print(f"Other starts find at most {max(worst, 0.0):.1e}% more.", highlight=False)
    else:
        table = Table("player", box=None, pad_edge=False)
        for heading in ("real income", "mean duty", "median", "gains by deviating"):
            table.add_column(heading, justify="right")
        for row in answer["players"]:
            left = row["gain_by_deviating_percent"]
            table.add_row(
                row["player"],
                f"{row['real_income_percent']:+.3f}%",
                f"{row['mean_rate_percent']:.1f}%",
                f"{row['median_rate_percent']:.1f}%",
                "not checked" if left is None else f"{max(left, 0.0):.0e}%",
            )
        out.print(table)
        _print_around(answer)
    _print_proof(answer["proof"])


def _print_around(answer: dict[str, Any]) -> None:
    """Bystanders, other equilibria, truces and deals."""
    out = console()
    around = sorted(answer["bystanders"].items(), key=lambda pair: -abs(pair[1]))[:SHOWN]
    if around:
        words = ", ".join(f"{code} {gain:+.3f}%" for code, gain in around)
        out.print(f"\nBystanders: {words}", highlight=False)
    many, tried = len(answer["other_equilibria"]), answer["other_starts"]
    if tried:
        found = f"{many} other" if many else "no other"
        out.print(f"\nFrom {tried} other start(s): {found} equilibrium.", highlight=False)
    for row in answer.get("truces", ()):
        holds = (
            f"holds against a {row['survives_break_a_quarter']:.0%} chance a quarter of an "
            "outside break, not more"
            if row["holds"]
            else "does not hold"
        )
        out.print(
            f"A truce at {row['part_of_the_war']:.0%} of the war's duties {holds}; "
            f"{row['breaks_first']} would break it first.",
            highlight=False,
        )
    for row in answer.get("talks", ()):
        words = ", ".join(f"{code} {gain:+.3f}%" for code, gain in row["gains_percent"].items())
        out.print(f"Equal gains over the {row['threat']}: {words}", highlight=False)


def _print_proof(proof: dict[str, Any]) -> None:
    out = console()
    out.print(
        f"\nNo single rate moved adds more than {proof['largest_gain_by_one_rate_percent']:.0e}%. "
        f"{proof['flat_rates']} of {proof['rates']} rates bear on too little trade to matter.",
        highlight=False,
    )
    if proof["rates_at_a_bound"]:
        out.print(
            f"{proof['rates_at_a_bound']} rates stand at a bound: the player would go beyond.",
            highlight=False,
        )
