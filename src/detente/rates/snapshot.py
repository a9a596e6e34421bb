"""Every tariff line of an importer against every partner at one moment, layers kept.

Partners that meet the same rows at the same rates share one stack, so a snapshot costs as
much as the number of different treatments, not of partners.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from detente.errors import CoverageError, InputError
from detente.ledger.ledger import Ledger
from detente.rates.nomenclature import schedule_codes
from detente.rates.products import Products
from detente.rates.rows import treatment
from detente.rates.stack import Stack, stack_duties

Small = NDArray[np.float32]
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a group of partners pays: layers[row, line] add up to rate[line], NaN if unknown."""

    partners: tuple[str, ...]
    measures: tuple[str, ...]
    layers: Small
    rate: Small


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Stacked rates of an importer on every line and partner; fractions of customs value."""

    importer: str
    at: datetime
    as_known: date
    codes: tuple[str, ...]
    treatments: tuple[Treatment, ...]
    of_partner: Mapping[str, int]

    def treatment(self, partner: str) -> Treatment:
        """What goods of a partner pay. Raises InputError for a place the record lacks."""
        if partner not in self.of_partner:
            raise InputError(
                f'"{partner}" is no partner of this snapshot. It holds {len(self.of_partner)} '
                "places, by their ISO codes."
            )
        return self.treatments[self.of_partner[partner]]

    def rate(self, partner: str, code: str) -> float:
        """The total on one line. Raises InputError for a line the schedule lacks."""
        if code not in self.codes:
            raise InputError(f'"{code}" is no line of the schedule of {self.importer}.')
        return float(self.treatment(partner).rate[self.codes.index(code)])


def take_snapshot(ledger: Ledger, importer: str, on: date | datetime, as_known: date) -> Snapshot:
    """Stack every line of the importer's schedule for every place of the record.

    Raises CoverageError where the record holds no schedule of the importer.
    """
    day = on.date() if isinstance(on, datetime) else on
    ledger.check_covered(day)
    at = ledger.instant(on, importer)
    codes = schedule_codes(ledger, importer)
    if not codes:
        raise CoverageError(
            f"The record holds no tariff schedule of {importer}, so there are no lines to list. "
            "Ask for single products with `detente rate`."
        )
    products = Products(ledger, codes)
    groups: dict[tuple[object, ...], list[str]] = {}
    for place in ledger.places.by_code:
        if place != importer and place not in ledger.places.groups:
            key = treatment(products, importer, place, at, as_known)
            groups.setdefault(key, []).append(place)
    found = tuple(
        _treatment(stack_duties(products, importer, members[0], at, as_known), tuple(members))
        for members in groups.values()
    )
    index = {place: k for k, t in enumerate(found) for place in t.partners}
    return Snapshot(importer, at, as_known, codes, found, index)


def _treatment(stack: Stack, partners: tuple[str, ...]) -> Treatment:
    layers = stack.layers()
    total = np.where(stack.based, layers.sum(axis=0), np.nan)
    live = np.flatnonzero(np.nan_to_num(layers, nan=1.0).any(axis=1))
    return Treatment(
        partners=partners,
        measures=tuple(stack.rows[i].id for i in live),
        layers=layers[live].astype(np.float32),
        rate=total.astype(np.float32),
    )


def long_table(snapshot: Snapshot, partners: tuple[str, ...]) -> dict[str, NDArray[np.generic]]:
    """Columns partner, code, measure, rate: a row a layer above zero, and the sum as `total`.

    Held in memory, so meant for a few partners; `snapshot_file.write_long` writes all of them.
    """
    codes = np.array(snapshot.codes)
    blocks: list[tuple[NDArray[np.generic], ...]] = []
    for partner in partners:
        t = snapshot.treatment(partner)
        rows = [(TOTAL, t.rate), *zip(t.measures, t.layers, strict=True)]
        for name, rate in rows:
            kept = np.flatnonzero(rate != 0) if name != TOTAL else np.arange(codes.size)
            count = kept.size
            blocks.append((np.full(count, partner), codes[kept], np.full(count, name), rate[kept]))
    names = ("partner", "code", "measure", "rate")
    return {n: np.concatenate([b[k] for b in blocks]) for k, n in enumerate(names)}
