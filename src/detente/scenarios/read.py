"""Read a scenario file strictly: unknown keys and values are refused with file and line.

A file of the record's own kind (`parties` and `changes`, see detente/ledger/overlay.py) is
accepted too; it needs the day it is laid on.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from types import NoneType
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from detente.errors import FileFault, InputError, ScenarioError
from detente.ledger.schema import validate
from detente.scenarios.rows import ScenarioRow, StepRow
from detente.scenarios.shocks import Record, Scenario, Tariff
from detente.strict_yaml import Document, Place, Tree, read_yaml

_DAY_WITHOUT_CHANGES = (
    "--on {on} is for a file of `changes` of the record; this one has none. To start from the "
    "duties of that day write `record: {{on: {on}}}` into the file; else leave --on out."
)
_OTHER_KIND = ("record", "shocks", "world", "switches")
_TWO_KINDS = (
    "`{key}` stands beside `changes`. A file is of one kind: `changes` of the record, laid on the "
    "day that --on DATE names, or `record`, `shocks`, `world` and `switches`. {remedy}"
)
_REMEDIES = {
    "record": "Take `record` out and give its day as --on {day}. Or keep `record`, move `changes` "
    "with id, title, question and parties to a file of their own and name that file in `record`: "
    "{{on: {day}, parties: [A, B], scenario: FILE.yaml}}.",
    "shocks": "Write the shocks and the changes in two files.",
    "world": "Take `world` out and give it as --world ID.",
    "switches": "Take `switches` out, or write the duties as `shocks`.",
}


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
        if on is not None:
            raise document.fault((), _DAY_WITHOUT_CHANGES.format(on=on))
        return _scenario(document)
    except FileFault as error:
        raise ScenarioError(str(error)) from None


def _scenario(document: Document) -> Scenario:
    _refuse_unknown_keys(document)
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
        where=_where(document, len(steps)),
    )


def _where(document: Document, steps: int) -> dict[int | str, str]:
    """File and line of the world, the record and each step."""
    places: dict[int | str, Place] = {k: ("shocks", k) for k in range(steps)}
    places |= {"world": ("world",), "record": ("record",)}
    return {name: f"{document.path}:{document.line(place)}" for name, place in places.items()}


def _refuse_unknown_keys(document: Document) -> None:
    """Keys of the inner rows, each against those of its own kind."""
    tree, fields = document.mapping(), ScenarioRow.model_fields
    for name in ("switches", "record"):
        _known_keys(document, (name,), _row(tree.get(name)), fields[name])
    shocks = tree.get("shocks")
    for index, step in enumerate(shocks if isinstance(shocks, list) else []):
        inside = ("shocks", index)
        _known_keys(document, inside, _row(step), fields["shocks"])
        for kind, value in _row(step).items():
            _known_keys(document, (*inside, kind), _row(value), StepRow.model_fields[kind])


def _row(value: Tree) -> dict[str, Tree]:
    """A mapping of the file; empty if it is something else, which `validate` refuses."""
    return value if isinstance(value, dict) else {}


def _known_keys(document: Document, place: Place, row: dict[str, Tree], field: FieldInfo) -> None:
    """Refuse a key that the row's kind does not have."""
    known = sorted(_model_in(field.annotation).model_fields)
    inside = next(part for part in reversed(place) if isinstance(part, str))
    for key in row:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known keys: {', '.join(known)}."
            raise document.fault((*place, key), f'unknown key "{key}" in {inside}. {hint}')


def _model_in(annotation: object) -> type[BaseModel]:
    """The row type inside an optional or a tuple."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(_model_in(part) for part in get_args(annotation) if part is not NoneType)


def _of_the_record(document: Document, on: str | None) -> Scenario:
    """A ledger scenario: the record's duties on a day, with that file laid over them."""
    _refuse_the_other_kind(document)
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


def _refuse_the_other_kind(document: Document) -> None:
    """Changes of the record stand alone: say which key is of the other kind, and what to do."""
    tree = document.mapping()
    for key in (name for name in _OTHER_KIND if name in tree):
        day = str(_row(tree[key]).get("on") or "DATE")
        remedy = _REMEDIES[key].format(day=day)
        raise document.fault((key,), _TWO_KINDS.format(key=key, remedy=remedy))
