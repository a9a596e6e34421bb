"""`detente war` on the toy world."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from detente.games import war_between
from detente.scenarios.record import recorded_duties
from detente.scenarios.shocks import Record
from detente.worlds import default_world, load_world

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
    assert [row["threat"] for row in found["talks"]] == [
        "status quo",
        "war",
        "free trade between the players",
    ]
    assert min(found["talks"][2]["gains_percent"].values()) >= -1e-6
    assert len(found["standoff"]["sentences"]) == 4
    assert found["standoff"]["time_is_with"] in ("NORLAND", "EASTMARK", None)


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
    assert "at a bound, where the player would go beyond" in outcome.stdout
    assert "not checked" in outcome.stdout


def test_truces_say_why_on_screen() -> None:
    outcome = run("war", "NORLAND", "EASTMARK", "--truce", "--world", "toy", "--no-check")
    assert outcome.returncode == 0, outcome.stderr
    text = " ".join(outcome.stdout.split())
    assert text.count("of the war's duties") >= 4
    assert "would break it first" in text or "fears nothing" in text
    assert "Time is on" in text


def test_levies_frontier_and_points() -> None:
    both = answer("NORLAND", "--alone", "--levies", "both", "--detail", "sector")
    assert {rate["levy"] for rate in both["rates"]} == {"tariff", "export_tax"}
    drawn = answer("NORLAND", "EASTMARK", "--frontier", "3", "--talks", "--point", "nash")
    first = [row["gains_percent"]["NORLAND"] for row in drawn["frontier"]]
    assert first == sorted(first, reverse=True)
    narrow = answer("NORLAND", "--alone", "--partners", "SUDA", "--detail", "partner")
    assert [rate["partner"] for rate in narrow["rates"]] == ["SUDA"]


def test_politics_states_what_is_not_identified() -> None:
    outcome = run("war", "USA", "--politics", "--detail", "one", "--world", "world-2011", "--json")
    found = json.loads(outcome.stdout)["politics"][0]
    assert not found["identified"]
    assert "a uniform duty reveals none of them" in found["statement"]
    assert max(found["singular_values"]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("NORLAND EASTMARK --levies bribe", 'levies has "bribe"'),
        ("NORLAND EASTMARK --lowest 0.5 --highest 0.2", "bounds from 0.5 to 0.2"),
        ("NORLAND EASTMARK --sectors gold", "gold"),
        ("NORLAND EASTMARK --partners ATLANTIS", "ATLANTIS"),
        ("NORLAND EASTMARK --talks --point fair", '"fair" is no point'),
        ("NORLAND --frontier 3", "--frontier 3 with 1 players"),
        ("NORLAND EASTMARK --truce --hazard 2", "hazard 2"),
        ("NORLAND NORLAND", "NORLAND plays twice"),
        ("NORLAND --alone --partners NORLAND", "trades nothing that its instruments cover"),
        ("NORLAND ATLANTIS", "is not among its 3 countries"),
        ("NORLAND EASTMARK --detail tribe", 'detail has "tribe"'),
        ("--alone", "--alone and --politics need a player"),
        ("NORLAND EASTMARK --highest -1", "bounds from 0 to -1"),
    ],
)
def test_messages(words: str, message: str) -> None:
    outcome = run("war", *words.split(), "--world", "toy")
    assert outcome.returncode == 1
    assert message in outcome.stderr


def test_a_war_starts_from_the_duties_of_a_day() -> None:
    day, pair = "2025-07-28", ("USA", "CHN")
    outcome = run("war", *pair, "--on", day, "--no-check", "--json")
    assert outcome.returncode == 0, outcome.stderr
    found = json.loads(outcome.stdout)
    assert found["on"] == day
    assert found["duties_today"] == f"in force on {day}"
    world = load_world(default_world())
    tariff = recorded_duties(Record(on=day, parties=pair), world)[0]
    expected = war_between(world, tariff, *pair)
    gains = [row["real_income_percent"] for row in found["players"]]
    np.testing.assert_allclose(gains, expected.gains, rtol=1e-6)
    today = [row["mean_rate_today_percent"] for row in found["players"]]
    assert today[0] == pytest.approx(41.9, abs=1.0)  # 42.1% by the trade of tariff lines
    assert today[1] == pytest.approx(28.6, abs=1.5)
    calm = json.loads(run("war", *pair, "--no-check", "--json").stdout)
    assert calm["on"] is None
    assert calm["duties_today"] == f"{world.id}, year {world.year}"
    assert calm["players"][0]["mean_rate_today_percent"] < today[0] / 2


def test_the_page_shows_todays_wars() -> None:
    page = (ROOT / "docs" / "war-of-all.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\d+ \w+ \d{4}) \| (.+) \| (.+) \| (.+) \| (.+) \|$", page, re.MULTILINE
    )
    assert len(rows) == 4
    world = load_world(default_world())
    for told, today, war, *gains in rows:
        on = datetime.strptime(told, "%d %B %Y").date().isoformat()
        tariff = recorded_duties(Record(on=on, parties=("USA", "CHN")), world)[0]
        found = war_between(world, tariff, "USA", "CHN")
        quo = np.expm1(found.game.levers.read(tariff, np.zeros_like(tariff)))
        expected = [
            *zip(_percents(today), 100 * found.game.levers.means(quo, 2), strict=True),
            *zip(_percents(war), 100 * found.mean_rates(), strict=True),
            *zip(map(float, gains), found.gains, strict=True),
        ]
        for shown, value in expected:
            tolerance = 0.006 if abs(shown) < 2 else 0.06 if shown < 100 else 0.6
            assert shown == pytest.approx(float(value), abs=tolerance), told


def _percents(cell: str) -> list[float]:
    return [float(part.rstrip("%")) for part in cell.split(", ")]


def test_the_day_is_said_on_screen() -> None:
    outcome = run("war", "USA", "--alone", "--detail", "one", "--no-check", "--on", "2025-07-28")
    assert outcome.stdout.startswith("Duties of today: in force on 2025-07-28.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("USA CHN --on 2035-01-01", "The record covers "),
        ("USA CHN --on 2017-12-31", "you asked for 2017-12-31"),
        ("USA CHN --on 2025-02-30", '"2025-02-30" is not a date'),
        ("NORLAND EASTMARK --world toy --on 2025-07-28", "Worlds that have one: world-2011, "),
    ],
)
def test_days_that_have_no_duties_are_refused(words: str, message: str) -> None:
    outcome = run("war", *words.split())
    assert outcome.returncode == 1
    assert message in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_an_interrupt_says_what_is_kept(tmp_path: Path) -> None:
    """A signal while the journal is open: exit 130, one line, and the journal can be used."""
    kept = tmp_path / "war.jsonl"
    kept.write_text('{"key": "done", "values": [1.0]}\n')
    told = (
        "import signal, sys, detente.games\n"
        "from detente.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # off in background jobs
        "nash = sys.modules['detente.games.nash']\n"
        "nash.climb = lambda *a, **k: signal.raise_signal(signal.SIGINT)\n"
        f"sys.argv = ['detente', 'war', '--world', 'toy', '--resume', {str(kept)!r}]\n"
        "main()\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", told],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert outcome.returncode == 130
    assert outcome.stderr == (
        f"Stopped. Finished pieces kept in {kept}: 1; the same command goes on from there.\n"
    )
    assert outcome.stdout == ""
