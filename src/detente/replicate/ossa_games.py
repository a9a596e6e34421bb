"""Ossa (2014), the games, panel by panel.

    Table 3, 8     optimal duties; the same where partners must be treated alike (MFN)
    Table 4, 9     the war; under MFN
    Table 5, 10    talks from the war, from factual duties and from free trade; under MFN

Panel a weighs all sectors alike, b has lobbying weights, c other elasticities (means over regions).
His programs number tables so; in print Table 5 is spread over three, and so is Table 10. Percent;
wages less their mean over regions, profits over own wages, medians of duties. Talks are over the
point that they start from, and those under MFN start from the war without it.

His war is where rounds of best responses stop moving the mean duty by a point, which is after the
first: from optimal duties under MFN to the war under MFN, and from there. So are Tables 4, 5, 9 and
10 here; the war that nobody wants to leave stands beside them ("converged").
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.equilibrium.fixed_firms import FirmEquilibrium, FixedFirms, solve_firms
from detente.games import (
    BestResponse,
    FirmEconomy,
    Game,
    Instruments,
    Objective,
    bargain,
    best_response,
    game_in,
    matched_weights,
    nash,
    threat_at,
)
from detente.replicate.rows import Cell, Reference
from detente.worlds.world import Floats

PERCENT = 100.0
MEAN = "Mean"
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
CONVERGED = ", converged"
TABLES = {
    "3": OPTIMAL,
    "4": WAR,
    f"4{CONVERGED}": WAR,
    "5": TALKS,
    "8": OPTIMAL,
    "9": WAR,
    f"9{CONVERGED}": WAR,
    "10": TALKS,
}
STILL, ROUNDS = 0.01, 24
Purged = Callable[[Reference, str | None], FixedFirms]


@dataclass(frozen=True, slots=True)
class Version:
    """One run of the paper: its panel and row, the column of elasticities (None for the main
    one), and whether lobbies count.
    """

    panel: str
    row: str
    column: str | None
    lobbied: bool

    @property
    def text(self) -> str:
        """What it is, for the screen."""
        kind = "with lobbying" if self.lobbied else "without lobbying"
        return f"{kind}, elasticities {self.column or 'of the paper'}"


def tables(reference: Reference, purged: Purged) -> list[Cell]:
    """Table 1 and all panels of Tables 3, 4, 5, 8, 9 and 10."""
    found = _table1(reference, purged)
    for version in _versions(reference):
        base = purged(reference, version.column)
        weights = _weights(reference, version, base) if version.lobbied else None
        found += _cells(reference, version, piece(reference, version, base, weights))
    return found


def _versions(reference: Reference) -> list[Version]:
    found = [Version("a", "", None, False), Version("b", "", None, True)]
    for label, column in reference.names("sensitivity").items():
        found.append(Version("c", f"baseline, {label}", column, False))
        found.append(Version("c", f"political, {label}", column, True))
    common = reference.text("common elasticity")
    return [*found, Version("c", "baseline, common", common, False)]


def piece(
    reference: Reference, version: Version, base: FixedFirms, weights: Floats | None
) -> dict[str, Floats]:
    """All tables of a version, from the journal or computed: "table column" to values [N]."""
    mark = hashlib.sha256()
    for array in (base.flows, base.tariff, base.sigma, *([] if weights is None else [weights])):
        mark.update(array.tobytes())
    names = [f"{table}/{column}" for table, columns in TABLES.items() for column in columns]

    def compute() -> list[float]:
        found = _played(base, weights)
        return [float(value) for name in names for value in found[name]]

    key = f"ossa {mark.hexdigest()[:16]}"
    values = np.array(reference.journal.piece(key, compute, version.text))
    return dict(zip(names, values.reshape(len(names), len(base.regions)), strict=True))


def _played(base: FixedFirms, weights: Floats | None) -> dict[str, Floats]:
    """The columns of all tables for one set of elasticities and weights."""
    equal = _game(base, weights, Instruments(detail="sector"))
    free = _game(base, weights, Instruments())
    best_equal, best = _optima(equal), _optima(free)
    war_equal = _rounds(equal, _together(equal, best_equal))
    war = _rounds(free, war_equal)
    quo, none = free.tariff, np.zeros_like(war)
    threats: dict[str, Floats] = dict(zip(STARTS, (war, quo, none), strict=True))
    parts = {
        "3": _optimal(free, best),
        "4": _war(free, war),
        f"4{CONVERGED}": _war(free, nash(free, check=False).tariff),
        "5": _talks(free, threats),
        "8": _optimal(equal, best_equal),
        "9": _war(equal, war_equal),
        f"9{CONVERGED}": _war(equal, nash(equal, check=False).tariff),
        "10": _talks(equal, threats),
    }
    return {f"{t}/{name}": values for t, part in parts.items() for name, values in part.items()}


def _optima(game: Game) -> list[BestResponse]:
    """Everybody's best response to the factual duties; from several starts where lobbies count."""
    check = game.objective.weights is not None
    return [best_response(game, player, check=check) for player in game.players]


