"""Tariff lines behind a code: the lines of the importer's own nomenclature, with weights."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from detente.errors import InputError
from detente.ledger.ledger import Ledger
from detente.ledger.lists import read_list
from detente.ledger.measures import Measure
from detente.rates.products import Floats
from detente.rates.stack import MFN
from detente.rates.trade import trade_table
from detente.rates.weights import trade_weights

FULL_LENGTH = 10
HEADING = 6
SPECIAL_CHAPTERS = ("98", "99")  # provisions, not goods


@dataclass(frozen=True, slots=True)
class Lines:
    """Tariff lines within a code and their trade weights (USD; all one where unknown).

    `split` counts the lines whose trade is known only together with others: it is shared evenly.
    `instead` names the headings that stand for a code of another year; empty otherwise.
    `named` says that the codes are those of the duties' own lists, for want of a schedule.
    """

    codes: tuple[str, ...]
    weights: Floats
    split: int = 0
    instead: tuple[str, ...] = ()
    named: bool = False


def leaves(ledger: Ledger, importer: str, exporter: str, code: str) -> Lines:
    """The tariff lines inside a code, weighted by the importer's trade with the exporter.

    A code the importer's schedule holds or splits stands for itself or its lines. One it does
    not know (a line of another year) is stood for by the lines of its six-digit heading, or of
    the headings that came before or after it in the Harmonized System.
    Raises InputError for a code that is in neither the schedule, the trade nor any list.
    """
    schedule = _schedule(ledger, importer)
    known = schedule.holds(code)
    if len(code) >= FULL_LENGTH and (known or not schedule.lines):
        return _single(code)
    inside = _traded(importer, exporter, code)
    if code in inside and known:
        return _single(code)
    if not inside:
        inside = dict.fromkeys(_within(schedule.codes, code), 0.0)
    if not inside and not known and schedule.lines:
        headings = _headings(schedule, code[:HEADING]) if len(code) >= HEADING else ()
        if headings:
            parts = [leaves(ledger, importer, exporter, heading) for heading in headings]
            return _together(parts, headings)
        _check_listed(ledger, importer, code)
    return _finest(schedule, inside) if inside else _single(code)


def named_lines(code: str, duties: Iterable[Measure], ledger: Ledger) -> Lines:
    """The code itself where a duty's products hold it, and the longer codes they name within it.

    For an importer without a schedule. A code with longer ones beside it stands for the rest.
    """
    inside: set[str] = set()
    held = False
    for scope in (scope for m in duties for scope in (m.scope, m.content_scope)):
        own = (*scope.codes, *scope.except_codes)
        names = (*scope.lists, *scope.except_lists)
        tables = [ledger.product_list(name) for name in names]
        inside.update(c for table in tables for c in table.codes if c.startswith(code))
        inside.update(c for c in own if c.startswith(code))
        listed = any(ledger.product_list(name).match(code) for name in scope.lists)
        held |= scope.everything or listed or any(code.startswith(c) for c in scope.codes)
    codes = tuple(sorted(inside | ({code} if held else set())))
    if codes in ((), (code,)):
        return _single(code)
    return Lines(codes, np.ones(len(codes)), named=True)


def _headings(schedule: _Schedule, heading: str) -> tuple[str, ...]:
    """The six-digit heading itself, or those of the schedule that a revision put in its place."""
    wanted, seen = (heading,), {heading}
    while wanted:
        held = tuple(h for h in wanted if schedule.holds(h) or _within(schedule.codes, h))
        if held:
            return held
        wanted = tuple(dict.fromkeys(n for h in wanted for n in _revised(h) if n not in seen))
        seen.update(wanted)
    return ()


def _revised(heading: str) -> tuple[str, ...]:
    """Headings one revision of the Harmonized System later and earlier."""
    found = _revisions()
    return (*found[0].get(heading, ()), *found[1].get(heading, ()))


@lru_cache(maxsize=1)
def _revisions() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Later headings of each earlier one, and earlier of each later."""
    table = trade_table("hs6-revisions", ("earlier", "later"))
    forth: dict[str, tuple[str, ...]] = {}
    back: dict[str, tuple[str, ...]] = {}
    for earlier, later in zip(table["earlier"], table["later"], strict=True):
        forth[str(earlier)] = (*forth.get(str(earlier), ()), str(later))
        back[str(later)] = (*back.get(str(later), ()), str(earlier))
    return forth, back


