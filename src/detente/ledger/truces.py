"""Truces, interactions, deadlines, rounds and citations: the record's other rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from detente.ledger.schema import (
    Confidence,
    Day,
    Moment,
    Name,
    PlaceCode,
    Rate,
    Row,
    SourceRow,
    Truth,
)


class Citation(Row):
    """A document, cited and never quoted."""

    id: Name
    kind: Name
    publisher: Name
    title: str | None = None
    number: str | None = None
    reference: str | None = None
    published: Day | None = None
    url: str | None = None
    read: Literal["text", "secondary", "background"]
    note: str | None = None

    def text(self) -> str:
        """One line: publisher, number, reference, day."""
        parts = [self.number or self.title or self.kind.replace("_", " ").capitalize()]
        parts.append(self.publisher)
        if self.reference and self.reference != self.number:
            parts.append(self.reference)
        if self.published:
            parts.append(self.published.isoformat())
        return ", ".join(dict.fromkeys(parts))


class CitationsFile(Row):
    """A file of documents."""

    documents: list[Citation]


class AnnouncedReturn(Row):
    """What one side said would come back, which the text by itself does not bring."""

    imposer: PlaceCode
    target: PlaceCode
    reinstates: list[Name]
    total: Rate | None = None
    announced: Day
    source: tuple[SourceRow, ...] = ()


class AfterRow(Row):
    """The state after a truce ends without a successor."""

    legal: str | None = None
    announced: tuple[AnnouncedReturn, ...] = ()


class TruceRow(Row):
    """A truce as written in a file."""

    id: Name
    title: Name
    parties: list[PlaceCode]
    announced: Day
    start: Moment
    until: Moment | None = None
    acts: dict[str, list[Name]]
    removed: tuple[Name, ...] = ()
    extends: str | None = None
    conditions: tuple[str, ...] = ()
    after: AfterRow = AfterRow()
    source: tuple[SourceRow, ...] = ()
    confidence: Confidence
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Truce:
    """A truce: parties, the suspensions that carry it out, its interval, what follows it.

    prolonged_by   ids of the truces known to prolong it, whose acts and end it was given
    """

    id: str
    title: str
    parties: tuple[str, ...]
    announced: date
    start: datetime
    until: datetime | None
    acts: Mapping[str, tuple[str, ...]]
    removed: tuple[str, ...]
    extends: str | None
    conditions: tuple[str, ...]
    after: AfterRow
    source: tuple[SourceRow, ...]
    confidence: str
    note: str | None
    origin: str
    prolonged_by: tuple[str, ...] = field(default=(), repr=False)

    @property
    def chain(self) -> tuple[str, ...]:
        """Ids of the truce and of those that prolong it; the last one sets the end."""
        return (self.id, *self.prolonged_by)

    def announced_returns(self, as_known: date) -> tuple[AnnouncedReturn, ...]:
        """What was said by a day to come back when the truce ends."""
        return tuple(a for a in self.after.announced if a.announced <= as_known)

    @property
    def measures(self) -> tuple[str, ...]:
        """Ids of all rows that carry the truce out, both sides."""
        return tuple(m for side in self.acts.values() for m in side)


class Interaction(Row):
    """A dated rule on how duties meet: which drops which, and on what share of value."""

    id: Name
    rule: Literal["excludes", "max_in_family"]
    family: str | None = None
    when: tuple[Name, ...] = ()
    drops: tuple[Name, ...] = ()
    only_target: tuple[Name, ...] = ()
    imposer: str | None = None
    content_split: Truth = False
    start: Moment | None = None
    until: Moment | None = None
    announced: Day | None = None
    source: tuple[SourceRow, ...] = ()
    confidence: str | None = None
    note: str | None = None


class InteractionsFile(Row):
    """A file of interactions; their order in the file is the order of application."""

    interactions: list[Interaction]


class Head(Row):
    """Who led a delegation."""

    party: PlaceCode
    name: Name
    office: str | None = None


class Round(Row):
    """A round of talks."""

    id: Name
    city: Name
    parties: tuple[PlaceCode, ...] = ()
    start: Day
    until: Day
    announced: Day | None = None
    heads: tuple[Head, ...] = ()
    outcome: str | None = None
    outcome_announced: Day | None = None
    truce: str | None = None
    deal: str | None = None
    source: tuple[SourceRow, ...] = ()
    confidence: Confidence
    note: str | None = None


class RoundsFile(Row):
    """The file rounds.yaml."""

    rounds: list[Round]


class Deadline(Row):
    """A day on which something ends or begins unless somebody acts."""

    id: Name
    kind: Literal["truce", "exclusion", "licence", "divestiture", "ultimatum", "duty"]
    title: Name
    date: Moment
    announced: Day
    measures: tuple[Name, ...] = ()
    truce: str | None = None
    what_if_nothing: str | None = None
    automatic: Truth = False
    superseded_by: str | None = None
    source: tuple[SourceRow, ...] = ()
    confidence: Confidence
    note: str | None = None


class DeadlinesFile(Row):
    """The file deadlines.yaml."""

    deadlines: list[Deadline]


class Version(Row):
    """One source's version of a disputed fact."""

    says: Name
    source: Name


class Conflict(Row):
    """Sources that disagree, side by side, and which version the record uses."""

    id: Name
    subject: Name
    versions: list[Version] = Field(min_length=2)
    used: Name
    reason: Name
    affects: tuple[Name, ...] = ()
    note: str | None = None


class ConflictsFile(Row):
    """The file conflicts.yaml."""

    conflicts: list[Conflict]


class Party(Row):
    """A party that a listing of the record names."""

    name: Name
    aliases: tuple[str, ...] = ()
    measures: tuple[Name, ...]
    source: tuple[SourceRow, ...] = ()
    note: str | None = None


class PartiesFile(Row):
    """The file parties.yaml."""

    parties: tuple[Party, ...]
