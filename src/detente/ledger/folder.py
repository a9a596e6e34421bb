"""What a folder laid over the record may hold, and what in it nobody would read."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.strict_yaml import MAX_BYTES

SINGLE = (
    "places.yaml",
    "caveats.yaml",
    "coverage.yaml",
    "conflicts.yaml",
    "deadlines.yaml",
    "parties.yaml",
    "rounds.yaml",
)
FOLDERS = {
    "measures": ".yaml",
    "truces": ".yaml",
    "documents": ".yaml",
    "interactions": ".yaml",
    "lists": ".csv.gz",
}
LIST_CARDS = "lists/cards.yaml"
UNREAD_BY_DESIGN = (".md", ".txt", ".rst")
BUILT_IN_ONLY = ("baseline.yaml", "reported.yaml")
MANY = 20
NAMES = re.compile(r"""\b(?:id|code|name|family):\s*["']?([^\s"',}]+)""")
LAYOUT = (
    f"A folder laid over the record holds {', '.join(f'{f}/*{e}' for f, e in FOLDERS.items())}, "
    f"{LIST_CARDS}, {', '.join(SINGLE)}."
)


def unread_files(folder: Path) -> list[str]:
    """A fault for each file that would not be read, and one for a folder with nothing to read.

    Hidden files and notes (.md, .txt, .rst) are left alone. After twenty faults it stops, so
    that a folder named by mistake costs nothing.
    """
    seen = False
    faults: list[str] = []
    for inner in _files(folder):
        if _is_read(inner):
            seen = True
        elif Path(inner).suffix not in UNREAD_BY_DESIGN:
            faults.append(f"{folder / inner}:1: {_why(inner)}")
        if len(faults) == MANY:
            return [*faults, f"{folder}: more such files follow. Is it the right folder?"]
    if not seen and not faults:
        faults.append(f"{folder}: nothing of the record is in this folder. {LAYOUT}")
    return faults


def names_in_faulty_files(faults: Iterable[str], record: Path) -> frozenset[str]:
    """Names that stand in files with a fault: rows there may be lost, links to them may be right.

    Faults begin with a path, whole or inside the record.
    """
    found: set[str] = set()
    for name in {fault.partition(":")[0] for fault in faults}:
        path = next((p for p in (Path(name), record / name) if p.is_file()), None)
        if path and path.suffix == ".yaml" and path.stat().st_size <= MAX_BYTES:
            found.update(NAMES.findall(path.read_text(encoding="utf-8", errors="replace")))
    return frozenset(found)


def _files(folder: Path) -> Iterator[str]:
    """Paths inside the folder of all files, hidden ones left out, in order."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(n for n in names if not n.startswith(".")):
            yield (Path(where) / name).relative_to(folder).as_posix()


def _is_read(inner: str) -> bool:
    top, _, rest = inner.partition("/")
    if not rest:
        return inner in SINGLE
    ending = FOLDERS.get(top)
    flat = top != "lists" or "/" not in rest
    return inner == LIST_CARDS or (ending is not None and flat and rest.endswith(ending))


def _why(inner: str) -> str:
    """Why a file is not read, and what to do."""
    top, _, rest = inner.partition("/")
    if top == "scenarios":
        return (
            "scenarios are not read from a folder laid over the record. Name the file as "
            "`scenario` under `record` in a file for `detente solve`."
        )
    if inner in BUILT_IN_ONLY:
        return "this file belongs to the built-in record alone. Remove it."
    if top in FOLDERS and rest:
        remedy = "Compress it." if inner.endswith(".csv") else "Rename or move it."
        return f"only files {top}/*{FOLDERS[top]} are read there, and this is none. {remedy}"
    near = _near(top, bool(rest))
    if not near and not rest and Path(inner).suffix in (".yaml", ".yml"):
        near = " A file of measures belongs in measures/."
    return f"this file is not read.{near} {LAYOUT}"


def _near(top: str, is_folder: bool) -> str:
    known = list(FOLDERS) if is_folder else list(SINGLE)
    found = difflib.get_close_matches(top, known, 1)
    return f" Did you mean {found[0]}{'/' if is_folder else ''}?" if found else ""