def _together(parts: list[Lines], headings: tuple[str, ...]) -> Lines:
    """The lines of several headings as one set; a heading without trade weighs next to nothing."""
    return Lines(
        tuple(c for part in parts for c in part.codes),
        np.concatenate([part.weights for part in parts]),
        sum(part.split for part in parts),
        headings,
    )


def _single(code: str) -> Lines:
    return Lines((code,), np.ones(1))


def _finest(schedule: _Schedule, inside: dict[str, float]) -> Lines:
    """Lines by value; one that the schedule knows only in finer lines is split evenly."""
    values: dict[str, float] = {}
    split = 0
    for line, value in inside.items():
        finer = () if schedule.holds(line) else _within(schedule.codes, line)
        split += len(finer)
        for part in finer or (line,):
            values[part] = value / (len(finer) or 1)
    weights = np.array(list(values.values()))
    return Lines(tuple(values), weights if weights.sum() > 0 else np.ones(len(values)), split)


def _check_listed(ledger: Ledger, importer: str, code: str) -> None:
    """Raise InputError for a code that neither the schedule nor a list of the record holds."""
    scopes = [m.scope for m in ledger.levies.get(importer, ())]
    names = {name for scope in scopes for name in scope.lists}
    codes = {prefix for scope in scopes for prefix in scope.codes}
    listed = any(code.startswith(c) or c.startswith(code) for c in codes)
    lists = (ledger.product_list(name) for name in sorted(names))
    if code[:2] not in SPECIAL_CHAPTERS and (
        listed or any(x.match(code) or x.inside(code) for x in lists)
    ):
        return
    near = _within(_schedule(ledger, importer).codes, code[:4])[:3]
    told = f"Lines near it: {', '.join(near)}." if near else f"Heading {code[:4]} has no lines."
    if code[:2] in SPECIAL_CHAPTERS:
        told = "Headings of that chapter declare a duty or a relief. Name the code of the good."
    raise InputError(f'"{code}" is no such line: the tariff of {importer} does not hold it. {told}')


def _traded(importer: str, exporter: str, code: str) -> dict[str, float]:
    """Lines within a code that were traded, with their value."""
    table = trade_weights(importer, exporter)
    if table is None:
        return {}
    low = bisect_left(table.codes, code)
    found = _within(table.codes, code)
    return {c: float(v) for c, v in zip(found, table.value[low:], strict=False)}


def _within(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    """The codes of a sorted tuple that begin with `code`."""
    return codes[bisect_left(codes, code) : bisect_left(codes, code + ":")]  # ":" follows "9"


@dataclass(frozen=True, slots=True)
class _Schedule:
    """All lines of an importer's MFN schedules: sorted, and as a set."""

    codes: tuple[str, ...]
    lines: frozenset[str]

    def holds(self, code: str) -> bool:
        """True where the code or a shorter one that covers it is a line."""
        return any(code[:n] in self.lines for n in range(4, len(code) + 1))


def schedule_codes(ledger: Ledger, importer: str) -> tuple[str, ...]:
    """All lines of an importer's MFN schedules, sorted; empty where the record holds none."""
    return _schedule(ledger, importer).codes


def _schedule(ledger: Ledger, importer: str) -> _Schedule:
    names = [
        name
        for m in ledger.measures.values()
        if m.family == MFN and m.imposer == importer
        for name in m.scope.lists
    ]
    return _merged(tuple(ledger.lists[name] for name in dict.fromkeys(names)))


@lru_cache(maxsize=16)
def _merged(paths: tuple[Path, ...]) -> _Schedule:
    lines = frozenset(code for path in paths for code in read_list(path).codes)
    return _Schedule(tuple(sorted(lines)), lines)
