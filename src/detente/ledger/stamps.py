"""Whether a folder of record files changed since it was last read."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

FRESH = 1.0  # seconds for which a look is trusted
Stamp = tuple[tuple[str, int, int], ...]
_glances: dict[str, tuple[float, Stamp]] = {}


def glance(place: Path) -> Stamp:
    """The folder's stamp, at most a second old; its path leads it."""
    folder = str(place)
    seen, stamp = _glances.get(folder, (float("-inf"), ()))
    now = monotonic()
    if now - seen > FRESH:
        stamp = _stamp(folder)
        _glances[folder] = (now, stamp)
    return stamp


def _stamp(folder: str) -> Stamp:
    """Path, time of change and size of a folder and of all that is in it."""
    state = os.stat(folder)
    found = [(folder, state.st_mtime_ns, 0)]
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.is_dir():
                found += _stamp(entry.path)
            else:
                state = entry.stat()
                found.append((entry.path, state.st_mtime_ns, state.st_size))
    return tuple(found)
