"""Duties of the record on a day, before and after one of its own scenarios."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from detente.errors import ScenarioError
from detente.ledger import Ledger, read_ledger
from detente.ledger.overlay import Scenario as Overlay
from detente.ledger.overlay import (
    Situation,
    begin_truce,
    built_in_scenarios,
    overlay,
    read_scenario,
)
from detente.ledger.values import parse_date
from detente.rates.applied import Applier
from detente.scenarios.shocks import Record
from detente.worlds import World
from detente.worlds.world import Floats

Duties: TypeAlias = tuple[Floats, Floats | None]
_KNOWN: dict[tuple[Record, str, bytes], Duties] = {}


def recorded_duties(record: Record, world: World) -> Duties:
    """Rates on the world's axes on a day as known, and those of a later day or a scenario.

    Kept for worlds of the same id and duties, so that draws of elasticities cost nothing more.
    Raises ScenarioError for an unknown scenario or day, CoverageError outside coverage.
    """
    mark = hashlib.sha256(world.tariff.tobytes()).digest()
    key = (record, world.id, mark)
    if key not in _KNOWN:
        _KNOWN[key] = _stacked(record, world)
    return _KNOWN[key]


def _stacked(record: Record, world: World) -> Duties:
    ledger = read_ledger()
    day, known = _day(ledger, record.on), _known(record)
    parties = tuple(ledger.places.find(name) for name in record.parties)
    moment = _moment(ledger, day, parties or world.countries[:1])
    pair = (parties[0], parties[1]) if len(parties) == 2 else None
    truce = ledger.truce_running(moment, known, pair) if pair else None
    at = max(moment, truce.start) if truce else moment
    situation = Situation(at, known, truce)
    applier = Applier(ledger, world)
    before = applier.applied_rates(begin_truce(ledger, situation), at, known).rate
    if record.to is not None:
        later = _moment(ledger, _day(ledger, record.to), parties or world.countries[:1])
        return before, applier.applied_rates(ledger, later, known).rate
    if record.scenario is None:
        return before, None
    try:
        changed = overlay(begin_truce(ledger, situation), _overlay(record, ledger), situation)
    except ScenarioError as error:
        raise _located(error, record.scenario) from None
    return before, applier.applied_rates(changed, at, known).rate


def _located(error: ScenarioError, name: str) -> ScenarioError:
    """The message with the line of the file that has the name it complains of."""
    path, quoted = Path(name), re.search('"([^"]+)"', str(error))
    if path.suffix != ".yaml" or not path.is_file() or str(error).startswith(name) or not quoted:
        return error
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (k for k, line in enumerate(lines, start=1) if quoted[1] in line)
    return ScenarioError(f"{name}:{next(found, 1)}: {error}")


def _day(ledger: Ledger, text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError as error:
        raise ScenarioError(f"record: {error}") from None
    ledger.check_covered(day)
    return day


def _known(record: Record) -> date:
    """What is public: until `as_known`, else the later of the two days."""
    try:
        return parse_date(record.as_known or record.to or record.on)
    except ValueError as error:
        raise ScenarioError(f"record: {error}") from None


def _moment(ledger: Ledger, day: date, places: Sequence[str]) -> datetime:
    return max(ledger.instant(day, place) for place in places)


def _overlay(record: Record, ledger: Ledger) -> Overlay:
    """One of the record's scenarios by its id, or a file of that kind."""
    name = record.scenario or ""
    if Path(name).suffix == ".yaml":
        return read_scenario(Path(name))
    parties = [ledger.places.find(party) for party in record.parties]
    known = {scenario.id: scenario for scenario in built_in_scenarios(parties)}
    if name not in known:
        raise ScenarioError(
            f'record: "{name}" is no scenario of the record for {", ".join(parties) or "nobody"}. '
            f"Known: {', '.join(known) or 'none'}. Name the parties and one of these."
        )
    return known[name]
