"""Write a world as it is read: numbers in `<id>.npz`, card with their digest in `<id>.yaml`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import InputError
from detente.worlds.load import ARRAYS, list_worlds, load_world
from detente.worlds.world import World


def save_world(world: World, folder: Path) -> Path:
    """Write both files, read them back and return the path of the numbers.

    Raises InputError for the name of a world that comes with detente or a folder that is not
    there, WorldError where the world would not pass its checks when read.
    """
    if world.id in list_worlds() or not world.id.replace("-", "").replace("_", "").isalnum():
        raise InputError(
            f'"{world.id}" cannot name a new world: letters, digits and hyphens, and none of '
            f"{', '.join(list_worlds())}. Choose another name."
        )
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder. Create it, or choose another.")
    labels = {
        "countries": np.array(world.countries),
        "sectors": np.array(world.sectors),
        "sector_names": np.array(world.sector_names),
        "goods": np.array(world.goods),
    }
    arrays = {name: getattr(world, name) for name in ARRAYS}
    path = write_files(folder, card_tree(world), {**labels, **arrays})
    load_world(path)
    return path


def card_tree(world: World) -> dict[str, Any]:
    """The card as it stands in its file."""
    card = world.card
    return {
        "id": world.id,
        "title": world.title,
        "year": world.year,
        "currency_unit": world.currency_unit,
        "summary": card.summary,
        "groups": {name: list(members) for name, members in card.groups.items()},
        "sources": [
            {key: getattr(source, key) for key in ("title", "publisher", "licence", "used_for")}
            for source in card.sources
        ],
        "steps": list(card.steps),
        "not_for": list(card.not_for),
    }


def write_files(folder: Path, card: Mapping[str, Any], stored: Mapping[str, Any]) -> Path:
    """Write numbers, then the card with their digest. Raises InputError where that fails."""
    from ruamel.yaml import YAML

    path = folder / f"{card['id']}.npz"
    try:
        np.savez_compressed(path, **stored)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        text = StringIO()
        writer = YAML()
        writer.width = 100
        writer.dump({**card, "sha256": digest}, text)  # pyright: ignore[reportUnknownMemberType]
        lines = (line.rstrip() for line in text.getvalue().splitlines())
        path.with_suffix(".yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}). Choose another folder."
        ) from None
    return path
