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
from detente.forecast.settle import settled_since, settlement

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


def test_later_days_say_that_the_table_has_ended_and_what_came_since() -> None:
    words = ["odds", "USA", "CHN", "--no-stake", "--on"]
    page = " ".join(CliRunner().invoke(app, [*words, "2026-02-15"]).output.split())
    assert "The table of cases ends on 2025-07-28, 202 days before this day" in page
    assert "how later deadlines ended is not counted" in page
    assert "Geneva truce ends (due 2025-08-12): extended" in page
    assert "Stockholm truce ends (due 2025-11-10): extended" in page
    plain = json.loads(CliRunner().invoke(app, [*words, "2025-08-13", "--json"]).output)
    assert plain["table_until"] == "2025-07-28"
    assert plain["settled_since_not_counted"] == [
        {"id": "truce-2025-08-12", "outcome": "extended", "settled": "2025-08-11"}
    ]
    early = CliRunner().invoke(app, [*words, "2025-07-28"]).output
    assert "The table of cases ends" not in early


def test_nothing_is_settled_before_it_was_known() -> None:
    ends = date(2025, 7, 28)
    assert settled_since(LEDGER, "truce_expiry", PAIR, ends, date(2025, 8, 10)) == ()
    found = settled_since(LEDGER, "truce_expiry", PAIR, ends, date(2025, 10, 30))
    assert [s.settled.isoformat() for s in found] == ["2025-08-11", "2025-10-30"]


def test_an_earlier_date_extends_nothing() -> None:
    """The ultimatum of 2 September was cut to 9 August, then to 8 August 2025."""
    with pytest.raises(InputError):
        settlement(LEDGER, "russian-oil-2025-09-02", PAIR, date(2025, 7, 20), date(2025, 8, 1))


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
    scored = " ".join(run(app, ["odds", "score", "--store", store]).output.split())
    for part in (
        "too few to tell",
        "1 settled forecast of 1 deadline,",
        "(no band)",
        "no band can",
    ):
        assert part in scored
    half = ["odds", "resolve", name, "--on", "2025-08-20", "--outcome", "deal", "--store", store]
    assert "go together" in str(run(app, half).exception)


def test_model_prints_its_own_scores() -> None:
    page = CliRunner().invoke(app, ["odds", "model"]).output
    assert "0.487" in page
    assert "not shown to help" in page
