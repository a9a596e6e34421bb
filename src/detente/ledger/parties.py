"""Is this name a listed party? Fuzzy match against the record and lists the user points to.

A similar name is a reason to look, never an answer: this is no compliance advice.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import InputError, reason
from detente.ledger.ledger import Ledger
from detente.ledger.names import common_word, likeness, plain_name, spellings
from detente.ledger.status import standing

THRESHOLD = 83.0  # one letter wrong in six
NAME, ALIASES = "name", "alt_names"  # columns of the Consolidated Screening List
ADVICE = (
    "A match is a similar name, not a finding, and no match is no clearance: check the official "
    "lists. This is no compliance advice."
)


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name that resembles the one asked for.

    score    0 to 100, of words in any order
    matched  the name or alias that scored; `party` is the listed name
    listing  the measure of the record or the list of the file, with its state on the day
    """

    party: str
    matched: str
    score: float
    listing: str
    state: str
    details: str


def advice(name: str) -> str:
    """What to keep in mind with the matches of a name; a common word alone asks for more."""
    if not common_word(plain_name(name)):
        return ADVICE
    return (
        f'"{name}" is a word that many names share, so it is held against whole names and not '
        "against parts of longer ones. Give more of the name to find those. " + ADVICE
    )


def screen(
    ledger: Ledger, name: str, on: date, as_known: date, lists: Iterable[Path] = ()
) -> tuple[Match, ...]:
    """Listed parties whose name or alias resembles `name`, best first; `advice` goes with them.

    Raises InputError for an empty name or a file without the column `name`.
    """
    if len(name.strip()) < 2 or not plain_name(name):
        raise InputError(
            "The name to screen is empty, a single letter or signs alone. Give a full name."
        )
    matches = [*_recorded(ledger, name, on, as_known)]
    for path in lists:
        matches += _listed(path, name, on)
    return tuple(sorted(matches, key=lambda m: (-m.score, m.party)))


def _recorded(ledger: Ledger, name: str, on: date, as_known: date) -> Iterator[Match]:
    for party in ledger.parties:
        score, matched = _best(name, (party.name, *party.aliases))
        if score < THRESHOLD:
            continue
        for m in (ledger.measure(i) for i in party.measures):
            if m.announced <= as_known:
                state = standing(ledger, m, ledger.instant(on, m.imposer), as_known).state
                yield Match(party.name, matched, score, m.id, state, m.title)


def _listed(path: Path, name: str, on: date) -> Iterator[Match]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            if NAME not in (reader.fieldnames or ()):
                raise InputError(
                    f"{path}:1: no column `name`. A Consolidated Screening List file has name, "
                    "alt_names, source, start_date. Download it as CSV and leave its header."
                )
            for line, entry in enumerate(reader, start=2):
                yield from _entry(path, line, entry, name, on)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path}: cannot be read ({reason(error)}). Give the list as a CSV file."
        ) from None


def _entry(path: Path, line: int, entry: dict[str, str], name: str, on: date) -> Iterator[Match]:
    aliases = [a.strip() for a in (entry.get(ALIASES) or "").split(";")]
    names = [n for n in (entry.get(NAME) or "", *aliases) if n]
    score, matched = _best(name, names)
    if score >= THRESHOLD:
        start, end = (entry.get(key) or "" for key in ("start_date", "end_date"))
        state = "listed later" if start > on.isoformat() else "listed"
        if end and end <= on.isoformat():
            state = "no longer listed"
        details = ", ".join(filter(None, (entry.get("federal_register_notice"), start)))
        yield Match(
            names[0], matched, score, entry.get("source") or f"{path}:{line}", state, details
        )


def _best(name: str, names: Iterable[str]) -> tuple[float, str]:
    """Highest score over the names and their spellings, and the name that reached it."""
    wanted = plain_name(name)
    scored = [(likeness(wanted, plain_name(s)), n) for n in names if n for s in spellings(n)]
    return max(scored, default=(0.0, ""))
