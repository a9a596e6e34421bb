"""Odds of deadlines: published scores, laws, knowledge in time, the store."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from detente.api import read_ledger
from detente.errors import CoverageError, FileFault, InputError
from detente.forecast import odds, odds_of, read_cases, settled_by
from detente.forecast.cases import shares
from detente.forecast.classes import settings
from detente.forecast.covariates import Covariate, coded, trial
from detente.forecast.model import by_class, cluster_rows, draws_of_class, pooled
from detente.forecast.question import pending_question
from detente.forecast.scores import (
    Model,
    known_before,
    leave_cluster_out,
    m0,
    m1,
    once_per_cluster,
    rolling,
    score,
)
from detente.forecast.store import entries, record, resolve
from detente.forecast.verdict import verdict

CASES = read_cases()
STOCKHOLM = date(2025, 7, 28)
LEDGER = read_ledger()


def test_table_has_the_cases_its_page_speaks_of() -> None:
    assert len(CASES) == len({c.id for c in CASES}) == 121
    assert len({c.cluster for c in CASES}) == 39
    assert len({c.track for c in CASES}) == 43
    assert sum(c.read == "text" for c in CASES) == 75


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        # Leave-cluster-out scores as worked out by hand from the same table, to 0.002.
        (m0, (0.162, 0.536, 0.544, 0.969, 0.198)),
        (m1, (0.158, 0.516, 0.488, 0.879, 0.174)),
    ],
)
def test_scores_without_the_cluster(model: Model, expected: tuple[float, ...]) -> None:
    found = score(leave_cluster_out(CASES, model), shares(CASES), settings().log_floor)
    told = (found.averted_brier, found.averted_log, found.brier, found.log, found.rps)
    np.testing.assert_allclose(told, expected, atol=0.002)


def test_class_does_not_help_on_averted_when_each_cluster_counts_once() -> None:
    weight, y = once_per_cluster(CASES), shares(CASES)
    briers = [score(leave_cluster_out(CASES, m), y, 0.01, weight).averted_brier for m in (m0, m1)]
    np.testing.assert_allclose(briers, (0.168, 0.171), atol=0.001)


def test_statement_for_the_truce_of_geneva() -> None:
    """0.63 / 0.24 / 0.13 with bands, from data to 27 July 2025; it was extended."""
    found = odds(LEDGER, "USA", "CHN", date(2025, 7, 27))
    told = {k: tuple(round(x, 2) for x in (c.p, c.low, c.high)) for k, c in found.outcomes.items()}
    assert told == {
        "extended": (0.63, 0.49, 0.74),
        "deal": (0.24, 0.09, 0.39),
        "lapsed": (0.13, 0.05, 0.25),
    }
    assert (found.n, found.n_all) == (19, 121)
    assert (found.lengths.low, found.lengths.median, found.lengths.high) == (31, 61, 92)
    assert round(found.lengths.open_share, 2) == 0.13
    assert found.question.due.isoformat() == "2025-08-12T00:01:00-04:00"


def test_json_has_the_agreed_keys() -> None:
    plain = odds(LEDGER, "USA", "CHN", STOCKHOLM).plain()
    assert list(plain) == [
        "question",
        "deadline",
        "as_known",
        "outcomes",
        "reference_class",
        "n",
        "resolution",
        "cases_from",
        "cases_until",
        "table_until",
        "settled_since_not_counted",
    ]
    assert list(plain["outcomes"]) == ["extended", "deal", "lapsed"]
    assert all(list(c) == ["p", "low", "high"] for c in plain["outcomes"].values())
    assert plain["deadline"] == "2025-08-12"
    assert plain["as_known"] == "2025-07-28"
    assert sum(c["p"] for c in plain["outcomes"].values()) == pytest.approx(1)


@pytest.mark.parametrize("day", ["2018-12-10", "2019-12-01", "2025-05-20", "2025-07-28"])
def test_no_input_is_dated_later_than_the_forecast(day: str) -> None:
    """Taking away everything that was not known changes nothing."""
    on = date.fromisoformat(day)
    question = pending_question(LEDGER, ("USA", "CHN"), on, on)
    known = tuple(c for c in CASES if c.settled <= on)
    found = odds(LEDGER, "USA", "CHN", on)
    assert found == odds_of(question, known, on)
    assert found.cases_until <= on
    assert all(c.settled <= on for c in found.analogues)
    deadline = next(d for d in LEDGER.deadlines if d.id == question.id)
    assert deadline.announced <= on
    later = tuple(d for d in LEDGER.deadlines if d.announced <= on)
    cut = dataclasses.replace(LEDGER, deadlines=later)
    assert odds(cut, "USA", "CHN", on) == found


def test_a_later_case_is_refused() -> None:
    question = pending_question(LEDGER, ("USA", "CHN"), STOCKHOLM, STOCKHOLM)
    late = dataclasses.replace(CASES[0], settled=STOCKHOLM + timedelta(days=1))
    with pytest.raises(InputError, match="settled later: UC01"):
        odds_of(question, (*CASES[1:], late), STOCKHOLM)


def test_rolling_forecasts_use_no_later_row() -> None:
    asked, _ = rolling(CASES, m1, settings())
    assert len(asked) > 100
    for case in asked:
        known = known_before(case, CASES, settings().lead_days)
        assert all(c.settled < case.settled for c in known)
        assert case.id not in {c.id for c in known}


def test_shrinkage_runs_from_raw_rates_to_the_pooled_rate() -> None:
    np.testing.assert_allclose(by_class(CASES, "waiver", np.inf), pooled(CASES))
    np.testing.assert_allclose(by_class(CASES, "waiver", 0.0), (14 / 15, 0, 1 / 15), atol=1e-12)
    np.testing.assert_allclose(by_class(CASES, "unheard of", 0.0), pooled(CASES))
    for name in {c.reference_class for c in CASES}:
        assert by_class(CASES, name, 6.0).sum() == pytest.approx(1)


def test_order_of_rows_does_not_matter() -> None:
    question = pending_question(LEDGER, ("USA", "CHN"), STOCKHOLM, STOCKHOLM)
    straight, turned = (odds_of(question, c, STOCKHOLM) for c in (CASES, CASES[::-1]))
    for name, chance in straight.outcomes.items():
        other = turned.outcomes[name]
        np.testing.assert_allclose(
            (chance.p, chance.low, chance.high), (other.p, other.low, other.high), atol=1e-12
        )


def test_bands_of_clusters_are_wider_than_bands_of_rows() -> None:
    """Over the classes that stretch across clusters, the width adds up to more."""
    widths = []
    for groups in (cluster_rows(CASES), [np.array([k]) for k in range(len(CASES))]):
        sample = [
            draws_of_class(CASES, name, 6.0, groups=groups, draws=4000, seed=1)
            for name in ("tariff_threat", "retaliation", "admin_rollover", "truce_expiry")
        ]
        widths.append(
            sum(np.ptp(np.quantile(s, [0.05, 0.95], axis=0), axis=0).sum() for s in sample)
        )
    assert widths[0] > widths[1]


def test_covariates_of_the_table_have_not_earned_a_place() -> None:
    assert [t.earned for t in (trial(CASES, c) for c in coded(CASES))] == [False, False]


def test_a_covariate_dated_after_the_seventh_day_before_is_refused() -> None:
    value = {c.id: c.outcome for c in CASES}
    known = {c.id: c.due - timedelta(days=7) for c in CASES}
    oracle = Covariate("planted", value, known)
    assert trial(CASES, oracle).earned  # it would help indeed: it is the outcome
    spoiled = {**known, "UC11": next(c for c in CASES if c.id == "UC11").settled}
    with pytest.raises(InputError, match='"planted" of UC11 is dated 2019-10-11'):
        trial(CASES, dataclasses.replace(oracle, known=spoiled))


def test_a_deadline_in_the_past_is_refused() -> None:
    with pytest.raises(InputError, match="fell on 2025-01-19, before the end of 2025-07-28"):
        odds(LEDGER, "USA", "CHN", STOCKHOLM, deadline="tiktok-2025-01-19")


def test_questions_without_an_answer_are_refused() -> None:
    with pytest.raises(CoverageError, match="No deadline between"):
        odds(LEDGER, "JPN", "FRA", STOCKHOLM)
    with pytest.raises(InputError, match="two sides"):
        odds(LEDGER, "USA", "USA", STOCKHOLM)
    with pytest.raises(InputError, match="No pending deadline"):
        odds(LEDGER, "USA", "CHN", STOCKHOLM, deadline="summit")
    with pytest.raises(CoverageError, match="No settled deadline was known"):
        settled_by(CASES, date(2017, 1, 1))


def test_another_deadline_counts_in_another_class() -> None:
    found = odds(LEDGER, "USA", "CHN", STOCKHOLM, deadline="tiktok-2025-09-17")
    assert found.question.reference_class.id == "waiver"
    assert found.outcomes["extended"].p > 0.8


def test_store_is_appended_to_and_settled_once(tmp_path: Path) -> None:
    store = tmp_path / "deep" / "forecasts.jsonl"
    name = record(store, odds(LEDGER, "USA", "CHN", STOCKHOLM))
    before = store.read_text(encoding="utf-8")
    with pytest.raises(InputError, match="recorded already"):
        record(store, odds(LEDGER, "USA", "CHN", STOCKHOLM))
    assert verdict(entries(store)).n == 0
    with pytest.raises(InputError, match='"won" is no outcome'):
        resolve(store, name, "won", STOCKHOLM, "nobody")
    with pytest.raises(InputError, match="cannot have been settled"):
        resolve(store, name, "deal", date(2025, 7, 1), "nobody")
    resolve(store, name, "extended", date(2025, 8, 11), "joint statement")
    assert store.read_text(encoding="utf-8").startswith(before)
    with pytest.raises(InputError, match="settled already, as extended on 2025-08-11"):
        resolve(store, name, "lapsed", date(2025, 8, 12), "nobody")
    with pytest.raises(InputError, match="no forecast"):
        resolve(store, "other", "lapsed", date(2025, 8, 12), "nobody")
    found = verdict(entries(store))
    assert (found.n, found.clusters, found.open) == (1, 1, 0)
    assert "too few to tell" in found.says
    # By hand: (0.627 - 1)^2 + 0.242^2 + 0.132^2, and the two cumulative gaps squared, halved.
    assert found.scores is not None
    assert found.scores.brier == pytest.approx(0.2150, abs=1e-4)
    assert found.scores.rps == pytest.approx(0.0783, abs=1e-4)


def test_a_store_that_was_changed_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "forecasts.jsonl"
    name = record(store, odds(LEDGER, "USA", "CHN", STOCKHOLM))
    resolve(store, name, "extended", date(2025, 8, 11), "joint statement")
    lines = store.read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[0])
    row["outcomes"]["extended"]["p"] = 0.99
    store.write_text("\n".join([json.dumps(row), *lines[1:]]) + "\n", encoding="utf-8")
    with pytest.raises(FileFault, match="changed or taken out"):
        entries(store)
    store.write_text("no json\n", encoding="utf-8")
    with pytest.raises(FileFault, match=":1: not a line"):
        entries(store)
