"""The package's short functions: text in, values out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from detente.errors import InputError
from detente.ledger import Ledger, read_ledger
from detente.ledger.values import parse_date, parse_moment

if TYPE_CHECKING:
    from detente.brief.brief import Brief
    from detente.claims import Reading
    from detente.equilibrium import Equilibrium
    from detente.rates.quote import Quote
    from detente.scenarios import Scenario, Solution
    from detente.worlds import World
    from detente.worlds.labelled import Named

__all__ = [
    "build_brief",
    "day",
    "moment",
    "quote_rate",
    "read_ledger",
    "read_scenario",
    "solve",
]


def day(text: str | date) -> date:
    """A date from text or a date. Raises InputError."""
    if isinstance(text, date):
        return text
    try:
        return parse_date(text)
    except ValueError as error:
        raise InputError(str(error)) from None


def moment(text: str | date) -> date | datetime:
    """A date, or a time with zone, from text. Raises InputError."""
    if isinstance(text, date):
        return text
    try:
        return parse_moment(text)
    except ValueError as error:
        raise InputError(str(error)) from None


def build_brief(  # noqa: PLR0913 - the question of a brief has this many words
    one: str,
    other: str,
    on: str | date,
    *,
    as_known: str | date | None = None,
    world: str = "",
    ledger: Ledger | str | Path | None = None,
    tell: Callable[[str], None] = lambda step: None,
    readings: Sequence[Reading] = (),
) -> Brief:
    """The brief for two countries on a day, using only what was known then.

    `world` names a calibrated economy (the default world if empty); `ledger` is a record, or
    a folder laid over the built-in one; `readings` are documents laid beside the brief, as
    `detente.claims.read_claims` gives them. Raises DetenteError with a message for the user.
    """
    from detente.brief.build import build_brief as build
    from detente.worlds import default_world, load_world

    record = ledger if isinstance(ledger, Ledger) else read_ledger(*([ledger] if ledger else []))
    known = None if as_known is None else day(as_known)
    economy = load_world(world or default_world())
    return build(record, economy, one, other, day(on), known, tell=tell, readings=readings)


def quote_rate(
    importer: str,
    exporter: str,
    product: str,
    on: str | date,
    *,
    as_known: str | date | None = None,
    ledger: Ledger | None = None,
) -> Quote:
    """The stacked rate on a product with its layers. Raises DetenteError."""
    from detente.rates.quote import quote_rate as quote

    known = None if as_known is None else day(as_known)
    return quote(ledger or read_ledger(), importer, exporter, product, moment(on), known)


@overload
def solve(what: World, tariff: Named, **choices: Any) -> Equilibrium: ...
@overload
def solve(what: Scenario | str | Path, *, world: World | str | None = None) -> Solution: ...
def solve(
    what: World | Scenario | str | Path,
    tariff: Named | None = None,
    *,
    world: World | str | None = None,
    **choices: Any,
) -> Equilibrium | Solution:
    """The equilibrium of a world under duties, or the solution of a scenario or its file.

    With a world: `tariff` [importer, exporter, sector] and the choices of
    `detente.equilibrium.solve`; best as labelled arrays (`detente.worlds.labelled`), whose axes
    are known by name. With a scenario: the `world` to lay it on, its own if None. Raises
    DetenteError with a message for the user.
    """
    from detente.equilibrium import solve as solve_world
    from detente.scenarios import Scenario, solve_scenario
    from detente.worlds import World, plain

    if isinstance(what, World):
        if tariff is None:
            raise InputError(
                "solve: a world was given without duties. Give an array [importer, exporter, "
                "sector], the world's own `tariff` for none new."
            )
        for name in ("trade_cost", "export_tax"):
            if choices.get(name) is not None:
                choices[name] = plain(what, choices[name], name)
        return solve_world(what, plain(what, tariff, "tariff"), **choices)
    scenario = what if isinstance(what, Scenario) else read_scenario(what)
    return solve_scenario(scenario, world)


def read_scenario(path: str | Path, on: str | None = None) -> Scenario:
    """A scenario from its file. Raises ScenarioError with file and line."""
    from detente.scenarios import read_scenario as read

    return read(path, on)
