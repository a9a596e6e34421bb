"""Walk a number of a brief back: number, run, rates, measures, documents.

Addresses
    in_force.<importer>.average | new_layers | coverage
    in_force.<importer>.<measure>                              its points of the average
    suspended.<importer>.<measure>.rate | levied               a duty set aside
    clock.days_left
    clock.<importer>.before | today | legal | announced        averages around the deadline
    clock.<importer>.new_layers.<one of these>                 the spoken rates
    clock.<importer>.sectors.<sector>.<one of these>           a sector's rate
    clock.<importer>.sectors.<sector>.trade_usd_bn             the trade it falls on
    so_far.<place>.<field>                                     today against the baseline
    scenarios.<id>.<importer>.average                          the rates of a scenario
    scenarios.<id>.<place>.<field>[.baseline]                  an outcome; fields are those of
                                                               `Effect`, against today unless
                                                               `.baseline` is added
    scenarios.<id>.diversion.lost_usd_bn | lost_share          trade between the two sides
    scenarios.<id>.diversion.destinations | suppliers.<place>.usd_bn | change
    spread.<id or so-far>.<place>.lowest | highest             real income from world to world
    power.<card>.target | sender | days_to_bite | half_life    a card
    power.curve.<elasticity> | hulten | leontief               the shortage curve
    deals.<concession>.<side>                                  its worth against today
    deals.package-<k>.<side> | in_zone | efficient             a package of the table
    truce.<side>.<field>                                       the game of duties; `HoldsSide`
    odds.<outcome>.p | low | high | pooled                     how the next deadline may end
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from detente.brief import explain_answers, explain_scenarios, explain_truce
from detente.brief.chain import (
    Explanation,
    Found,
    Question,
    Step,
    choose,
    documents,
    flow_of,
    rates_down,
    sector_down,
)
from detente.brief.clock import Point, snap_points
from detente.brief.inforce import suspended_rows
from detente.brief.setting import Setting, new_layers, set_scene
from detente.errors import InputError
from detente.ledger.truces import Truce
from detente.rates.applied import Applier
from detente.rates.average import average_duty
from detente.worlds import World

__all__ = ["Explanation", "Question", "Step", "explain"]

Explain = Callable[[Setting, World, Sequence[str]], Found]
STATES = ("before", "today", "legal", "announced")


def explain(question: Question, address: str) -> Explanation:
    """The chain behind an address. Raises InputError for an address that names no number."""
    setting = set_scene(question.ledger, *question.parties, question.on, question.as_known)
    head, *rest = address.strip().split(".")
    known: dict[str, tuple[range, Explain]] = {
        "in_force": (range(2, 3), _in_force),
        "suspended": (range(3, 4), _suspended),
        "clock": (range(1, 5), _clock),
        "spread": (range(3, 4), explain_scenarios.spread),
        "so_far": (range(2, 3), explain_scenarios.so_far),
        "scenarios": (range(3, 6), explain_scenarios.scenario),
        "power": (range(2, 4), explain_answers.power),
        "deals": (range(2, 3), explain_answers.deals),
        "truce": (range(2, 3), explain_truce.truce),
        "odds": (range(2, 3), explain_answers.odds),
    }
    if head not in known or len(rest) not in known[head][0]:
        raise InputError(
            f'"{address}" names no number of a brief. Addresses look like in_force.USA.average, '
            "clock.CHN.legal or scenarios.truce-lapses.USA.real_income; the page shows each "
            "number's address when you point at it."
        )
    value, says, steps = known[head][1](setting, question.world, rest)
    return Explanation(address, float("nan") if value is None else value, says, tuple(steps))


def _in_force(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    importer, field = rest
    flow = flow_of(setting, importer)
    average = average_duty(flow, setting.at, setting.as_known)
    points = dict(average.measures)
    field = choose(field, ("average", "new_layers", "coverage", *points), "figure")
    if field in points:
        title = setting.ledger.measures[field].title
        says = f"points of the average duty of {importer} on {flow.exporter}: {title}"
        alone = dataclasses.replace(average, measures=((field, points[field]),))
        return points[field], says, rates_down(setting, [alone])
    spoken = new_layers(flow.stack(setting.at, setting.as_known), setting.baseline.before)
    value = {"average": average.rate, "coverage": average.coverage, "new_layers": spoken}[field]
    says = {
        "average": f"the trade-weighted average duty of {importer} on {flow.exporter}",
        "coverage": f"the share of trade under a duty besides MFN, {importer} from {flow.exporter}",
        "new_layers": f"duties on all goods since {setting.baseline.before}, {importer} on "
        f"{flow.exporter}",
    }[field]
    return value, says, rates_down(setting, [average])


def _suspended(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """A duty set aside: its own rate, or what is still levied."""
    importer, name, field = rest
    flow = flow_of(setting, importer)
    rows = {r.measure: r for r in suspended_rows(setting, flow.stack(setting.at, setting.as_known))}
    row = rows[choose(name, rows, "suspended duty")]
    field = choose(field, ("rate", "levied"), "figure of a suspended duty")
    ledger = setting.ledger
    held, holder = ledger.measures[name], ledger.measures[row.by]
    lines = (
        f"{name}: {held.title}; {held.rate.text()}; {held.origin}",
        f"suspended by {row.by}: {holder.title}; {holder.rate.text()}; {holder.origin}",
        f"moment: {setting.at.isoformat()}, as known on {setting.as_known}",
    )
    cited = documents(ledger, (s.document for m in (held, holder) for s in m.source))
    says = {"rate": "own rate of", "levied": "what is still levied of"}[field]
    return getattr(row, field), f"{says} {held.title}", [Step("Measures", lines), cited]


def _clock(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    truce = setting.truce
    if truce is None:
        raise InputError(
            f"No truce is known on {setting.on}, so nothing snaps back. Choose another day."
        )
    if list(rest) == ["days_left"]:
        if truce.until is None:
            raise InputError(f"{truce.title} has no end set, so no days are counted.")
        title = setting.ledger.truces[truce.chain[-1]].title
        lines = (f"{title} ends on {truce.until.isoformat()}", f"the day is {setting.on}")
        cited = documents(setting.ledger, (s.document for s in truce.source))
        left = (truce.until.date() - setting.on).days
        return left, f"days until {title} ends", [Step("Truce", lines), cited]
    if rest[1:2] == ["sectors"] and len(rest) == 4:
        return _sector(setting, world, truce, rest)
    return _around(setting, truce, rest)


def _around(setting: Setting, truce: Truce, rest: Sequence[str]) -> Found:
    """An average or a spoken rate around the deadline."""
    flow = flow_of(setting, rest[0])
    spoken = rest[1:2] == ["new_layers"]
    field = choose(rest[-1], STATES, "state")
    ledger, at = _point(setting, truce, field)
    here = flow.over(ledger)
    average = average_duty(here, at, setting.as_known)
    what = "duties on all goods since the baseline" if spoken else "the average duty"
    value = average.rate
    if spoken:
        value = new_layers(here.stack(at, setting.as_known), setting.baseline.before)
    says = f"{what} of {rest[0]} on {flow.exporter}: {field}"
    return value, says, rates_down(setting, [average], ledger)


def _sector(setting: Setting, world: World, truce: Truce, rest: Sequence[str]) -> Found:
    importer, _, name, field = rest
    flow = flow_of(setting, importer)
    at_sector = world.sectors.index(choose(name, world.sectors, "sector"))
    field = choose(field, (*STATES, "trade_usd_bn"), "figure")
    money = field == "trade_usd_bn"
    ledger, at = _point(setting, truce, "today" if money else field)
    applier = Applier(setting.ledger, world)
    pair = applier.pair_rates(ledger, at, setting.as_known, importer, flow.exporter)
    trade = float(pair.trade_usd[at_sector]) / 1e9
    what = "imports of a year, USD bn" if money else f"the duty, {field}"
    says = f"{what}: {world.sector_names[at_sector]}, {importer} from {flow.exporter}"
    value = trade if money else float(pair.rate[at_sector])
    return value, says, sector_down(ledger, pair, at_sector, (at, setting.as_known))


def _point(setting: Setting, truce: Truce, field: str) -> Point:
    point = snap_points(setting, truce)[field]
    if point is None:
        raise InputError("Nothing was announced for the end of this truce. Use `legal`.")
    return point
