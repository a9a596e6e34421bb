"""Scenarios: small changes laid over the record, never copies of it.

    disable    rows are taken out
    lapse      a truce ends now: what it suspended comes back, what it removed stays removed
    extend     a truce goes on for a number of days
    reinstate  rows named, or those a side announced for the end of the truce, return by new act
    add        new duties

`overlay(ledger, scenario, ...)` returns a new Ledger; the record itself never changes.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from detente.errors import ScenarioError
from detente.ledger.ledger import FAMILY, Ledger
from detente.ledger.measures import Measure, Scope, Source
from detente.ledger.read import built_in_record, measure_rate, measure_scope
from detente.ledger.scenario import AddedDuty, Change, Scenario, read_scenario
from detente.ledger.truces import Truce

RUNNING = "running"
ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class Situation:
    """Where and when a scenario is laid over the record."""

    at: datetime
    as_known: date
    truce: Truce | None


def built_in_scenarios(parties: Iterable[str]) -> tuple[Scenario, ...]:
    """The scenarios of the record for these parties, in the order of their file names."""
    wanted = set(parties)
    folder = built_in_record() / "scenarios"
    found = [read_scenario(p, f"scenarios/{p.name}") for p in sorted(folder.glob("*.yaml"))]
    return tuple(s for s in found if set(s.parties) == wanted)


def overlay(ledger: Ledger, scenario: Scenario, situation: Situation) -> Ledger:
    """The record with the scenario's changes in force from the situation's moment on.

    Raises ScenarioError where a change names a measure, family or truce that is not there.
    """
    _check_places(ledger, scenario)
    measures: Mapping[str, Measure] = ledger.measures
    for change in scenario.changes:
        measures = _apply(ledger, measures, change, scenario, situation)
    mark = hashlib.sha256(repr((ledger.digest, scenario, situation)).encode()).hexdigest()
    digest = ledger.digest if not scenario.changes else f"{ledger.digest}+{mark[:8]}"
    return dataclasses.replace(ledger, measures=measures, digest=digest)


def _check_places(ledger: Ledger, scenario: Scenario) -> None:
    added = [change.add for change in scenario.changes if change.add]
    aims = [code for duty in added for code in (duty.imposer, *duty.target)]
    for code in (*scenario.parties, *aims):
        if not ledger.places.known(code):
            raise ScenarioError(
                f'scenario {scenario.id}: "{code}" is no place of the record. Use an ISO code '
                "such as CHN, or a group of the record."
            )


def _apply(
    ledger: Ledger,
    measures: Mapping[str, Measure],
    change: Change,
    scenario: Scenario,
    situation: Situation,
) -> Mapping[str, Measure]:
    if change.disable:
        gone = _named(ledger, change.disable, scenario)
        return {k: m for k, m in measures.items() if k not in gone}
    if change.lapse:
        return _change_end(measures, _truce(ledger, change.lapse, scenario, situation), situation)
    if change.extend:
        truce = _truce(ledger, change.extend, scenario, situation)
        return _prolong(measures, truce, int(change.days or "0"), situation)
    if change.add:
        duty = _added(change.add, scenario, situation)
        return {**measures, duty.id: duty}
    names = change.reinstate
    if names == ANNOUNCED:
        truce = _truce(ledger, RUNNING, scenario, situation)
        said = truce.announced_returns(situation.as_known)
        names = [n for back in said for n in back.reinstates]
    chosen = _named(ledger, list(names or []), scenario)
    back = {m.id: m for m in (_returned(ledger.measures[n], scenario, situation) for n in chosen)}
    return {**measures, **back}


def _named(ledger: Ledger, names: Iterable[str], scenario: Scenario) -> list[str]:
    wanted = list(names)
    for name in wanted:
        known = (
            any(m.family == name.removeprefix(FAMILY) for m in ledger.measures.values())
            if name.startswith(FAMILY)
            else name in ledger.measures
        )
        if not known:
            raise ScenarioError(
                f'scenario {scenario.id}: "{name}" is neither a measure nor a family of the '
                "record. `detente ledger show` lists them; a family is written family:<name>."
            )
    return list(ledger.expand(wanted))


def _truce(ledger: Ledger, name: str, scenario: Scenario, situation: Situation) -> Truce:
    truce = situation.truce if name == RUNNING else ledger.truces.get(name)
    if truce is None:
        what = "no truce is running" if name == RUNNING else f'"{name}" is no truce of the record'
        raise ScenarioError(
            f"scenario {scenario.id}: {what} on {situation.at.date()} as known on "
            f"{situation.as_known}. Choose another day or another scenario."
        )
    return truce


def _change_end(
    measures: Mapping[str, Measure], truce: Truce, situation: Situation
) -> Mapping[str, Measure]:
    """End the truce's suspensions now; rows it removed stay removed."""
    ended = {
        name: dataclasses.replace(
            _begun(measures[name], situation),
            until=situation.at,
            until_announced=situation.as_known,
        )
        for name in truce.measures
        if name in measures
    }
    return {**measures, **ended}


