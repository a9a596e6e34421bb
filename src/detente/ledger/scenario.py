"""A scenario as written in a file, and its reader.

Kinds of change: disable, lapse, extend, reinstate, add; `overlay` says what each does.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field

from detente.errors import FileFault, ScenarioError
from detente.ledger.schema import (
    Day,
    Name,
    PlaceCode,
    RateField,
    Row,
    ScopeField,
    ScopeRow,
    SourceRow,
    validate,
)
from detente.strict_yaml import Document, read_yaml

DAYS = re.compile("[1-9][0-9]{0,3}")


class AddedDuty(Row):
    """A duty a scenario adds."""

    id: Name
    title: Name
    imposer: PlaceCode
    target: list[PlaceCode]
    family: Name
    rate: RateField
    products: ScopeField = ScopeRow.model_validate({"everything": "true"})


class Change(Row):
    """One change; exactly one of the keys is given."""

    disable: tuple[Name, ...] = ()
    lapse: str | None = None
    extend: str | None = None
    days: str | None = None
    reinstate: list[Name] | Literal["announced"] | None = None
    add: AddedDuty | None = None


class Scenario(Row):
    """A scenario file."""

    id: Name
    title: Name
    question: Name
    parties: list[PlaceCode] = Field(min_length=2)
    role: Literal["status_quo", "lapse", "other"] = "other"
    needs_truce: Literal["true", "false"] = "false"
    needs_family: str | None = None
    known_from: Day | None = None
    known_until: Day | None = None
    changes: tuple[Change, ...] = ()
    explanation: str | None = None
    source: tuple[SourceRow, ...] = ()


def read_scenario(path: Path, shown: str | None = None) -> Scenario:
    """Read one scenario file. Raises ScenarioError with file and line."""
    if not path.is_file():
        raise ScenarioError(
            f"{path}: no such scenario file. Scenarios are YAML files; see examples/ for some."
        )
    try:
        return checked_scenario(read_yaml(path, shown))
    except FileFault as error:
        raise ScenarioError(str(error)) from None


def checked_scenario(document: Document) -> Scenario:
    """A parsed scenario file as a scenario. Raises FileFault with file and line."""
    scenario = validate(Scenario, document)
    for index, change in enumerate(scenario.changes):
        if len(change.model_fields_set - {"days"}) != 1:
            raise document.fault(
                ("changes", index),
                "a change holds one of disable, lapse, extend, reinstate, add. Split it.",
            )
        if bool(change.extend) != (change.days is not None):
            raise document.fault(
                ("changes", index), "`extend` goes with `days`, as in {extend: running, days: 90}."
            )
        if change.days is not None and not DAYS.fullmatch(change.days):
            raise document.fault(
                ("changes", index, "days"),
                f'"{change.days}" is no number of days. Write a whole number from 1 to 9999.',
            )
    return scenario
