"""Tariff lines behind a code: the lines of the importer's own nomenclature, with weights."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from detente.ledger.ledger import Ledger
from detente.ledger.lists import read_list
from detente.rates.products import Floats
from detente.rates.stack import MFN
from detente.rates.weights import trade_weights

FULL_LENGTH = 10
HEADING = 6


@dataclass(frozen=True, slots=True)
class Lines:
    """Tariff lines within a code and their trade weights (USD; all one where unknown)."""

    codes: tuple[str, ...]
    weights: Floats


def leaves(ledger: Ledger, importer: str, exporter: str, code: str) -> Lines:
    """The tariff lines inside a code, weighted by the importer's trade with the exporter.

    A code the importer's schedule holds or splits stands for itself or its lines. One it does
    not know (a line of another year) is stood for by the lines of its six-digit heading.
    """
    schedule = _schedule(ledger, importer)
    known = any(code[:n] in schedule.lines for n in range(4, len(code) + 1))
    if len(code) >= FULL_LENGTH and (known or not schedule.lines):
        return Lines((code,), np.ones(1))
    inside = _traded(importer, exporter, code)
    if code in inside and known:
        return Lines((code,), np.ones(1))
    if not inside:
        inside = dict.fromkeys(_within(schedule.codes, code), 0.0)
    if not inside and not known and schedule.lines and len(code) > HEADING:
        return leaves(ledger, importer, exporter, code[:HEADING])
    if not inside:
        return Lines((code,), np.ones(1))
    weights = np.array(list(inside.values()))
    return Lines(tuple(inside), weights if weights.sum() > 0 else np.ones(len(inside)))


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
