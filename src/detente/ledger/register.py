"""The coverage register: what the record holds of each imposer, instrument and year.

Generated from the rows, never typed. A cell without rows is unknown: nobody can tell from
the record whether nothing was done or nothing was recorded.

complete   the record means to hold every act of this kind, no row of the cell is of low
           confidence, and all that its rows levy or excuse is in the computed rates
partial    there are rows, and something is missing; `gaps` says what
unknown    there are no rows
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Literal

from detente.ledger.caveats import SIDES
from detente.ledger.ledger import Ledger
from detente.ledger.measures import DUTY_INSTRUMENTS, RELATION_INSTRUMENTS, Measure

Extent = Literal["complete", "partial", "unknown"]
MEANT_IN_FULL = DUTY_INSTRUMENTS | RELATION_INSTRUMENTS | {"precedence_rule"}
LEVELS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows of one imposer and instrument that became public in one year.

    high, medium, low   number of rows by confidence; they add up to `rows`
    gaps                why the cell is not complete, in short phrases
    """

    imposer: str
    instrument: str
    year: int
    extent: Extent
    rows: int
    high: int
    medium: int
    low: int
    gaps: tuple[str, ...]


def coverage_register(ledger: Ledger) -> tuple[Cell, ...]:
    """One cell for each imposer, instrument and year of the record's coverage.

    Years before the coverage count with its first: a base duty made public earlier still holds.
    """
    first = ledger.coverage.start.year
    last = (ledger.coverage.until - timedelta(days=1)).year
    found: dict[tuple[str, str], dict[int, list[Measure]]] = {}
    for m in ledger.measures.values():
        year = min(max(m.announced.year, first), last)
        found.setdefault((m.imposer, m.instrument), {}).setdefault(year, []).append(m)
    return tuple(
        _cell(ledger, key, year, found[key].get(year, []))
        for key in sorted(found)
        for year in range(first, last + 1)
    )


def _cell(ledger: Ledger, key: tuple[str, str], year: int, rows: Sequence[Measure]) -> Cell:
    high, medium, low = (sum(m.confidence == level for m in rows) for level in LEVELS)
    gaps = tuple(_gaps(ledger, key[1], rows)) if rows else ()
    extent: Extent = "unknown" if not rows else "partial" if gaps else "complete"
    return Cell(*key, year, extent, len(rows), high, medium, low, gaps)


def _gaps(ledger: Ledger, instrument: str, rows: Sequence[Measure]) -> Iterator[str]:
    if instrument not in MEANT_IN_FULL:
        yield "only acts that bear on the talks are recorded"
    low = [m.id for m in rows if m.confidence == "low"]
    if low:
        yield f"low confidence: {_named(low)}"
    silent = [m.id for m in rows if _without_products(m)]
    if silent:
        yield f"no product list or rate held: {_named(silent)}"
    flagged = [m.id for m in rows if m.condition]
    if flagged:
        yield f"on a condition that no code shows: {_named(flagged)}"
    holed = sorted({n for m in rows for n in _lists(m) if n in _with_gaps(ledger)})
    if holed:
        yield f"lists with known gaps: {_named(holed)}"


def _without_products(m: Measure) -> bool:
    """A duty without a rate by value, or a relief of duties that names no goods."""
    if m.instrument in DUTY_INSTRUMENTS:
        return m.status is None and (m.rate.kind == "none" or m.scope.empty) and not m.content
    return m.instrument != "suspension" and m.instrument in RELATION_INSTRUMENTS and m.scope.empty


def _lists(m: Measure) -> tuple[str, ...]:
    return (*m.scope.lists, *m.scope.except_lists, *m.content_scope.lists)


def _with_gaps(ledger: Ledger) -> frozenset[str]:
    return frozenset(name for name, card in ledger.cards.items() if card.known_gaps)


def _named(names: Sequence[str], shown: int = 3) -> str:
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")


# As a page

HEAD = """\
<!-- Written by `make docs` from the record. -->

# What the record covers

A table for each imposer: kinds of measure by the year in which rows became public. A cell says
`rows extent high/medium/low`: how many rows, how far the record goes, and how sure it is.

- **complete**: the record means to hold every act of this kind, no row is of low confidence, and
  all that the rows levy or excuse is in the computed rates.
- **partial**: there are rows and something is missing; the reasons stand below each table.
- **-**: no rows. That is unknown, not zero.

"""


def as_page(ledger: Ledger) -> str:
    """The register in Markdown, one table an imposer."""
    cells = coverage_register(ledger)
    parts = [HEAD, f"{_whole(ledger, cells)}\n"]
    for imposer, group in groupby(cells, key=lambda c: c.imposer):
        parts.append(_table(ledger.places.name(imposer), tuple(group)))
    return "\n".join([*parts, _holes(ledger)])


def _holes(ledger: Ledger) -> str:
    """Known holes as a table: every rate they touch tells of them."""
    lines = ["## Known holes\n", "Each rate that one of these touches says so.\n"]
    lines += [_row("id", ["from", "to", "the rate may be", "what"]), _row("---", ["---"] * 4)]
    for c in ledger.caveats:
        days = (f"{c.start:%Y-%m-%d}", f"{c.until:%Y-%m-%d}" if c.until else "")
        lines.append(_row(c.id, [*days, SIDES[c.effect], c.says]))
    return "\n".join([*lines, ""])


def _whole(ledger: Ledger, cells: Sequence[Cell]) -> str:
    rows = sum(c.rows for c in cells)
    by_level = [sum(getattr(c, level) for c in cells) for level in LEVELS]
    return (
        f"In all {rows} rows ({_split(by_level)}) from {ledger.coverage.start} to "
        f"{ledger.coverage.until - timedelta(days=1)}. {ledger.coverage.note}"
    )


def _table(name: str, cells: Sequence[Cell]) -> str:
    years = sorted({c.year for c in cells})
    lines = [f"## {name}\n", _row("instrument", map(str, years)), _row("---", ["---"] * len(years))]
    reasons: list[str] = []
    for instrument, group in groupby(cells, key=lambda c: c.instrument):
        row = tuple(group)
        words = instrument.replace("_", " ")
        lines.append(_row(words, map(_shown, row)))
        reasons += [f"- {words} {c.year}: {'; '.join(c.gaps)}" for c in row if c.gaps]
    return "\n".join([*lines, "", *reasons, ""])


def _shown(cell: Cell) -> str:
    if not cell.rows:
        return "-"
    return f"{cell.rows} {cell.extent} {_split((cell.high, cell.medium, cell.low))}"


def _split(numbers: Iterable[int]) -> str:
    return "/".join(map(str, numbers))


def _row(first: str, rest: Iterable[str]) -> str:
    return f"| {' | '.join([first, *rest])} |"
