"""The clock: the truce, its end, and what comes back by sector, in law and as announced."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from detente.brief.answers import Position
from detente.brief.brief import Clock, DeadlineRow, Four, RoundNote, SnapSector, SnapSide
from detente.brief.inforce import suspended_rows
from detente.brief.setting import Setting, new_layers
from detente.ledger import Ledger
from detente.ledger.calendar import calendar as pending
from detente.ledger.measures import percent
from detente.ledger.overlay import (
    Change,
    Scenario,
    Situation,
    begin_truce,
    built_in_scenarios,
    overlay,
)
from detente.ledger.status import standing
from detente.ledger.truces import Truce
from detente.rates.applied import Applier, PairRates
from detente.rates.average import Direction, average_duty
from detente.talks.settings import demands_known

MOMENT_BEFORE = timedelta(seconds=1)
LAPSE = Change(lapse="running")
RETURN = Change(reinstate="announced")


def clock(setting: Setting, applier: Applier) -> Clock | None:
    """The truce that binds the two sides on the day, or None."""
    truce = setting.truce
    if truce is None:
        return None
    at, ending = setting.scenario_at, setting.ledger.truces[truce.chain[-1]]
    begun = begin_truce(setting.ledger, Situation(at, setting.as_known, truce))
    stacks = [flow.over(begun).stack(at, setting.as_known) for flow in setting.flows]
    said = truce.announced_returns(setting.as_known)
    documents = [s.document for s in truce.source]
    documents += [s.document for back in said for s in back.source]
    return Clock(
        truce=truce.id,
        title=ending.title,
        start=truce.start,
        until=truce.until,
        days_left=(truce.until.date() - setting.on).days if truce.until else None,
        started=truce.start <= setting.at,
        before=_first_start(setting.ledger, truce),
        suspends=tuple(
            row
            for stack in stacks
            for row in suspended_rows(setting, stack)
            if row.by in truce.measures
        ),
        removed=truce_removed(setting.ledger, truce),
        conditions=truce.conditions,
        legal=truce.after.legal if _still_binds(setting, truce) else None,
        announced=tuple(_announced(setting, truce)),
        sides=_sides(setting, applier, truce),
        cites=setting.citations.cite(documents),
        running=truce.title if truce.prolonged_by else None,
        takes_over=ending.start if truce.prolonged_by else None,
    )


def _still_binds(setting: Setting, truce: Truce) -> bool:
    """True while every row the truce suspends would come back if it ended."""
    ledger, known = setting.ledger, setting.as_known
    held = {n for act in truce.measures for n in ledger.expand(ledger.measures[act].suspends)}
    states = (standing(ledger, ledger.measures[n], setting.at, known).state for n in held)
    return "ended" not in states


def truce_removed(ledger: Ledger, truce: Truce) -> tuple[str, ...]:
    """Rows the truce, or those it prolongs, removed for good."""
    names: list[str] = []
    current: Truce | None = truce
    while current:
        names += current.removed
        current = ledger.truces.get(current.extends) if current.extends else None
    return tuple(f"{ledger.measures[n].title} ({n})" for n in dict.fromkeys(names))


def _announced(setting: Setting, truce: Truce) -> list[str]:
    return [
        f"{setting.ledger.places.name(back.imposer)}: "
        + (f"{percent(back.total)} in all" if back.total else ", ".join(back.reinstates))
        for back in truce.announced_returns(setting.as_known)
    ]


def _first_start(ledger: Ledger, truce: Truce) -> datetime:
    """Start of the chain of truces this one prolongs."""
    current = truce
    while current.extends and current.extends in ledger.truces:
        current = ledger.truces[current.extends]
    return current.start


Point = tuple[Ledger, datetime]


def snap_points(setting: Setting, truce: Truce) -> dict[str, Point | None]:
    """The record and moment before the truce, today, after a lapse, and as announced."""
    ledger, at = setting.ledger, setting.scenario_at
    situation = Situation(at, setting.as_known, truce)
    before = _first_start(ledger, truce) - MOMENT_BEFORE
    begun = begin_truce(ledger, situation)
    lapsed = overlay(begun, _posed(setting, "lapse", [LAPSE]), situation)
    announced = None
    if truce.announced_returns(setting.as_known):
        announced = overlay(begun, _posed(setting, "return", [LAPSE, RETURN]), situation)
    return {
        "before": (ledger, before),
        "today": (ledger, at),
        "legal": (lapsed, at),
        "announced": (announced, at) if announced else None,
    }


def _sides(setting: Setting, applier: Applier, truce: Truce) -> tuple[SnapSide, ...]:
    points = list(snap_points(setting, truce).values())
    return tuple(_side(setting, applier, flow, points) for flow in setting.flows)


def _posed(setting: Setting, name: str, changes: list[Change]) -> Scenario:
    """The scenario of the record that makes these changes, so that it is stacked once; else one."""
    for known in built_in_scenarios(setting.parties):
        if list(known.changes) == changes:
            return known
    return Scenario(
        id=name, title=name, question=name, parties=list(setting.parties), changes=tuple(changes)
    )


def _side(
    setting: Setting,
    applier: Applier,
    flow: Direction,
    points: list[Point | None],
) -> SnapSide:
    averages: list[float | None] = []
    spoken: list[float | None] = []
    pairs: list[PairRates | None] = []
    sides = (flow.importer, flow.exporter)
    for point in points:
        if point is None:
            averages.append(None)
            spoken.append(None)
            pairs.append(None)
            continue
        ledger, at = point
        here = flow.over(ledger)
        averages.append(average_duty(here, at, setting.as_known).rate)
        spoken.append(new_layers(here.stack(at, setting.as_known), setting.baseline.before))
        pairs.append(applier.pair_rates(ledger, at, setting.as_known, *sides))
    return SnapSide(
        importer=flow.importer,
        exporter=flow.exporter,
        average=_four(averages),
        new_layers=_four(spoken),
        sectors=tuple(_sectors(applier, pairs)),
        counted_with=tuple(
            setting.ledger.places.name(code)
            for code in applier.partners_of(*sides)
            if code != flow.exporter
        ),
    )


def _four(values: list[float | None]) -> Four:
    before, today, legal, announced = values
    return Four(before, today or 0.0, legal, announced)


def _sectors(applier: Applier, pairs: list[PairRates | None]) -> list[SnapSector]:
    today = pairs[1]
    assert today is not None
    rows: list[SnapSector] = []
    for s in map(int, np.argsort(-today.trade_usd)):
        if today.trade_usd[s] <= 0:
            continue
        rows.append(
            SnapSector(
                sector=applier.world.sectors[s],
                name=applier.world.sector_names[s],
                trade_usd_bn=float(today.trade_usd[s]) / 1e9,
                rate=_four([None if p is None else float(p.rate[s]) for p in pairs]),
            )
        )
    return rows


def calendar(setting: Setting) -> tuple[DeadlineRow, ...]:
    """Pending dates as known on the day, soonest first."""
    return tuple(
        DeadlineRow(
            date=row.date,
            kind=row.kind,
            title=row.title,
            what_if_nothing=row.what_if_nothing,
            automatic=row.automatic,
            confidence=row.confidence,
            cites=setting.citations.cite(row.documents),
        )
        for row in pending(setting.ledger, setting.on, setting.as_known, setting.parties[0])
        if row.kind not in ("end", "suspension")
    )


def current_round(setting: Setting) -> RoundNote | None:
    """The round of talks on the day, or the next one already announced."""
    return next((r for r in rounds(setting) if r.until >= setting.on), None)


def rounds(setting: Setting) -> tuple[RoundNote, ...]:
    """The rounds between the two sides that were public on the day of knowledge, by date."""
    return tuple(
        RoundNote(
            city=r.city,
            start=r.start,
            until=r.until,
            heads=tuple(f"{h.name} ({h.office or h.party})" for h in r.heads),
            outcome=r.outcome if (r.outcome_announced or r.until) <= setting.as_known else None,
            cites=setting.citations.cite(s.document for s in r.source),
        )
        for r in sorted(setting.ledger.rounds, key=lambda r: r.start)
        if (r.announced or r.start) <= setting.as_known
        and (not r.parties or set(r.parties) <= set(setting.parties))
    )


def positions(setting: Setting) -> tuple[Position, ...]:
    """What each side asked of the other or offered it, by day, with what was known to follow."""
    rows = demands_known(setting.parties, setting.as_known)
    return tuple(
        Position(
            id=row.id,
            by=row.by,
            what=row.what,
            kind=row.kind,
            on=row.on,
            delivery=row.delivery,
            delivered_on=row.delivered_on,
            cites=setting.citations.cite(filter(None, (row.document, row.delivered_document))),
        )
        for row in sorted(rows, key=lambda row: row.on)
    )
