"""Names of firms and people made comparable: spellings, short forms, legal forms, accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import cast

from detente.strict_yaml import read_yaml

SHORT = 4  # letters; a shorter name must match as a whole
POINTED = re.compile(r"\b(?:\w\.){2,}")  # S.M.I.C.
APOSTROPHE = re.compile("['\u2019]")  # Int'l
ACRONYM = re.compile(r"\(([A-Z][A-Z0-9&.-]+)\)")  # a name (SMIC)


@lru_cache(maxsize=1)
def _words() -> tuple[Mapping[str, str], frozenset[str]]:
    """Short forms written out, and legal forms."""
    path = Path(str(resources.files("detente") / "data" / "language" / "firms.yaml"))
    tree = read_yaml(path, path.name).mapping()
    short = cast("Mapping[str, str]", tree["short"])
    return short, frozenset(cast("list[str]", tree["legal"]))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words that many names share: generic ones, and those of places."""
    folder = Path(str(resources.files("detente") / "data" / "language"))
    places = read_yaml(folder / "places.yaml", "places.yaml")
    firms = read_yaml(folder / "firms.yaml", "firms.yaml").mapping()
    lists = [places.mapping()["meeting_places"]]
    lists += [row[key] for row in places.rows("places") for key in ("names", "adjectives")]
    named = [str(name) for names in lists if isinstance(names, list) for name in names]
    spoken = (word for name in named for word in plain_name(name).split())
    return frozenset([*cast("list[str]", firms["common"]), *spoken])


def common_word(name: str) -> bool:
    """True for a plain name of one word that many names share: a place, `technology`."""
    return name in _common()


def plain_name(name: str) -> str:
    """A name in lower case, without accents, points and legal forms, short forms written out.

    Legal forms stay where nothing else is left.
    """
    from rapidfuzz.utils import default_process

    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    joined = POINTED.sub(lambda found: found.group().replace(".", ""), APOSTROPHE.sub("", bare))
    short, legal = _words()
    words = [short.get(word, word) for word in default_process(joined).split()]
    return " ".join([word for word in words if word not in legal] or words)


def spellings(name: str) -> Iterator[str]:
    """A name as written, and where it carries an acronym in brackets the two apart."""
    yield name
    if ACRONYM.search(name):
        yield ACRONYM.sub(" ", name)
        yield from ACRONYM.findall(name)


def likeness(wanted: str, listed: str) -> float:
    """How alike two plain names are, 0 to 100, words in any order.

    A name whose words all stand in the other scores a little less than the same name, unless it is
    one word that many names share: then the whole names are compared.
    """
    from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

    if not wanted or not listed:
        return 0.0
    ratio = float(token_sort_ratio(wanted, listed))
    if min(len(wanted), len(listed)) < SHORT or common_word(wanted) or common_word(listed):
        return round(ratio, 1)
    return round(max(ratio, 0.95 * float(token_set_ratio(wanted, listed))), 1)
