"""`detente odds`: how a deadline may end, recorded and scored afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from detente.cli.app import AsJson, AsKnown, ChartFile, LedgerFolder, On, app
from detente.cli.output import CHARTS, check_writable, console, print_json, write_output
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.forecast import Odds
    from detente.outlook import Payoff

Sides = Annotated[list[str], typer.Argument(metavar="ONE OTHER", help="The two sides.")]
Which = Annotated[
    str | None, typer.Option("--deadline", metavar="ID", help="A deadline of `detente calendar`.")
]
Store = Annotated[
    Path | None, typer.Option("--store", metavar="FILE", help="The file that keeps forecasts.")
]


class OddsGroup(TyperGroup):
    """`odds USA CHN` is short for `odds show USA CHN`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `show` in front of anything that is no command."""
        if args and args[0] not in self.commands and args[0] not in ("--help",):
            args = ["show", *args]
        return super().parse_args(ctx, args)


odds_app = typer.Typer(
    cls=OddsGroup, no_args_is_help=True, help="How a deadline may end: odds, recorded and scored."
)
app.add_typer(odds_app, name="odds")


def asked(
    sides: list[str], on: str, as_known: str | None, deadline: str | None, ledger: Path | None
) -> Odds:
    """The odds of two sides' next deadline."""
    from detente.api import day, read_ledger
    from detente.forecast import odds

    if len(sides) != 2:
        raise InputError(
            f"{len(sides)} sides given: {' '.join(sides)}. Odds are about two, as in: USA CHN."
        )
    known = day(as_known) if as_known else None
    record = read_ledger(*([ledger] if ledger else []))
    return odds(record, sides[0], sides[1], day(on), as_known=known, deadline=deadline)


@odds_app.command("show")
def show_command(  # noqa: PLR0913 - one option a question
    sides: Sides,
    on: On,
    deadline: Which = None,
    stake: Annotated[
        bool, typer.Option("--stake/--no-stake", help="Solve for what a lapse would cost.")
    ] = True,
    chart: ChartFile = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
    ledger: LedgerFolder = None,
) -> None:
    """How likely the next deadline is extended, settled or missed (`odds ONE OTHER`)."""
    if chart:
        check_writable(chart, CHARTS)
    found = asked(sides, on, as_known, deadline, ledger)
    if chart:
        from detente.brief.power_charts import odds_chart

        write_output(chart, odds_chart(found))
    worth = staked(found, ledger) if stake else None
    if as_json:
        print_json({**found.plain(), "stake": worth})
        return
    from detente.cli.odds_page import print_odds, print_stake

    print_odds(found, console())
    if stake:
        print_stake(worth, console())


def staked(found: Odds, ledger: Path | None) -> tuple[Payoff, Payoff] | None:
    """What a lapse rather than an extension is worth to both sides; None where none is posed."""
    from detente.cli.brief import opened
    from detente.forecast.stake import stake

    return stake(*opened(ledger, ""), found)


@odds_app.command("record")
def record_command(
    sides: Sides,
    on: On,
    deadline: Which = None,
    store: Store = None,
    as_known: AsKnown = None,
    ledger: LedgerFolder = None,
) -> None:
    """Write a forecast to the store, before its deadline."""
    from detente.forecast.store import record, store_path

    found = asked(sides, on, as_known, deadline, ledger)
    path = store_path(store)
    print(f"Recorded {record(path, found)} in {path}.")


@odds_app.command("resolve")
def resolve_command(
    forecast: Annotated[str, typer.Argument(metavar="ID", help="A recorded forecast.")],
    on: On,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help="extended, deal, lapsed, partial or void.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help="Who says so.")
    ] = None,
    store: Store = None,
    ledger: LedgerFolder = None,
) -> None:
    """Settle a forecast: from the record as known on a day, or by your own word."""
    from detente.api import day, read_ledger
    from detente.forecast.settle import Settlement, settlement
    from detente.forecast.store import find, resolve, store_path

    path = store_path(store)
    entry = find(path, forecast)
    if (outcome is None) != (source is None):
        raise InputError("--outcome and --source go together. Give both, or neither.")
    if outcome and source:
        end = Settlement(outcome, day(on), source)
    else:
        record = read_ledger(*([ledger] if ledger else []))
        end = settlement(record, entry.deadline, entry.parties, entry.made, day(on))
    resolve(path, forecast, end.outcome, end.settled, end.says)
    print(f"{forecast}: {end.outcome} on {end.settled} ({end.says}).")


@odds_app.command("score")
def score_command(store: Store = None, as_json: AsJson = False) -> None:
    """What settled forecasts were worth, beside the pooled rate and "same as last time"."""
    from detente.forecast.store import entries, store_path
    from detente.forecast.verdict import verdict

    if store and not store.exists():
        raise InputError(
            f"{store}: no such store of forecasts. `detente odds record` makes one; check the path."
        )
    found = verdict(entries(store_path(store)))
    if as_json:
        print_json(found)
        return
    from detente.cli.odds_page import print_verdict

    print_verdict(found, console())


@odds_app.command("model")
def model_command(as_json: AsJson = False) -> None:
    """How the model does on settled deadlines it has not seen, and which covariates help."""
    from detente.forecast.report import report

    found = report()
    if as_json:
        print_json(found)
        return
    from detente.cli.odds_page import print_report

    print_report(found, console())
