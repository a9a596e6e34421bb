"""Averages between the United States and China in 2025 beside those of PIIE's chart.

C. Bown, Peterson Institute for International Economics, "US-China Trade War Tariffs: An Up-to-Date
Chart". It weighs by the exports of 2017 to the world; docs/series-compared.md says what that does.
"""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def module(name: str) -> ModuleType:
    """A script of benchmarks/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[name] = found
    spec.loader.exec_module(found)
    return found


@cache
def table() -> tuple[tuple[str, ...], ...]:
    """Rows of the comparison: day, importer, by trade, lines once, PIIE, metals, rest, note."""
    if "compare_series" not in sys.modules:
        module("compare_series")
    return module("compare_piie_2025").piie_2025().rows


def test_the_page_holds_the_table_as_computed() -> None:
    page = (ROOT / "docs" / "series-compared.md").read_text(encoding="utf-8")
    for row in table():
        assert f"| {' | '.join(row)} |" in page


def test_piie_lies_between_ours_by_trade_and_ours_by_line() -> None:
    read = [row for row in table() if not row[-1]]
    assert len(read) == 5
    for row in read:
        assert float(row[2]) < float(row[4]) < float(row[3]), row


@pytest.mark.parametrize("column", [6])
def test_what_weights_explain_stays_the_same_from_the_truce_on(column: int) -> None:
    """With duties on metal goods on the full value the rest is one number, 9.1 to 9.3 points."""
    rest = [float(r[column]) for r in table() if r[1] == "USA" and r[0] >= "2025-05-14"]
    assert len(rest) == 3
    assert max(rest) - min(rest) < 0.5
