"""Save a result with its world and switches in one file, and open it again.

The file is an .npz: arrays by name and one text, the metadata as JSON with a digest of the rest.
A file whose content does not match its digest is refused.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import asdict, fields
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from detente.equilibrium.result import Equilibrium
from detente.equilibrium.switches import Switches
from detente.errors import InputError
from detente.worlds import World, WorldCard

FORMAT = 1
WORLD = "world/"


def save_result(result: Equilibrium, path: Path | str) -> None:
    """Write a result whole or not at all. Raises InputError if the place cannot be written."""
    arrays = {name: value for name, value in _fields(result).items() if _is_array(value)}
    arrays |= {
        WORLD + name: value for name, value in _fields(result.world).items() if _is_array(value)
    }
    text = json.dumps(_metadata(result) | {"sha256": _digest(arrays)}, sort_keys=True)
    buffer = BytesIO()
    packed: dict[str, Any] = {**arrays, "metadata": np.array(text)}
    np.savez_compressed(buffer, **packed)
    try:
        temporary = Path(f"{path}.part")
        temporary.write_bytes(buffer.getvalue())
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}). Choose another place."
        ) from None


def open_result(path: Path | str) -> Equilibrium:
    """Read a saved result. Raises InputError for a file that is absent, damaged or altered."""
    arrays, about = _read(Path(path))
    if about.get("format") != FORMAT or about.get("sha256") != _digest(arrays):
        raise InputError(
            f"{path}: its numbers do not match its own digest. The file was altered or cut short. "
            "Restore it, or solve the scenario again."
        )
    world = _world(about["world"], arrays)
    known = {name: value for name, value in arrays.items() if not name.startswith(WORLD)}
    plain = {name: about[name] for name in ("residual", "iterations", "status", "numeraire")}
    absent = {f.name: None for f in fields(Equilibrium) if f.name not in {*known, *plain}}
    values: dict[str, Any] = absent | known | plain
    values |= {"world": world, "switches": Switches(**about["switches"])}
    return Equilibrium(**(values | {"version": about["version"]}))


def _fields(value: Any) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _metadata(result: Equilibrium) -> dict[str, Any]:
    world = result.world
    return {
        "format": FORMAT,
        "version": result.version,
        "switches": asdict(result.switches),
        "residual": float(result.residual),
        "iterations": result.iterations,
        "status": result.status,
        "numeraire": result.numeraire,
        "world": {
            "id": world.id,
            "title": world.title,
            "year": world.year,
            "currency_unit": world.currency_unit,
            "countries": world.countries,
            "sectors": world.sectors,
            "sector_names": world.sector_names,
            "summary": world.card.summary,
            "groups": {name: list(members) for name, members in world.card.groups.items()},
        },
    }


def _digest(arrays: dict[str, Any]) -> str:
    mark = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        mark.update(f"{name} {array.dtype} {array.shape}".encode())
        mark.update(array.tobytes())
    return mark.hexdigest()


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(str(arrays.pop("metadata")))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(
            f"{path}: not a saved result ({type(error).__name__}). Give a file that "
            "`detente solve --save` wrote."
        ) from None
    return arrays, about


def _world(about: dict[str, Any], arrays: dict[str, Any]) -> World:
    named = {
        name.removeprefix(WORLD): value for name, value in arrays.items() if name.startswith(WORLD)
    }
    groups = {name: tuple(members) for name, members in about["groups"].items()}
    return World(
        id=about["id"],
        title=about["title"],
        year=about["year"],
        currency_unit=about["currency_unit"],
        countries=tuple(about["countries"]),
        sectors=tuple(about["sectors"]),
        sector_names=tuple(about["sector_names"]),
        card=WorldCard(summary=about["summary"], groups=groups),
        **named,
    )
