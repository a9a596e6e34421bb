"""Build a brief: ask every stage its question and put the answers into one value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from detente.brief import words
from detente.brief.answering import deals, odds_note, power
from detente.brief.answers import Deals, OddsNote, Power
from detente.brief.brief import (
    Brief,
    Clock,
    InForce,
    Outcome,
    ScenarioResult,
    SeriesLine,
    Spread,
)
from detente.brief.clock import calendar, clock, current_round, rounds
from detente.brief.inforce import controls, in_force
from detente.brief.methods import methods
from detente.brief.places import reported_places
from detente.brief.scenarios import Solver, scenario_results, so_far
from detente.brief.setting import Setting, set_scene
from detente.brief.spread import spread
from detente.ledger import Ledger
from detente.rates.applied import Applier
from detente.rates.average import duty_series
from detente.version import __version__
from detente.worlds import World, read_economies

Progress = Callable[[str], None]


def build_brief(  # noqa: PLR0913 - the question of a brief has this many words
    ledger: Ledger,
    world: World,
    one: str,
    other: str,
    on: date,
    as_known: date | None = None,
    tell: Progress = lambda step: None,
) -> Brief:
    """The brief for two sides on a day, using nothing known after `as_known` (the day itself).

    `tell` hears the name of each step. Raises InputError, CoverageError, NoEquilibrium.
    """
    tell("reading the record")
    setting = set_scene(ledger, one, other, on, as_known)
    tell("stacking duties")
    sides = in_force(setting)
    applier = Applier(ledger, world)
    running = clock(setting, applier)
    tell("solving the baseline and today")
    solver = Solver(setting, applier)
    economies = read_economies()
    places = reported_places(world, economies)
    results = scenario_results(setting, solver, places, tell)
    before = so_far(solver, places)
    moved = spread(setting, applier, (before, results), economies, tell)
    answers = _answers(setting, solver, tell)
    tell("averages over time")
    year = max(e.year for e in economies.values())
    return _assemble(setting, world, Parts(sides, running, before, results, moved, answers, year))


def _answers(setting: Setting, solver: Solver, tell: Progress) -> Answers:
    tell("playing the cards")
    held = power(solver.points)
    tell("laying out the table")
    table = deals(solver.points)
    return Answers(held, table, odds_note(setting, solver.points))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the later stages answered."""

    power: Power | None
    deals: Deals | None
    odds: OddsNote | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The computed parts of a brief."""

    sides: tuple[InForce, ...]
    running: Clock | None
    before: tuple[Outcome, ...]
    results: tuple[ScenarioResult, ...]
    moved: tuple[Spread, ...]
    answers: Answers
    money_year: int


def _assemble(setting: Setting, world: World, parts: Parts) -> Brief:
    places, (one, other) = setting.ledger.places, setting.parties
    names = (places.name(one), places.name(other))
    return Brief(
        title=f"{names[0]} and {names[1]}: what is in force, what comes back, what it costs",
        on=setting.on,
        as_known=setting.as_known,
        baseline=setting.baseline.before,
        baseline_title=setting.baseline.title,
        parties=setting.parties,
        names=names,
        headline=tuple(_headline(names, parts)),
        round=current_round(setting),
        rounds=rounds(setting),
        in_force=parts.sides,
        controls=controls(setting),
        clock=parts.running,
        calendar=calendar(setting),
        series=tuple(_series(setting)),
        so_far=parts.before,
        scenarios=parts.results,
        spread=parts.moved,
        power=parts.answers.power,
        deals=parts.answers.deals,
        odds=parts.answers.odds,
        methods=methods(setting, world, parts.money_year, parts.sides),
        sources=setting.citations.notes(),
        world=world.id,
        world_title=world.title,
        world_year=world.year,
        money_year=parts.money_year,
        record=setting.ledger.digest,
        version=__version__,
    )


def _series(setting: Setting) -> Iterator[SeriesLine]:
    for flow in setting.flows:
        start = setting.ledger.coverage.start
        steps = duty_series(flow, start, setting.on, setting.as_known)
        yield SeriesLine(
            flow.importer, flow.exporter, tuple(a.at for a in steps), tuple(a.rate for a in steps)
        )


def _headline(names: tuple[str, str], parts: Parts) -> Iterator[str]:
    for side in parts.sides:
        yield _level(side)
    running = parts.running
    if running and running.until and running.days_left is not None:
        yield _deadline(names, running)
    for result in parts.results:
        if result.role == "lapse" and not result.missing:
            yield _stake(result)


def _level(side: InForce) -> str:
    text = (
        f"{words.sentence(words.the(side.importer_name))} levies "
        f"{words.percent(side.average)} on average on goods from {words.the(side.exporter_name)}."
    )
    if side.new_layers <= 0:
        return f"{text} No duty on all goods has come since the baseline."
    return (
        f"{text} Duties on all goods that came with the conflict add up to "
        f"{words.rate(side.new_layers)}; exemptions lower them, older duties come on top."
    )


def _deadline(names: tuple[str, str], running: Clock) -> str:
    first, second = running.sides
    assert running.until is not None
    legal = (
        "By itself that brings the duties of the conflict to "
        f"{words.rate(first.new_layers.legal)} on {words.the(names[1])} and "
        f"{words.rate(second.new_layers.legal)} on {words.the(names[0])}"
    )
    more = ""
    if first.new_layers.announced is not None:
        more = (
            f"; the {words.rate(first.new_layers.announced)} and "
            f"{words.rate(second.new_layers.announced)} that were announced would take a new act"
        )
    return (
        f"The truce ends on {words.day(running.until)}, in {running.days_left} days. {legal}{more}."
    )


def _stake(result: ScenarioResult) -> str:
    parts = [f"{o.name} {words.change(o.today.real_income)}" for o in result.outcomes[:2]]
    return f"If it lapses, real income changes by: {', '.join(parts)}, against today."
