"""The border between record files and values: what a row may hold, checked field by field.

Every model forbids unknown keys. `validate` turns pydantic's complaints into messages
with file, line and remedy, all of them at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
)

from detente.errors import FileFault
from detente.ledger.measures import CONDITIONS, INSTRUMENTS
from detente.ledger.values import parse_code, parse_date, parse_moment, parse_rate
from detente.strict_yaml import Document, Place

ModelT = TypeVar("ModelT", bound=BaseModel)


def _text(parser: Callable[[str], Any]) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("a single value was expected here, not a list or mapping.")
        return parser(value)

    return BeforeValidator(read)


def _one_of(words: Iterable[str], noun: str) -> BeforeValidator:
    allowed = sorted(words)

    def check(value: str) -> str:
        if value in allowed:
            return value
        near = difflib.get_close_matches(value, allowed, 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise ValueError(f'"{value}" is no {noun}.{hint} Known: {", ".join(allowed)}.')

    return _text(check)


def _place(value: str) -> str:
    if value in ("NO", "ON", "no", "on"):
        raise ValueError(
            f'"{value}" is not a country code here. Countries are ISO 3166 alpha-3; Norway is NOR.'
        )
    return value


def _boolean(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError(f'"{value}" is neither true nor false.')
    return value == "true"


Rate = Annotated[float, _text(parse_rate)]
Day = Annotated[date, _text(parse_date)]
Moment = Annotated[date | datetime, _text(parse_moment)]
Code = Annotated[str, _text(parse_code)]
PlaceCode = Annotated[str, _text(_place)]
Truth = Annotated[bool, _text(_boolean)]
Confidence = Annotated[str, _one_of(("high", "medium", "low"), "level of confidence")]
Name = Annotated[str, Field(min_length=1)]


class Row(BaseModel):
    """Base of all rows: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class SourceRow(Row):
    """A citation."""

    document: Name
    section: str | None = None


class ExceptRow(Row):
    """Products left out of a scope."""

    lists: tuple[Name, ...] = ()
    codes: tuple[Code, ...] = ()


class ScopeRow(Row):
    """Products by list and code."""

    lists: tuple[Name, ...] = ()
    codes: tuple[Code, ...] = ()
    everything: Truth = False
    except_: ExceptRow = Field(default=ExceptRow(), alias="except")


class FormulaRow(Row):
    """A rate that depends on MFN or on the partner."""

    formula: Literal["total_floor", "total_cap"] | None = None
    rate: Rate | None = None
    by_target: Name | None = None


LISTED = "listed"


def _rate_field(value: Any) -> Any:
    if isinstance(value, str) and value != LISTED:
        return {"rate": value}
    return value


def _scope_field(value: Any) -> Any:
    if value == "all":
        return {"everything": "true"}
    if isinstance(value, str):
        raise ValueError(f'"{value}" is no scope. Write all, or lists: [..] and codes: [..].')
    return value


ScopeField = Annotated[ScopeRow, BeforeValidator(_scope_field)]


def _rate_kind(value: Any) -> str:
    return LISTED if value == LISTED else "FormulaRow"


RateField = Annotated[
    Annotated[
        Annotated[Literal["listed"], Tag(LISTED)] | Annotated[FormulaRow, Tag("FormulaRow")],
        Discriminator(_rate_kind),
    ]
    | None,
    BeforeValidator(_rate_field),
]


class MeasureRow(Row):
    """One measure as written in a file."""

    id: Name
    title: Name
    imposer: PlaceCode
    target: list[PlaceCode]
    except_target: tuple[PlaceCode, ...] = ()
    instrument: Annotated[str, _one_of(INSTRUMENTS, "instrument")]
    family: str | None = None
    rate: RateField = None
    specific: str | None = None
    content: Literal["steel", "aluminium", "copper"] | None = None
    products: ScopeField | None = None
    content_products: ScopeField | None = None
    basis: str | None = None
    announced: Day
    effective: Moment | None = None
    until: Moment | None = None
    until_announced: Day | None = None
    replaces: tuple[Name, ...] = ()
    ends: tuple[Name, ...] = ()
    suspends: tuple[Name, ...] = ()
    exempts: tuple[Name, ...] = ()
    extends: tuple[Name, ...] = ()
    condition: Annotated[str, _one_of(CONDITIONS, "condition")] | None = None
    status: Literal["threatened", "event"] | None = None
    source: Annotated[list[SourceRow], Field(min_length=1)]
    confidence: Confidence
    note: str | None = None


