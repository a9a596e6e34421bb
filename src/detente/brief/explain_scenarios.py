"""Walk figures of the model back: outcomes of scenarios, what today cost so far, diverted trade."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from detente.brief.brief import SO_FAR, Effect
from detente.brief.chain import Found, Step, choose, flow_of, on_place, rates_down, run
from detente.brief.effects import diversion, effect
from detente.brief.places import Reported, reported_places
from detente.brief.scenarios import Solver, cannot_be_posed, pose
from detente.brief.setting import Setting
from detente.brief.spread import other_worlds
from detente.errors import InputError
from detente.ledger import Ledger
from detente.ledger.overlay import Scenario, built_in_scenarios
from detente.rates.applied import Applier
from detente.rates.average import Average, average_duty
from detente.worlds import World, read_economies

FIELDS = tuple(f.name for f in dataclasses.fields(Effect))


@dataclass(frozen=True, slots=True)
class Posed:
    """A scenario laid over the record, with the average duties under it."""

    scenario: Scenario
    ledger: Ledger
    averages: list[Average]


def so_far(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """A place under the duties of today, against those of the baseline."""
    solver = Solver(setting, Applier(setting.ledger, world))
    averages = [average_duty(flow, setting.at, setting.as_known) for flow in setting.flows]
    place = _place(world, rest[0])
    field = choose(rest[1], FIELDS, "figure")
    value = getattr(effect(place, solver.today.equilibrium, solver.baseline.equilibrium), field)
    says = f"{_plain(field)} of {place.name} under the duties of today against the baseline"
    steps = [run(solver.today, place), on_place(solver.today, place, world)]
    return value, says, [*steps, *rates_down(setting, averages)]


def scenario(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """A figure of a scenario. Raises InputError where it names none or cannot be posed."""
    posed = _posed(setting, rest[0])
    if rest[1] == "diversion":
        return _diversion(setting, world, posed, rest[2:])
    if rest[2] == "average":
        flow = flow_of(setting, rest[1])
        average = posed.averages[setting.flows.index(flow)]
        says = f"the average duty of {rest[1]} on {flow.exporter} in: {posed.scenario.title}"
        return average.rate, says, rates_down(setting, [average], posed.ledger)
    solver = Solver(setting, Applier(setting.ledger, world))
    place = _place(world, rest[1])
    field = choose(rest[2], FIELDS, "figure")
    before = list(rest[3:]) == ["baseline"]
    against = solver.baseline if before else solver.today
    point = solver.solve(posed.ledger)
    value = getattr(effect(place, point.equilibrium, against.equilibrium), field)
    since = "the baseline" if before else "today"
    says = f"{_plain(field)} of {place.name} against {since} in: {posed.scenario.title}"
    steps = [run(point, place), on_place(point, place, world)]
    return value, says, [*steps, *rates_down(setting, posed.averages, posed.ledger)]


def spread(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """Real income of a place under a scenario, lowest or highest over the worlds."""
    name, code, field = rest
    field = choose(field, ("lowest", "highest"), "end of the spread")
    posed = None if name == SO_FAR else _posed(setting, name)
    applier = Applier(setting.ledger, world)
    changes: dict[str, float] = {}
    steps: list[Step] = []
    for each in (world, *other_worlds(world)):
        solver = Solver(setting, applier if each is world else applier.beside(each))
        places = {p.code: p for p in reported_places(each, read_economies())}
        if code not in places:
            continue
        point = solver.today if posed is None else solver.solve(posed.ledger)
        against = solver.baseline if posed is None else solver.today
        found = effect(places[code], point.equilibrium, against.equilibrium)
        changes[each.id] = found.real_income
        steps.append(run(point, places[code]))
    if len(changes) < 2:
        raise InputError(f'"{code}" is a place of fewer than two worlds, so it has no spread.')
    told = tuple(f"{where}: {value:+.4%}" for where, value in changes.items())
    steps.insert(0, Step("Worlds", told))
    if posed is not None:
        steps += rates_down(setting, posed.averages, posed.ledger)
    value = min(changes.values()) if field == "lowest" else max(changes.values())
    title = "the duties of today" if posed is None else posed.scenario.title
    return value, f"{field} real income of {code} from world to world: {title}", steps


def _diversion(setting: Setting, world: World, posed: Posed, rest: Sequence[str]) -> Found:
    """Trade that moves elsewhere, against the duties of today."""
    solver = Solver(setting, Applier(setting.ledger, world))
    point = solver.solve(posed.ledger)
    moved = diversion(
        reported_places(world, read_economies()),
        setting.parties,
        point.equilibrium,
        solver.today.equilibrium,
    )
    steps = [run(point), *rates_down(setting, posed.averages, posed.ledger)]
    title = posed.scenario.title
    if len(rest) == 1:
        field = choose(rest[0], ("lost_usd_bn", "lost_share"), "figure")
        says = f"change of sales of {moved.exporter} to {moved.importer} in: {title}"
        return getattr(moved, field), says, steps
    if len(rest) != 3:
        raise InputError(
            f'"diversion.{".".join(rest)}" names no number. Use diversion.lost_usd_bn, or '
            "diversion.destinations.PLACE.usd_bn."
        )
    side = choose(rest[0], ("destinations", "suppliers"), "side of the table")
    shares = {s.place: s for s in getattr(moved, side)}
    share = shares[choose(rest[1], shares, "place")]
    field = choose(rest[2], ("usd_bn", "change"), "figure")
    what = f"goods of {moved.exporter} bought by" if side == "destinations" else "goods sold by"
    return getattr(share, field), f"change of {what} {share.name} in: {title}", steps


def _posed(setting: Setting, name: str) -> Posed:
    known = {s.id: s for s in built_in_scenarios(setting.parties)}
    wanted = known[choose(name, known, "scenario")]
    if reason := cannot_be_posed(setting, wanted):
        raise InputError(f"{wanted.title} was not computed on {setting.on}: {reason}")
    ledger = pose(setting, wanted)
    at = setting.scenario_at
    averages = [average_duty(flow.over(ledger), at, setting.as_known) for flow in setting.flows]
    return Posed(wanted, ledger, averages)


def _place(world: World, code: str) -> Reported:
    places = {p.code: p for p in reported_places(world, read_economies())}
    return places[choose(code, places, "place")]


def _plain(field: str) -> str:
    return field.replace("_", " ")
