"""Read a world from its two files: `<id>.npz` (numbers) and `<id>.yaml` (card).

The numbers are stored in single precision to keep the file small. On reading they become
double precision and the accounts are closed again, exactly, by domestic sales:

    d_nj = F_nj + sum_k Z_njk - sum over i not n of (1 + t_nij) M_nij,   M_nnj = d_nj
    V_nj = sum_m M_mnj - sum_k Z_nkj
"""

from __future__ import annotations

import hashlib
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import InputError, WorldError
from detente.worlds.cards import CardFile, read_card, read_mapping
from detente.worlds.check import check_world
from detente.worlds.world import Floats, World

FOLDER = Path(__file__).resolve().parent.parent / "data" / "worlds"
ARRAYS = ("flows", "tariff", "intermediate", "final", "trade_elasticity")
LABELS = ("countries", "sectors", "sector_names", "goods")


def list_worlds() -> tuple[str, ...]:
    """Ids of the worlds that come with detente, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.npz")))


def default_world() -> str:
    """Id of the world used where none is named (worlds.yaml beside the data)."""
    return str(read_mapping(FOLDER / "worlds.yaml")["default"])


def load_world(id_or_path: str | Path) -> World:
    """Read, close and check a world by its id, or by the path of its `.npz` file.

    Raises InputError for an unknown id or path, WorldError for a damaged world.
    """
    text = str(id_or_path)
    if text in list_worlds():
        return _bundled(text)
    path = Path(id_or_path)
    if path.suffix != ".npz" or not path.is_file():
        raise InputError(
            f'World "{text}": neither a world that comes with detente nor an .npz file. '
            f"Known worlds: {', '.join(list_worlds()) or 'none'}. Give one of these or a path."
        )
    return _read_world(path)


@lru_cache(maxsize=8)
def _bundled(world_id: str) -> World:
    return _read_world(FOLDER / f"{world_id}.npz")


def _read_world(path: Path) -> World:
    card = read_card(path.with_suffix(".yaml"))
    stored = _read_arrays(path, card)
    world = closed_world(card, stored)
    check_world(world)
    return world


def _read_arrays(path: Path, card: CardFile) -> dict[str, Any]:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != card.card.sha256:
        raise WorldError(
            f"{path}: its SHA-256 digest starts {digest[:12]}, the card beside it says "
            f"{card.card.sha256[:12] or 'nothing'}. The file was altered or belongs to another "
            "card. Restore it, or rebuild both with the script in calibration/."
        )
    try:
        with np.load(BytesIO(content), allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise WorldError(f"{path}: not readable as .npz ({error}). Restore it.") from None
    if stored.keys() != {*ARRAYS, *LABELS}:
        raise WorldError(
            f"{path}: holds {sorted(stored)}. Expected {sorted(ARRAYS + LABELS)}. "
            "Rebuild it with the script in calibration/."
        )
    return stored


def closed_world(card: CardFile, stored: dict[str, Any]) -> World:
    """A world whose accounts close exactly, from stored arrays (domestic flows recomputed)."""
    flows, tariff, used, final, elasticity = (_floats(stored[name]) for name in ARRAYS)
    own = np.arange(len(stored["countries"]))
    flows[own, own] = 0.0
    abroad = ((1.0 + tariff) * flows).sum(axis=1)
    flows[own, own] = final + used.sum(axis=2) - abroad
    return World(
        id=card.id,
        title=card.title,
        year=card.year,
        currency_unit=card.currency_unit,
        countries=tuple(map(str, stored["countries"])),
        sectors=tuple(map(str, stored["sectors"])),
        sector_names=tuple(map(str, stored["sector_names"])),
        goods=stored["goods"],
        flows=flows,
        tariff=tariff,
        intermediate=used,
        final=final,
        value_added=flows.sum(axis=0) - used.sum(axis=1),
        trade_elasticity=elasticity,
        card=card.card,
    )


def _floats(stored: Any) -> Floats:
    return np.array(stored, dtype=np.float64)
