"""Ossa (2014), the games themselves: the columns of Tables 3, 4, 5, 8, 9 and 10 for one set of
elasticities and lobbying weights.

His programs start from somewhere, and so do these: best duties under MFN from 1 / (sigma - 1), or
from a low duty where lobbies count; those without it from these; wars by rounds from best duties;
talks from the duties that they are over. Where lobbies count Japan has four peaks (rice and wheat,
shut or open). The highest is used (docs/decisions/0053): from the lowest, where a climb from low
duties ends, the war costs governments 2.8 percent with duties of 62, and he prints 2.9 and 63.
Talks have several optima too; the best of several starts stands beside his ("best of starts").
"""

from __future__ import annotations

import numpy as np

from detente.equilibrium.fixed_firms import FirmEquilibrium, FixedFirms, solve_firms
from detente.games import (
    BestResponse,
    Deal,
    FirmEconomy,
    Game,
    Instruments,
    Objective,
    bargain,
    best_response,
    game_in,
    nash,
    threat_at,
)
from detente.worlds.world import Floats

PERCENT = 100.0
QUANTITIES = ("govwelfare", "welfare", "wage", "profits")
STARTS: tuple[str, ...] = ("nash", "factual", "free_trade")
OPTIMAL = (
    *(f"d_{name}_{whose}" for name in QUANTITIES for whose in ("own", "other_mean")),
    "optimal_tariff_median",
)
WAR = (*(f"d_{name}" for name in QUANTITIES), "nash_tariff_median")
TALKS = tuple(
    f"{name}_{start}"
    for name in (*(f"d_{name}" for name in QUANTITIES), "cooperative_tariff_median")
    for start in STARTS
)
CONVERGED, BEST = ", converged", ", best of starts"
STILL, ROUNDS = 0.01, 24


def columns(best: bool) -> list[str]:
    """Names, table/column, of all that `played` computes, in order; `best` as there."""
    tables = {"3": OPTIMAL, "4": WAR, f"4{CONVERGED}": WAR, "5": TALKS}
    tables |= {"8": OPTIMAL, "9": WAR, f"9{CONVERGED}": WAR, "10": TALKS}
    if best:
        tables |= {f"5{BEST}": TALKS, f"10{BEST}": TALKS}
    return [f"{table}/{column}" for table, names in tables.items() for column in names]


def played(
    base: FixedFirms, weights: Floats | None, low: float, best: bool = False
) -> dict[str, Floats]:
    """The columns of all tables, by "table/column", one value a region.

    `low` is the duty from which best duties are sought where lobbies count; with `best` talks from
    several starts stand beside his.
    """
    equal = game_of(base, weights, Instruments(detail="sector"))
    free = game_of(base, weights, Instruments())
    first = 1.0 / (base.sigma - 1.0) if weights is None else np.full(base.sigma.size, low)
    best_equal = [_best(equal, player, first) for player in equal.players]
    best_free = [
        _best(free, found.player, found.tariff[place]) for place, found in enumerate(best_equal)
    ]
    war_equal = rounds(equal, together(equal, best_equal))
    war = rounds(free, war_equal)
    quo, none = free.tariff, np.zeros_like(war)
    over: dict[str, Floats] = dict(zip(STARTS, (war, quo, none), strict=True))
    parts = {
        "3": _optimal(free, best_free),
        "4": _war(free, war),
        f"4{CONVERGED}": _war(free, nash(free, check=False).tariff),
        "5": _talks(free, over),
        "8": _optimal(equal, best_equal),
        "9": _war(equal, war_equal),
        f"9{CONVERGED}": _war(equal, nash(equal, check=False).tariff),
        "10": _talks(equal, over),
    }
    if best:
        parts[f"5{BEST}"] = _talks(free, over, best=True)
        parts[f"10{BEST}"] = _talks(equal, over, best=True)
    return {f"{t}/{name}": values for t, part in parts.items() for name, values in part.items()}


