"""Read a world input-output table of WIOD: the 2013 release as CSV, or the 2016 release, long.

2013 release: above the columns and left of the rows stand industry code, industry name, country
and number (c1, c2, ...); numbers above the industries' are final demand, rows without a country
below are taxes, margins and value added. 2016 release: columns IndustryCode, IndustryDescription,
Country, RNr, Year, then v + country + number, then TOT. Money is USD million.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from detente.errors import WorldError
from detente.worlds.read_icio import MILLION_PER_BN
from detente.worlds.tables import Line, formats, number, opened
from detente.worlds.uses import Uses
from detente.worlds.world import Floats

LONG_HEADINGS = ("IndustryCode", "IndustryDescription", "Country", "RNr", "Year")
LONG_COLUMN = re.compile(r"v([A-Za-z]{3})(\d+)")
NUMBER = re.compile(r"[cr](\d+)", re.IGNORECASE)
HEAD_ROWS = 12
"""The four header rows stand within the first lines of the sheet."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The table: country and number of every row and column kept, and the cells between them."""

    rows: list[tuple[str, int]]
    columns: list[tuple[str, int]]
    codes: dict[int, str]
    cells: Floats


def read_wiod(path: Path) -> Uses:
    """The table in USD bn. Raises WorldError where it is not understood."""
    with opened(path) as rows:
        lines = [(rows.line_num, [cell.strip() for cell in row]) for row in rows]
    if lines and set(LONG_HEADINGS) <= set(lines[0][1]):
        grid = _long(path, lines)
    else:
        grid = _sheet(path, lines)
    return _uses(path, grid)


def _sheet(path: Path, lines: list[tuple[int, list[str]]]) -> Grid:
    """The 2013 release: four header rows, four header columns."""
    at = next((k for k, (_, row) in enumerate(lines[:HEAD_ROWS]) if _share(row[4:]) > 0.5), None)
    if at is None:
        raise WorldError(
            f"{path}: no row of column numbers (c1, c2, ...) in its first {HEAD_ROWS} lines, nor "
            f"the headings {', '.join(LONG_HEADINGS)}. Expected the sheet WIOT_YEAR "
            "of the first release saved as CSV, or the second release in its long form. Check the "
            "file."
        )
    numbers, countries = lines[at][1], lines[at - 1][1]
    kept = [c for c in range(4, len(numbers)) if NUMBER.fullmatch(numbers[c]) and countries[c]]
    columns = [(countries[c], _number(numbers[c])) for c in kept]
    rows: list[tuple[str, int]] = []
    codes: dict[int, str] = {}
    cells: list[list[float]] = []
    last = max((number for _, number in columns), default=0)
    for line, row in lines[at + 1 :]:
        if len(row) < 4 or not NUMBER.fullmatch(row[3]) or not row[2] or row[2] == "TOT":
            continue
        place = Line(path, line, {})
        if len(row) != len(numbers):
            raise place.fault(
                f"{len(row)} cells under {len(numbers)} headings. The file may be cut off. Restore "
                "it."
            )
        rows.append((row[2], _number(row[3])))
        codes.setdefault(rows[-1][1], row[0] or row[1])
        cells.append([number(place, numbers[c], row[c] or "0") for c in kept])
        if rows[-1][1] > last:
            raise place.fault(f"the row number {row[3]} has no column. Check the sheet.")
    return Grid(rows, columns, codes, np.array(cells))


def _long(path: Path, lines: list[tuple[int, list[str]]]) -> Grid:
    """The 2016 release: one header row."""
    header = lines[0][1]
    found = {c: LONG_COLUMN.fullmatch(name) for c, name in enumerate(header)}
    kept = [c for c, match in found.items() if match]
    columns = [(match[1], int(match[2])) for match in found.values() if match]
    country, index = header.index("Country"), header.index("RNr")
    code = header.index("IndustryCode")
    rows: list[tuple[str, int]] = []
    codes: dict[int, str] = {}
    cells: list[list[float]] = []
    for line, row in lines[1:]:
        place = Line(path, line, {})
        if len(row) != len(header):
            raise place.fault(
                f"{len(row)} cells under {len(header)} headings. The file may be cut off. Restore "
                "it."
            )
        if row[country] == "TOT":
            continue
        rows.append((row[country], int(number(place, "RNr", row[index]))))
        codes.setdefault(rows[-1][1], row[code])
        cells.append([number(place, header[c], row[c] or "0") for c in kept])
    return Grid(rows, columns, codes, np.array(cells))


def _uses(path: Path, grid: Grid) -> Uses:
    renamed = cast("dict[str, str]", formats("wiod")["rest"])
    numbers = tuple(dict.fromkeys(number for _, number in grid.rows))
    places = tuple(dict.fromkeys(country for country, _ in grid.rows))
    _refuse_incomplete(path, grid, places, numbers)
    n, s = len(places), len(numbers)
    row_of = {cell: r for r, cell in enumerate(grid.rows)}
    column_of = {cell: c for c, cell in enumerate(grid.columns)}
    order = [row_of[(country, number)] for country in places for number in numbers]
    users = [column_of[(country, number)] for country in places for number in numbers]
    inputs = grid.cells[np.ix_(order, users)].reshape(n, s, n, s)
    final = np.zeros((n * s, n))
    for at, country in enumerate(places):
        kinds = [c for (name, k), c in column_of.items() if name == country and k not in numbers]
        final[:, at] = grid.cells[np.ix_(order, kinds)].sum(axis=1)
    return Uses(
        tuple(renamed.get(country, country) for country in places),
        tuple(grid.codes[number] for number in numbers),
        inputs / MILLION_PER_BN,
        final.reshape(n, s, n) / MILLION_PER_BN,
    )


def _refuse_incomplete(
    path: Path, grid: Grid, places: tuple[str, ...], numbers: tuple[int, ...]
) -> None:
    """Every country needs every industry once, as row and as column, and final demand."""
    wanted = {(country, number) for country in places for number in numbers}
    for what, cells in (("row", grid.rows), ("column", grid.columns)):
        missing = sorted(wanted - set(cells))
        twice = sorted({cell for cell in cells if cells.count(cell) > 1}) if not missing else []
        if missing or twice or not wanted:
            raise WorldError(
                f"{path}: as a {what} it lacks {missing[:5]} and has twice {twice[:5]}. Every "
                "country must have every industry once. The file may be cut off; restore it."
            )
    empty = [c for c in places if not any(p == c and k not in numbers for p, k in grid.columns)]
    if empty:
        raise WorldError(
            f"{path}: no final demand of {', '.join(empty)}. Its columns follow the industries. "
            "Restore the file."
        )


def _share(cells: list[str]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(bool(NUMBER.fullmatch(cell)) for cell in filled) / len(filled) if filled else 0.0


def _number(text: str) -> int:
    match = NUMBER.fullmatch(text)
    assert match is not None
    return int(match[1])
