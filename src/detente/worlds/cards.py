"""WorldCard: where a world's numbers come from, and what they must not be used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import wrap
from typing import Any, Protocol, cast

from detente.errors import WorldError, reason

REQUIRED = frozenset({"id", "title", "year", "currency_unit", "summary", "sha256"})
LISTS = frozenset({"sources", "steps", "checks", "not_for", "groups"})
OPTIONAL = LISTS | {"assumed"}
WIDTH = 96
SOURCE_KEYS = frozenset({"title", "publisher", "licence", "used_for"})


@dataclass(frozen=True, slots=True)
class Source:
    """One public input of a world."""

    title: str
    publisher: str
    licence: str
    used_for: str


@dataclass(frozen=True, slots=True)
class WorldCard:
    """What a user must know before quoting a world's numbers.

    `groups` names blocs by their members; `sha256` is the digest of the data file. `checks` are
    figures beside what other sources say. `assumed` names the table, beside the card, of numbers
    that no source here gives: one row each, with a status.
    """

    summary: str
    sources: tuple[Source, ...] = ()
    steps: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    sha256: str = ""
    checks: tuple[str, ...] = ()
    assumed: str = ""


class Described(Protocol):
    """What the text of a card says of the world itself."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def currency_unit(self) -> str: ...
    @property
    def countries(self) -> tuple[str, ...]: ...
    @property
    def sectors(self) -> tuple[str, ...]: ...
    @property
    def card(self) -> WorldCard: ...


def card_text(world: Described) -> str:
    """The card for reading: what the world is, its sources, its steps, what it is not for."""
    card = world.card
    size = f"{len(world.countries)} countries x {len(world.sectors)} sectors"
    lines = [f"{world.id}: {world.title}", f"{size}, {world.year}, {world.currency_unit}"]
    lines += ["", *wrap(card.summary, WIDTH)]
    used = [
        f"{s.title}. {s.publisher}. Licence: {s.licence}. For: {s.used_for}." for s in card.sources
    ]
    groups = [f"{name}: {', '.join(members)}" for name, members in card.groups.items()]
    for heading, entries in (
        ("Sources", used),
        ("Steps", card.steps),
        ("Checks", card.checks),
        ("Not for", card.not_for),
        ("Groups", groups),
    ):
        if entries:
            lines += ["", heading]
        for entry in entries:
            lines += wrap(entry, WIDTH, initial_indent="- ", subsequent_indent="  ")
    if card.assumed:
        told = "numbers that no source here gives, one a row; replace them and build again"
        lines += ["", "Assumed", f"- {card.assumed}: {told}"]
    return "\n".join([*lines, "", f"SHA-256 {card.sha256}"])


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card as read from its file, with the labels that belong to the world itself."""

    id: str
    title: str
    year: int
    currency_unit: str
    card: WorldCard


def read_card(path: Path) -> CardFile:
    """Read `<id>.yaml`. Raises WorldError for unreadable, missing or unknown entries."""
    tree = read_mapping(path)
    missing = sorted(REQUIRED - tree.keys())
    unknown = sorted(tree.keys() - REQUIRED - OPTIONAL)
    if missing or unknown:
        raise WorldError(
            f"{path}: keys missing: {missing or 'none'}; keys unknown: {unknown or 'none'}. "
            f"A card has {sorted(REQUIRED)} and may have {sorted(OPTIONAL)}. Correct the card."
        )
    groups = cast("dict[str, list[str]]", tree.get("groups", {}))
    card = WorldCard(
        summary=str(tree["summary"]).strip(),
        sources=tuple(_source(path, entry) for entry in tree.get("sources", [])),
        steps=tuple(map(str, tree.get("steps", []))),
        not_for=tuple(map(str, tree.get("not_for", []))),
        groups={name: tuple(members) for name, members in groups.items()},
        sha256=str(tree["sha256"]),
        checks=tuple(map(str, tree.get("checks", []))),
        assumed=str(tree.get("assumed", "")),
    )
    head = (str(tree["id"]), str(tree["title"]), _year(path, tree["year"]))
    return CardFile(*head, str(tree["currency_unit"]), card)


def read_mapping(path: Path) -> dict[str, Any]:
    """A YAML file as a mapping in which every scalar is text (`NO` stays Norway)."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        tree = cast("object", YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8")))  # pyright: ignore[reportUnknownMemberType]
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        first = reason(error).splitlines()[0]
        raise WorldError(f"{path}: cannot be read ({first}). Restore the file.") from None
    if not isinstance(tree, dict):
        raise WorldError(f"{path}: no keys found. Expected a mapping. Restore the file.")
    return cast("dict[str, Any]", tree)


def _source(path: Path, entry: dict[str, Any]) -> Source:
    if entry.keys() != SOURCE_KEYS:
        raise WorldError(
            f"{path}: a source has the keys {sorted(entry)}. Each needs {sorted(SOURCE_KEYS)}. "
            "Complete it: a world without stated sources is not usable."
        )
    return Source(**{key: str(value) for key, value in entry.items()})


def _year(path: Path, text: str) -> int:
    if not str(text).isdigit():
        raise WorldError(f"{path}: year is {text!r}. Expected a whole number. Correct the card.")
    return int(text)