def _best(game: Game, player: str, duties: Floats) -> BestResponse:
    """The player's best duties, sought from `duties` [S] or [exporter, S], others factual."""
    place, start = game.place(player), game.tariff.copy()
    start[place] = duties
    start[place, place] = game.tariff[place, place]
    return best_response(game.at(start), player, check=False)


def together(game: Game, found: list[BestResponse]) -> Floats:
    """The duties of all best responses at once."""
    tariff = game.tariff.copy()
    for place, best in enumerate(found):
        tariff[place] = best.tariff[place]
    return tariff


def rounds(game: Game, tariff: Floats) -> Floats:
    """Rounds of best responses, until the mean duty hardly moves."""
    for _ in range(ROUNDS):
        around = game.at(tariff)
        found = [best_response(around, player, check=False) for player in game.players]
        before, tariff = tariff, together(around, found)
        if abs(float((tariff - before).mean())) < STILL:
            break
    return tariff


def game_of(base: FixedFirms, weights: Floats | None, given: Instruments) -> Game:
    """All regions in a base, with what they may set and what they want."""
    return game_in(FirmEconomy(base), (), given, objective=Objective(weights))


def _effects(economy: FirmEconomy, objective: Objective, result: FirmEquilibrium) -> list[Floats]:
    """What duties do to government welfare, welfare, wages and profits, percent [N] each."""
    return [
        PERCENT * (economy.payoffs(objective, result) - 1.0),
        PERCENT * (result.welfare - 1.0),
        PERCENT * (result.wage - result.wage.mean()),
        PERCENT * (result.profits / result.wage - 1.0),
    ]


def _at(game: Game, result: object) -> list[Floats]:
    """Effects over the factual duties."""
    assert isinstance(game.economy, FirmEconomy)
    assert isinstance(result, FirmEquilibrium)
    return _effects(game.economy, game.objective, result)


def _medians(tariff: Floats) -> Floats:
    """Each region's median duty on others, percent."""
    own = np.eye(tariff.shape[0], dtype=bool)
    return np.array([PERCENT * np.median(duty[~own[k]]) for k, duty in enumerate(tariff)])


def _optimal(game: Game, found: list[BestResponse]) -> dict[str, Floats]:
    """Tables 3 and 8: own effects, the mean of the others', the median duty, by setter."""
    rows: list[list[float]] = []
    for place, best in enumerate(found):
        row: list[float] = []
        for values in _at(game, best.result):
            row += [float(values[place]), float(np.delete(values, place).mean())]
        rows.append([*row, float(_medians(best.tariff)[place])])
    return dict(zip(OPTIMAL, np.array(rows).T, strict=True))


def _war(game: Game, tariff: Floats) -> dict[str, Floats]:
    """Tables 4 and 9."""
    result = game.economy.solve(tariff, np.zeros_like(tariff), None)
    return dict(zip(WAR, [*_at(game, result), _medians(tariff)], strict=True))


def _talks(game: Game, over: dict[str, Floats], best: bool = False) -> dict[str, Floats]:
    """Tables 5 and 10: equal gains for all governments, over each starting point."""
    found: dict[str, Floats] = {}
    for start, tariff in over.items():
        deal = talks_over(game, tariff, start, best)
        before = game.economy.solve(tariff, np.zeros_like(tariff), None)
        assert isinstance(before, FirmEquilibrium)
        base = before.as_base()
        after = solve_firms(base, deal.tariff)
        effects = [*_effects(FirmEconomy(base), game.objective, after), _medians(deal.tariff)]
        names = [name for name in TALKS if name.endswith(start)]
        found |= dict(zip(names, effects, strict=True))
    return found


def talks_over(game: Game, tariff: Floats, name: str, best: bool = False) -> Deal:
    """Talks over duties, walked from these; with `best` from several starts, the best kept."""
    threat, levers = threat_at(game, tariff, name), game.levers
    start = np.clip(levers.read(tariff, np.zeros_like(tariff)), levers.low, levers.high)
    his = bargain(game, threat, start=start)
    if not best:
        return his
    ours = bargain(game, threat)
    return max(his, ours, key=lambda deal: float(deal.gains.min()))
