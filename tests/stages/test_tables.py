"""Answers as CSV and Parquet, the notes below a series chart, and faults told together."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import duckdb
import pytest

from detente.cli import main
from detente.errors import LedgerError
from detente.ledger.read import check_record

ASKED = {
    "rate": "rate USA CHN 8507.60.0020 --on 2025-07-28",
    "show": "ledger show --on 2025-07-28 --imposer CHN",
    "diff": "ledger diff 2025-07-01 2025-08-15",
    "calendar": "calendar --on 2025-07-28",
}


def run(words: str, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(sys, "argv", ["detente", *words.split()])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code


@pytest.mark.parametrize("words", ASKED.values(), ids=ASKED.keys())
def test_csv_and_parquet_hold_the_same_rows(
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(f"{words} --csv", monkeypatch) == 0
    printed = capsys.readouterr().out
    written, packed = tmp_path / "rows.csv", tmp_path / "rows.parquet"
    assert run(f"{words} --out {written}", monkeypatch) == 0
    assert run(f"{words} --out {packed}", monkeypatch) == 0
    assert written.read_text("utf-8") == printed
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert rows
    with duckdb.connect() as database:
        held = database.read_parquet(str(packed))
        assert held.columns == list(rows[0])
        assert len(held.fetchall()) == len(rows)


def test_a_rate_as_a_table_adds_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(f"{ASKED['rate']} --csv", monkeypatch)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    layers = sum(float(r["rate"]) for r in rows if r["kind"] == "layer")
    assert layers == pytest.approx(float(rows[0]["rate"]))
    assert rows[0]["kind"] == "total"
    assert {r["measure"] for r in rows if r["kind"] == "suspended"} >= {"US-RECIP-CHN-34"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("calendar --on 2025-07-28 --csv --json", "--csv and --json exclude each other"),
        ("calendar --on 2025-07-28 --out rows.xlsx", "Use .csv or .parquet"),
    ],
)
def test_two_forms_and_other_endings_are_refused(
    words: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words, monkeypatch) == 1
    assert told in capsys.readouterr().err


def test_the_page_of_a_series_tells_what_is_not_certain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, words = tmp_path / "series.html", "series USA CHN --from 2025-04-01 --to 2025-05-20"
    run(words, monkeypatch)
    printed = " ".join(capsys.readouterr().out.split())
    assert run(f"{words} --out {page}", monkeypatch) == 0
    text = page.read_text("utf-8")
    assert printed.count("Not certain (") == text.count("<p>Not certain (") > 0


ROW = """\
- id: {name}
  title: {name}
  imposer: USA
  target: [CHN]
  instrument: ad_valorem_duty
  family: fam_x
  rate: {rate}
  products: all
  announced: 2025-03-01
  effective: {start}
  source: [{{document: {document}}}]
  confidence: high
"""


def act(*rows: tuple[str, str, str, str, str]) -> str:
    parts = [
        ROW.format(name=name, rate=rate, start=start, document=document) + more
        for name, rate, start, document, more in rows
    ]
    return "act: us-eo-14257\nmeasures:\n" + "".join(parts)


def test_all_faults_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    """A rate, a doubled key, an end before a start, two links and an overlap, in order of lines."""
    known, first = "us-eo-14257", "2025-03-01"
    text = act(
        ("X-1", "2500%", first, known, ""),
        ("X-2", "10%", "2025-03-05", known, "  until: 2025-02-01\n  title: again\n"),
        ("X-3", "10%", first, known, "  ends: [X-1, X-NONE]\n"),
        ("X-4", "10%", "2025-04-01", "no-such-paper", ""),
    )
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "a.yaml").write_text(text, "utf-8")
    (tmp_path / "measures" / "b.yaml").write_text("act: [\n", "utf-8")
    with pytest.raises(LedgerError) as refused:
        check_record(tmp_path)
    faults = str(refused.value).splitlines()
    wanted = (
        "2500 percent",
        "X-2 ends 2025-02-01",
        'the key "title" stands twice',
        '"X-NONE"',
        '"no-such-paper"',
        "X-4 overlaps X-3",
        "not readable as YAML",
    )
    assert len(faults) == len(wanted), "\n".join(faults)
    assert all(any(part in fault for fault in faults) for part in wanted)
    places = [(f.split(":")[0], int(f.split(":")[1])) for f in faults]
    assert places == sorted(places)
    assert not any('"X-1"' in fault for fault in faults), "its row was lost, not its name"