def _begun(measure: Measure, situation: Situation) -> Measure:
    """An act of a truce that has begun by now, so that what it ends stays ended."""
    if measure.effective is None or measure.effective <= situation.at:
        return measure
    return dataclasses.replace(measure, effective=situation.at)


def begin_truce(ledger: Ledger, situation: Situation) -> Ledger:
    """The record with what is announced of a truce and not yet in force taken as begun."""
    truce, rows = situation.truce, yet_to_begin(ledger, situation)
    if truce is None or not rows:
        return ledger
    begun = {m.id: _begun(m, situation) for m in rows}
    return dataclasses.replace(
        ledger, measures={**ledger.measures, **begun}, digest=f"{ledger.digest}+{truce.chain[-1]}"
    )


def yet_to_begin(ledger: Ledger, situation: Situation) -> tuple[Measure, ...]:
    """Rows announced and not in force that carry a truce out, or end what it removes.

    A truce known to be prolonged has the rows of the whole chain.
    """
    truce = situation.truce
    if truce is None:
        return ()
    acts, removed = set(truce.measures), set(truce.removed)
    return tuple(
        m
        for m in ledger.known(situation.as_known)
        if m.effective is not None
        and m.effective > situation.at
        and (m.id in acts or not removed.isdisjoint(m.ends))
    )


def _prolong(
    measures: Mapping[str, Measure], truce: Truce, days: int, situation: Situation
) -> Mapping[str, Measure]:
    longer: dict[str, Measure] = {}
    for name in truce.measures:
        until = measures[name].until if name in measures else None
        if until is not None:
            longer[name] = dataclasses.replace(
                measures[name],
                until=until + timedelta(days=days),
                until_announced=situation.as_known,
            )
    return {**measures, **longer}


def _returned(measure: Measure, scenario: Scenario, situation: Situation) -> Measure:
    """The same duty by a new act, in force from now."""
    return dataclasses.replace(
        measure,
        id=f"{measure.id}@{scenario.id}",
        announced=situation.as_known,
        effective=situation.at,
        until=None,
        until_announced=situation.as_known,
        ends=(),
        note=f"Supposed to return by a new act in the scenario {scenario.id}.",
    )


def _added(duty: AddedDuty, scenario: Scenario, situation: Situation) -> Measure:
    return Measure(
        id=duty.id,
        act=f"scenario:{scenario.id}",
        title=duty.title,
        imposer=duty.imposer,
        target=tuple(duty.target),
        except_target=(),
        instrument="ad_valorem_duty",
        family=duty.family,
        rate=measure_rate(duty.rate),
        specific=None,
        content=None,
        content_scope=Scope(),
        scope=measure_scope(duty.products),
        basis=None,
        announced=situation.as_known,
        effective=situation.at,
        effective_assumed=False,
        until=None,
        until_announced=situation.as_known,
        replaces=(),
        ends=(),
        suspends=(),
        exempts=(),
        extends=(),
        condition=None,
        status=None,
        source=tuple(Source(s.document, s.section) for s in scenario.source),
        confidence="low",
        note=f"Supposed by the scenario {scenario.id}.",
        origin=f"scenario {scenario.id}",
    )
