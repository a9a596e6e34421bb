"""Scenario files of the record's own kind: one message with file and line for each mistake."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from detente.errors import ScenarioError
from detente.ledger.overlay import Situation, overlay, read_scenario
from toyrecord import Record

HEAD = "id: x\ntitle: T\nquestion: Q\nparties: [NOR, EAS]\nchanges:\n"
DUTY = "id: D, title: D, imposer: NOR, target: [EAS], family: d"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ":1: the file is empty."),
        ("- a\n", ":1: the file holds a list."),
        ("id: x\n", 'the key "question" is missing'),
        (HEAD + "- {lapze: running}\n", ':6: unknown key "lapze". Did you mean "lapse"?'),
        (HEAD + "- {lapse: running, disable: [STEEL]}\n", ":6: a change holds one of"),
        (HEAD + "- {extend: running}\n", ":6: `extend` goes with `days`"),
        (HEAD + "- {lapse: running, days: 9}\n", ":6: `extend` goes with `days`"),
        (HEAD + "- {extend: running, days: soon}\n", ':6: "soon" is no number of days'),
        (HEAD + "- {extend: running, days: 99999999999}\n", "is no number of days"),
        (HEAD + f"- add: {{{DUTY}, rate: 2500}}\n", ':6: rate: "2500" is a rate of'),
    ],
)
def test_a_malformed_scenario_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    assert str(caught.value).startswith(f"{path}:")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD.replace("EAS", "ZZZ") + "- {disable: [STEEL]}\n", '"ZZZ" is no place of the record'),
        (HEAD + f"- add: {{{DUTY.replace('EAS', 'XYZ')}, rate: 5%}}\n", '"XYZ" is no place'),
        (HEAD + "- {disable: [STEAL]}\n", '"STEAL" is neither a measure nor a family'),
        (HEAD + "- {lapse: running}\n", "no truce is running"),
    ],
)
def test_a_scenario_that_names_what_is_not_there(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    ledger = Record(tmp_path / "record").read()
    situation = Situation(datetime(2031, 7, 1, tzinfo=UTC), date(2031, 7, 1), None)
    with pytest.raises(ScenarioError, match=says):
        overlay(ledger, read_scenario(path), situation)
