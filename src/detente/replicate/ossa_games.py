"""Ossa (2014), the tables of the games, panel by panel.

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
from functools import partial

import numpy as np

from detente.equilibrium.fixed_firms import FixedFirms
from detente.games import Instruments, matched_weights
from detente.games.piecework import Piece, finish
from detente.replicate.ossa_play import columns, game_of, played
from detente.replicate.rows import Cell, Reference
from detente.worlds.world import Floats

MEAN = "Mean"
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
    def best(self) -> bool:
        """Whether talks from several starts stand beside his: with his own weights."""
        return self.lobbied and self.column is None

    @property
    def text(self) -> str:
        """What it is, for the screen."""
        kind = "with lobbying" if self.lobbied else "without lobbying"
        return f"{kind}, elasticities {self.column or 'of the paper'}"


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """What governments want: lobbying `weights` [region, sector], or the duties [region, sector]
    that weights are to make best, and upper limits of these; neither for real income.
    """

    weights: Floats | None = None
    targets: tuple[Floats, Floats] | None = None

    def on(self, base: FixedFirms) -> Floats | None:
        """The weights, matched on this base where they are not given."""
        return self.weights if self.targets is None else _matched(base, *self.targets)


def tables(reference: Reference, purged: Purged) -> list[Cell]:
    """Table 1 and all panels of Tables 3, 4, 5, 8, 9 and 10."""
    versions = _versions(reference)
    bases = [purged(reference, version.column) for version in versions]
    pieces = [piece(reference, *each) for each in zip(versions, bases, strict=True)]
    targets = _targets(reference, bases[0])
    first = Piece(
        _key(bases[0], Wishes(targets=targets), "weights"),
        partial(_flat, bases[0], targets),
        "weights",
    )
    weights, *values = finish(reference.journal, [first, *pieces], reference.processes)
    found = _table1(reference, bases[0], np.array(weights).reshape(targets[0].shape))
    for version, base, row in zip(versions, bases, values, strict=True):
        found += _cells(reference, version, by_column(version, base, row))
    return found


def _versions(reference: Reference) -> list[Version]:
    found = [Version("a", "", None, False), Version("b", "", None, True)]
    for label, column in reference.names("sensitivity").items():
        found.append(Version("c", f"baseline, {label}", column, False))
        found.append(Version("c", f"political, {label}", column, True))
    common = reference.text("common elasticity")
    return [*found, Version("c", "baseline, common", common, False)]


def piece(reference: Reference, version: Version, base: FixedFirms) -> Piece:
    """All tables of a version as a piece of the journal."""
    wishes = _wishes(reference, version, base)
    low, best = float(reference.text("lobbied_start")), version.best
    compute = partial(_values, base, wishes, low, best)
    return Piece(_key(base, wishes, f"{low:g} {best}"), compute, version.text)


def by_column(version: Version, base: FixedFirms, values: list[float]) -> dict[str, Floats]:
    """The values of a piece by "table/column" [region]."""
    names = columns(version.best)
    rows = np.array(values).reshape(len(names), len(base.regions))
    return dict(zip(names, rows, strict=True))


def _values(base: FixedFirms, wishes: Wishes, low: float, best: bool) -> list[float]:
    found = played(base, wishes.on(base), low, best)
    return [float(value) for name in columns(best) for value in found[name]]


def _flat(base: FixedFirms, targets: tuple[Floats, Floats]) -> list[float]:
    return [float(value) for value in _matched(base, *targets).ravel()]


def _key(base: FixedFirms, wishes: Wishes, kind: str) -> str:
    """A text that differs whenever what is computed does."""
    mark = hashlib.sha256(kind.encode())
    given = [] if wishes.weights is None else [wishes.weights]
    for array in (base.flows, base.tariff, base.sigma, *given, *(wishes.targets or ())):
        mark.update(array.tobytes())
    return f"ossa {mark.hexdigest()[:16]}"


def _wishes(reference: Reference, version: Version, base: FixedFirms) -> Wishes:
    """The paper's own weights for its elasticities, else targets to match."""
    if not version.lobbied:
        return Wishes()
    if version.column is None and reference.has("lambda"):
        rows = reference.rows("lambda")
        return Wishes(np.array([[float(row[name]) for row in rows] for name in base.regions]))
    return Wishes(targets=_targets(reference, base))


def _targets(reference: Reference, base: FixedFirms) -> tuple[Floats, Floats]:
    """The paper's target duties [region, sector], and how high the duties matched may be."""
    rows = reference.rows("targets")
    duties = np.array([[float(row[name]) for row in rows] for name in base.regions])
    return duties, np.maximum(duties, float(reference.text("highest_target")))


def _matched(base: FixedFirms, duties: Floats, highest: Floats) -> Floats:
    """Weights that make the target duties best under MFN, up to a common shift."""
    equal = game_of(base, None, Instruments(detail="sector"))
    given = zip(base.regions, duties, highest, strict=True)
    return np.stack([matched_weights(equal, *each).weights for each in given])


def _table1(reference: Reference, base: FixedFirms, matched: Floats) -> list[Cell]:
    """Elasticities as given, and weights by our own inverse optimum beside the printed ones."""
    codes = reference.names("regions")
    ours = {"sigma": base.sigma}
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
    """Published cells by table, row and column; means that only the abstract gives among them."""
    codes = reference.names("regions")
    found: dict[tuple[str, str, str], float] = {}
    for place, value in reference.names("abstract").items():
        table, _, column = place.partition("/")
        found[table, MEAN, column] = float(value)
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
