"""What each side can concede, and what a concession is worth to both, as ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from detente.errors import CoverageError
from detente.ledger.overlay import Change, Scenario
from detente.ledger.schema import Day, Name, PlaceCode, Row, Truth, validate
from detente.leverage.cards import Card, Range
from detente.leverage.losses import over_horizon
from detente.leverage.settings import settings as leverage_settings
from detente.leverage.table import known_cards
from detente.outlook import Points, Solved, payoffs, pose
from detente.strict_yaml import read_yaml
from detente.worlds.world import Floats


class ItemRow(Row):
    """A concession as written in items.yaml."""

    id: Name
    title: Name
    by: PlaceCode
    card: str | None = None
    scenario: tuple[Change, ...] = ()
    part: Annotated[float, Field(gt=0, le=1)] = 1.0
    asked: Range | None = None
    keeping: Range
    known_on: Day
    until: Day | None = None
    ambiguous: Truth = False

    @model_validator(mode="after")
    def _one_basis(self) -> ItemRow:
        if sum((self.card is not None, bool(self.scenario), self.asked is not None)) != 1:
            raise ValueError(f"{self.id}: one of card, scenario, asked says what it is worth.")
        return self


class ItemsFile(Row):
    """The file items.yaml."""

    items: list[ItemRow]


@dataclass(frozen=True, slots=True)
class Item:
    """A concession on the table.

    values      [draw, side] worth against going on, USD bn a year; draw 0 is the middle
    ambiguous   the sides may read it differently
    """

    id: str
    title: str
    by: str
    ambiguous: bool
    values: Floats


def talks_folder() -> Path:
    """The folder of concessions and demands that comes with the package."""
    return Path(str(resources.files("detente") / "data" / "talks"))


@lru_cache(maxsize=1)
def read_items() -> tuple[ItemRow, ...]:
    """All concessions. Raises FileFault with the line."""
    document = read_yaml(talks_folder() / "items.yaml", "items.yaml")
    return tuple(validate(ItemsFile, document).items)


def items_known(parties: Sequence[str], day: date) -> tuple[ItemRow, ...]:
    """The concessions on the table on a day: known, and not yet made."""
    return tuple(
        r
        for r in read_items()
        if r.by in parties and r.known_on <= day and (r.until is None or day < r.until)
    )


def valued(points: Points, rows: Sequence[ItemRow], months: int) -> tuple[Item, ...]:
    """Each concession with its worth to both sides, in draws. Raises CoverageError for none."""
    parties, day = points.scene.parties, points.scene.as_known
    if not rows:
        raise CoverageError(
            f"Nothing was on the table between {' and '.join(parties)} on {day}. Concessions are "
            "rows of data/talks/items.yaml; add some, with ranges and the day they were known."
        )
    needed = any(r.card for r in rows)
    cards = {c.id: c for c in known_cards(parties, day)} if needed else {}
    solved: dict[tuple[Change, ...], Floats] = {}
    found: list[Item] = []
    for row in rows:
        if row.card is not None and row.card not in cards:
            continue
        relief = _relief(row, cards, parties, months)
        if row.scenario:
            if row.scenario not in solved:
                solved[row.scenario] = _solved(points, row)
            relief = relief + row.part * solved[row.scenario]
        relief[:, parties.index(row.by)] -= _drawn(row.id, row.keeping)
        found.append(Item(row.id, row.title, row.by, row.ambiguous, relief))
    return tuple(found)


def _relief(row: ItemRow, cards: dict[str, Card], parties: Sequence[str], months: int) -> Floats:
    """[draw, side] what ends when a card is no longer played, or what was asked for."""
    relief = np.zeros((leverage_settings().draws + 1, len(parties)))
    giver = parties.index(row.by)
    if row.asked is not None:
        relief[:, 1 - giver] += _drawn(f"{row.id} asked", row.asked)
    if row.card is not None:
        card = cards[row.card]
        relief[:, 1 - giver] += over_horizon(card.target, f"{card.id} target", months)
        relief[:, giver] += over_horizon(card.sender, f"{card.id} sender", months)
    return relief


def conceded(points: Points, row: ItemRow) -> Solved:
    """The whole change to the record that a concession is a part of, solved."""
    name = " ".join(str(c.model_dump(exclude_none=True)) for c in row.scenario)
    scenario = Scenario(
        id=f"concession-{name}",
        title=row.title,
        question=row.title,
        parties=list(points.scene.parties),
        changes=row.scenario,
    )
    return points.solve(pose(points.scene, scenario))


def _solved(points: Points, row: ItemRow) -> Floats:
    """[side] payoffs of a change to the record, from the trade model."""
    return np.array([p.usd_bn or 0.0 for p in payoffs(points, conceded(points, row).equilibrium)])


def _drawn(key: str, span: tuple[float, float, float]) -> Floats:
    """[draw] triangular, the middle first; the same key draws the same numbers."""
    using = leverage_settings()
    low, mid, high = span
    seed = [using.seed, *key.encode()]
    found = np.full(using.draws + 1, mid)
    if high > low:
        found[1:] = np.random.default_rng(seed).triangular(low, mid, high, using.draws)
    return found
