"""Claims of labelled documents, scored as their labels' own schema says.

The texts and labels stay outside the repository: the folder is named by DETENTE_DOCUMENTS, or
lies beside the folder of published tables that DETENTE_REFERENCE names. The thresholds are those
the labels were made for; the rules were written with five sixths of these texts in view, so the
figures here are in-sample, and leaving one out would not make them less so. What to expect of other
texts stands in docs/decisions, number 0080.
"""

from __future__ import annotations

import json
from functools import lru_cache

import pytest

from detente.claims import read_claims
from detente.documents import read_document
from scoring import Score, documents_folder, score

pytestmark = pytest.mark.reference


@lru_cache(maxsize=1)
def scores() -> dict[str, Score]:
    """The score of each labelled document."""
    root = documents_folder()
    found: dict[str, Score] = {}
    for path in sorted((root / "gold").glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        reading = read_claims(read_document(root / label["doc"]))
        found[path.stem] = score(label, [claim.mapping() for claim in reading.claims])
    return found


def overall() -> Score:
    """All documents together."""
    total = Score()
    for one in scores().values():
        total.add(one)
    return total


def test_most_labelled_claims_are_found_and_most_found_are_labelled() -> None:
    total = overall()
    assert total.recall() >= 0.80
    assert total.precision >= 0.80
    assert total.recall("measure", "deadline") >= 0.85


def test_rates_days_and_speakers_are_right() -> None:
    total = overall()
    assert total.share("rate_pct told") >= 0.95
    assert total.share("dates") >= 0.85
    assert total.share("speaker") >= 0.75
    assert total.share("speaker told") >= 0.75


def test_no_distractor_comes_out_as_a_measure_or_deadline() -> None:
    assert overall().distracted == 0


def test_no_document_is_left_behind() -> None:
    poor = {name: one.recall() for name, one in scores().items() if one.recall() < 0.6}
    assert not poor