class ActFile(Row):
    """A file of measures: one act."""

    act: Name
    measures: Annotated[list[MeasureRow], Field(min_length=1)]


def validate(model: type[ModelT], document: Document) -> ModelT:
    """The file as a model, or one FileFault that lists every fault with its line."""
    try:
        return model.model_validate(document.tree)
    except ValidationError as error:
        lines = [_message(model, document, dict(item)) for item in error.errors()]
        raise FileFault("\n".join(dict.fromkeys(lines))) from None


def readable_act(document: Document) -> tuple[str, list[tuple[int, MeasureRow]]]:
    """The act of a file with faults and those of its rows that are sound, by their place."""
    tree = document.tree
    act = tree.get("act") if isinstance(tree, dict) else None
    rows = tree.get("measures") if isinstance(tree, dict) else None
    sound: list[tuple[int, MeasureRow]] = []
    if not isinstance(act, str) or not isinstance(rows, list):
        return "", sound
    for index, row in enumerate(rows):
        try:
            sound.append((index, MeasureRow.model_validate(row)))
        except ValidationError:
            continue
    return act, sound


def _message(model: type[BaseModel], document: Document, item: dict[str, Any]) -> str:
    place: Place = tuple(p for p in item["loc"] if _in_tree(p))
    where = f"{document.path}:{document.line(place)}"
    field = _field(place)
    kind = item["type"]
    if not place and kind == "model_type":
        return f"{where}: {_whole(model, document)}"
    if kind == "extra_forbidden":
        known = sorted(_keys(_model_at(model, place[:-1])))
        near = difflib.get_close_matches(field, known, 1)
        hint = f' Did you mean "{near[0]}"?' if near else f" Known keys: {', '.join(known)}."
        return f'{where}: unknown key "{field}".{hint}'
    if kind == "missing":
        return f'{where}: the key "{field}" is missing. Add it to this row.'
    if kind in _EXPECTED:
        return f"{where}: {field}: {_EXPECTED[kind]}"
    text = str(item["msg"]).removeprefix("Value error, ")
    return f"{where}: {field}: {text}"


_LIST = "a list was expected. Write one as [A, B], or a row a line, each after a dash."
_EXPECTED = {
    "list_type": _LIST,
    "tuple_type": _LIST,
    "model_type": "keys with values were expected. Write them as {key: value}.",
    "dict_type": "keys with values were expected. Write them as {key: value}.",
    "string_type": "a single value was expected, not a list or keys. Write one.",
}


def _field(place: Place) -> str:
    """What messages call a place: its key, or the row of a list by its number."""
    if not place:
        return "file"
    last = place[-1]
    if isinstance(last, str):
        return last
    return f"{place[-2]}, row {last + 1}" if len(place) > 1 else f"row {last + 1}"


def _whole(model: type[BaseModel], document: Document) -> str:
    """What is wrong with a file that is no mapping at all."""
    keys = ", ".join(sorted(_keys(model)))
    if document.tree is None:
        return f"the file is empty. It needs the keys {keys}. Fill it in or remove it."
    what = "a list" if isinstance(document.tree, list) else "plain text"
    return f"the file holds {what}. Keys with values were expected: {keys}. Add the keys."


def _in_tree(part: str | int) -> bool:
    return isinstance(part, int) or not (part.endswith("Row") or "[" in part or "(" in part)


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    """The model of the mapping at a place inside a file of `model`."""
    for key in (part for part in place if isinstance(part, str)):
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        found = _model_in(fields[key].annotation) if key in fields else None
        model = found or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model an annotation names, inside lists and unions too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inside = (_model_in(part) for part in get_args(annotation))
    return next((model for model in inside if model), None)


def _keys(model: type[BaseModel]) -> set[str]:
    """The keys a mapping of this model may have."""
    return {info.alias or name for name, info in model.model_fields.items()}
