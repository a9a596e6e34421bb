"""A journal of finished pieces of a long sweep, so that an interrupt loses nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from detente.errors import InputError
from detente.games.game import Game

BEGINS = '{"key": '


class Journal:
    """Pieces by key, one JSON line each, appended as soon as a piece is done.

    Without a path nothing is kept. Raises InputError for a file that is no journal; a last line
    cut short by an interrupt is done again.
    """

    def __init__(self, path: Path | None = None, tell: Callable[[str], None] | None = None) -> None:
        self.path = path
        self.tell = tell or _silent
        self.known: dict[str, list[float]] = {}
        if path is not None and path.exists():
            self._read(path)

    def piece(self, key: str, compute: Callable[[], list[float]], text: str) -> list[float]:
        """The piece, from the journal or computed and written down."""
        if key not in self.known:
            self.tell(text)
            self.keep(key, compute())
        return self.known[key]

    def keep(self, key: str, values: list[float]) -> None:
        """Write a finished piece down, unless it is known. Raises InputError if it cannot be."""
        if key not in self.known:
            self.known[key] = values
            self._append(key)

    def _append(self, key: str) -> None:
        if self.path is None:
            return
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "values": self.known[key]}) + "\n")
        except OSError as error:
            raise InputError(
                f"{self.path} cannot be written ({error.strerror}). Choose another journal."
            ) from None

    def _read(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise InputError(
                f"{path} cannot be read as a journal ({error.strerror}). Name a file of your "
                "own; it need not exist yet."
            ) from None
        lines = text.splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                self.known[str(row["key"])] = [float(value) for value in row["values"]]
            except (ValueError, KeyError, TypeError) as error:
                if number == len(lines) and _cut_short(line, error):
                    self._rewrite(path, lines[:-1])
                    return
                raise InputError(
                    f"{path}:{number}: not a line of a journal. Name another file, or delete it."
                ) from None
        if text and not text.endswith("\n"):
            self._rewrite(path, lines)

    def _rewrite(self, path: Path, lines: list[str]) -> None:
        """Rewrite the journal with these whole lines."""
        try:
            path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        except OSError as error:
            raise InputError(
                f"{path} cannot be written ({error.strerror}). Choose another journal."
            ) from None


def _cut_short(line: str, error: Exception) -> bool:
    """Whether a line that cannot be read is the beginning of a journal's line, not another file."""
    return isinstance(error, json.JSONDecodeError) and line[: len(BEGINS)] == BEGINS[: len(line)]


def _silent(text: str) -> None:
    """Tell nobody."""


def digest(game: Game) -> str:
    """A short text that differs whenever the game does."""
    economy, levers = game.economy, game.levers
    words = repr((economy.id, game.players, game.instruments, getattr(economy, "switches", None)))
    found = hashlib.sha256(words.encode())
    weights = game.objective.weights
    arrays = [economy.flows, game.tariff, game.export_tax, levers.low, levers.high]
    for array in [*arrays, *([] if weights is None else [weights])]:
        found.update(array.tobytes())
    return found.hexdigest()[:16]
