"""Best response: the rates that serve one player best while all others stay, with its proof.

The proof is part of the result: what the first-order conditions leave over, what re-optimising
from three other starts finds, which rates hardly matter, which stand at a bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.errors import NoEquilibrium
from detente.games.climb import FLAT, Climbed, climb, uniform
from detente.games.economy import Result
from detente.games.first_order import FirstOrder
from detente.games.game import Game
from detente.games.leaps import leap
from detente.worlds.world import Flags, Floats

STARTS = (0.0, 0.3, 1.0)
AT_BOUND = 1e-9
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Rate:
    """One lever as a row: `partner` or `sector` is None where the rate is the same for all."""

    partner: str | None
    sector: str | None
    levy: str
    rate: float
    trade: float
    flat: bool
    at_bound: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a point is an optimum, in percent of the objective unless said otherwise.

    `single_move` is the most that moving one rate alone could add; `restarts` the gain that each
    other start led to, less the gain found (above zero would be better); `largest_step` the
    largest change of log(1 + rate) that a rate that matters still wants; `flat` and `at_bound`
    count rates.
    """

    single_move: float
    largest_step: float
    restarts: tuple[float, ...]
    failed_starts: int
    flat: int
    at_bound: int

    @property
    def best_restart(self) -> float:
        """The most that another start could add, or minus infinity if none ended."""
        return max(self.restarts, default=-np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class BestResponse:
    """One player's optimum. `gain` is percent of its objective over the status quo."""

    game: Game
    player: str
    chosen: Floats
    result: Result
    gain: float
    steps: int
    proof: Proof
    conditions: FirstOrder

    @property
    def tariff(self) -> Floats:
        """All duties [importer, exporter, sector] with the player's at its optimum."""
        return self.game.moved(self.chosen).tariff

    @property
    def mean_rate(self) -> float:
        """The chosen rates' mean by base trade."""
        size = self.game.levers.weight**2
        return float((np.expm1(self.chosen) * size).sum() / size.sum())

    @property
    def median_rate(self) -> float:
        """The median of the chosen rates."""
        return float(np.median(np.expm1(self.chosen)))

    def rates(self) -> tuple[Rate, ...]:
        """Every lever as a row."""
        return rates_of(self.game, self.chosen, self.conditions)


def best_response(game: Game, player: str, *, check: bool = True) -> BestResponse:
    """The player's best rates, the others at the game's status quo.

    Where lobbies count, markets are also closed and reopened (leaps.py). With `check` the search is
    repeated from no duties, 30% and 100%, and the best is returned.
    Raises InputError for a stranger, NoEquilibrium if the search does not settle.
    """
    own = game.with_players(player)
    quo = own.solve()
    before = _log_payoff(own, quo)
    found = leap(own, climb(own, near=quo))
    ends, failed = _restarts(own, found) if check else ((), 0)
    best = max([found, *ends], key=lambda end: _log_payoff(own, end.result))
    others = [end for end in (found, *ends) if end is not best] if check else []
    after = _log_payoff(own, best.result)
    lost = tuple(PERCENT * (_log_payoff(own, end.result) - after) for end in others)
    return BestResponse(
        own,
        player,
        best.chosen,
        best.result,
        PERCENT * float(np.expm1(after - before)),
        best.steps,
        proof_of(own, best, lost, failed),
        best.conditions,
    )


def _restarts(own: Game, found: Climbed) -> tuple[tuple[Climbed, ...], int]:
    ends: list[Climbed] = []
    failed = 0
    for rate in STARTS:
        try:
            ends.append(climb(own, uniform(own, rate), found.result))
        except NoEquilibrium:
            failed += 1
    return tuple(ends), failed


def _log_payoff(own: Game, result: Result) -> float:
    return float(np.log(own.payoffs(result)[0]))


def proof_of(game: Game, at: Climbed, restarts: tuple[float, ...], failed: int) -> Proof:
    """The proof of a rest point, given what restarts led to."""
    levers, conditions = game.levers, at.conditions
    flat = conditions.curvature <= FLAT
    step = np.abs(conditions.step[~flat])
    return Proof(
        single_move=PERCENT * float(np.abs(conditions.gain).max()),
        largest_step=float(step.max()) if step.size else 0.0,
        restarts=restarts,
        failed_starts=failed,
        flat=int(flat.sum()),
        at_bound=int(_bound(at.chosen, levers.low, levers.high).sum()),
    )


def _bound(chosen: Floats, low: Floats, high: Floats) -> Flags:
    return (chosen <= low + AT_BOUND) | (chosen >= high - AT_BOUND)


def rates_of(game: Game, chosen: Floats, conditions: FirstOrder) -> tuple[Rate, ...]:
    """Levers as rows, in order; trade is the base trade each bears on, share of spending."""
    levers, economy = game.levers, game.economy
    bound = _bound(chosen, levers.low, levers.high)
    rows: list[Rate] = []
    firsts = np.unique(levers.lever, return_index=True)[1]
    for lever in range(levers.count):
        first = int(firsts[lever])
        partner = levers.importer if levers.taxed[first] else levers.exporter
        detail = game.instruments[int(levers.owner[lever])].detail
        rows.append(
            Rate(
                economy.countries[int(partner[first])] if "partner" in detail else None,
                economy.sectors[int(levers.sector[first])] if "sector" in detail else None,
                "export_tax" if levers.taxed[first] else "tariff",
                float(np.expm1(chosen[lever])),
                float(levers.weight[lever] ** 2),
                bool(conditions.curvature[lever] <= FLAT),
                bool(bound[lever]),
            )
        )
    return tuple(rows)
