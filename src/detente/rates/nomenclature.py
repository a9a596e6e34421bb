"""Tariff lines behind a code: the lines of the importer's own nomenclature, with weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.ledger.ledger import Ledger
from detente.rates.products import Floats
from detente.rates.stack import MFN
from detente.rates.weights import trade_weights


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
    known = any(code[:n] in schedule for n in range(4, len(code) + 1))
    inside = _traded(importer, exporter, code)
    if (len(code) >= 10 or code in inside) and (known or not schedule):
        return Lines((code,), np.ones(1))
    if not inside:
        inside = dict.fromkeys(sorted(c for c in schedule if c.startswith(code)), 0.0)
    if not inside and not known and len(code) > 6:
        return leaves(ledger, importer, exporter, code[:6])
    if not inside:
        return Lines((code,), np.ones(1))
    weights = np.array(list(inside.values()))
    return Lines(tuple(inside), weights if weights.sum() > 0 else np.ones(len(inside)))


def _traded(importer: str, exporter: str, code: str) -> dict[str, float]:
    """Lines within a code that were traded, with their value."""
    table = trade_weights(importer, exporter)
    if table is None:
        return {}
    pairs = zip(table.codes, table.value, strict=True)
    return {c: float(v) for c, v in pairs if c.startswith(code)}


def _schedule(ledger: Ledger, importer: str) -> frozenset[str]:
    """All lines of the importer's MFN schedules."""
    found: set[str] = set()
    for m in ledger.measures.values():
        if m.family == MFN and m.imposer == importer:
            for name in m.scope.lists:
                found |= ledger.product_list(name).codes
    return frozenset(found)
