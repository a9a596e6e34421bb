"""Walk a number of a brief back: number, run, rates, measures, documents.

Addresses
    in_force.<importer>.average | new_layers | coverage
    clock.<importer>.before | today | legal | announced        averages around the deadline
    clock.<importer>.new_layers.<one of these>                 the spoken rates
    scenarios.<id>.<importer>.average                          the rates of a scenario
    scenarios.<id>.<place>.<field>[.baseline]                  an outcome; fields are those of
                                                               `Effect`, against today unless
                                                               `.baseline` is added
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from detente.brief import words
from detente.brief.brief import Effect
from detente.brief.effects import effect
from detente.brief.places import Reported, reported_places
from detente.brief.scenarios import Solved, Solver, pose, run_note
from detente.brief.setting import Setting, new_layers, set_scene
from detente.errors import InputError
from detente.ledger import Ledger
from detente.ledger.overlay import built_in_scenarios
from detente.ledger.status import standing
from detente.rates.applied import Applier
from detente.rates.average import Average, Direction, average_duty
from detente.worlds import World, read_economies

TOP = 12
FIELDS = tuple(f.name for f in dataclasses.fields(Effect))


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain: a heading and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number, what it says, and the chain behind it down to the documents."""

    address: str
    value: float
    says: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Which brief the number belongs to."""

    ledger: Ledger
    world: World
    parties: tuple[str, str]
    on: date
    as_known: date | None = None


def explain(question: Question, address: str) -> Explanation:
    """The chain behind an address. Raises InputError for an address that names no number."""
    setting = set_scene(question.ledger, *question.parties, question.on, question.as_known)
    parts = address.strip().split(".")
    if parts[0] == "in_force" and len(parts) == 3:
        return _in_force(setting, address, parts[1], parts[2])
    if parts[0] == "clock" and len(parts) in (3, 4):
        return _clock(setting, address, parts[1], parts[2:])
    if parts[0] == "scenarios" and len(parts) in (4, 5):
        return _scenario(setting, question.world, address, parts[1:])
    raise InputError(
        f'"{address}" names no number of a brief. Addresses look like in_force.USA.average, '
        "clock.CHN.legal or scenarios.truce-lapses.USA.real_income; the page shows each "
        "number's address when you point at it."
    )


def _flow(setting: Setting, importer: str) -> Direction:
    for flow in setting.flows:
        if flow.importer == importer:
            return flow
    raise InputError(
        f'"{importer}" is not a side of this brief. Use {" or ".join(setting.parties)}.'
    )


def _choose(name: str, known: Iterable[str], noun: str) -> str:
    names = list(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, 1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(names)}."
    raise InputError(f'"{name}" is no {noun} of this brief. {hint}')


def _in_force(setting: Setting, address: str, importer: str, field: str) -> Explanation:
    field = _choose(field, ("average", "new_layers", "coverage"), "figure")
    flow = _flow(setting, importer)
    average = average_duty(flow, setting.at, setting.as_known)
    spoken = new_layers(flow.stack(setting.at, setting.as_known), setting.baseline.before)
    value = {"average": average.rate, "coverage": average.coverage, "new_layers": spoken}[field]
    says = {
        "average": f"the trade-weighted average duty of {importer} on {flow.exporter}",
        "coverage": f"the share of trade under a duty besides MFN, {importer} from {flow.exporter}",
        "new_layers": f"duties on all goods since {setting.baseline.before}, {importer} on "
        f"{flow.exporter}",
    }[field]
    return Explanation(address, value, says, tuple(_rates_down(setting, [average])))


def _clock(setting: Setting, address: str, importer: str, rest: Sequence[str]) -> Explanation:
    from detente.brief.clock import snap_points

    spoken = rest[0] == "new_layers"
    field = _choose(rest[-1], ("before", "today", "legal", "announced"), "state")
    flow = _flow(setting, importer)
    if setting.truce is None:
        raise InputError(
            f"No truce is known on {setting.on}, so nothing snaps back. Choose another day."
        )
    point = snap_points(setting, setting.truce)[field]
    if point is None:
        raise InputError("Nothing was announced for the end of this truce. Use `legal`.")
    ledger, at = point
    here = flow.over(ledger)
    average = average_duty(here, at, setting.as_known)
    what = "duties on all goods since the baseline" if spoken else "the average duty"
    value = average.rate
    if spoken:
        value = new_layers(here.stack(at, setting.as_known), setting.baseline.before)
    says = f"{what} of {importer} on {flow.exporter}: {field}"
    return Explanation(address, value, says, tuple(_rates_down(setting, [average], ledger)))


def _scenario(setting: Setting, world: World, address: str, parts: Sequence[str]) -> Explanation:
    known = {s.id: s for s in built_in_scenarios(setting.parties)}
    scenario = known[_choose(parts[0], known, "scenario")]
    ledger = pose(setting, scenario)
    flows = [flow.over(ledger) for flow in setting.flows]
    at = setting.scenario_at
    averages = [average_duty(flow, at, setting.as_known) for flow in flows]
    if parts[2] == "average":
        flow = _flow(setting, parts[1])
        average = averages[setting.flows.index(flow)]
        says = f"the average duty of {parts[1]} on {flow.exporter} in: {scenario.title}"
        steps = _rates_down(setting, [average], ledger)
        return Explanation(address, average.rate, says, tuple(steps))
    solver = Solver(setting, Applier(setting.ledger, world))
    places = {p.code: p for p in reported_places(world, read_economies())}
    place = places[_choose(parts[1], places, "place")]
    field = _choose(parts[2], FIELDS, "figure")
    against = solver.baseline if parts[3:] == ["baseline"] else solver.today
    point = solver.solve(ledger)
    value = getattr(effect(place, point.equilibrium, against.equilibrium), field)
    since = "the baseline" if parts[3:] else "today"
    says = f"{field.replace('_', ' ')} of {place.name} against {since} in: {scenario.title}"
    steps = [
        _run(point, place),
        _on_place(point, place, world),
        *_rates_down(setting, averages, ledger),
    ]
    return Explanation(address, float("nan") if value is None else value, says, tuple(steps))


def _run(point: Solved, place: Reported) -> Step:
    note = run_note(point)
    lines = [
        f"world {note.world} (flows of {note.world_year}), record {note.record}",
        f"{note.status} in {note.iterations} steps, worst residual {note.residual:.1e}; "
        f"numeraire: {note.numeraire}",
        "; ".join(f"{name}: {value}" for name, value in note.switches),
    ]
    if place.gdp_usd_bn is not None:
        homes = f", {place.households_m:.1f} m households" if place.households_m else ""
        lines.append(f"money: GDP of {place.gdp_usd_bn:,.0f} bn USD{homes}")
    return Step("Run", tuple(lines))


def _rates_down(
    setting: Setting, averages: Sequence[Average], ledger: Ledger | None = None
) -> list[Step]:
    """Rates, the measures behind them, and the documents behind those."""
    record = ledger or setting.ledger
    lines = [
        f"{a.importer} on {a.exporter}: {words.percent(a.rate)} on average = "
        + " + ".join(f"{f} {words.percent(r)}" for f, r in a.families[:TOP])
        for a in averages
    ]
    lines += [f"weights: {a.weights}" for a in averages]
    lines.append(f"moment: {averages[0].at.isoformat()}, as known on {averages[0].as_known}")
    measures: list[str] = []
    cited: dict[str, None] = {}
    for a in averages:
        rows = sorted(a.measures, key=lambda item: -item[1])
        if len(rows) > TOP:
            lines.append(f"of {len(rows)} measures of {a.importer} the {TOP} largest are shown")
        for name, part in rows[:TOP]:
            m = record.measures[name]
            measures.append(
                f"{name}: {m.title}; {words.points(part, 2)} points of the average; "
                f"{m.rate.text()}; "
                f"from {_day(m.effective)}; {m.origin}"
            )
            cited.update(dict.fromkeys(s.document for s in m.source))
            cited.update(dict.fromkeys(_holders(record, name, averages[0])))
    documents = [
        f"{name}: {record.documents[name].text()} [{record.documents[name].read}]"
        if name in record.documents
        else f"{name}: supposed by the scenario"
        for name in cited
    ]
    return [
        Step("Rates", tuple(dict.fromkeys(lines))),
        Step("Measures", tuple(measures)),
        Step("Documents", tuple(documents)),
    ]


def _holders(record: Ledger, name: str, average: Average) -> list[str]:
    """Documents of the rows that hold a measure back on that day."""
    state = standing(record, record.measures[name], average.at, average.as_known)
    if state.state != "suspended" or state.by is None:
        return []
    return [s.document for s in record.measures[state.by].source]


def _on_place(point: Solved, place: Reported, world: World) -> Step:
    """Duties of the record that fall on the place's goods in this run, by measure."""
    lines: list[str] = []
    for (importer, exporter), pair in point.rates.pairs.items():
        if world.country(exporter) not in place.members or len(place.members) > 1:
            continue
        trade = pair.trade_usd / (pair.trade_usd.sum() or 1.0)
        parts = sorted(
            zip(pair.measures, (pair.measure * trade).sum(axis=1), strict=True),
            key=lambda item: -float(item[1]),
        )
        shown = ", ".join(f"{m} {words.points(float(p), 2)}" for m, p in parts[:TOP] if p > 0)
        lines.append(f"{importer} on {exporter}: {words.percent(pair.average)}; points: {shown}")
    return Step("Duties on its goods", tuple(lines or ["none from the record"]))


def _day(moment: datetime | None) -> str:
    return moment.isoformat() if moment else "no date"
