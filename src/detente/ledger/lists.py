"""Product lists: compressed tables of code prefixes, the longest prefix wins."""

from __future__ import annotations

import csv
import difflib
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from detente.errors import LedgerError
from detente.ledger.schema import Name, Row
from detente.ledger.values import HIGHEST_RATE, parse_code, parse_date


class ListCard(Row):
    """Where a list comes from and what it lacks."""

    name: Name
    title: Name
    scheme: str | None = None
    rows: Name
    source: Name
    licence: str | None = None
    retrieved: str | None = None
    known_gaps: tuple[str, ...] = ()
    columns: Mapping[str, str] = Field(default_factory=dict)
    note: str | None = None


class CardsFile(Row):
    """The file lists/cards.yaml."""

    lists: list[ListCard]


@dataclass(frozen=True, slots=True)
class ProductList:
    """A list of code prefixes.

    rates      fraction by code, where the list carries rates; a code whose rate is not
               ad valorem is absent here and its text stands in `texts`
    since      day the line joined the list, where lines joined later
    announced  day that became public, where it was another
    on         `full` or `content`: what part of the value the duty falls on
    """

    name: str
    codes: frozenset[str]
    rates: Mapping[str, float]
    equivalents: Mapping[str, float]
    texts: Mapping[str, str]
    since: Mapping[str, date]
    announced: Mapping[str, date]
    on_content: frozenset[str]
    lengths: tuple[int, ...]

    def match(self, code: str) -> str | None:
        """The longest prefix of `code` on the list, or None."""
        for length in self.lengths:
            if length <= len(code) and code[:length] in self.codes:
                return code[:length]
        return None

    def inside(self, code: str) -> bool:
        """True where the list names a longer code within `code`."""
        return any(c.startswith(code) for c in self.codes if len(c) > len(code))


@lru_cache(maxsize=256)
def read_list(path: Path) -> ProductList:
    """Read `<name>.csv.gz`. A missing list is an error, never an empty set."""
    name = path.name.removesuffix(".csv.gz")
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise LedgerError(
            f"{path.name}: the product list cannot be read ({error}). A measure names it. "
            "Restore the file in lists/ or correct the name in the measure."
        ) from None
    if not rows or "code" not in rows[0]:
        raise LedgerError(f"{path.name}:1: no column `code`. Lists have a header with `code`.")
    column = {key: {r["code"]: r[key] for r in rows if r.get(key)} for key in rows[0]}
    codes = frozenset(r["code"] for r in rows)
    return ProductList(
        name=name,
        codes=codes,
        rates=_fractions(path, column.get("rate", {})),
        equivalents=_fractions(path, column.get("equivalent", {})),
        texts=column.get("text", {}),
        since=_dates(column.get("since", {})),
        announced=_dates(column.get("announced", {})),
        on_content=frozenset(c for c, v in column.get("on", {}).items() if v == "content"),
        lengths=tuple(sorted({len(c) for c in codes}, reverse=True)),
    )


LIST_COLUMNS = ("code", "rate", "equivalent", "text", "since", "announced", "on")
TABLE_COLUMNS = ("iso3", "rate")


def list_faults(path: Path) -> Iterator[str]:
    """Every fault of a product list or country table, with its line."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            names, rows = reader.fieldnames or (), list(reader)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        yield f"{path}:1: cannot be read as a gzipped CSV table ({error}). Write it again."
        return
    known = TABLE_COLUMNS if "iso3" in names else LIST_COLUMNS
    if "code" not in names and not {"iso3", "rate"} <= set(names):
        yield f"{path}:1: no column `code`. Lists have a header with `code`."
        return
    for name in names:
        near = difflib.get_close_matches(name, known, 1, 0.75)
        if near and name not in known:
            yield f'{path}:1: the column "{name}" is not read. Did you mean "{near[0]}"?'
    first: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        key = row.get("code") or row.get("iso3") or ""
        if key in first:
            yield f'{path}:{line}: "{key}" stands on line {first[key]} too. Keep one of the two.'
        first.setdefault(key, line)
        for name in names:
            fault = _cell_fault(name, row[name])
            if fault:
                yield f"{path}:{line}: {name}: {fault}"


def _cell_fault(name: str, text: str | None) -> str | None:
    """What is wrong with one cell, None where nothing is."""
    try:
        if name == "code" and parse_code(text or "") != text:
            return f'"{text}" has dots or spaces. Codes in lists are digits only.'
        if name in ("rate", "equivalent") and text:
            fraction(text)
        if name in ("since", "announced") and text:
            parse_date(text)
    except ValueError as error:
        return str(error)
    if name == "on" and text not in ("full", "content", "", None):
        return f'"{text}" is neither full nor content.'
    return None


def fraction(text: str) -> float:
    """A rate of a list: a fraction such as 0.075, never a percent. Raises ValueError."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 <= value <= HIGHEST_RATE:
        raise ValueError(f'"{text}" is no rate. Rates in lists are fractions such as 0.075.')
    return value


@lru_cache(maxsize=32)
def read_country_table(path: Path) -> Mapping[str, float]:
    """Read a table of rates by country (columns iso3, rate)."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
            return _fractions(path, {r["iso3"]: r["rate"] for r in csv.DictReader(handle)})
    except (OSError, KeyError, EOFError) as error:
        raise LedgerError(
            f"{path.name}: the country table cannot be read ({error}). A measure names it. "
            "It needs the columns iso3 and rate."
        ) from None


def _dates(texts: Mapping[str, str]) -> dict[str, date]:
    return {code: date.fromisoformat(text) for code, text in texts.items()}


def _fractions(path: Path, texts: Mapping[str, str]) -> dict[str, float]:
    try:
        return {code: float(text) for code, text in texts.items()}
    except ValueError as error:
        raise LedgerError(
            f"{path.name}: {error}. Rates in lists are fractions such as 0.075."
        ) from None
