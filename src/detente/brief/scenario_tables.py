"""Tables of what the model says: duties and real income by scenario, details, diversion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from detente.brief.brief import Brief, Diversion, Effect, Outcome, ScenarioResult, Share
from detente.brief.record_tables import direction, name_of
from detente.brief.sentences import baseline_state
from detente.brief.table import Cell, Column, Group, Row, Table, tone
from detente.brief.words import (
    UNKNOWN,
    billions_change,
    change,
    dollars_change,
    per_household,
    percent,
    rate,
    sentence,
    shortened,
    spelled,
    the,
)

Against = Literal["today", "baseline"]

PLACES_SHOWN = 14
"""Places in a table; the parties and those with the largest effects. JSON has all of them."""


def solved(brief: Brief) -> tuple[ScenarioResult, ...]:
    """Scenarios with a result."""
    return tuple(s for s in brief.scenarios if s.missing is None)


def moving(brief: Brief) -> tuple[ScenarioResult, ...]:
    """Solved scenarios in which duties differ from today's."""
    return tuple(s for s in solved(brief) if s.role != "status_quo")


def unsolved(brief: Brief) -> tuple[ScenarioResult, ...]:
    """Scenarios that cannot be posed or solved, each with its reason."""
    return tuple(s for s in brief.scenarios if s.missing is not None)


def places(brief: Brief, limit: int = PLACES_SHOWN) -> tuple[tuple[str, str], ...]:
    """Codes and names: the parties first, then the largest effects, in the brief's order."""
    shown = (*brief.so_far, *(o for s in brief.scenarios for o in s.outcomes))
    names = {o.place: o.name for o in shown}
    ahead = [code for code in brief.parties if code in names]
    others = sorted((c for c in names if c not in ahead), key=lambda c: -_largest(brief, c))
    kept = set(others[: max(0, limit - len(ahead))])
    order = (*ahead, *(code for code in names if code in kept))
    return tuple((code, names[code]) for code in order)


def averages_table(brief: Brief) -> Table:
    """Average duties each way under every scenario, today's first."""
    sides = brief.in_force
    columns = (
        Column("Scenario"),
        *(
            Column(sentence(direction(side.importer_name, side.exporter_name)), numeric=True)
            for side in sides
        ),
    )
    today = Row(
        (
            Cell("Today"),
            *(
                Cell(
                    percent(side.average),
                    f"{rate(side.new_layers)} on all goods",
                    f"in_force.{side.importer}.average",
                )
                for side in sides
            ),
        ),
        total=True,
    )
    rows = tuple(_averages(brief, scenario) for scenario in solved(brief))
    caption = "Average duties under each scenario, weighted by trade"
    note = f"Second line: duties on all goods that came since {brief.baseline:%B %Y}, added up."
    return Table("averages", caption, columns, (Group("", (today, *rows)),), note)


def income_table(brief: Brief) -> Table:
    """Places by scenarios: real income in percent, USD per household under it."""
    columns = (
        Column("Place"),
        Column("So far", numeric=True),
        *(Column(shortened(scenario.title, 40), numeric=True) for scenario in moving(brief)),
    )
    rows = tuple(
        Row(
            (
                Cell(name),
                _so_far(brief.outcome(code)),
                *(_income(scenario, code) for scenario in moving(brief)),
            )
        )
        for code, name in places(brief)
    )
    note = (
        f"“So far” compares today with {baseline_state(brief)}. Scenarios compare"
        " with today. Second line: a year's gain or loss per"
        f" household at prices of {brief.money_year}.{_more_places(brief)}"
    )
    caption = "Change of real income by place and scenario"
    return Table("income", caption, columns, (Group("", rows),), note)


def so_far_table(brief: Brief) -> Table:
    """All outcomes of the duties of today against the baseline."""
    rows = (
        _detail(outcome, outcome.baseline, so_far_address(code))
        for code, _ in places(brief)
        if (outcome := brief.outcome(code)) is not None
    )
    caption = f"Today: changes against {baseline_state(brief)}"
    return Table("detail-so-far", caption, _DETAIL, (Group("", tuple(rows)),))


def detail_tables(brief: Brief, scenario: ScenarioResult) -> tuple[Table, ...]:
    """Outcomes against today and against the baseline; the status quo changes nothing today."""
    if scenario.role == "status_quo":
        return ()
    return (detail_table(brief, scenario, "today"), detail_table(brief, scenario, "baseline"))


def detail_table(brief: Brief, scenario: ScenarioResult, against: Against) -> Table:
    """All outcomes of a scenario against today's duties, or against the baseline."""
    reference = "today’s duties" if against == "today" else baseline_state(brief)
    rows = (
        _detail(outcome, *_against(scenario, outcome, against))
        for code, _ in places(brief)
        if (outcome := scenario.outcome(code)) is not None
    )
    return Table(
        f"detail-{scenario.id}-{against}",
        f"{scenario.title}: changes against {reference}",
        _DETAIL,
        (Group("", tuple(rows)),),
    )


_DETAIL = (
    Column("Place"),
    Column("Real income", numeric=True),
    Column("USD bn a year", numeric=True),
    Column("USD per household", numeric=True, everywhere=False),
    Column("Consumer prices", numeric=True),
    Column("Exports", numeric=True),
    Column("Imports", numeric=True),
    Column("Duty revenue, USD bn", numeric=True),
)


