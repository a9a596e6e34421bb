"""Game: an economy, players, what they may set and what they want."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from detente.equilibrium import Switches, solve
from detente.errors import InputError
from detente.games.economy import Economy, Result
from detente.games.instruments import Instruments, Levers, levers_of
from detente.games.objective import Objective
from detente.games.world_economy import WorldEconomy
from detente.worlds import World, check_world
from detente.worlds.world import Floats

BALANCED = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """Players in an economy.

    `tariff` and `export_tax` [importer, exporter, sector] are the status quo: what holds where
    nobody moves. `instruments` stand in the order of `players`.
    """

    economy: Economy
    players: tuple[str, ...]
    instruments: tuple[Instruments, ...]
    objective: Objective
    tariff: Floats
    export_tax: Floats
    levers: Levers = field(repr=False)

    def place(self, player: str) -> int:
        """Position among the players. Raises InputError for a stranger."""
        self.economy.country(player)
        if player not in self.players:
            raise InputError(
                f"Game on {self.economy.id}: {player} is in the world but does not play. "
                f"The players are {', '.join(self.players)}. Name one of these."
            )
        return self.players.index(player)

    @property
    def positions(self) -> list[int]:
        """The players' positions among the countries."""
        return [self.economy.country(code) for code in self.players]

    def with_players(self, *players: str) -> Game:
        """The same game with only these players moving."""
        kept = tuple(self.instruments[self.place(code)] for code in players)
        levers = levers_of(self.economy, players, kept)
        return replace(self, players=players, instruments=kept, levers=levers)

    def at(self, tariff: Floats, export_tax: Floats | None = None) -> Game:
        """The same game from another status quo."""
        tax = np.zeros_like(self.export_tax) if export_tax is None else export_tax
        return replace(self, tariff=tariff, export_tax=tax)

    def moved(self, chosen: Floats) -> Game:
        """The same game with the levers at log(1 + rate) `chosen` as its status quo."""
        return self.at(*self.levers.written(self.tariff, self.export_tax, chosen))

    def solve(self, chosen: Floats | None = None, start: Result | None = None) -> Result:
        """The equilibrium with the levers at log(1 + rate) `chosen`, or of the status quo."""
        tariff, tax = self.tariff, self.export_tax
        if chosen is not None:
            tariff, tax = self.levers.written(tariff, tax, chosen)
        return self.economy.solve(tariff, tax, start)

    def payoffs(self, result: Result) -> Floats:
        """The players' objectives, new over base, in their order."""
        return self.economy.payoffs(self.objective, result)[self.positions]


def balanced(world: World, switches: Switches | None = None) -> World:
    """The world with trade balanced, solved at its own duties; itself if it is balanced.

    A fixed deficit is a transfer that a country keeps however little it trades, so that an optimal
    duty would end trade; games are therefore played on a balanced base.
    """
    size = np.abs(world.deficit).max() / world.labour_income.sum()
    if size <= BALANCED:
        return world
    given = switches or Switches()
    plain = replace(given, deficits="zero", inputs="linked", sectors="many", horizon="long")
    return solve(world, world.tariff, switches=plain).as_world(f"{world.id}-balanced")


def game_on(
    world: World,
    players: Sequence[str] = (),
    instruments: Instruments | Mapping[str, Instruments] | None = None,
    *,
    objective: Objective | None = None,
    switches: Switches | None = None,
    tariff: Floats | None = None,
) -> Game:
    """A game on a world; trade is balanced first unless the switches name a deficit rule.

    `players` are all countries if empty; `instruments` are the same for all, or by player; the
    status quo is `tariff`, or the world's duties. Raises InputError for strangers, WorldError for a
    world whose accounts do not close.
    """
    check_world(world)
    chosen = switches or Switches(deficits="zero")
    if objective is not None and objective.weights is not None and chosen.deficits != "zero":
        raise InputError(
            f'Game on {world.id}: weights by sector with deficits="{chosen.deficits}". Nobody says '
            'which sector would spend a deficit. Use deficits="zero".'
        )
    base = balanced(world, chosen) if chosen.deficits == "zero" else world
    return game_in(
        WorldEconomy(base, chosen), players, instruments, objective=objective, tariff=tariff
    )


def game_in(
    economy: Economy,
    players: Sequence[str] = (),
    instruments: Instruments | Mapping[str, Instruments] | None = None,
    *,
    objective: Objective | None = None,
    tariff: Floats | None = None,
) -> Game:
    """A game in any economy; see `game_on`."""
    names = tuple(players) or economy.countries
    _check_players(economy, names)
    each = _each(names, instruments)
    wanted = (objective or Objective()).checked(economy.countries, economy.sectors)
    quo = economy.tariff if tariff is None else np.array(tariff, dtype=np.float64)
    if quo.shape != economy.tariff.shape:
        raise InputError(
            f"Game on {economy.id}: the status quo has shape {quo.shape}. Expected "
            f"{economy.tariff.shape}, axes [importer, exporter, sector]. Build it for this world."
        )
    levers = levers_of(economy, names, each)
    return Game(economy, names, each, wanted, quo, np.zeros_like(quo), levers)


def _check_players(economy: Economy, names: tuple[str, ...]) -> None:
    for name in names:
        economy.country(name)
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise InputError(
            f"Game on {economy.id}: {sorted(twice)[0]} plays twice. Name each player once."
        )


def _each(
    names: tuple[str, ...], given: Instruments | Mapping[str, Instruments] | None
) -> tuple[Instruments, ...]:
    if given is None or isinstance(given, Instruments):
        return tuple((given or Instruments()) for _ in names)
    missing = [name for name in names if name not in given]
    if missing:
        raise InputError(
            f"Game: no instruments for {', '.join(missing)}. Every player needs some. "
            "Add them, or leave the player out."
        )
    return tuple(given[name] for name in names)
