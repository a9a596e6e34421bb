"""The words that the rules know, read once from the language files and made into one index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from detente.claims.inflect import forms_of, plural_of
from detente.claims.tokens import Entry, Index, words_of
from detente.strict_yaml import Tree, read_yaml

LAYERS = ("name", "noun", "verb", "cue", "mood")


@dataclass(frozen=True, slots=True)
class Term:
    """An office held by a person; half open, a missing day unknown or still running."""

    title: str
    start: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom texts name without saying for whom he or she acts."""

    name: str
    country: str
    pronoun: str
    offices: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by layer and first word, longest first; and the tables behind them."""

    index: Mapping[str, Index]
    people: Mapping[str, Person]
    record_codes: Mapping[str, str]
    classes: Mapping[str, str]
    families: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    rows: Mapping[str, Tree]


def language_file(name: str) -> Mapping[str, Tree]:
    """A file of the language folder as a tree of text."""
    path = Path(str(files("detente") / "data" / "language" / f"{name}.yaml"))
    return read_yaml(path, f"language/{name}.yaml").mapping()


def texts(tree: Tree) -> list[str]:
    """A list of text, an absent one as empty."""
    return [str(item) for item in tree] if isinstance(tree, list) else []


def table(tree: Tree) -> Mapping[str, Tree]:
    """A mapping of the tree."""
    return tree if isinstance(tree, dict) else {}


def rows(tree: Tree) -> list[Mapping[str, Tree]]:
    """A list of mappings of the tree."""
    return [row for row in tree if isinstance(row, dict)] if isinstance(tree, list) else []


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """All language files as one value."""
    places, people = language_file("places"), language_file("people")
    instruments, verbs = language_file("instruments"), language_file("verbs")
    grammar = language_file("grammar")
    persons = {p.name: p for p in persons_of(people)}
    phrases: list[tuple[str, Entry]] = [
        *place_phrases(places),
        *person_phrases(people),
        *body_phrases(language_file("bodies")),
        *instrument_phrases(instruments),
        *product_phrases(language_file("products")),
        *cue_phrases(grammar),
    ]
    families = families_of(verbs)
    phrases += verb_phrases(verbs, families)
    return Lexicon(
        index=indexed(phrases),
        people=persons,
        record_codes={str(r["code"]): str(r["record"]) for r in rows(places["places"])},
        classes={str(r["id"]): str(r["class"]) for r in rows(instruments["instruments"])},
        families=families,
        words={
            key: frozenset(w.lower() for w in texts(grammar[key]))
            for key in ("determiners", "titles", "voices", "abbreviations", "subordinators")
        },
        rows={"refine": instruments["refine"], **language_file("rules")},
    )


def place_phrases(tree: Mapping[str, Tree]) -> Iterator[tuple[str, Entry]]:
    for row in rows(tree["places"]):
        code = str(row["code"])
        for key, kind in (
            ("names", "name"),
            ("adjectives", "adjective"),
            ("governments", "government"),
        ):
            for word in texts(row[key]):
                yield word, Entry("name", "party", code, kind, exact=(word,))
    for row in rows(tree["groups"]):
        for word in texts(row["names"]):
            yield word, Entry("name", "group", ",".join(texts(row["codes"])))
    for word in texts(tree["meeting_places"]):
        yield word, Entry("noun", "place", word, exact=(word,))


def persons_of(tree: Mapping[str, Tree]) -> Iterator[Person]:
    def day(value: Tree) -> date | None:
        return date.fromisoformat(str(value)) if value else None

    for row in rows(tree["people"]):
        terms = (
            Term(str(o["title"]), day(o.get("start")), day(o.get("until")))
            for o in rows(row["offices"])
        )
        pronoun = str(row.get("pronoun") or "he")
        yield Person(str(row["name"]), str(row["country"] or ""), pronoun, tuple(terms))


def person_phrases(tree: Mapping[str, Tree]) -> Iterator[tuple[str, Entry]]:
    for row in rows(tree["people"]):
        for word in (str(row["name"]), *texts(row["short"])):
            entry = Entry("name", "person", str(row["name"]), str(row["country"] or ""), (word,))
            yield word, entry


def body_phrases(tree: Mapping[str, Tree]) -> Iterator[tuple[str, Entry]]:
    for key, cls in (("agencies", "agency"), ("firms", "firm")):
        for code, words in table(tree[key]).items():
            for word in texts(words):
                yield word, Entry("name", cls, word, code, exact=(word,))


def instrument_phrases(tree: Mapping[str, Tree]) -> Iterator[tuple[str, Entry]]:
    for row in rows(tree["instruments"]):
        entry = Entry("noun", "instrument", str(row["id"]), str(row["class"]))
        for word in texts(row["words"]):
            yield word, entry
            yield plural_of(word), entry
    for word in texts(tree["flows"]):
        yield word, Entry("noun", "flow", word)
        yield plural_of(word), Entry("noun", "flow", word)


def product_phrases(tree: Mapping[str, Tree]) -> Iterator[tuple[str, Entry]]:
    for word in texts(tree["products"]):
        yield word, Entry("noun", "product", word)
        yield plural_of(word), Entry("noun", "product", word)


def cue_phrases(tree: Mapping[str, Tree]) -> Iterator[tuple[str, Entry]]:
    for value, words in table(tree["modals"]).items():
        yield from ((word, Entry("mood", "modals", value)) for word in texts(words))
    for group in ("likelihood", "wishes"):
        for value, words in table(tree[group]).items():
            yield from ((word, Entry("cue", group, value)) for word in texts(words))
    flat = {
        "negations": "negation",
        "conditions": "condition",
        "agenda": "agenda",
        "facts": "fact",
        "superseded": "superseded",
    }
    for group, cls in flat.items():
        yield from ((word, Entry("cue", cls, word)) for word in texts(tree[group]))
    for group, cls in (("meetings", "meeting"), ("delegations", "delegation"), ("voices", "voice")):
        yield from ((word, Entry("noun", cls, word)) for word in texts(tree[group]))


def families_of(tree: Mapping[str, Tree]) -> dict[str, frozenset[str]]:
    """Families of each verb in its base form."""
    found: dict[str, set[str]] = {}
    for family, verbs in table(tree["families"]).items():
        for verb in texts(verbs):
            found.setdefault(verb, set()).add(family)
    return {verb: frozenset(names) for verb, names in found.items()}


def verb_phrases(
    tree: Mapping[str, Tree], families: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, Entry]]:
    irregular = {verb: texts(forms) for verb, forms in table(tree["irregular"]).items()}
    doubled = frozenset(texts(tree["doubled"]))
    for verb in families:
        for form, word in forms_of(verb, irregular, doubled):
            yield word, Entry("verb", "verb", verb, form)


def indexed(
    phrases: Iterable[tuple[str, Entry]],
) -> dict[str, Index]:
    """Phrases by layer and first word in small letters, the longest first."""
    gathered: dict[str, dict[tuple[str, ...], list[Entry]]] = {layer: {} for layer in LAYERS}
    for phrase, entry in phrases:
        key = tuple(word.lower() for word in words_of(phrase))
        known = gathered[entry.layer].setdefault(key, [])
        if entry not in known:
            known.append(entry)
    index: dict[str, dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]]] = {}
    for layer, entries in gathered.items():
        first = index.setdefault(layer, {})
        for key in sorted(entries, key=len, reverse=True):
            first.setdefault(key[0], []).append((key, tuple(entries[key])))
    return {layer: {w: tuple(e) for w, e in first.items()} for layer, first in index.items()}
