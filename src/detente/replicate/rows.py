"""A cell of a published table beside ours, and the reader of a reference folder."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from detente.errors import InputError
from detente.games.journal import Journal
from detente.strict_yaml import Document
from detente.worlds.world import Floats

Published = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `ours` as computed, `published` as printed (None where it is not at hand)."""

    table: str
    row: str
    column: str
    ours: float
    published: float | None

    @property
    def deviation(self) -> float | None:
        """Ours less published, in the unit of the table."""
        return None if self.published is None else self.ours - self.published

    def as_mapping(self) -> dict[str, str | float | None]:
        """The keys promised to scripts; a number that does not exist is None."""
        return {
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "ours": self.ours if math.isfinite(self.ours) else None,
            "published": self.published,
            "deviation": self.deviation,
        }


@dataclass(frozen=True, slots=True)
class Reference:
    """The folder of one paper and its description (data/published); `journal` keeps what is done
    of long tables, which are computed on as many `processes`.
    """

    document: Document
    folder: Path
    journal: Journal = field(default_factory=Journal)
    processes: int = 1

    def text(self, key: str) -> str:
        """A single value of the description."""
        return str(self.document.mapping()[key])

    def names(self, key: str) -> dict[str, str]:
        """A mapping of the description."""
        return {name: str(value) for name, value in self.document.mapping(key).items()}

    def list(self, key: str) -> tuple[str, ...]:
        """A list of the description."""
        values = self.document.mapping()[key]
        return tuple(map(str, values)) if isinstance(values, list) else ()

    def path(self, name: str) -> Path:
        """A file of the folder by its name in the description. Raises InputError if absent."""
        found = self.folder / self.names("files")[name]
        if not found.is_file():
            raise InputError(
                f"{found}: not there. Replication needs the published data of {self.text('paper')}."
                " Give the folder that holds them with --reference."
            )
        return found

    def rows(self, name: str) -> list[dict[str, str]]:
        """A table of the folder. Raises InputError if absent."""
        with self.path(name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def has(self, name: str) -> bool:
        """Whether the folder holds a file."""
        files = self.names("files")
        return name in files and (self.folder / files[name]).is_file()


def cells(
    table: str,
    rows: Sequence[str],
    columns: Mapping[str, Floats | Iterable[float]],
    published: Published | None = None,
) -> list[Cell]:
    """Cells of a table from one array for each column."""
    known = published or {}
    found: list[Cell] = []
    for column, values in columns.items():
        for row, value in zip(rows, np.asarray(list(values)), strict=True):
            found.append(Cell(table, row, column, float(value), known.get((row, column))))
    return found
