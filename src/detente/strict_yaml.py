"""Read YAML strictly: every scalar is text, and every node knows its line.

Plain YAML reads `NO` as false, `0207` as 135 and keeps the last of two equal keys.
Here nothing is converted, duplicate keys, anchors, aliases and tags are refused, and
size and depth are bounded, so that a hostile or mistaken file ends in one message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from detente.errors import FileFault

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Place: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 4_000_000
MAX_DEPTH = 12
NULLS = frozenset({"", "null", "~"})


class DamagedFile(FileFault):
    """A file with keys that stand twice; `document` is what it holds without the second ones."""

    def __init__(self, text: str, document: Document) -> None:
        super().__init__(text)
        self.document = document


@dataclass(slots=True)
class Document:
    """One parsed file: the tree of text, and the line of every node by its path.

    `path` is what messages call the file; `inner` its path inside its record folder and
    `layer` the folder's place in the order of overlays (0 is the built-in record). `doubled`
    tells the keys that stand twice, of which the tree has the first.
    """

    path: str
    tree: Tree = None
    lines: dict[Place, int] = field(default_factory=dict[Place, int])
    inner: str = ""
    layer: int = 0
    doubled: list[str] = field(default_factory=list[str])

    def line(self, place: Place) -> int:
        """Line of the node at `place`, or of its nearest recorded ancestor."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mapping(self, *place: str | int) -> dict[str, Tree]:
        """The mapping at a place. Raises FileFault where there is none."""
        node: Tree = self.tree
        for part in place:
            node = node.get(str(part)) if isinstance(node, dict) else None
        if not isinstance(node, dict):
            raise self.fault(place, f"a mapping was expected at {_shown(place)}. Add it.")
        return node

    def rows(self, *place: str | int) -> list[dict[str, Tree]]:
        """The list of mappings at a place. Raises FileFault where there is none."""
        node = self.mapping(*place[:-1]).get(str(place[-1]))
        if not isinstance(node, list) or not all(isinstance(r, dict) for r in node):
            raise self.fault(place, f"a list of rows was expected at {_shown(place)}. Add it.")
        return [r for r in node if isinstance(r, dict)]

    def fault(self, place: Place, text: str) -> FileFault:
        """An error that points at the line of `place`."""
        return FileFault(f"{self.path}:{self.line(place)}: {text}")


def _shown(place: Place) -> str:
    return ".".join(str(p) for p in place) or "the top of the file"


def read_yaml(path: Path, name: str | None = None) -> Document:
    """Parse one file strictly.

    Raises FileFault (path and line) for malformed YAML, duplicate keys, anchors,
    aliases, tags, non-text keys, files over 4 MB or nesting deeper than 12.
    """
    shown = name or str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileFault(
                f"{shown}: the file is {size / 1e6:.0f} MB. A file of the record holds one act "
                f"and stays under {MAX_BYTES / 1e6:.0f} MB. Split it, or move a long product "
                "list into lists/."
            )
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FileFault(
            f"{shown}: byte {error.start} is not UTF-8. Record files are UTF-8 text. "
            "Save the file again in that encoding."
        ) from None
    except OSError as error:
        raise FileFault(
            f"{shown}: cannot be read ({error.strerror}). Check the path and its permissions."
        ) from None
    return parse_yaml(text, shown)


def parse_yaml(text: str, name: str) -> Document:
    """Parse YAML text strictly; `name` is what messages call it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    document = Document(name)
    if len(text) > MAX_BYTES:
        raise FileFault(f"{name}: {len(text) / 1e6:.0f} MB of text, the limit is 4 MB. Split it.")
    try:
        reader: Any = YAML(typ="safe", pure=True)
        events = iter(reader.parse(text))
        document.tree = _Builder(document, events).build()
    except MarkedYAMLError as error:
        told: Any = error
        mark = told.problem_mark or told.context_mark
        line = mark.line + 1 if mark else 1
        raise FileFault(
            f"{name}:{line}: not readable as YAML ({told.problem or told.context}). "
            "Check indentation, colons and quotes on this line and the one before."
        ) from None
    except (YAMLError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileFault(
            f"{name}:1: not readable as YAML ({first}). Check for control characters or a "
            "damaged file."
        ) from None
    if document.doubled:
        raise DamagedFile("\n".join(document.doubled), document)
    return document


class _Builder:
    """Builds the tree from parser events, refusing what the record does not use."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document = document
        self.events = events

    def build(self) -> Tree:
        """The tree of the single document in the stream (None for an empty file)."""
        tree: Tree = None
        seen = False
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                if seen:
                    raise self._refuse(event, "a second YAML document", "Keep one per file")
                seen = True
            elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"):
                tree = self._node(event, ())
        return tree

    def _refuse(self, event: Any, what: str, remedy: str) -> FileFault:
        line = event.start_mark.line + 1
        return FileFault(
            f"{self.document.path}:{line}: {what}. Record files are plain text, lists and "
            f"mappings. {remedy}."
        )

    def _node(self, event: Any, place: Place) -> Tree:
        kind = type(event).__name__
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise self._refuse(event, "an anchor or alias (& or *)", "Write the value out")
        if getattr(event, "tag", None) or getattr(event, "ctag", None):
            raise self._refuse(event, "a tag (!)", "Remove it; fields know their own type")
        if len(place) > MAX_DEPTH:
            raise self._refuse(event, f"nesting deeper than {MAX_DEPTH}", "Flatten it")
        self.document.lines[place] = event.start_mark.line + 1
        if kind == "ScalarEvent":
            plain = event.style is None
            return None if plain and event.value in NULLS else str(event.value)
        if kind == "SequenceStartEvent":
            return self._sequence(place)
        return self._mapping(place)

    def _sequence(self, place: Place) -> list[Tree]:
        items: list[Tree] = []
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self._node(event, (*place, len(items))))
        return items

    def _mapping(self, place: Place) -> dict[str, Tree]:
        items: dict[str, Tree] = {}
        for event in self.events:
            if type(event).__name__ == "MappingEndEvent":
                break
            if type(event).__name__ != "ScalarEvent":
                raise self._refuse(event, "a key that is not plain text", "Use a word as key")
            key = str(event.value)
            if key in items:
                first = self.document.lines[(*place, key)]
                fault = self._refuse(
                    event,
                    f'the key "{key}" stands twice (first on line {first})',
                    "Keep one of the two; neither is preferred silently",
                )
                self.document.doubled.append(str(fault))
                self._node(next(self.events), (*place, f"{key} again"))
                continue
            line = event.start_mark.line + 1
            items[key] = self._node(next(self.events), (*place, key))
            self.document.lines[(*place, key)] = line
        return items