def diverted(brief: Brief) -> ScenarioResult | None:
    """The scenario whose diversion is shown: the lapse, else the one that diverts most."""
    found = [s for s in moving(brief) if s.diversion is not None]
    lapse = [s for s in found if s.role == "lapse"]
    return min(lapse or found, key=_traded, default=None)


def diversion_table(brief: Brief, scenario: ScenarioResult, diversion: Diversion) -> Table:
    """Where the exporter's goods go instead, and who fills the importer's market."""
    columns = (
        Column("Place"),
        Column(f"USD bn of {brief.world_year}", numeric=True),
        Column("Change", numeric=True),
    )
    groups = (
        Group(
            f"Buyers of goods from {the(name_of(brief, diversion.exporter))}",
            _shares(destinations(diversion), f"scenarios.{scenario.id}.diversion.destinations"),
        ),
        Group(
            f"Suppliers of {the(name_of(brief, diversion.importer))}",
            _shares(suppliers(diversion), f"scenarios.{scenario.id}.diversion.suppliers"),
        ),
    )
    caption = f"Trade that moves elsewhere: {scenario.title}"
    return Table(f"diversion-{scenario.id}", caption, columns, tuple(g for g in groups if g.rows))


def destinations(diversion: Diversion) -> tuple[Share, ...]:
    """Buyers of the exporter's goods; its own row is its home market."""
    return _with_own(diversion.destinations, diversion.exporter, "Home market")


def suppliers(diversion: Diversion) -> tuple[Share, ...]:
    """Suppliers of the importer's market; its own row are its own producers."""
    return _with_own(diversion.suppliers, diversion.importer, "Own producers")


def _with_own(shares: tuple[Share, ...], place: str, meaning: str) -> tuple[Share, ...]:
    return tuple(
        replace(share, name=meaning) if share.place == place else share for share in shares
    )


def _averages(brief: Brief, scenario: ScenarioResult) -> Row:
    cells = (
        Cell(
            percent(average),
            f"{rate(added)} on all goods",
            f"scenarios.{scenario.id}.{side.importer}.average",
        )
        for side, average, added in zip(
            brief.in_force, scenario.averages, scenario.new_layers, strict=True
        )
    )
    return Row((Cell(scenario.title), *cells))


def so_far_address(place: str) -> Callable[[str], str]:
    """The address of each field of a place under the duties of today."""
    return lambda field: f"so_far.{place}.{field}"


def _so_far(outcome: Outcome | None) -> Cell:
    if outcome is None:
        return Cell(UNKNOWN)
    return _earned(outcome.baseline, so_far_address(outcome.place))


def _income(scenario: ScenarioResult, place: str) -> Cell:
    outcome = scenario.outcome(place)
    if outcome is None:
        return Cell(UNKNOWN)
    return _earned(*_against(scenario, outcome, "today"))


def _earned(effect: Effect, address: Callable[[str], str]) -> Cell:
    """Real income in percent, and per household under it."""
    note = "" if effect.usd_household is None else per_household(effect.usd_household)
    return Cell(
        change(effect.real_income), note, address("real_income"), tone=tone(effect.real_income)
    )


def _detail(outcome: Outcome, effect: Effect, address: Callable[[str], str]) -> Row:
    income = change(effect.real_income)
    return Row(
        (
            Cell(outcome.name),
            Cell(income, address=address("real_income"), tone=tone(effect.real_income)),
            Cell(billions_change(effect.usd_bn), address=address("usd_bn")),
            Cell(dollars_change(effect.usd_household), address=address("usd_household")),
            Cell(change(effect.consumer_price), address=address("consumer_price")),
            Cell(change(effect.exports, 1), address=address("exports")),
            Cell(change(effect.imports, 1), address=address("imports")),
            Cell(billions_change(effect.revenue_usd_bn), address=address("revenue_usd_bn")),
        )
    )


def _against(
    scenario: ScenarioResult, outcome: Outcome, against: Against
) -> tuple[Effect, Callable[[str], str]]:
    """The effect asked for, and the address of each of its fields."""
    start = f"scenarios.{scenario.id}.{outcome.place}"
    if against == "today":
        return outcome.today, lambda field: f"{start}.{field}"
    return outcome.baseline, lambda field: f"{start}.{field}.baseline"


def _shares(shares: tuple[Share, ...], start: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                Cell(share.name),
                Cell(billions_change(share.usd_bn), address=f"{start}.{share.place}.usd_bn"),
                Cell(change(share.change, 1), address=f"{start}.{share.place}.change"),
            )
        )
        for share in shares
    )


def _largest(brief: Brief, place: str) -> float:
    """The largest change of real income of a place in any scenario."""
    outcomes = (s.outcome(place) for s in moving(brief))
    return max((abs(o.today.real_income) for o in outcomes if o is not None), default=0.0)


def _traded(scenario: ScenarioResult) -> float:
    """The change of trade between the parties, negative where it shrinks."""
    return scenario.diversion.lost_usd_bn if scenario.diversion else 0.0


def _more_places(brief: Brief) -> str:
    every = {o.place for s in brief.scenarios for o in s.outcomes}
    left = len(every) - len(places(brief))
    return f" {sentence(spelled(left, 'more place'))} in the JSON twin." if left > 0 else ""
