"""Ossa (2014), the games: Tables 3 (optimal duties), 4 (the war) and 5 (talks), by panel.

a  baseline, every sector weighs the same; b  with lobbying weights; c  other elasticities, means
over regions. Duties without discrimination between partners, which he solves on the way, follow
as tables of their own. Percent; wages less their mean over regions, profits over own wages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.equilibrium.fixed_firms import FirmEquilibrium, FixedFirms
from detente.games import (
    FirmEconomy,
    Game,
    Instruments,
    NashEquilibrium,
    Objective,
    bargain,
    best_response,
    game_in,
    nash,
    threat_at,
)
from detente.replicate.rows import Cell, Reference
from detente.worlds.world import Floats

PERCENT = 100.0
MEAN = "Mean"
Purged = Callable[[Reference, str | None], FixedFirms]
Values = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Effects:
    """What a set of duties does, percent [N]."""

    payoff: Floats
    welfare: Floats
    wage: Floats
    profits: Floats

    def columns(self, tariff: Floats, heading: str) -> Values:
        """The columns of Tables 4 and 5."""
        return {
            "d_govwelfare": self.payoff,
            "d_welfare": self.welfare,
            "d_wage": self.wage,
            "d_profits": self.profits,
            heading: PERCENT * tariff,
        }


def tables(reference: Reference, purged: Purged) -> list[Cell]:
    """All panels of Tables 3, 4 and 5, and the duties without discrimination."""
    codes = list(reference.names("regions").values())
    lobby = _lobbying(reference)
    found: list[Cell] = []
    for panel, weights in (("a", None), ("b", lobby)):
        base = purged(reference, None)
        found += _panel(reference, (panel, codes), _game(base, weights))
        restricted = _game(base, weights, Instruments(detail="sector"))
        found += _unrestricted_not(panel, codes, restricted)
    for label, column in reference.names("sensitivity").items():
        for name, weights in (("baseline", None), ("political", lobby)):
            game = _game(purged(reference, column), weights)
            found += _sensitivity(reference, f"{name}, {label}", game)
    common = _game(purged(reference, reference.text("common elasticity")), None)
    return found + _sensitivity(reference, "baseline, common", common)


def _game(base: FixedFirms, weights: Floats | None, given: Instruments | None = None) -> Game:
    return game_in(FirmEconomy(base), (), given or Instruments(), objective=Objective(weights))


def _lobbying(reference: Reference) -> Floats:
    """Lobbying weights [region, sector]."""
    rows = reference.rows("lambda")
    return np.array([[float(row[name]) for row in rows] for name in reference.names("regions")])


def _effects(game: Game, result: FirmEquilibrium) -> Effects:
    """Against the factual duties."""
    return Effects(
        PERCENT * (game.economy.payoffs(game.objective, result) - 1.0),
        PERCENT * (result.welfare - 1.0),
        PERCENT * (result.wage - result.wage.mean()),
        PERCENT * (result.profits / result.wage - 1.0),
    )


def _optimal(game: Game) -> Values:
    """Table 3: own effects, the mean of the others', the median duty, by setter."""
    found: dict[str, list[float]] = {}
    for place, player in enumerate(game.players):
        best = best_response(game, player, check=game.objective.weights is not None)
        effects = _effects(game, _firms(best.result))
        for name in ("payoff", "welfare", "wage", "profits"):
            values: Floats = getattr(effects, name)
            label = "govwelfare" if name == "payoff" else name
            found.setdefault(f"d_{label}_own", []).append(float(values[place]))
            others = float(np.delete(values, place).mean())
            found.setdefault(f"d_{label}_other_mean", []).append(others)
        found.setdefault("optimal_tariff_median", []).append(PERCENT * best.median_rate)
    return {name: np.array(values) for name, values in found.items()}


def _firms(result: object) -> FirmEquilibrium:
    assert isinstance(result, FirmEquilibrium)
    return result


def _war(game: Game) -> tuple[NashEquilibrium, Values]:
    """Table 4."""
    war = nash(game, check=False)
    effects = _effects(game, _firms(war.result))
    return war, effects.columns(war.median_rates(), "nash_tariff_median")


def _talks(game: Game, war: NashEquilibrium) -> dict[str, Values]:
    """Table 5: equal gains from the war, from factual duties and from free trade."""
    found: dict[str, Values] = {}
    starts = {"Nash": war.tariff, "factual": game.tariff, "free trade": np.zeros_like(game.tariff)}
    for name, tariff in starts.items():
        threat = threat_at(game, tariff, name)
        deal = bargain(game, threat)
        before = _effects(game, _firms(game.economy.solve(tariff, np.zeros_like(tariff), None)))
        after = _effects(game, _firms(deal.result))
        size, owner = game.levers.weight**2, game.levers.owner
        paid = np.bincount(owner, weights=np.expm1(deal.chosen) * size)
        found[name] = {
            "d_govwelfare": deal.gains,
            "d_welfare": _over(after.welfare, before.welfare),
            "d_profits": _over(after.profits, before.profits),
            "cooperative_tariff_mean": PERCENT * paid / np.bincount(owner, weights=size),
        }
    return found


def _over(after: Floats, before: Floats) -> Floats:
    """A percentage over another percentage."""
    return PERCENT * ((1.0 + after / PERCENT) / (1.0 + before / PERCENT) - 1.0)


def _panel(reference: Reference, named: tuple[str, list[str]], game: Game) -> list[Cell]:
    (panel, codes), known = named, _printed(reference)
    war, effects = _war(game)
    found = _cells(f"Table 3{panel}", codes, _optimal(game), known)
    found += _cells(f"Table 4{panel}", codes, effects, known)
    for name, values in _talks(game, war).items():
        found += _cells(f"Table 5{panel}, from {name}", codes, values, known)
    return found


def _unrestricted_not(panel: str, codes: list[str], game: Game) -> list[Cell]:
    """Optimal duties and the war when partners must be treated alike."""
    effects = _war(game)[1]
    return [
        *_cells(f"Optimal duties without discrimination, {panel}", codes, _optimal(game), {}),
        *_cells(f"War without discrimination, {panel}", codes, effects, {}),
    ]


def _sensitivity(reference: Reference, row: str, game: Game) -> list[Cell]:
    """Means over regions under other elasticities."""
    known = _printed(reference)
    war, effects = _war(game)
    panels = {"Table 3c": _optimal(game), "Table 4c": effects}
    panels |= {f"Table 5c, from {name}": value for name, value in _talks(game, war).items()}
    return [
        Cell(table, row, column, float(values.mean()), known.get((table, row, column)))
        for table, columns in panels.items()
        for column, values in columns.items()
    ]


def _cells(
    table: str, codes: list[str], columns: Values, known: dict[tuple[str, str, str], float]
) -> list[Cell]:
    """A row for each region and their mean."""
    return [
        Cell(table, row, column, value, known.get((table, row, column)))
        for column, values in columns.items()
        for row, value in zip([*codes, MEAN], [*values.tolist(), float(values.mean())], strict=True)
    ]


def _printed(reference: Reference) -> dict[tuple[str, str, str], float]:
    """Published cells by table, row and column."""
    codes = reference.names("regions")
    found: dict[tuple[str, str, str], float] = {}
    for name in ("3a", "3c", "4a", "4c"):
        for row in reference.rows(f"table {name}"):
            if "region" in row:
                place = codes.get(row["region"], MEAN)
            else:
                place = f"{row['weights']}, {row['mean_sigma']}"
            for column, value in row.items():
                if column not in ("region", "weights", "mean_sigma"):
                    found[f"Table {name}", place, column] = float(value)
    return found
