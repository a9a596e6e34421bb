"""Parsed record files kept on disk between runs, keyed by the content of the files.

Parsing YAML line by line is the slowest step of a cold start. The cache holds plain
text trees and line numbers as JSON; validation runs every time. Nothing depends on it:
an unreadable or unwritable cache only costs time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from detente.errors import FileFault
from detente.strict_yaml import MAX_BYTES, DamagedFile, Document, read_yaml

FORMAT = b"trees 2"


def cache_folder() -> Path:
    """Where caches are kept: DETENTE_CACHE, else the user's cache folder."""
    chosen = os.environ.get("DETENTE_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "detente"


def cached_trees(folders: list[Path]) -> tuple[list[Document], list[str]]:
    """All YAML files of the folders as documents, and the faults of those that do not parse.

    From the cache where it is current; nothing is kept of folders with a fault.

    Messages name files of the first folder by their path inside it, and files of a folder
    laid over it by their full path.
    """
    files = [
        (layer, path.relative_to(folder).as_posix(), path)
        for layer, folder in enumerate(folders)
        for path in sorted(folder.rglob("*.yaml"))
    ]
    key = _key(files)
    kept = cache_folder() / f"record-{key}.json"
    try:
        stored: list[dict[str, Any]] = json.loads(kept.read_text(encoding="utf-8"))
        return [_restore(item) for item in stored], []
    except (OSError, ValueError, KeyError, TypeError):
        pass
    documents, faults = _parse(files)
    if not faults:
        write_atomically(kept, json.dumps([_plain(d) for d in documents]))
    return documents, faults


def _parse(files: list[tuple[int, str, Path]]) -> tuple[list[Document], list[str]]:
    faults: list[str] = []
    documents: list[Document] = []
    for layer, inner, path in files:
        try:
            document = read_yaml(path, str(path) if layer else inner)
            document.inner, document.layer = inner, layer
            documents.append(document)
        except FileFault as error:
            faults.extend(str(error).splitlines())
            if isinstance(error, DamagedFile):
                error.document.inner, error.document.layer = inner, layer
                documents.append(error.document)
    return documents, faults


def _key(files: list[tuple[int, str, Path]]) -> str:
    sha = hashlib.sha256(FORMAT)
    for layer, inner, path in files:
        sha.update(f"{layer}:{path if layer else inner}\n".encode())
        size = path.stat().st_size
        sha.update(path.read_bytes() if size <= MAX_BYTES else str(size).encode())
    return sha.hexdigest()[:24]


def _plain(document: Document) -> dict[str, Any]:
    return {
        "path": document.path,
        "inner": document.inner,
        "layer": document.layer,
        "tree": document.tree,
        "lines": [[list(place), line] for place, line in document.lines.items()],
    }


def _restore(item: dict[str, Any]) -> Document:
    lines = {tuple(place): int(line) for place, line in item["lines"]}
    return Document(item["path"], item["tree"], lines, item["inner"], item["layer"])


def write_atomically(path: Path, text: str) -> bool:
    """Write a file whole or not at all; False where the place cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".detente-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(path)
    except OSError:
        return False
    return True
