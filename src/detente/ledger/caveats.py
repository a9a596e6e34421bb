"""Known holes of the record: what a rate rests on that is not held, or that no code shows.

A caveat names the flow, the goods and the days it touches, and on which side of the truth it
leaves a rate. Unknown is not zero: a rate under a caveat says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from detente.ledger.measures import Scope, Source
from detente.ledger.schema import (
    Confidence,
    Day,
    Moment,
    Name,
    PlaceCode,
    Row,
    ScopeField,
    SourceRow,
)

Effect = Literal["too_high", "too_low", "either"]


class CaveatRow(Row):
    """One known hole as written in a file."""

    id: Name
    says: Name
    effect: Effect
    imposer: PlaceCode
    target: tuple[PlaceCode, ...] = ("all",)
    except_target: tuple[PlaceCode, ...] = ()
    products: ScopeField
    measures: tuple[Name, ...] = ()
    start: Moment
    until: Moment | None = None
    announced: Day
    source: tuple[SourceRow, ...] = ()
    confidence: Confidence


class CaveatsFile(Row):
    """The file caveats.yaml."""

    caveats: list[CaveatRow]


@dataclass(frozen=True, slots=True)
class Caveat:
    """A known hole of the record. It holds in [start, until).

    effect     a rate it touches may be too high, too low, or either
    measures   where given, it touches only rates in which one of these is levied
    announced  the first day on which a reader could know of the act behind it
    """

    id: str
    says: str
    effect: Effect
    imposer: str
    target: tuple[str, ...]
    except_target: tuple[str, ...]
    scope: Scope
    measures: tuple[str, ...]
    start: datetime
    until: datetime | None
    announced: date
    source: tuple[Source, ...]
    confidence: str
    origin: str

    def touches(self, first: datetime, last: datetime, as_known: date) -> bool:
        """True where it holds at some moment from `first` to `last`, and was public."""
        begun = self.announced <= as_known and self.start <= last
        return begun and (self.until is None or first < self.until)


SIDES: Mapping[Effect, str] = {
    "too_high": "too high",
    "too_low": "too low",
    "either": "too high or too low",
}


def told(caveat: Caveat) -> str:
    """The caveat as one line."""
    return f"Not certain ({caveat.id}): {caveat.says} So the rate may be {SIDES[caveat.effect]}."


def caveat_faults(
    caveats: Iterable[Caveat], measures: Iterable[str], lists: Iterable[str], places: Iterable[str]
) -> Iterator[str]:
    """Faults of caveats: a name that is not recorded, an end that is not after the start."""
    known = {"measure": set(measures), "product list": set(lists), "place": set(places)}
    for c in caveats:
        named = {
            "measure": c.measures,
            "product list": (*c.scope.lists, *c.scope.except_lists),
            "place": (c.imposer, *c.target, *c.except_target),
        }
        for noun, names in named.items():
            for name in names:
                if name not in known[noun]:
                    yield (
                        f'{c.origin}: the caveat {c.id} names the {noun} "{name}", which is not '
                        "in the record. Add it, or correct the name."
                    )
        if c.until and c.until <= c.start:
            yield f"{c.origin}: the caveat {c.id} ends before it starts. Correct a date."
