"""One pair's duties by cells fine enough for every world: the meeting of all classifications.

A cell is a combination of sector codes, one of each classification that a world uses. Duties are
stacked once, averaged into cells, and cells are added up to the sectors of any world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.rates.average import Direction, sector_of_codes
from detente.rates.products import Floats
from detente.rates.stack import Stack


@dataclass(frozen=True, slots=True)
class Cells:
    """Duties of one importer on one exporter by cell.

    label[c]      code of each classification, None where a product has none
    trade_usd[c]  imports; paid[m, c] duty of measure m in USD
    """

    label: tuple[tuple[str | None, ...], ...]
    measures: tuple[str, ...]
    families: tuple[str, ...]
    trade_usd: Floats
    paid: Floats

    def into(self, column: int, sectors: Mapping[str, str], world: Sequence[str]) -> Floats:
        """The 0/1 matrix [cell, sector] of a world whose goods are not blank in `world`.

        Codes of the classification are renamed by `sectors`, then placed.
        """
        position = {code: s for s, code in enumerate(world) if code}
        matrix = np.zeros((len(self.label), len(world)))
        for c, codes in enumerate(self.label):
            code = codes[column]
            at = -1 if code is None else position.get(sectors.get(code, code), -1)
            if at >= 0:
                matrix[c, at] = 1.0
        return matrix


@dataclass(frozen=True, slots=True)
class Partition:
    """The cell of each product of a flow."""

    label: tuple[tuple[str | None, ...], ...]
    cell: np.ndarray


def partition(codes: tuple[str, ...], columns: tuple[str, ...]) -> Partition:
    """Products by the codes of every classification."""
    rows = list(zip(*(sector_of_codes(codes, column) for column in columns), strict=True))
    place = {label: c for c, label in enumerate(dict.fromkeys(rows))}
    return Partition(tuple(place), np.array([place[row] for row in rows], dtype=np.int64))


def by_cell(stack: Stack, parts: Floats, flow: Direction, cells: Partition) -> Cells:
    """Trade and duties paid by cell; products whose duty is not known are left out."""
    known = stack.based & ~np.isnan(parts).any(axis=0)
    weight = np.where(known, flow.value, 0.0)
    count = len(cells.label)
    rows = [i for i, m in enumerate(stack.rows) if m.is_duty and parts[i].any()]
    paid = [np.bincount(cells.cell, np.nan_to_num(parts[i]) * weight, count) for i in rows]
    return Cells(
        label=cells.label,
        measures=tuple(stack.rows[i].id for i in rows),
        families=tuple(stack.rows[i].family or stack.rows[i].id for i in rows),
        trade_usd=np.bincount(cells.cell, weight, count).astype(float),
        paid=np.array(paid, dtype=np.float64).reshape(len(rows), count),
    )
