"""The built-in record is read once and kept, and read again when one of its files changes."""

from __future__ import annotations

import os
import statistics
import time
from datetime import timedelta
from pathlib import Path

import pytest

import detente
from detente.errors import CoverageError
from detente.ledger import read as reading
from detente.ledger import stamps
from toyrecord import Record


def test_the_record_is_the_same_value_between_calls() -> None:
    assert detente.read_ledger() is detente.read_ledger()


def test_a_changed_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record(tmp_path / "record")
    monkeypatch.setattr(reading, "built_in_record", lambda: tmp_path / "record")
    monkeypatch.setattr(stamps, "FRESH", -1.0)
    before = reading.read_ledger()
    assert reading.read_ledger() is before
    path = record.folder / "measures" / "duties.yaml"
    record.write("measures/duties.yaml", path.read_text("utf-8").replace("25%", "30%"))
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
    assert before.measures["STEEL"].rate.rate == pytest.approx(0.25)
    assert reading.read_ledger().measures["STEEL"].rate.rate == pytest.approx(0.30)


def test_a_file_that_appears_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record(tmp_path / "record")
    monkeypatch.setattr(reading, "built_in_record", lambda: tmp_path / "record")
    monkeypatch.setattr(stamps, "FRESH", -1.0)
    before = reading.read_ledger()
    text = (record.folder / "measures" / "duties.yaml").read_text("utf-8")
    more = text.replace("BASE", "BASE-2").replace("STEEL", "STEEL-2")
    record.write("measures/more.yaml", more)
    assert "STEEL-2" not in before.measures
    assert "STEEL-2" in reading.read_ledger().measures


def test_a_rate_without_a_record_costs_what_the_rate_costs() -> None:
    """Nearly all of it used to be the reading: 57 ms beside 1. Generous, as machines are busy."""

    def ask() -> float:
        start = time.perf_counter()
        detente.quote_rate("USA", "CHN", "8507.60.0020", "2025-07-28")
        return time.perf_counter() - start

    ask()
    assert statistics.median(ask() for _ in range(15)) < 0.02


def test_the_last_day_is_inside_and_the_refusal_says_so() -> None:
    record = detente.read_ledger()
    record.check_covered(record.coverage.last)
    outside = record.coverage.last + timedelta(days=1)
    with pytest.raises(CoverageError) as refused:
        record.check_covered(outside)
    assert f"up to and including {record.coverage.last}; you asked for {outside}" in str(
        refused.value
    )
    quote = detente.quote_rate("USA", "CHN", "8507.60.0020", "2025-07-28")
    assert quote.as_known == record.coverage.last
