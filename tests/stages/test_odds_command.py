"""`detente odds`: dated cases of settling from the record, and what it prints."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.api import read_ledger
from detente.cli import app
from detente.errors import InputError
from detente.forecast.settle import settlement

LEDGER = read_ledger()
PAIR = ("USA", "CHN")


@pytest.mark.parametrize(
    ("deadline", "made", "on", "expected"),
    [
        # The joint statement of Stockholm, published the day before the truce ran out.
        ("truce-2025-08-12", "2025-07-28", "2025-08-12", ("extended", "2025-08-11")),
        ("truce-2025-11-10", "2025-10-01", "2025-11-10", ("extended", "2025-10-30")),
        # TikTok: each delay came on the last day or before.
        ("tiktok-2025-06-19", "2025-06-01", "2025-06-20", ("extended", "2025-06-19")),
        # List 3 rose to 25% at midnight, four days after the announcement.
        ("us-list-3-2019-05-10", "2019-05-06", "2019-05-11", ("lapsed", "2019-05-10")),
    ],
)
def test_record_settles_the_deadline(
    deadline: str, made: str, on: str, expected: tuple[str, str]
) -> None:
    found = settlement(LEDGER, deadline, PAIR, date.fromisoformat(made), date.fromisoformat(on))
    assert (found.outcome, found.settled.isoformat()) == expected


def test_record_does_not_settle_before_it_knows() -> None:
    with pytest.raises(InputError, match="nothing that settles it was public"):
        settlement(LEDGER, "truce-2025-08-12", PAIR, date(2025, 7, 28), date(2025, 8, 10))
    with pytest.raises(InputError, match="not in the record"):
        settlement(LEDGER, "summit", PAIR, date(2025, 7, 28), date(2025, 8, 10))


def test_short_and_long_form_print_the_same() -> None:
    words = ["USA", "CHN", "--on", "2025-07-28", "--json"]
    short = CliRunner().invoke(app, ["odds", *words])
    assert short.exit_code == 0, short.output
    assert json.loads(short.output)["outcomes"]["extended"]["p"] == pytest.approx(0.6268, abs=1e-4)
    assert CliRunner().invoke(app, ["odds", "show", *words]).output == short.output


def test_page_shows_question_rule_class_and_analogues() -> None:
    words = ["odds", "USA", "CHN", "--on", "2025-07-28", "--no-stake"]
    page = " ".join(CliRunner().invoke(app, words).output.split())
    for part in ("n = 19 of 121", "0.49 to 0.74", "nearest:", "Resolution: Extended:", "void"):
        assert part in page


def test_page_shows_the_stake_beside_the_odds() -> None:
    page = " ".join(
        CliRunner().invoke(app, ["odds", "USA", "CHN", "--on", "2025-07-28"]).output.split()
    )
    assert "Stake, real income if it lapses against today: USA -" in page
    assert "Weight in the odds: none" in page


def test_record_resolve_score(tmp_path: Path) -> None:
    store, run = str(tmp_path / "f.jsonl"), CliRunner().invoke
    name = "truce-2025-08-12@2025-07-28"
    made = run(app, ["odds", "record", "USA", "CHN", "--on", "2025-07-28", "--store", store])
    assert name in made.output
    settled = run(app, ["odds", "resolve", name, "--on", "2025-08-20", "--store", store])
    assert "extended on 2025-08-11" in settled.output
    again = run(app, ["odds", "resolve", name, "--on", "2025-08-20", "--store", store])
    assert isinstance(again.exception, InputError)
    assert "too few to tell" in run(app, ["odds", "score", "--store", store]).output
    half = ["odds", "resolve", name, "--on", "2025-08-20", "--outcome", "deal", "--store", store]
    assert "go together" in str(run(app, half).exception)


def test_model_prints_its_own_scores() -> None:
    page = CliRunner().invoke(app, ["odds", "model"]).output
    assert "0.487" in page
    assert "not shown to help" in page
