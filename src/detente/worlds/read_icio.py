"""Read an OECD Inter-Country Input-Output table as published: the CSV of one year.

Rows and columns are named COUNTRY_INDUSTRY; after the industries come final demand
(COUNTRY_HFCE, COUNTRY_GFCF, ...) and the total OUT; below them taxes less subsidies (TLS),
value added (VA) and OUT. Editions before 2023 write TOTAL, VALU, OUTPUT and one row of taxes for
each country. Money is USD million.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from detente.errors import WorldError
from detente.worlds.tables import CsvRows, Line, formats, number, opened
from detente.worlds.uses import Uses
from detente.worlds.world import Floats

MILLION_PER_BN = 1e3
NO_CELLS: list[str] = []
TOLERANCE = 1e-3
"""Rows must add up to the published total to this share of it."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Words of the format."""

    final: frozenset[str]
    totals: frozenset[str]
    below: frozenset[str]
    below_ending: tuple[str, ...]
    parts: dict[str, str]

    def is_below(self, label: str) -> bool:
        """Whether a row stands below the industries."""
        ends = label.rsplit("_", 1)[-1] in self.below_ending and "_" in label
        return label in self.below or label in self.totals or ends

    def cell(self, label: str) -> tuple[str, str]:
        """Country and industry (or kind of final demand) of a label."""
        country, _, rest = label.partition("_")
        return self.parts.get(country, country), rest


def icio_codes() -> Codes:
    """The words of the format, from formats.yaml."""
    found = cast("dict[str, list[str]]", formats("icio"))
    return Codes(
        final=frozenset(found["final"]),
        totals=frozenset(found["totals"]),
        below=frozenset(found["below"]),
        below_ending=tuple(found["below_ending"]),
        parts=dict(cast("dict[str, str]", formats("icio")["parts"])),
    )


def read_icio(path: Path) -> Uses:
    """The table in USD bn, parts of a country added up.

    Raises WorldError for labels that stand twice or are not understood, for cells that are not
    numbers, and where uses do not add up to the published output (a file cut off or altered).
    """
    codes = icio_codes()
    with opened(path) as rows:
        header = [label.strip() for label in next(rows, NO_CELLS)][1:]
        if len(header) < 2 or not any("_" in label for label in header):
            raise WorldError(
                f"{path}:1: no columns COUNTRY_INDUSTRY found. Expected the table of one year, "
                "small version, with a header such as AUS_A01_02. Unpack the archive first."
            )
        _refuse_twice(path, 1, header)
        labels, values = _industries(rows, header, codes)
    return _uses(path, header, labels, values, codes)


def _industries(rows: CsvRows, header: list[str], codes: Codes) -> tuple[list[str], Floats]:
    """Labels and cells of the rows of industries; stops at the first row below them."""
    labels: list[str] = []
    values: list[Floats] = []
    for row in rows:
        label = row[0].strip() if row else ""
        if codes.is_below(label):
            break
        line = Line(rows.path, rows.line_num, {})
        if len(row) != len(header) + 1:
            raise line.fault(
                f"{label or 'a row'} has {len(row) - 1} cells under {len(header)} headings. The "
                "file may be cut off. Restore it."
            )
        labels.append(label)
        values.append(_cells(line, header, row[1:]))
    else:
        raise WorldError(
            f"{rows.path}: ends after {rows.line_num} lines without the rows of taxes and value "
            "added (TLS, VA, OUT). The file is cut off. Restore it."
        )
    _refuse_twice(rows.path, 1, labels)
    return labels, np.array(values)


def _cells(line: Line, header: list[str], cells: list[str]) -> Floats:
    try:
        return np.array([float(cell) if cell else 0.0 for cell in cells])
    except ValueError:
        for name, cell in zip(header, cells, strict=True):
            number(line, name, cell or "0")
        raise


def _refuse_twice(path: Path, line: int, labels: Sequence[str]) -> None:
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise WorldError(
                f"{path}:{line}: the label {label} stands twice. Each country and industry may "
                "stand once. Remove one, or name it right."
            )
        seen.add(label)


def _uses(path: Path, header: list[str], labels: list[str], values: Floats, codes: Codes) -> Uses:
    makers = [codes.cell(label) for label in labels]
    countries = tuple(dict.fromkeys(country for country, _ in makers))
    sectors = tuple(dict.fromkeys(sector for _, sector in makers))
    place = {c: n for n, c in enumerate(countries)}, {s: k for k, s in enumerate(sectors)}
    n, s = len(countries), len(sectors)
    users = set(labels)
    into_user = np.full(len(header), -1)
    into_final = np.full(len(header), -1)
    out = -1
    for c, label in enumerate(header):
        country, rest = codes.cell(label)
        if label in users:
            into_user[c] = place[0][country] * s + place[1][rest]
        elif rest in codes.final and country in place[0]:
            into_final[c] = place[0][country]
        elif label in codes.totals:
            out = c
        elif rest not in codes.final:
            raise WorldError(
                f"{path}:1: the column {label} is neither an industry with a row nor final demand "
                f"({', '.join(sorted(codes.final))}) nor the total. Remove it or name it right."
            )
    if out >= 0:
        _refuse_gap(path, labels, values, out, codes)
    origin = np.array([place[0][country] * s + place[1][sector] for country, sector in makers])
    to_origin = _adding(origin, n * s)
    inputs = to_origin @ values @ _adding(into_user, n * s).T
    final = to_origin @ values @ _adding(into_final, n).T
    return Uses(
        countries,
        sectors,
        inputs.reshape(n, s, n, s) / MILLION_PER_BN,
        final.reshape(n, s, n) / MILLION_PER_BN,
    )


def _adding(target: np.ndarray, size: int) -> Floats:
    """The 0/1 matrix [size, old] that adds old entries up; -1 goes nowhere."""
    matrix = np.zeros((size, len(target)))
    kept = np.flatnonzero(target >= 0)
    matrix[target[kept], kept] = 1.0
    return matrix


def _refuse_gap(path: Path, labels: list[str], values: Floats, out: int, codes: Codes) -> None:
    """Uses of every row must add up to its published output."""
    used, total = values.sum(axis=1) - values[:, out], values[:, out]
    gap = np.abs(used - total)
    bad = gap > TOLERANCE * np.maximum(np.abs(total), 1.0)
    if bad.any():
        at = int(np.argmax(np.where(bad, gap, -1.0)))
        raise WorldError(
            f"{path}:{at + 2}: the uses of {labels[at]} add up to {used[at]:,.1f}, the table says "
            f"{total[at]:,.1f} ({int(bad.sum())} such rows). They must agree. The file was altered "
            "or misses columns; restore it."
        )
