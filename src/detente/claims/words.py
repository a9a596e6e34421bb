"""Sets of words that the rules go by, from the file `language/words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from detente.strict_yaml import read_yaml


@lru_cache(maxsize=1)
def every_set() -> Mapping[str, frozenset[str]]:
    """All sets by name."""
    path = Path(str(files("detente") / "data" / "language" / "words.yaml"))
    tree = read_yaml(path, "language/words.yaml").mapping()
    return {
        name: frozenset(str(word) for word in words)
        for name, words in tree.items()
        if isinstance(words, list)
    }


def words(name: str) -> frozenset[str]:
    """One set of words."""
    return every_set()[name]
