"""`detente war` on the toy world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", "from detente.cli import main; main()", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def answer(*words: str) -> dict:
    outcome = run("war", *words, "--world", "toy", "--json")
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


def test_a_war_with_its_proof_truces_and_talks() -> None:
    found = answer("NORLAND", "EASTMARK", "--truce", "--talks")
    assert [row["player"] for row in found["players"]] == ["NORLAND", "EASTMARK"]
    assert all(row["gain_by_deviating_percent"] <= 1e-4 for row in found["players"])
    assert found["proof"]["largest_gain_by_one_rate_percent"] <= 1e-6
    assert found["other_equilibria"] == []
    assert list(found["bystanders"]) == ["SUDA"]
    assert len(found["truces"]) == 4
    assert {row["threat"] for row in found["talks"]} == {"status quo", "war"}


def test_a_best_response_and_everyone(tmp_path: Path) -> None:
    alone = answer("NORLAND", "--alone", "--detail", "one")
    assert alone["gain_percent"] > 0.0
    assert [rate["partner"] for rate in alone["rates"]] == [None]
    kept = tmp_path / "war.jsonl"
    every = answer("--resume", str(kept))
    assert len(every["players"]) == 3
    assert kept.read_text().count("\n") == 5
    assert answer("--resume", str(kept))["steps"] == every["steps"]


def test_a_bound_is_said_on_screen() -> None:
    outcome = run("war", "--world", "toy", "--highest", "0.02", "--no-check")
    assert outcome.returncode == 0, outcome.stderr
    assert "rates stand at a bound" in outcome.stdout
    assert "not checked" in outcome.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("NORLAND ATLANTIS", "is not among its 3 countries"),
        ("NORLAND EASTMARK --detail tribe", 'detail has "tribe"'),
        ("--alone", "--alone needs a player"),
        ("NORLAND EASTMARK --highest -1", "bounds from 0 to -1"),
    ],
)
def test_messages(words: str, message: str) -> None:
    outcome = run("war", *words.split(), "--world", "toy")
    assert outcome.returncode == 1
    assert message in outcome.stderr
