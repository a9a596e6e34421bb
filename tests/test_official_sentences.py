"""Each sentence written in an official text yields the claim that a careful reader would take."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.claims import Claim, read_claims
from detente.documents import from_text
from detente.documents.read import About
from detente.strict_yaml import read_yaml
from test_sentences import fits

FILE = read_yaml(Path(__file__).parent / "cases" / "official.yaml")
TEXTS: Any = FILE.mapping()["texts"]
TOLD: list[dict[str, Any]] = list(FILE.rows("sentences"))
QUIET: list[dict[str, Any]] = list(FILE.rows("quiet"))
DAY = date(2025, 7, 28)


def told(row: dict[str, Any]) -> list[Claim]:
    """The claims of a sentence as the only one below the title of its text."""
    text = TEXTS[row["in"]]
    document = from_text(
        f"{text['title']}\n\n{row['text']}\n",
        about=About(published=DAY, title=text["title"], publisher=text["publisher"]),
    )
    start = len(text["title"])
    return [claim for claim in read_claims(document).claims if claim.start > start]


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row["text"][:60])
def test_the_sentence_of_an_official_text_yields_its_claim(row: dict[str, Any]) -> None:
    found = told(row)
    same = [fits(row, claim) for claim in found if claim.kind == row["kind"]]
    assert same, f"no {row['kind']}, but {[(c.kind, c.status) for c in found]}"
    assert min(same, key=len) == []


@pytest.mark.parametrize("row", QUIET, ids=lambda row: row["text"][:60])
def test_the_sentence_of_an_official_text_tells_no_such_claim(row: dict[str, Any]) -> None:
    assert not [claim for claim in told(row) if claim.kind in row["kinds"]]
