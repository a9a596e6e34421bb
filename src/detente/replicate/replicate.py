"""Find a paper's description, its data, and the module that computes its tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from detente.errors import InputError
from detente.games.journal import Journal
from detente.replicate import caliendo_parro, gegravity, liberation, ossa
from detente.replicate.rows import Cell, Reference
from detente.strict_yaml import Document, read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "data" / "published"
TABLES: dict[str, Callable[[Reference], list[Cell]]] = {
    "caliendo_parro": caliendo_parro.tables,
    "gegravity": gegravity.tables,
    "liberation": liberation.tables,
    "ossa": ossa.tables,
}


def list_replications() -> tuple[str, ...]:
    """Names of the papers that can be replicated."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def replicate(
    name: str, folder: Path, journal: Journal | None = None, processes: int = 1
) -> list[Cell]:
    """Every cell that can be computed from the paper's data in `folder` (or its parent).

    Hyphens, underscores and capitals in the name do not matter; `journal` keeps finished pieces of
    long tables, which are computed on as many `processes`. Raises InputError for an unknown name
    or absent data.
    """
    document = _description(name)
    inner = folder / str(document.mapping()["folder"])
    place = inner if inner.is_dir() else folder
    reference = Reference(document, place, journal or Journal(), processes)
    return TABLES[reference.text("model")](reference)


def headings(name: str) -> dict[str, str]:
    """Words of a paper's tables, rows and columns as a person reads them, by those of its files.

    Empty where a paper's files already have printed words. Raises InputError for an unknown name.
    """
    document = _description(name)
    return Reference(document, FOLDER).names("headings") if "headings" in document.mapping() else {}


def _description(name: str) -> Document:
    known = {_letters(paper): paper for paper in list_replications()}
    if _letters(name) not in known:
        raise InputError(
            f'"{name}" is no paper that can be replicated. Choose one of '
            f"{', '.join(known.values())}."
        )
    found = f"{known[_letters(name)]}.yaml"
    return read_yaml(FOLDER / found, found)


def _letters(name: str) -> str:
    """A name without case and punctuation."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
