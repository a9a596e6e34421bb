"""What `detente war` answers, as values for JSON; war_page.py prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from detente.errors import NoEquilibrium
from detente.games import (
    BestResponse,
    Extension,
    Game,
    Journal,
    NashEquilibrium,
    Patience,
    Proof,
    Standoff,
    Threat,
    Truce,
    bargain,
    best_response,
    frontier,
    nash,
    political_weights,
    standoff,
    status_quo,
    truce_at,
)
from detente.games.talks import Point
from detente.worlds import World
from detente.worlds.world import Floats

LEVELS = (0.0, 0.25, 0.5, 0.75)
FREE = "free trade between the players"
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the first player alone, its politics, or the war and what comes with it."""

    alone: bool
    politics: bool
    check: bool
    truce: bool
    talks: bool
    point: Point
    frontier: int
    patience: Patience


def codes_of(players: Sequence[str], world: str) -> tuple[str, ...]:
    """Players by the world's codes; a name that the record knows (`china`) becomes its code."""
    from detente.api import read_ledger
    from detente.worlds import default_world, load_world

    countries = load_world(world or default_world()).countries
    if all(name in countries for name in players):
        return tuple(players)
    names = read_ledger().places.names
    codes = ((name, names.get(name.strip().casefold(), name)) for name in players)
    return tuple(code if code in countries else name for name, code in codes)


def duties_on(on: str, world: World, players: tuple[str, ...]) -> Floats:
    """Duties in force on a day, as known on it, on the world's axes, as the day ends for players.

    Raises InputError for what is no day, CoverageError outside coverage.
    """
    from detente.api import day, read_ledger
    from detente.scenarios.record import recorded_duties
    from detente.scenarios.shocks import Record

    when, known = day(on), read_ledger().places.known
    parties = tuple(code for code in players or world.countries if known(code))
    return recorded_duties(Record(on=when.isoformat(), parties=parties), world)[0]


def start(on: str | None, world: World) -> dict[str, Any]:
    """From which duties: those of a day, or those that the world was calibrated with."""
    from detente.api import day

    when = None if on is None else day(on)
    told = f"{world.id}, year {world.year}" if when is None else f"in force on {when}"
    return {"on": None if when is None else when.isoformat(), "duties_today": told}


def alone(game: Game, check: bool) -> dict[str, Any]:
    """The first player's best response."""
    found: BestResponse = best_response(game, game.players[0], check=check)
    return {
        "player": found.player,
        "world": found.game.economy.id,
        "gain_percent": found.gain,
        "mean_rate_percent": PERCENT * found.mean_rate,
        "median_rate_percent": PERCENT * found.median_rate,
        "steps": found.steps,
        "restarts_less_gain_percent": list(found.proof.restarts),
        "starts_without_result": found.proof.failed_starts,
        "proof": _proof(found.game, found.proof),
        "rates": list(found.rates()),
    }


def politics(game: Game) -> dict[str, Any]:
    """Weights by sector of every player, and what may be said of them."""
    rows: list[dict[str, Any]] = []
    for player in game.players:
        found = political_weights(game, player)
        weights = zip(found.sectors, found.weights.tolist(), strict=True)
        rows.append(
            {
                "player": player,
                "statement": found.statement,
                "identified": found.identified,
                "conditions_seen": found.seen,
                "singular_values": found.singular_values.tolist(),
                "fit": found.fit,
                "weights": dict(weights),
            }
        )
    return {"world": game.economy.id, "politics": rows}


def war(game: Game, wanted: Wanted, journal: Journal) -> dict[str, Any]:
    """The war, and the truces and deals around it where they are wanted."""
    found = nash(game, check=wanted.check, journal=journal)
    answer = _war(found)
    if wanted.truce:
        journal.tell("asking which truces hold")
        answer["truces"] = _truces(found, wanted.patience)
        answer["standoff"] = _standoff(game, wanted.patience)
    if wanted.talks:
        journal.tell("looking for deals")
        answer["talks"] = _talks(found, wanted.point)
    if wanted.frontier:
        journal.tell("drawing the frontier")
        answer["frontier"] = _frontier(game, wanted.frontier)
    return answer


def _by_player(game: Game, values: Any) -> dict[str, float]:
    return dict(zip(game.players, np.asarray(values).tolist(), strict=True))


def _proof(game: Game, proof: Proof) -> dict[str, Any]:
    return {
        "largest_gain_by_one_rate_percent": proof.single_move,
        "largest_step_wanted": proof.largest_step,
        "rates": game.levers.count,
        "flat_rates": proof.flat,
        "rates_at_a_bound": proof.at_bound,
    }


