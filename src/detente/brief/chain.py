"""The links of an explanation: runs, rates, measures, documents, facts of cards, counted cases."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from detente.brief import words
from detente.brief.places import Reported
from detente.brief.scenarios import Solved, run_note
from detente.brief.setting import Setting
from detente.errors import InputError
from detente.ledger import Ledger
from detente.ledger.status import standing
from detente.leverage.cards import Loss
from detente.rates.applied import PairRates
from detente.rates.average import Average, Direction
from detente.worlds import World

TOP = 12


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


Found = tuple[float | None, str, list[Step]]
"""A value, what it says, and the steps behind it."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which brief the number belongs to."""

    ledger: Ledger
    world: World
    parties: tuple[str, str]
    on: date
    as_known: date | None = None


def run(point: Solved, place: Reported | None = None) -> Step:
    """How an equilibrium was computed, and the money behind a place's figures."""
    note = run_note(point)
    lines = [
        f"world {note.world} (flows of {note.world_year}), record {note.record}",
        f"{note.status} in {note.iterations} steps, worst residual {note.residual:.1e}; "
        f"numeraire: {note.numeraire}",
        "; ".join(f"{name}: {value}" for name, value in note.switches),
    ]
    if place is not None and place.gdp_usd_bn is not None:
        homes = f", {place.households_m:.1f} m households" if place.households_m else ""
        lines.append(f"money: GDP of {place.gdp_usd_bn:,.0f} bn USD{homes}")
    return Step("Run", tuple(lines))


def rates_down(
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
    return [
        Step("Rates", tuple(dict.fromkeys(lines))),
        Step("Measures", tuple(measures)),
        documents(record, cited),
    ]


def _holders(record: Ledger, name: str, average: Average) -> list[str]:
    """Documents of the rows that hold a measure back on that day."""
    state = standing(record, record.measures[name], average.at, average.as_known)
    if state.state != "suspended" or state.by is None:
        return []
    return [s.document for s in record.measures[state.by].source]


def on_place(point: Solved, place: Reported, world: World) -> Step:
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


def documents(ledger: Ledger, names: Iterable[str]) -> Step:
    """The documents behind a figure."""
    return Step(
        "Documents",
        tuple(
            f"{name}: {ledger.documents[name].text()} [{ledger.documents[name].read}]"
            if name in ledger.documents
            else f"{name}: supposed by the scenario"
            for name in dict.fromkeys(names)
        ),
    )


def facts(heading: str, loss: Loss) -> Step:
    """The facts under a loss: range, how each is known, since when, and its source."""
    lines = [f"model: {loss.model}"]
    for name in sorted(loss.facts):
        fact = loss.facts[name]
        low, middle, high = fact.range
        lines.append(
            f"{name}: {middle:g} ({low:g} to {high:g}), known on {fact.known_on}, {fact.read}:"
            f" {fact.source}"
        )
    return Step(heading, tuple(lines))


def sector_down(
    record: Ledger, pair: PairRates, sector: int, when: tuple[datetime, date]
) -> list[Step]:
    """One sector's duty between two sides: layers, measures and their documents."""
    layers = sorted(
        zip(pair.families, pair.layer[:, sector], strict=True), key=lambda item: -float(item[1])
    )
    parts = sorted(
        zip(pair.measures, pair.measure[:, sector], strict=True), key=lambda item: -float(item[1])
    )
    shown = [(m, float(part)) for m, part in parts if part > 0][:TOP]
    lines = (
        f"{pair.importer} on {pair.exporter}: {words.percent(float(pair.rate[sector]))} = "
        + " + ".join(f"{f} {words.percent(float(r))}" for f, r in layers if r > 0),
        f"trade: {words.usd_bn(float(pair.trade_usd[sector]) / 1e9)}; weights: {pair.weights}",
        f"moment: {when[0].isoformat()}, as known on {when[1]}",
    )
    told = tuple(
        f"{m}: {record.measures[m].title}; {words.points(part, 2)} points of the sector's duty"
        for m, part in shown
    )
    cited = (s.document for m, _ in shown for s in record.measures[m].source)
    return [Step("Rates", lines), Step("Measures", told), documents(record, cited)]


def flow_of(setting: Setting, importer: str) -> Direction:
    """The direction of trade into a side. Raises InputError for a place that is no side."""
    for flow in setting.flows:
        if flow.importer == importer:
            return flow
    raise InputError(
        f'"{importer}" is not a side of this brief. Use {" or ".join(setting.parties)}.'
    )


def choose(name: str, known: Iterable[str], noun: str) -> str:
    """The name if it is known. Raises InputError with the nearest one, or all."""
    names = list(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, 1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(names)}."
    raise InputError(f'"{name}" is no {noun} of this brief. {hint}')
