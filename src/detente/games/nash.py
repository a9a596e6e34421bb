"""Nash equilibrium: every player's rates are a best response to all others.

All first-order conditions are solved together (climb.py). That is no proof of best responses:
each player is therefore re-optimised alone from another start, and the whole game is solved again
from other duties to look for other equilibria. Where lobbies count, a player may gain by closing a
whole market (leaps.py): it then does, and all conditions are solved again from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.errors import NoEquilibrium
from detente.games.best_response import PERCENT, Proof, Rate, proof_of, rates_of
from detente.games.climb import Climbed, climb, uniform
from detente.games.economy import Result
from detente.games.first_order import FirstOrder
from detente.games.game import Game
from detente.games.journal import Journal, digest
from detente.games.leaps import leap
from detente.worlds.world import Floats

OTHER_STARTS = (0.5,)
RESTARTS = (0.25,)
SAME_RATES = 1e-3
SAME_PAYOFFS = 1e-3
LEAPS = 12
DISMISSED = 1e-4


@dataclass(frozen=True, slots=True)
class Other:
    """Another rest point, from duties that all started at `start`.

    `gains` of the players over the equilibrium returned, percent; `distance` of log(1 + rate),
    mean by base trade; `deviation` what some player would gain there by taking up its rates of
    the equilibrium returned and improving on them. Above zero it is no equilibrium.
    """

    start: float
    gains: tuple[float, ...]
    distance: float
    deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class NashEquilibrium:
    """A war from which nobody wants to move. Gains are percent of each objective over the status
    quo, by player [K]; `world_gains` the same for every country [N].

    `deviations` [K] are what re-optimising alone from another start would still add, percent,
    empty if not checked; `rests` other rest points that other starts led to; `starts` how
    many were tried; `failed` those from which nothing was found.
    """

    game: Game
    chosen: Floats
    result: Result
    gains: Floats
    world_gains: Floats
    steps: int
    proof: Proof
    deviations: tuple[float, ...]
    rests: tuple[Other, ...]
    starts: int
    failed: int
    conditions: FirstOrder

    @property
    def largest_deviation(self) -> float:
        """The most that any player could still gain, percent; not a number if not checked."""
        return max(self.deviations, default=float("nan"))

    @property
    def others(self) -> tuple[Other, ...]:
        """Other equilibria: rest points that no player would leave."""
        return tuple(rest for rest in self.rests if rest.deviation <= DISMISSED)

    @property
    def tariff(self) -> Floats:
        """All duties [importer, exporter, sector]."""
        return self.game.moved(self.chosen).tariff

    def mean_rates(self) -> Floats:
        """Each player's rates, their mean by base trade [K]."""
        return self.game.levers.means(np.expm1(self.chosen), len(self.game.players))

    def median_rates(self) -> Floats:
        """Each player's median rate [K]."""
        rates, owner = np.expm1(self.chosen), self.game.levers.owner
        return np.array([np.median(rates[owner == k]) for k in range(len(self.game.players))])

    def rates(self) -> tuple[Rate, ...]:
        """Every lever as a row, in the order of the players."""
        return rates_of(self.game, self.chosen, self.conditions)


def nash(
    game: Game,
    *,
    check: bool = True,
    other_starts: Sequence[float] = OTHER_STARTS,
    restarts: Sequence[float] = RESTARTS,
    journal: Journal | None = None,
) -> NashEquilibrium:
    """The Nash equilibrium of all players of the game.

    With `check` every player is re-optimised alone from its duties at `restarts`, and the game
    solved again from duties of `other_starts` everywhere. `journal` keeps finished pieces.
    Raises NoEquilibrium.
    """
    kept, mark = journal or Journal(), digest(game)
    quo = game.solve()
    base = game.economy.payoffs(game.objective, quo)
    found = _found(game, kept, mark, quo)
    others, failed = _others(game, found, other_starts if check else (), (kept, mark))
    deviations = _deviations(game, found, restarts, (kept, mark)) if check else ()
    now = game.economy.payoffs(game.objective, found.result)
    gains = PERCENT * (now / base - 1.0)
    return NashEquilibrium(
        game,
        found.chosen,
        found.result,
        gains[game.positions],
        gains,
        found.steps,
        proof_of(game, found, (), failed),
        deviations,
        others,
        1 + (len(other_starts) if check else 0),
        failed,
        found.conditions,
    )


