"""Find a paper's description, its data, and the module that computes its tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from detente.errors import InputError
from detente.games.journal import Journal
from detente.replicate import caliendo_parro, gegravity, liberation, ossa
from detente.replicate.rows import Cell, Reference
from detente.strict_yaml import read_yaml

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


def replicate(name: str, folder: Path, journal: Journal | None = None) -> list[Cell]:
    """Every cell that can be computed from the paper's data in `folder` (or its parent).

    A name may leave out its hyphens. `journal` keeps finished pieces. Raises InputError for an
    unknown name or absent data.
    """
    spelt = {paper.replace("-", ""): paper for paper in list_replications()}
    name = spelt.get(name.lower().replace("-", "").replace("_", ""), name)
    if name not in list_replications():
        raise InputError(
            f'"{name}" is no paper that can be replicated. Choose one of '
            f"{', '.join(list_replications())}."
        )
    document = read_yaml(FOLDER / f"{name}.yaml", f"{name}.yaml")
    inner = folder / str(document.mapping()["folder"])
    reference = Reference(document, inner if inner.is_dir() else folder, journal or Journal())
    return TABLES[reference.text("model")](reference)