def _war(war: NashEquilibrium) -> dict[str, Any]:
    game = war.game
    means, medians = PERCENT * war.mean_rates(), PERCENT * war.median_rates()
    today = PERCENT * _means_today(game)
    deviations = war.deviations or (None,) * len(game.players)
    rows = [
        {
            "player": code,
            "real_income_percent": float(war.gains[k]),
            "mean_rate_percent": float(means[k]),
            "median_rate_percent": float(medians[k]),
            "mean_rate_today_percent": float(today[k]),
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
        "other_equilibria": [asdict(rest) for rest in war.others],
        "rest_points_that_are_none": [asdict(r) for r in war.rests if r not in war.others],
        "rates": [
            {"player": game.players[int(owner)], **asdict(rate)}
            for owner, rate in zip(game.levers.owner, war.rates(), strict=True)
        ],
    }


def _means_today(game: Game) -> Any:
    quo = np.expm1(game.levers.read(game.tariff, game.export_tax))
    return game.levers.means(quo, len(game.players))


def _truce(game: Game, found: Truce) -> dict[str, Any]:
    return {
        "part_of_the_war": found.level,
        "mean_rate_percent": _by_player(game, PERCENT * found.mean_rates),
        "critical_factor": _by_player(game, found.verdict.critical),
        "period": found.verdict.period,
        "gain_by_breach_percent": _by_player(game, found.tempted),
        "cost_of_war_percent": _by_player(game, found.feared),
        "holds": found.verdict.holds,
        "survives_break_a_quarter": found.verdict.survives,
        "breaks_first": game.players[found.verdict.weakest],
        "sentence": found.verdict.sentence,
    }


def _truces(war: NashEquilibrium, patience: Patience) -> list[dict[str, Any]]:
    """Truces from no duties between the players to the war, in steps."""
    calm = _calm(war.game)
    return [_truce(war.game, truce_at(war, level, patience, calm=calm)) for level in LEVELS]


def _standoff(game: Game, patience: Patience) -> dict[str, Any] | None:
    """The findings for two players, who tax each other alone; None for more."""
    from detente.games import WorldEconomy

    if len(game.players) != 2 or not isinstance(game.economy, WorldEconomy):
        return None
    one, other = game.players
    found: Standoff = standoff(game.economy.world, game.tariff, one, other, patience=patience)
    own = found.war.game
    return {
        "sentences": list(found.sentences),
        "war_gains_percent": _by_player(own, found.war_gains),
        "war_duties_percent": _by_player(own, PERCENT * found.war_duties),
        "best_alone_duties_percent": _by_player(own, PERCENT * found.alone_duties),
        "best_alone_gains_percent": _by_player(own, found.alone_gains),
        "today": _truce(own, found.today),
        "deepest": _truce(own, found.deal),
        "deepest_gains_percent": _by_player(own, found.deal_gains),
        "days": found.days,
        "worth_of_waiting": {
            code: _extension(each) for code, each in zip(own.players, found.waiting, strict=True)
        },
        "time_is_with": found.favoured,
    }


def _extension(each: Extension) -> dict[str, Any]:
    return {**asdict(each), "time_helps": each.time_helps}


def _talks(war: NashEquilibrium, point: Point) -> list[dict[str, Any]]:
    game = war.game
    calm = game.solve(_calm(game), war.result)
    threats = [
        status_quo(game),
        Threat("war", game.payoffs(war.result)),
        Threat(FREE, game.payoffs(calm)),
    ]
    return [_deal(game, threat, point) for threat in threats]


def _calm(game: Game) -> Floats:
    """log(1 + rate) with nothing levied by the players; what others levy is not theirs to end."""
    return np.clip(np.zeros(game.levers.count), game.levers.low, game.levers.high)


def _deal(game: Game, threat: Threat, point: Point) -> dict[str, Any]:
    """A deal from a threat point, or why there is none."""
    known = {"threat": threat.name, "point": point}
    try:
        deal = bargain(game, threat, point)
    except NoEquilibrium as error:
        return {**known, "gains_percent": None, "why_none": str(error)}
    duties = game.levers.means(np.expm1(deal.chosen), len(game.players))
    return {
        **known,
        "gains_percent": _by_player(game, deal.gains),
        "mean_rate_percent": _by_player(game, PERCENT * duties),
        "weights": _by_player(game, deal.weights),
    }


def _frontier(game: Game, points: int) -> list[dict[str, Any]]:
    """Deals from all gains over today to the first player to all to the second."""
    return [
        {
            "parts": deal.point,
            "gains_percent": _by_player(game, deal.gains),
            "mean_rate_percent": _by_player(
                game, PERCENT * game.levers.means(np.expm1(deal.chosen), len(game.players))
            ),
        }
        for deal in frontier(game, status_quo(game), points)
    ]
