"""Build a brief: ask every stage its question and put the answers into one value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from detente.brief.answering import deals, odds_note, power
from detente.brief.answers import Deals, Holds, OddsNote, Power, Texts
from detente.brief.brief import (
    Brief,
    Clock,
    InForce,
    Outcome,
    ScenarioResult,
    SeriesLine,
    Spread,
)
from detente.brief.clock import calendar, clock, current_round, positions, rounds
from detente.brief.headline import headline
from detente.brief.holding import holds
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

if TYPE_CHECKING:
    from detente.claims import Reading

Progress = Callable[[str], None]


def build_brief(  # noqa: PLR0913 - the question of a brief has this many words
    ledger: Ledger,
    world: World,
    one: str,
    other: str,
    on: date,
    as_known: date | None = None,
    tell: Progress = lambda step: None,
    readings: Sequence[Reading] = (),
) -> Brief:
    """The brief for two sides on a day, using nothing known after `as_known` (the day itself).

    `tell` hears the name of each step; `readings` are documents laid beside. Raises
    InputError, CoverageError, NoEquilibrium.
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
    texts = _texts(setting, readings)
    year = max(e.year for e in economies.values())
    return _assemble(
        setting, world, Parts(sides, running, before, results, moved, answers, texts, year)
    )


def _texts(setting: Setting, readings: Sequence[Reading]) -> Texts | None:
    """What documents say; the reader's word lists are loaded only where there are any."""
    if not readings:
        return None
    from detente.brief.told import laid_beside

    return laid_beside(setting, readings)


def _answers(setting: Setting, solver: Solver, tell: Progress) -> Answers:
    tell("playing the cards")
    held = power(solver.points)
    tell("laying out the table")
    table = deals(solver.points)
    tell("playing the game of duties")
    game = holds(solver.points)
    return Answers(held, table, game, odds_note(setting, solver.points))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the later stages answered."""

    power: Power | None
    deals: Deals | None
    holds: Holds | None
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
    texts: Texts | None
    money_year: int


def _assemble(setting: Setting, world: World, parts: Parts) -> Brief:
    places, (one, other) = setting.ledger.places, setting.parties
    names = (places.name(one), places.name(other))
    brief = Brief(
        title=f"{names[0]} and {names[1]}: what is in force, what comes back, what it costs",
        on=setting.on,
        as_known=setting.as_known,
        baseline=setting.baseline.before,
        baseline_title=setting.baseline.title,
        parties=setting.parties,
        names=names,
        headline=(),
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
        holds=parts.answers.holds,
        odds=parts.answers.odds,
        positions=positions(setting),
        texts=parts.texts,
        methods=methods(setting, world, parts.money_year, parts.sides),
        sources=setting.citations.notes(),
        world=world.id,
        world_title=world.title,
        world_year=world.year,
        money_year=parts.money_year,
        record=setting.ledger.digest,
        version=__version__,
        moment=setting.at,
    )
    return replace(brief, headline=headline(brief))


def _series(setting: Setting) -> Iterator[SeriesLine]:
    for flow in setting.flows:
        start = setting.ledger.coverage.start
        steps = duty_series(flow, start, setting.on, setting.as_known)
        yield SeriesLine(
            flow.importer, flow.exporter, tuple(a.at for a in steps), tuple(a.rate for a in steps)
        )
