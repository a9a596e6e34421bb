"""The coverage register: counts that add up, silence that stays unknown, a page that is current."""

from __future__ import annotations

from pathlib import Path

from detente.ledger import read_ledger
from detente.ledger.register import as_page, coverage_register

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "coverage.md"


def test_every_row_is_counted_once() -> None:
    ledger = read_ledger()
    cells = coverage_register(ledger)
    assert sum(c.rows for c in cells) == len(ledger.measures)
    assert all(c.high + c.medium + c.low == c.rows for c in cells)


def test_a_cell_without_rows_is_unknown_and_one_with_gaps_is_not_complete() -> None:
    for cell in coverage_register(read_ledger()):
        assert (cell.extent == "unknown") == (cell.rows == 0)
        assert (cell.extent == "complete") == (cell.rows > 0 and not cell.gaps)


def test_controls_and_listings_are_never_called_complete() -> None:
    cells = coverage_register(read_ledger())
    assert all(c.extent != "complete" for c in cells if c.instrument == "entity_listing")


def test_every_imposer_has_a_cell_for_every_year() -> None:
    cells = coverage_register(read_ledger())
    pairs = {(c.imposer, c.instrument) for c in cells}
    years = {c.year for c in cells}
    assert len(cells) == len(pairs) * len(years)


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_page(read_ledger()), "run make docs"
