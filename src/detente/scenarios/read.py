"""Read a scenario file strictly: unknown keys and values are refused with file and line.

A file of the record's own kind (`parties` and `changes`, see detente/ledger/overlay.py) is
accepted too; it needs the day it is laid on.
"""

from __future__ import annotations

from pathlib import Path

from detente.errors import FileFault, InputError, ScenarioError
from detente.ledger.schema import validate
from detente.scenarios.rows import ScenarioRow
from detente.scenarios.shocks import Record, Scenario, Tariff
from detente.strict_yaml import Document, read_yaml


def read_scenario(path: Path | str, on: str | None = None) -> Scenario:
    """A scenario from its file; `on` is the day for a file of the record's own kind.

    Raises ScenarioError with file and line.
    """
    file = Path(path)
    if not file.is_file():
        raise ScenarioError(
            f"{file}: no such scenario file. Scenarios are YAML files; see examples/ for some."
        )
    try:
        document = read_yaml(file)
        if "changes" in document.mapping():
            return _of_the_record(document, on)
        return _scenario(document)
    except FileFault as error:
        raise ScenarioError(str(error)) from None


def _scenario(document: Document) -> Scenario:
    row = validate(ScenarioRow, document)
    for index, step in enumerate(row.shocks):
        if len(step.kinds()) != 1:
            raise document.fault(
                ("shocks", index),
                f"a step holds one shock, here are {len(step.kinds())}. Split it.",
            )
    try:
        switches = row.switches.value()
    except InputError as error:
        raise document.fault(("switches",), str(error)) from None
    steps = tuple(step.value() for step in row.shocks)
    for index, step in enumerate(steps):
        if isinstance(step, Tariff) and (step.add is None) == (step.level is None):
            raise document.fault(
                ("shocks", index), "a tariff has either `add` or `level`. Give one of them."
            )
    return Scenario(
        id=row.id,
        title=row.title,
        question=row.question,
        world=row.world or "",
        switches=switches,
        record=row.record.value() if row.record else None,
        steps=steps,
        where={k: f"{document.path}:{document.line(('shocks', k))}" for k in range(len(steps))},
    )


def _of_the_record(document: Document, on: str | None) -> Scenario:
    """A ledger scenario: the record's duties on a day, with that file laid over them."""
    if on is None:
        raise document.fault(
            ("changes",), "these are changes of the record, which needs a day. Add --on DATE."
        )
    tree = document.mapping()
    parties = tree.get("parties")
    return Scenario(
        id=str(tree.get("id")),
        title=str(tree.get("title")),
        question=str(tree.get("question")),
        record=Record(
            on=on,
            parties=tuple(map(str, parties)) if isinstance(parties, list) else (),
            scenario=document.path,
        ),
    )
