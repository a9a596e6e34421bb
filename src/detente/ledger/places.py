"""Places and groups of the record: codes, names, zones, and membership by date."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.errors import InputError
from detente.ledger.schema import Day, Name, Row

ALL = "all"


class Place(Row):
    """A country or customs territory."""

    code: Name
    name: Name
    timezone: str | None = None
    aliases: tuple[Name, ...] = ()


class Member(Row):
    """A member of a group, with the days of its membership where they matter."""

    code: Name
    start: Day | None = None
    until: Day | None = None


class Group(Row):
    """A named set of places."""

    code: Name
    name: Name
    members: tuple[Name | Member, ...] = ()
    source: str | None = None
    note: str | None = None

    def on(self, day: date) -> frozenset[str]:
        """Codes of the members on a day."""
        return frozenset(
            m if isinstance(m, str) else m.code
            for m in self.members
            if isinstance(m, str)
            or ((m.start is None or m.start <= day) and (m.until is None or day < m.until))
        )


class PlacesFile(Row):
    """The file places.yaml."""

    places: list[Place]
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """All places and groups, found by code, name or alias."""

    by_code: Mapping[str, Place]
    groups: Mapping[str, Group]
    names: Mapping[str, str] = field(repr=False)

    @classmethod
    def from_file(cls, file: PlacesFile) -> Places:
        """Index a parsed places file."""
        names: dict[str, str] = {}
        for place in file.places:
            for name in (place.code, place.name, *place.aliases):
                names.setdefault(name.casefold(), place.code)
        return cls({p.code: p for p in file.places}, {g.code: g for g in file.groups}, names)

    def find(self, text: str) -> str:
        """The code of a place given by code, name or alias, in any case.

        Raises InputError with the nearest names for anything else.
        """
        code = self.names.get(text.strip().casefold())
        if code:
            return code
        near = difflib.get_close_matches(text.casefold(), list(self.names), 3, 0.7)
        hints = list(
            dict.fromkeys(f"{self.names[n]} ({self.by_code[self.names[n]].name})" for n in near)
        )
        hint = f"Did you mean {' or '.join(hints)}?" if hints else "Use an ISO code such as CHN."
        raise InputError(f'"{text}" is no country in the record. {hint}')

    def name(self, code: str) -> str:
        """The English name of a code, or the code itself for a group or unknown code."""
        place = self.by_code.get(code)
        return place.name if place else self.groups[code].name if code in self.groups else code

    def zone(self, code: str) -> str:
        """The time zone in which a bare date of this imposer is read."""
        place = self.by_code.get(code)
        return (place.timezone if place else None) or "UTC"

    def known(self, code: str) -> bool:
        """True for a place, a group or `all`."""
        return code == ALL or code in self.by_code or code in self.groups

    def covers(self, target: str, code: str, day: date) -> bool:
        """True where the target (a code, a group or `all`) includes the place on that day."""
        if target in (ALL, code):
            return True
        group = self.groups.get(target)
        return group is not None and code in group.on(day)
