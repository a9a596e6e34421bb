"""Each written sentence yields the claim that a careful reader would take from it."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from claimed import claims
from detente.strict_yaml import read_yaml
from scoring import same_date

FILE = Path(__file__).parent / "cases" / "sentences.yaml"
ROWS: list[dict[str, Any]] = list(read_yaml(FILE).rows("sentences"))
TOLD = [row for row in ROWS if "kind" in row and "missed" not in row]
MISSED = [row for row in ROWS if "missed" in row]
QUIET = [row for row in ROWS if "none" in row]
KINDS = ("measure", "deadline", "talks", "position", "forecast", "fact")
FIELDS = {"actor": "actor", "target": "target", "instrument": "instrument"}


def fits(row: dict[str, Any], claim: Any) -> list[str]:
    """What is wrong with a claim of the right kind."""
    wrong: list[str] = []
    if "status" in row and claim.status not in row["status"]:
        wrong.append(f"status {claim.status}")
    if "rate" in row and claim.rate_pct != float(row["rate"]):
        wrong.append(f"rate {claim.rate_pct}")
    for key, name in (("from", "date_from"), ("to", "date_to")):
        if key in row and not same_date(row[key], getattr(claim, name)):
            wrong.append(f"{name} {getattr(claim, name)}")
    if "actor" in row and set(row["actor"]) != set(claim.actor):
        wrong.append(f"actor {claim.actor}")
    if "target" in row and set(row["target"]) != set(claim.target):
        wrong.append(f"target {claim.target}")
    if "instrument" in row and claim.instrument != row["instrument"]:
        wrong.append(f"instrument {claim.instrument}")
    if "speaker" in row and (claim.speaker or "").split()[-1:] != [row["speaker"]]:
        wrong.append(f"speaker {claim.speaker}")
    return wrong


def faults(row: dict[str, Any]) -> str:
    """What is wrong with the claims of a sentence; nothing where one fits."""
    found = claims(row["text"])
    same = [claim for claim in found if claim.kind == row["kind"]]
    if not same:
        return f"no {row['kind']}, but {[(c.kind, c.status) for c in found]}"
    return min((", ".join(fits(row, claim)) for claim in same), key=len)


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row["text"][:60])
def test_the_sentence_yields_its_claim(row: dict[str, Any]) -> None:
    assert not faults(row)


@pytest.mark.parametrize("row", QUIET, ids=lambda row: row["text"][:60])
def test_the_sentence_tells_no_such_claim(row: dict[str, Any]) -> None:
    assert not [claim for claim in claims(row["text"]) if claim.kind in row["none"]]


@pytest.mark.parametrize("kind", KINDS)
def test_at_least_25_sentences_for_each_kind(kind: str) -> None:
    assert sum(row.get("kind") == kind for row in ROWS) >= 25


@pytest.mark.parametrize("row", MISSED, ids=lambda row: row["text"][:60])
def test_what_is_marked_as_missed_is_still_missed(row: dict[str, Any]) -> None:
    assert faults(row), "found by now: take the mark away"


def test_the_benchmark_reads_articles_of_these_sentences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = Path(__file__).parents[1] / "benchmarks" / "bench_claims.py"
    spec = spec_from_file_location("bench_claims", path)
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, script)
    spec.loader.exec_module(script)
    texts = [str(row["text"]) for row in ROWS]
    one, other = islice(script.composed(texts, 60, 1), 2)
    assert one != other
    assert one == next(script.composed(texts, 60, 1))
    done = script.read_all(script.composed(texts, 60, 1), 3, warm=1)
    assert done.words >= 3 * 60
    assert done.claims >= 3
    assert done.seconds > 0