def _together(game: Game, found: list[BestResponse]) -> Floats:
    """The duties of all best responses at once."""
    tariff = game.tariff.copy()
    for place, best in enumerate(found):
        tariff[place] = best.tariff[place]
    return tariff


def _rounds(game: Game, tariff: Floats) -> Floats:
    """Rounds of best responses, until the mean duty hardly moves."""
    for _ in range(ROUNDS):
        around = game.at(tariff)
        found = [best_response(around, player, check=False) for player in game.players]
        before, tariff = tariff, _together(around, found)
        if abs(float((tariff - before).mean())) < STILL:
            break
    return tariff


def _game(base: FixedFirms, weights: Floats | None, given: Instruments) -> Game:
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


def _talks(game: Game, threats: dict[str, Floats]) -> dict[str, Floats]:
    """Tables 5 and 10: equal gains for all governments, over each starting point."""
    found: dict[str, Floats] = {}
    for start, tariff in threats.items():
        deal = bargain(game, threat_at(game, tariff, start))
        before = game.economy.solve(tariff, np.zeros_like(tariff), None)
        assert isinstance(before, FirmEquilibrium)
        base = before.as_base()
        after = solve_firms(base, deal.tariff)
        effects = [*_effects(FirmEconomy(base), game.objective, after), _medians(deal.tariff)]
        names = [name for name in TALKS if name.endswith(start)]
        found |= dict(zip(names, effects, strict=True))
    return found


def _weights(reference: Reference, version: Version, base: FixedFirms) -> Floats:
    """Lobbying weights [region, sector]: the paper's own for its elasticities, else matched."""
    if version.column is None and reference.has("lambda"):
        rows = reference.rows("lambda")
        return np.array([[float(row[name]) for row in rows] for name in base.regions])
    return _matched(reference, base)


def _matched(reference: Reference, base: FixedFirms) -> Floats:
    """Weights that make the paper's target duties best under MFN, up to a common shift."""
    rows = reference.rows("targets")
    duties = np.array([[float(row[name]) for row in rows] for name in base.regions])
    highest = np.maximum(duties, float(reference.text("highest_target")))
    game = _game(base, None, Instruments(detail="sector"))
    given = zip(base.regions, duties, highest, strict=True)
    return np.stack([matched_weights(game, *each).weights for each in given])


def _table1(reference: Reference, purged: Purged) -> list[Cell]:
    """Elasticities as given, and weights by our own inverse optimum beside the printed ones."""
    base = purged(reference, None)
    codes = reference.names("regions")
    ours = {"sigma": base.sigma}
    matched = _matched(reference, base)
    for name, weights in zip(base.regions, matched, strict=True):
        ours[f"lambda_{codes[name]}"] = weights
    printed: dict[tuple[str, str], float] = {}
    for row in reference.rows("table 1"):
        for column, value in row.items():
            kind, _, name = column.partition("_")
            if column != "sector":
                label = column if not name else f"{kind}_{codes[name]}"
                printed[row["sector"], label] = float(value)
    return [
        Cell("Table 1", sector, column, float(value), printed.get((sector, column)))
        for column, values in ours.items()
        for sector, value in zip([*base.sectors, MEAN], [*values, values.mean()], strict=True)
    ]


def _cells(reference: Reference, version: Version, found: dict[str, Floats]) -> list[Cell]:
    """A row for each region and their mean; in panel c the means alone."""
    codes, known = list(reference.names("regions").values()), _printed(reference)
    cells: list[Cell] = []
    for name, values in found.items():
        label, column = name.split("/")
        number, _, rest = label.partition(",")
        table = f"Table {number}{version.panel}{',' * bool(rest)}{rest}"
        mean = float(values.mean())
        rows = {version.row: mean}
        if version.panel != "c":
            rows = dict(zip([*codes, MEAN], [*values.tolist(), mean], strict=True))
        for row, value in rows.items():
            cells.append(Cell(table, row, column, value, known.get((table, row, column))))
    return cells


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