def _found(game: Game, kept: Journal, mark: str, quo: Result) -> Climbed:
    """The rest point from the status quo; from the journal in one step if it is there."""

    def compute() -> list[float]:
        end = _rested(game, None, quo)
        return [end.steps, *end.chosen.tolist()]

    steps, *chosen = kept.piece(f"{mark} nash", compute, "solving all conditions together")
    return replace(climb(game, np.array(chosen), quo), steps=int(steps))


def _rested(game: Game, start: Floats | None, near: Result) -> Climbed:
    """A rest point that no player leaves by closing or reopening a market."""
    end = climb(game, start, near)
    for _ in range(LEAPS if game.objective.weights is not None else 0):
        chosen = _leapt(game, end)
        if (chosen == end.chosen).all():
            break
        end = climb(game, chosen, end.result)
    return end


def _leapt(game: Game, end: Climbed) -> Floats:
    """The levers after each player's best leap, the others at `end`."""
    around, owner, chosen = game.moved(end.chosen), game.levers.owner, end.chosen.copy()
    for place, player in enumerate(game.players):
        own = around.with_players(player)
        here = climb(own, end.chosen[owner == place], end.result)
        there = leap(own, here)
        if there is not here:
            chosen[owner == place] = there.chosen
    return chosen


def _others(
    game: Game, found: Climbed, starts: Sequence[float], keeping: tuple[Journal, str]
) -> tuple[tuple[Other, ...], int]:
    """Equilibria from other starts that differ in rates that matter or in payoffs."""
    (kept, mark), others, failed = keeping, list[Other](), 0
    here, size = game.payoffs(found.result), game.levers.weight**2
    for rate in starts:

        def compute(rate: float = rate) -> list[float]:
            try:
                end = _rested(game, uniform(game, rate), found.result)
            except NoEquilibrium:
                return []
            gap = float((np.abs(end.chosen - found.chosen) * size).sum() / size.sum())
            apart = gap > SAME_RATES or np.abs(game.payoffs(end.result) / here - 1.0).max() > 1e-5
            deviation = _best_move(game, end, found) if apart else 0.0
            return [gap, deviation, *(PERCENT * (game.payoffs(end.result) / here - 1.0)).tolist()]

        piece = kept.piece(f"{mark} start {rate}", compute, f"starting all at {rate:.0%}")
        failed += not piece
        if piece and (piece[0] > SAME_RATES or max(map(abs, piece[2:])) > SAME_PAYOFFS):
            others.append(Other(rate, tuple(piece[2:]), piece[0], piece[1]))
    return tuple(others), failed


def _best_move(game: Game, there: Climbed, like: Climbed) -> float:
    """The most that a player gains at `there` by starting from its rates at `like`, percent."""
    around, owner = game.moved(there.chosen), game.levers.owner
    here, best = game.payoffs(there.result), 0.0
    for place, player in enumerate(game.players):
        own = around.with_players(player)
        end = climb(own, like.chosen[owner == place], there.result)
        best = max(best, PERCENT * float(own.payoffs(end.result)[0] / here[place] - 1.0))
    return best


def _deviations(
    game: Game, found: Climbed, restarts: Sequence[float], keeping: tuple[Journal, str]
) -> tuple[float, ...]:
    """The most that each player gains by re-optimising alone from other duties, percent."""
    (kept, mark), gains = keeping, list[float]()
    there = game.moved(found.chosen)
    for place, player in enumerate(game.players):

        def compute(player: str = player, place: int = place) -> list[float]:
            own = there.with_players(player)
            here = game.payoffs(found.result)[place]
            ends = [climb(own, uniform(own, rate), found.result) for rate in restarts]
            ends = [leap(own, end) for end in ends]
            return [PERCENT * max(float(own.payoffs(e.result)[0] / here - 1.0) for e in ends)]

        gains += kept.piece(f"{mark} deviation {player}", compute, f"{player} re-optimises")
    return tuple(gains)
