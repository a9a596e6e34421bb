"""Groups of countries and sectors for merging, from data: blocs.yaml or a file of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from detente.errors import InputError, WorldError
from detente.worlds.cards import read_mapping
from detente.worlds.load import FOLDER
from detente.worlds.world import World


def read_blocs() -> dict[str, tuple[str, ...]]:
    """Members of every bloc by name."""
    rows = cast("list[dict[str, Any]]", read_mapping(FOLDER / "blocs.yaml")["blocs"])
    return {row["bloc"]: tuple(row["members"]) for row in rows}


def bloc_groups(world: World, names: Iterable[str]) -> dict[str, str]:
    """Country to bloc, for the members that the world has; its own groups come first.

    Raises InputError for an unknown bloc, one without members in the world, and for a country
    that two of the blocs hold.
    """
    known = read_blocs() | dict(world.card.groups)
    groups: dict[str, str] = {}
    for name in names:
        if name not in known:
            raise InputError(
                f'"{name}" is no bloc. Choose one of {", ".join(sorted(known))}, or give a file '
                "of groups."
            )
        members = [code for code in known[name] if code in world.countries]
        if not members:
            raise InputError(f"World {world.id} has no member of {name}. Leave it out.")
        _add(groups, name, members, f"bloc {name}")
    return groups


def read_groups(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Countries and sectors to merge, from YAML: `countries: {NEW: [OLD, ...]}`, `sectors:` alike.

    Raises WorldError for other keys and for a label in two groups.
    """
    tree = read_mapping(path)
    unknown = sorted(tree.keys() - {"countries", "sectors"})
    if unknown or not tree:
        raise WorldError(
            f"{path}: it has the keys {sorted(tree)}. Expected countries, sectors or both, each a "
            "mapping from a new label to a list of old ones. Correct the file."
        )
    found: list[dict[str, str]] = []
    for kind in ("countries", "sectors"):
        groups: dict[str, str] = {}
        given = tree.get(kind, {})
        if not isinstance(given, dict):
            raise WorldError(f"{path}: {kind} is no mapping. Write NEW: [OLD, ...]. Correct it.")
        for name, members in cast("dict[str, object]", given).items():
            if not isinstance(members, list):
                raise WorldError(
                    f"{path}: {kind}/{name} is no list. Write {name}: [OLD, ...]. Correct it."
                )
            _add(groups, name, cast("list[str]", members), f"{path}: {kind}/{name}")
        found.append(groups)
    return found[0], found[1]


def _add(groups: dict[str, str], name: str, members: Iterable[str], where: str) -> None:
    for code in members:
        if groups.get(code, name) != name:
            raise InputError(
                f"{where}: {code} is in {groups[code]} already. Each may be in one group. Remove "
                "it from one."
            )
        groups[code] = name
