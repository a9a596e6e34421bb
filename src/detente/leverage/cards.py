"""Cards: what a side can withhold or refuse, with ranges, sources and the day each was known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, BeforeValidator, Field

from detente.ledger.schema import Day, Name, PlaceCode, Row, validate
from detente.leverage.settings import leverage_folder
from detente.strict_yaml import read_yaml

SHARES = frozenset({"cost_share", "left", "cut", "margin", "redirect"})
NEEDS: Mapping[str, frozenset[str]] = {
    "shortage": frozenset(
        {"users_usd_bn", "cost_share", "left", "stock_days", "s_short", "s_long", "half_years"}
    ),
    "lost_sales": frozenset({"sales_usd_bn", "cut", "margin", "redirect", "half_years"}),
    "dearer": frozenset({"purchases_usd_bn", "cut", "premium", "stock_days", "half_years"}),
    "direct": frozenset({"value_usd_bn"}),
    "duty": frozenset({"points"}),
}
Model = Literal["shortage", "lost_sales", "dearer", "direct", "duty"]


def _ranged(value: object) -> object:
    parts = cast("Sequence[object]", value) if isinstance(value, list | tuple) else ()
    if len(parts) != 3:
        raise ValueError("a range is three numbers, low, middle, high; one number is no range.")
    low, mid, high = (float(str(v)) for v in parts)
    if not low <= mid <= high:
        raise ValueError(f"low {low:g}, middle {mid:g}, high {high:g} must not fall.")
    return (low, mid, high)


Range = Annotated[tuple[float, float, float], BeforeValidator(_ranged)]


class Fact(Row):
    """One number of a card with its range; it counts from `known_on`."""

    name: Name
    range: Range
    known_on: Day
    read: Literal["text", "secondary", "background", "assumed"]
    source: Name


def _in_bounds(facts: list[Fact]) -> list[Fact]:
    for fact in facts:
        low, _, high = fact.range
        if fact.name in SHARES and not (low >= 0 and high <= 1):
            raise ValueError(f"{fact.name} runs from {low:g} to {high:g}; a share lies in 0 to 1.")
        if fact.name not in SHARES and low < 0:
            raise ValueError(f"{fact.name} starts at {low:g}; it cannot be below 0.")
    return facts


class LossRow(Row):
    """How a loss is worked out, and from which facts."""

    model: Model
    facts: Annotated[list[Fact], AfterValidator(_in_bounds)]


class CardRow(Row):
    """A card as written in a file."""

    id: Name
    title: Name
    holder: PlaceCode
    against: PlaceCode
    products: tuple[str, ...] = ()
    instead_of: str | None = None
    note: str | None = None
    target: LossRow
    sender: LossRow


class CardsFile(Row):
    """A file of cards."""

    cards: Annotated[list[CardRow], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss as known on a day: its model and the facts in use, by name."""

    model: Model
    facts: Mapping[str, Fact]

    def range(self, name: str) -> tuple[float, float, float]:
        """Low, middle, high of a fact."""
        return self.facts[name].range


@dataclass(frozen=True, slots=True)
class Card:
    """A card as known on a day: what playing it costs its target, and its holder.

    instead_of   a card this one is a stronger form of; never both are added up
    """

    id: str
    title: str
    holder: str
    against: str
    products: tuple[str, ...]
    instead_of: str | None
    note: str | None
    target: Loss
    sender: Loss

    @property
    def known_on(self) -> date:
        """The latest day on which any fact in use became known."""
        both = (*self.target.facts.values(), *self.sender.facts.values())
        return max(f.known_on for f in both)

    @property
    def assumed(self) -> bool:
        """True where a number is a judgement of this project."""
        both = (*self.target.facts.values(), *self.sender.facts.values())
        return any(f.read == "assumed" for f in both)

    @property
    def judged(self) -> bool:
        """True where the worth itself is a judgement: no trade share stands behind it."""
        return "direct" in (self.target.model, self.sender.model)


@lru_cache(maxsize=4)
def read_cards(folder: Path | None = None) -> tuple[CardRow, ...]:
    """All cards of a folder, both sides. Raises FileFault with file and line."""
    found: list[CardRow] = []
    for path in sorted((folder or leverage_folder()).glob("cards-*.yaml")):
        document = read_yaml(path, path.name)
        rows = validate(CardsFile, document).cards
        for index, card in enumerate(rows):
            for side in ("target", "sender"):
                loss: LossRow = getattr(card, side)
                missing = NEEDS[loss.model] - {f.name for f in loss.facts}
                extra = {f.name for f in loss.facts} - NEEDS[loss.model]
                if missing or extra:
                    raise document.fault(
                        ("cards", index, side),
                        f'{card.id}: a loss by "{loss.model}" needs {sorted(NEEDS[loss.model])}; '
                        f"missing {sorted(missing) or 'none'}, unknown {sorted(extra) or 'none'}.",
                    )
        found += rows
    return tuple(found)


def cards_known(day: date, rows: tuple[CardRow, ...] | None = None) -> Iterator[Card]:
    """The cards whose facts were all known on a day, each with the latest known version."""
    for row in rows if rows is not None else read_cards():
        target, sender = known_loss(row.target, day), known_loss(row.sender, day)
        if target and sender:
            yield Card(
                id=row.id,
                title=row.title,
                holder=row.holder,
                against=row.against,
                products=row.products,
                instead_of=row.instead_of,
                note=row.note,
                target=target,
                sender=sender,
            )


def known_loss(row: LossRow, day: date) -> Loss | None:
    """A loss with the facts known on a day, or None where one was not."""
    latest: dict[str, Fact] = {}
    for fact in row.facts:
        if fact.known_on <= day and (
            fact.name not in latest or latest[fact.name].known_on <= fact.known_on
        ):
            latest[fact.name] = fact
    return Loss(row.model, latest) if NEEDS[row.model] <= latest.keys() else None
