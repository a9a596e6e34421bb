"""The forecast ledger: an append-only file of forecasts and how they were settled.

One JSON value a line. Each line carries the digest of the line before it, so that a line
changed or taken out later shows.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import FileFault, InputError, reason
from detente.forecast.cases import OUTCOMES, PARTS
from detente.forecast.odds import Odds
from detente.version import __version__

VOID = "void"


@dataclass(frozen=True, slots=True)
class Entry:
    """A forecast of the store; outcome None until settled.

    p, pooled, last_time    probabilities in the order extended, deal, lapsed
    """

    id: str
    made: date
    deadline: str
    question: str
    parties: tuple[str, str]
    reference_class: str
    p: tuple[float, ...]
    pooled: tuple[float, ...]
    last_time: tuple[float, ...]
    outcome: str | None
    settled: date | None
    source: str | None


def store_path(chosen: Path | None = None) -> Path:
    """The file given, else DETENTE_STORE, else one in the user's data folder."""
    named = os.environ.get("DETENTE_STORE")
    if chosen or named:
        return chosen or Path(str(named))
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "detente" / "forecasts.jsonl"


def record(path: Path, odds: Odds) -> str:
    """Append a forecast; its id. Raises InputError where it stands there already."""
    name = f"{odds.question.id}@{odds.as_known}"
    if any(e.id == name for e in entries(path)):
        raise InputError(
            f"{path}: the forecast {name} is recorded already. A forecast is made once a day and "
            "deadline and never changed. Record another day's."
        )
    _append(
        path,
        {
            "kind": "forecast",
            "id": name,
            **odds.plain(),
            "deadline_id": odds.question.id,
            "parties": list(odds.question.parties),
            "pooled": odds.pooled,
            "last_time": odds.last_time,
            "version": __version__,
        },
    )
    return name


def resolve(path: Path, name: str, outcome: str, settled: date, source: str) -> None:
    """Append how a forecast ended.

    Raises InputError for an unknown forecast, one settled already, or an unknown outcome.
    """
    if outcome not in (*PARTS, VOID):
        raise InputError(f'"{outcome}" is no outcome. Choose one of {", ".join([*PARTS, VOID])}.')
    entry = find(path, name)
    if entry.outcome is not None:
        raise InputError(
            f"{path}: {name} was settled already, as {entry.outcome} on {entry.settled}. A "
            "forecast is settled once. Nothing was written."
        )
    if settled < entry.made:
        raise InputError(
            f"{name} was made on {entry.made}; it cannot have been settled on {settled}. Give a "
            "later day."
        )
    _append(
        path,
        {
            "kind": "resolution",
            "forecast": name,
            "outcome": outcome,
            "settled": settled.isoformat(),
            "source": source,
        },
    )


def find(path: Path, name: str) -> Entry:
    """A forecast by id. Raises InputError with the ids there are."""
    all_of_them = entries(path)
    for entry in all_of_them:
        if entry.id == name:
            return entry
    known = ", ".join(e.id for e in all_of_them) or "none"
    raise InputError(f'{path}: there is no forecast "{name}". Recorded: {known}.')


def entries(path: Path) -> tuple[Entry, ...]:
    """All forecasts of a store, with their outcomes. Raises FileFault for a damaged store."""
    rows = list(_lines(path))
    ends = {str(r["forecast"]): r for r in rows if r.get("kind") == "resolution"}
    return tuple(_entry(r, ends.get(str(r["id"]))) for r in rows if r.get("kind") == "forecast")


def _entry(row: Mapping[str, Any], end: Mapping[str, Any] | None) -> Entry:
    return Entry(
        id=str(row["id"]),
        made=date.fromisoformat(str(row["as_known"])),
        deadline=str(row["deadline_id"]),
        question=str(row["question"]),
        parties=(str(row["parties"][0]), str(row["parties"][1])),
        reference_class=str(row["reference_class"]),
        p=tuple(float(row["outcomes"][o]["p"]) for o in OUTCOMES),
        pooled=tuple(float(row["pooled"][o]) for o in OUTCOMES),
        last_time=tuple(float(row["last_time"][o]) for o in OUTCOMES),
        outcome=str(end["outcome"]) if end else None,
        settled=date.fromisoformat(str(end["settled"])) if end else None,
        source=str(end["source"]) if end else None,
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The values of a store in order, their chain of digests checked."""
    before = ""
    for number, line in enumerate(_texts(path), start=1):
        try:
            row: dict[str, Any] = json.loads(line)
            told = row["before"]
        except (ValueError, KeyError, TypeError):
            raise FileFault(
                f"{path}:{number}: not a line of a forecast store. Each line is one JSON value "
                "with the digest of the line before. Restore the file."
            ) from None
        if told != before:
            raise FileFault(
                f"{path}:{number}: the line before it was changed or taken out. A store is only "
                "appended to. Restore the file."
            )
        before = digest(line)
        yield row


def _texts(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise FileFault(
            f"{path}: cannot be read ({reason(error)}). Choose another store."
        ) from None


def digest(line: str) -> str:
    """SHA-256 of a line."""
    return hashlib.sha256(line.encode()).hexdigest()


def _append(path: Path, row: Mapping[str, Any]) -> None:
    lines = _texts(path)
    value = {**row, "before": digest(lines[-1]) if lines else ""}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(value, ensure_ascii=False) + "\n")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror}). Give --store FILE."
        ) from None
