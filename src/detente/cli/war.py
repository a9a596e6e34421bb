"""`detente war`: best duties, the Nash war, talks and the truce between players."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import AsJson, app
from detente.cli.brief import WorldName
from detente.cli.output import console, print_json
from detente.cli.resume import Resume, resumable
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.cli.war_answers import Wanted
    from detente.games import Instruments, Journal

SET = "What players may set"
ASKED = "What is asked"
OF_TALKS = "The talks"
OF_TRUCE = "The truce"

Players = Annotated[
    list[str] | None, typer.Argument(metavar="PLAYERS", help="Who sets duties; all if none.")
]
Detail = Annotated[
    str,
    typer.Option(
        "--detail",
        help="How finely: partner_and_sector, partner, sector (MFN) or one.",
        rich_help_panel=SET,
    ),
]
Levies = Annotated[
    str, typer.Option("--levies", help="tariff, export_tax or both.", rich_help_panel=SET)
]
Lowest = Annotated[
    float, typer.Option("--lowest", help="Lowest rate, a fraction above -1.", rich_help_panel=SET)
]
Highest = Annotated[
    float,
    typer.Option("--highest", help="Highest rate, a fraction: 10 is 1000%.", rich_help_panel=SET),
]
Partners = Annotated[
    str,
    typer.Option(
        "--partners",
        metavar="LIST",
        help="Whom players may tax: CHN,DEU. Two players or more: each other.",
        rich_help_panel=SET,
    ),
]
Sectors = Annotated[
    str,
    typer.Option(
        "--sectors",
        metavar="LIST",
        help="What they may tax; all goods if left out.",
        rich_help_panel=SET,
    ),
]
Everyone = Annotated[
    bool,
    typer.Option(
        "--everyone", help="Players tax all partners, not only each other.", rich_help_panel=SET
    ),
]
Alone = Annotated[
    bool,
    typer.Option(
        "--alone", help="Only the first player moves: its best response.", rich_help_panel=ASKED
    ),
]
TruceToo = Annotated[
    bool,
    typer.Option(
        "--truce",
        help="Also: which truces hold, why, and on whose side time is.",
        rich_help_panel=ASKED,
    ),
]
TalksToo = Annotated[
    bool,
    typer.Option(
        "--talks",
        help="Also: deals over today, over the war, over free trade.",
        rich_help_panel=ASKED,
    ),
]
Point = Annotated[
    str,
    typer.Option(
        "--point",
        help="egalitarian (equal gains in percent), nash or kalai_smorodinsky.",
        rich_help_panel=OF_TALKS,
    ),
]
FrontierToo = Annotated[
    int,
    typer.Option(
        "--frontier",
        metavar="N",
        help="Also: N points of two players' frontier.",
        rich_help_panel=ASKED,
    ),
]
Politics = Annotated[
    bool,
    typer.Option(
        "--politics",
        help="Instead: sector weights under which today's duties are best.",
        rich_help_panel=ASKED,
    ),
]
Rate = Annotated[
    float,
    typer.Option("--rate", help="Discount rate a year, a fraction.", rich_help_panel=OF_TRUCE),
]
Hazard = Annotated[
    float,
    typer.Option(
        "--hazard",
        help="Chance a quarter of an outside break that the deepest cut has to withstand.",
        rich_help_panel=OF_TRUCE,
    ),
]
Lag = Annotated[
    int,
    typer.Option("--lag", help="Quarters until a breach is answered.", rich_help_panel=OF_TRUCE),
]
Days = Annotated[
    float,
    typer.Option(
        "--days", help="Length of an extension of today's truce.", rich_help_panel=OF_TRUCE
    ),
]
OnDay = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help="Start from the duties in force on this day, YYYY-MM-DD, not from the world's own.",
    ),
]
Check = Annotated[
    bool,
    typer.Option(
        "--check/--no-check", help="Re-optimise every player, and look for other equilibria."
    ),
]


@app.command("war")
def war_command(  # noqa: PLR0913 - one option a choice of the game
    players: Players = None,
    detail: Detail = "partner_and_sector",
    levies: Levies = "tariff",
    lowest: Lowest = 0.0,
    highest: Highest = 10.0,
    partners: Partners = "",
    sectors: Sectors = "",
    everyone: Everyone = False,
    alone: Alone = False,
    truce: TruceToo = False,
    talks: TalksToo = False,
    point: Point = "egalitarian",
    frontier: FrontierToo = 0,
    politics: Politics = False,
    rate: Rate = 0.05,
    hazard: Hazard = 0.0,
    lag: Lag = 1,
    days: Days = 90.0,
    check: Check = True,
    resume: Resume = None,
    on: OnDay = None,
    world: WorldName = "",
    as_json: AsJson = False,
) -> None:
    """Optimal duties and the trade war that nobody wants to leave, with its proof."""
    from detente.cli.war_answers import Wanted, codes_of
    from detente.games import Instruments, Patience

    names = codes_of(players or (), world)
    _check_words(names, alone or politics, frontier)
    each_other = None if everyone or alone or politics or len(names) < 2 else names
    given = Instruments(
        _levies(levies),
        _word(detail),
        _list(partners) or each_other,
        _list(sectors),
        lowest,
        highest,
    )
    patience = Patience(rate=rate, lag=lag, hazard=hazard, days=days)
    wanted = Wanted(alone, politics, check, truce, talks, _word(point), frontier, patience)
    with resumable(resume) as journal:
        answer = _answered((names, given, world, on), wanted, journal)
    _shown(answer, as_json)


def _answered(
    asked: tuple[tuple[str, ...], Instruments, str, str | None], wanted: Wanted, journal: Journal
) -> dict[str, Any]:
    """Whichever answer is wanted."""
    from detente.cli import war_answers as answers
    from detente.games import game_on
    from detente.worlds import default_world, load_world

    names, given, world, on = asked
    economy = load_world(world or default_world())
    journal.tell("balancing trade")
    tariff = None if on is None else answers.duties_on(on, economy, names)
    game = game_on(economy, names, given, tariff=tariff)
    start = answers.start(on, economy)
    if wanted.politics:
        return start | answers.politics(game)
    if wanted.alone:
        return start | answers.alone(game, wanted.check)
    return start | answers.war(game, wanted, journal)


def _shown(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    from detente.cli.war_page import print_war

    print_war(answer, console())


def _check_words(names: tuple[str, ...], single: bool, frontier: int) -> None:
    if single and not names:
        raise InputError(
            "--alone and --politics need a player. Name one, as in: detente war USA --alone."
        )
    if frontier and (len(names) != 2 or frontier < 2):
        raise InputError(
            f"--frontier {frontier} with {len(names)} players. A frontier has two points or more "
            "and two players. Name them, as in: detente war USA CHN --frontier 5."
        )


def _list(words: str) -> tuple[str, ...] | None:
    return tuple(word.strip() for word in words.split(",")) if words else None


def _levies(word: str) -> Any:
    """`both` is short for the two."""
    return ("tariff", "export_tax") if word == "both" else (word,)


def _word(word: str) -> Any:
    """The word as given; the stage refuses what it does not know."""
    return word
