"""The record as one frozen value, and the questions it answers by itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from detente.errors import CoverageError, InputError, LedgerError
from detente.ledger.caveats import Caveat
from detente.ledger.lists import ListCard, ProductList, read_country_table, read_list
from detente.ledger.measures import Measure
from detente.ledger.places import Places
from detente.ledger.truces import Citation, Conflict, Deadline, Interaction, Party, Round, Truce
from detente.ledger.values import end_of_day

FAMILY = "family:"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days the record speaks of; outside them it refuses."""

    start: date
    until: date
    note: str

    @property
    def last(self) -> date:
        """The last day covered."""
        return self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What governments did: measures, truces, rules of stacking, citations.

    Two clocks: a row holds in [effective, until) and is known from `announced` on. `origins` has
    file and line of every interaction, deadline and party, under these words, in their order.
    """

    measures: Mapping[str, Measure]
    truces: Mapping[str, Truce]
    documents: Mapping[str, Citation]
    interactions: tuple[Interaction, ...]
    places: Places
    lists: Mapping[str, Path]
    cards: Mapping[str, ListCard]
    rounds: tuple[Round, ...]
    deadlines: tuple[Deadline, ...]
    conflicts: tuple[Conflict, ...]
    parties: tuple[Party, ...]
    coverage: Coverage
    digest: str
    caveats: tuple[Caveat, ...] = ()
    origins: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]], repr=False, compare=False
    )
    levies: Mapping[str, tuple[Measure, ...]] = field(init=False, repr=False, compare=False)
    besides: Mapping[str, tuple[Measure, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index by imposer the rows that bear on a duty, and those told beside it.

        The latter are rulings that end duties, which by themselves take none away, and bans.
        """
        levies: dict[str, list[Measure]] = {}
        besides: dict[str, list[Measure]] = {}
        for m in self.measures.values():
            if m.status is None and (m.is_duty or m.relates):
                levies.setdefault(m.imposer, []).append(m)
            elif (m.status == "event" and m.ends) or m.instrument == "import_ban":
                besides.setdefault(m.imposer, []).append(m)
        object.__setattr__(self, "levies", {k: tuple(v) for k, v in levies.items()})
        object.__setattr__(self, "besides", {k: tuple(v) for k, v in besides.items()})

    def measure(self, name: str) -> Measure:
        """A measure by id; InputError with the nearest ids otherwise."""
        if name in self.measures:
            return self.measures[name]
        near = difflib.get_close_matches(name.upper(), list(self.measures), 3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "See `detente ledger show`."
        raise InputError(f'"{name}" is no measure of the record. {hint}')

    def known(self, as_known: date) -> Iterator[Measure]:
        """The rows public on a day, in the order of the files."""
        return (m for m in self.measures.values() if m.announced <= as_known)

    def product_list(self, name: str) -> ProductList:
        """A product list by name."""
        return read_list(self._path(name))

    def country_table(self, name: str) -> Mapping[str, float]:
        """A table of rates by country."""
        return read_country_table(self._path(name))

    def _path(self, name: str) -> Path:
        if name not in self.lists:
            near = difflib.get_close_matches(name, list(self.lists), 1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise LedgerError(
                f"lists/{name}.csv.gz: this list is not in the record.{hint} A missing list is "
                "an error, never an empty set."
            )
        return self.lists[name]

    def expand(self, names: Iterable[str]) -> Iterator[str]:
        """Ids behind a relation: ids themselves, and all rows of each `family:`."""
        for name in names:
            if name.startswith(FAMILY):
                family = name.removeprefix(FAMILY)
                yield from (m.id for m in self.measures.values() if m.family == family)
            else:
                yield name

    def instant(self, day: date | datetime, importer: str) -> datetime:
        """A day as its last second in the importer's zone; a time is kept.

        Duties change at 00:01 in Washington and at the same moment, noon, in Beijing: a
        day without an hour means the state in which it ends.
        """
        if isinstance(day, datetime):
            return day
        return end_of_day(day, self.places.zone(importer))

    def check_covered(self, day: date) -> None:
        """Raise CoverageError where the record says nothing of that day."""
        if not self.coverage.start <= day < self.coverage.until:
            raise CoverageError(
                f"The record covers {self.coverage.start} up to and including "
                f"{self.coverage.last}; you asked for {day}. Rates outside coverage are unknown, "
                f"not zero. {self.coverage.note}"
            )

    def applies(self, measure: Measure | Caveat, exporter: str, day: date) -> bool:
        """True where the row is aimed at goods of the exporter."""
        places = self.places
        if exporter == measure.imposer:
            return False
        if any(places.covers(t, exporter, day) for t in measure.except_target):
            return False
        return any(places.covers(t, exporter, day) for t in measure.target)

    def caveats_on(
        self, flow: tuple[str, str], days: tuple[datetime, datetime], as_known: date
    ) -> Iterator[Caveat]:
        """Known holes that touch goods of an importer from an exporter between two moments."""
        (importer, exporter), day = flow, days[1].date()
        for c in self.caveats:
            aimed = self.places.covers(c.imposer, importer, day) and self.applies(c, exporter, day)
            if aimed and c.touches(*days, as_known):
                yield c

    def truce_running(self, at: datetime, as_known: date, parties: Iterable[str]) -> Truce | None:
        """The truce between the parties in force at a moment, or announced and next to come.

        Of several known periods the one running is taken, else the first to start; where it is
        known to be prolonged, its end and acts are those of the whole chain.
        """
        wanted = set(parties)
        known = [t for t in self.truces.values() if t.announced <= as_known]
        open_now = [t for t in known if set(t.parties) == wanted and t.until and at < t.until]
        if not open_now:
            return None
        truce = min(open_now, key=lambda t: (t.start > at, t.start if t.start > at else t.until))
        later = next((t for t in known if t.extends == truce.id and t.until), None)
        while later:
            truce = prolonged(truce, later)
            later = next((t for t in known if t.extends == later.id and t.until), None)
        return truce


def prolonged(truce: Truce, later: Truce) -> Truce:
    """A truce with the acts, the removals and the end of the one that prolongs it."""
    sides = dict.fromkeys((*truce.acts, *later.acts))
    acts = {s: (*truce.acts.get(s, ()), *later.acts.get(s, ())) for s in sides}
    return replace(
        truce,
        until=later.until,
        acts=acts,
        removed=tuple(dict.fromkeys((*truce.removed, *later.removed))),
        prolonged_by=(*truce.prolonged_by, later.id),
        after=later.after if later.after.announced or later.after.legal else truce.after,
        conditions=tuple(dict.fromkeys((*truce.conditions, *later.conditions))),
        source=(*truce.source, *later.source),
    )
