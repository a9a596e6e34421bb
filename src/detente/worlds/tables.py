"""Read CSV tables of a user's own: every fault names the file and the line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.errors import WorldError, reason
from detente.worlds.cards import read_mapping
from detente.worlds.load import FOLDER

NO_CELLS: list[str] = []
LIKELY_PERCENT = 10.0
"""A duty above 1,000% is more likely a percentage written as a fraction."""
OTHER_NAMES = {
    "reporter": "importer",
    "destination": "importer",
    "buyer": "importer",
    "partner": "exporter",
    "origin": "exporter",
    "seller": "exporter",
    "source": "exporter",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table with its place."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def fault(self, text: str) -> WorldError:
        """An error that points here."""
        return WorldError(f"{self.path}:{self.number}: {text}")

    def number_in(self, column: str) -> float:
        """A cell as a finite number. Raises WorldError."""
        return number(self, column, self.cells[column])

    def rate(self, column: str) -> float:
        """A duty as a fraction, from `25%` or `0.25`. Raises WorldError."""
        text = self.cells[column].strip()
        percent = text.endswith("%")
        value = number(self, column, text.removesuffix("%")) / (100.0 if percent else 1.0)
        if value <= -1.0:
            raise self.fault(f"a duty of {text}. It must be above -100%. Correct the table.")
        if value > LIKELY_PERCENT and not percent:
            raise self.fault(
                f"a duty of {text} reads as {value:,.0%}. A plain number is a fraction. "
                f"Write {text}%, or {value / 100.0:g}."
            )
        return value


def number(line: Line, column: str, text: str) -> float:
    """A finite number. Raises WorldError with the place of the cell."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -float("inf") < value < float("inf"):
        raise line.fault(f"{column} is {text!r}. Expected a number. Correct or remove the row.")
    return value


def read_table(path: Path, needed: tuple[str, ...]) -> Iterator[Line]:
    """The rows of a CSV with a header. Raises WorldError where columns or cells are missing."""
    with opened(path) as rows:
        header = [name.strip().lower() for name in next(rows, NO_CELLS)]
        twice = {name for name in header if header.count(name) > 1}
        missing = [name for name in needed if name not in header]
        if missing or twice:
            raise WorldError(_header_fault(path, header, missing, twice))
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                raise WorldError(
                    f"{path}:{rows.line_num}: {len(row)} cells under {len(header)} headings. Each "
                    "row must have one cell for each. The file may be cut off; restore it."
                )
            cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
            yield Line(path, rows.line_num, cells)


def _header_fault(path: Path, header: list[str], missing: list[str], twice: set[str]) -> str:
    if twice:
        return f"{path}:1: the columns {sorted(twice)} stand twice. Remove one of each."
    other = {name: OTHER_NAMES[name] for name in header if name in OTHER_NAMES}
    hint = ""
    if other:
        named = ", ".join(f"{old} ({new}?)" for old, new in other.items())
        hint = (
            f" It has {named}: detente does not guess who buys, because customs tables differ. "
            "The importer is the one that levies the duty."
        )
    return (
        f"{path}:1: the columns {missing} are missing; there are {header or 'none'}.{hint} "
        "Name the columns so."
    )


class opened:
    """A CSV reader over a file; unreadable files end in a WorldError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> CsvRows:
        try:
            self.file = self.path.open(encoding="utf-8-sig", newline="")
        except OSError as error:
            raise WorldError(
                f"{self.path}: cannot be read ({error.strerror}). Check the path."
            ) from None
        return CsvRows(self.path, csv.reader(self.file))

    def __exit__(self, *_: object) -> None:
        self.file.close()


class CsvRows:
    """Rows with line numbers; text that is not UTF-8 CSV ends in a WorldError."""

    def __init__(self, path: Path, rows: Iterator[list[str]]) -> None:
        self.path, self.rows, self.line_num = path, rows, 0

    def __iter__(self) -> CsvRows:
        return self

    def __next__(self) -> list[str]:
        try:
            row = next(self.rows)
        except (UnicodeDecodeError, csv.Error) as error:
            raise WorldError(
                f"{self.path}:{self.line_num + 1}: not readable as CSV ({reason(error)}). Save it "
                "as comma-separated text in UTF-8."
            ) from None
        self.line_num += 1
        return row


@dataclass(frozen=True, slots=True)
class SectorTerms:
    """What the model must know of a sector: its name, if it is a good, its trade elasticity."""

    name: str
    good: bool
    elasticity: float


def known_sectors(scheme: str) -> dict[str, SectorTerms]:
    """Sectors of a published classification (`isic4` or `wiod`), from sectors.csv."""
    rows = read_table(FOLDER / "sectors.csv", ("scheme", "code", "name", "good", "elasticity"))
    return {
        row.cells["code"]: SectorTerms(
            row.cells["name"], row.cells["good"] == "true", float(row.cells["elasticity"])
        )
        for row in rows
        if row.cells["scheme"] == scheme
    }


def read_elasticities(path: Path) -> dict[str, SectorTerms]:
    """A table of sector, elasticity and, optionally, name and good (default true)."""
    found: dict[str, SectorTerms] = {}
    for row in read_table(path, ("sector", "elasticity")):
        code, value = row.cells["sector"], row.number_in("elasticity")
        if code in found:
            raise row.fault(f"{code} stands twice. Each sector needs one elasticity. Remove one.")
        if value <= 0.0:
            raise row.fault(
                f"{code} has the elasticity {value:g}. It must be above zero: it says by how many "
                "percent purchases fall when a price rises by one. Correct the table."
            )
        good = row.cells.get("good", "true").lower()
        if good not in {"true", "false"}:
            raise row.fault(f"good is {good!r}. Expected true or false. Correct the table.")
        found[code] = SectorTerms(row.cells.get("name") or code, good == "true", value)
    return found


def formats(name: str) -> dict[str, object]:
    """Codes that a published format uses, from formats.yaml."""
    return dict(read_mapping(FOLDER / "formats.yaml")[name])
