"""Tables of what the record says: duties in force, controls, the clock, the calendar."""

from __future__ import annotations

from datetime import datetime

from detente.brief.brief import (
    Brief,
    Clock,
    ControlRow,
    DeadlineRow,
    Four,
    InForce,
    LayerRow,
    SnapSector,
    SnapSide,
    SuspendedRow,
)
from detente.brief.table import Cell, Column, Group, Row, Table
from detente.brief.words import (
    UNKNOWN,
    billions,
    cited,
    day,
    hour,
    in_days,
    joined,
    known,
    moment,
    percent,
    plain,
    points,
    rate,
    sentence,
    the,
    usd_bn,
)

STATES = (
    ("before", "Before"),
    ("today", "Today"),
    ("legal", "Lapse, by law"),
    ("announced", "Lapse, as announced"),
)


def name_of(brief: Brief, code: str) -> str:
    """Names of one or more places by code; a place that the brief does not name keeps its code."""
    if ", " in code:
        return joined([name_of(brief, part) for part in code.split(", ")])
    every = (*brief.so_far, *(o for s in brief.scenarios for o in s.outcomes))
    outcomes = (o for o in every if o.place == code)
    parties = dict(zip(brief.parties, brief.names, strict=True))
    return parties.get(code) or next((o.name for o in outcomes), code)


def direction(importer: str, exporter: str) -> str:
    """Whose duties on whose goods, inside a sentence: Norland on goods from Eastmark."""
    return f"{the(importer)} on goods from {the(exporter)}"


def in_force_table(side: InForce) -> Table:
    """Duties of one side on the other today, with their part of the average."""
    columns = (
        Column("Duty"),
        Column("Rate in the act"),
        Column("Points of the average", numeric=True),
        Column("In force since"),
        Column("Ends", everywhere=False),
        Column("Sources"),
    )
    total = Row(
        (
            Cell("Average of all layers, weighted by trade"),
            Cell(""),
            Cell(percent(side.average), address=f"in_force.{side.importer}.average"),
            *(Cell(""),) * 3,
        ),
        total=True,
    )
    rows = (*(_layer(side.importer, layer) for layer in side.layers), total)
    return Table(
        f"in-force-{side.importer}",
        f"Duties of {direction(side.importer_name, side.exporter_name)}",
        columns,
        (Group("", rows),),
        in_force_note(side),
        stacked=True,
    )


def in_force_note(side: InForce) -> str:
    """What the average rests on."""
    left_out = (
        f" {percent(side.unknown)} of the trade is left out: its ordinary duty is not recorded,"
        " or is a fixed amount that is not converted."
        if side.unknown
        else ""
    )
    return (
        f"{percent(side.coverage)} of the trade ({usd_bn(side.trade_usd_bn)}) pays some duty"
        f" besides the ordinary (MFN) one.{left_out} Weights: {side.weights}."
    )


def suspended_table(side: InForce) -> Table:
    """Duties of one side that are set aside today."""
    return Table(
        f"suspended-{side.importer}",
        f"Suspended duties of {direction(side.importer_name, side.exporter_name)}",
        _SUSPENDED,
        (Group("", tuple(_suspended(side.importer, row) for row in side.suspended)),),
        stacked=True,
    )


_SUSPENDED = (
    Column("Suspended duty"),
    Column("Its own rate", numeric=True),
    Column("Still levied", numeric=True),
    Column("Suspended by", everywhere=False),
    Column("Until"),
    Column("Sources"),
)


def controls_table(brief: Brief) -> Table:
    """Export controls and listings, grouped by the side that set them."""
    imposers = dict.fromkeys((*brief.parties, *(row.imposer for row in brief.controls)))
    groups = tuple(
        Group(
            f"Set by {the(name_of(brief, code))}",
            tuple(_control(brief, row) for row in brief.controls if row.imposer == code),
        )
        for code in imposers
        if any(row.imposer == code for row in brief.controls)
    )
    columns = (
        Column("Control"),
        Column("Kind", everywhere=False),
        Column("On", everywhere=False),
        Column("State"),
        Column("Announced", everywhere=False),
        Column("In force since"),
        Column("Ends"),
        Column("Sources"),
    )
    return Table("controls", "Export controls and listings", columns, groups, stacked=True)


def conflict_table(brief: Brief, clock: Clock) -> Table:
    """Rates of both sides at the four points around the deadline."""
    shown = _states(tuple(four for side in clock.sides for four in (side.new_layers, side.average)))
    added = f"Duties on all goods added since {day(brief.baseline)}"
    groups = (
        Group(
            added,
            tuple(_four_row(brief, s, s.new_layers, "new_layers", shown) for s in clock.sides),
        ),
        Group(
            "Average of all duties, weighted by trade",
            tuple(_four_row(brief, s, s.average, "average", shown) for s in clock.sides),
        ),
    )
    columns = (Column("Duties of"), *_state_columns(clock, shown))
    return Table("clock-rates", "Rates before a truce, today, and if it lapses", columns, groups)


def _state_columns(clock: Clock, shown: tuple[str, ...]) -> tuple[Column, ...]:
    """A column a state; the first names the day on which the first truce began."""
    labels = {**dict(STATES), "before": f"Before {day(clock.before)}"}
    return tuple(Column(labels[state], numeric=True) for state in shown)


def snap_back_table(brief: Brief, clock: Clock, side: SnapSide) -> Table:
    """Sectors of one side around the deadline, the largest trade first."""
    shown = _states(tuple(sector.rate for sector in side.sectors))
    importer, exporter = name_of(brief, side.importer), name_of(brief, side.exporter)
    rows = tuple(
        _sector(sector, f"clock.{side.importer}.sectors.{sector.sector}", shown)
        for sector in sorted(side.sectors, key=lambda sector: -sector.trade_usd_bn)
    )
    columns = (
        Column("Sector"),
        Column("Trade, USD bn", numeric=True),
        *_state_columns(clock, shown),
    )
    caption = f"Average duties by sector: {direction(importer, exporter)}"
    return Table(
        f"sectors-{side.importer}", caption, columns, (Group("", rows),), sector_note(brief, side)
    )


def sector_note(brief: Brief, side: SnapSide) -> str:
    """Why the sectors' trade does not add up to the trade that the average rests on."""
    total = next(x.trade_usd_bn for x in brief.in_force if x.importer == side.importer)
    added = usd_bn(sum(sector.trade_usd_bn for sector in side.sectors))
    if added == usd_bn(total):
        return ""
    exporter = the(name_of(brief, side.exporter))
    reasons = ["leave out goods whose duty is not known or that belong to no sector"]
    if side.counted_with:
        others = joined(list(side.counted_with))
        reasons.insert(0, f"count goods from {others} with those from {exporter}")
    return (
        f"The sectors add up to {added} and not to the {usd_bn(total)} of trade named with the "
        f"duties in force, because they {joined(reasons)}."
    )


def _sector(sector: SnapSector, start: str, shown: tuple[str, ...]) -> Row:
    return Row(
        (
            Cell(sector.name),
            Cell(billions(sector.trade_usd_bn), address=f"{start}.trade_usd_bn"),
            *(
                Cell(percent(value), address="" if value is None else f"{start}.{state}")
                for state, value in _values(sector.rate, shown)
            ),
        )
    )


def calendar_table(brief: Brief) -> Table:
    """Pending dates, the nearest first."""
    columns = (
        Column("Date"),
        Column("What"),
        Column("Kind", everywhere=False),
        Column("If nothing is done"),
        Column("By itself", everywhere=False),
        Column("Sources"),
    )
    rows = tuple(_deadline(brief, row) for row in sorted(brief.calendar, key=lambda row: row.date))
    return Table("dates", "Pending dates", columns, (Group("", rows),), stacked=True)


def _layer(importer: str, layer: LayerRow) -> Row:
    return Row(
        (
            Cell(layer.title, note=_named(layer.measure, layer.confidence)),
            Cell(layer.rate_text),
            Cell(points(layer.points), address=f"in_force.{importer}.{layer.measure}"),
            Cell(day(layer.effective) if layer.effective else UNKNOWN),
            _end(layer.until),
            Cell(cited(layer.cites), cites=layer.cites),
        )
    )


def own_rate(row: SuspendedRow) -> str:
    """The suspended duty's own rate, where it has a single one."""
    return rate(row.rate) if known(row.rate) else "by product"


def _end(until: datetime | None) -> Cell:
    """A day, and its hour where that matters; most rows have none."""
    if until is None:
        return Cell("no end set", tone="quiet")
    return Cell(day(until), hour(until))


def _suspended(importer: str, row: SuspendedRow) -> Row:
    start = f"suspended.{importer}.{row.measure}"
    return Row(
        (
            Cell(row.title, note=row.measure),
            Cell(own_rate(row), address=f"{start}.rate" if known(row.rate) else ""),
            Cell(rate(row.levied), address=f"{start}.levied"),
            Cell(row.by),
            _end(row.until),
            Cell(cited(row.cites), cites=row.cites),
        )
    )


def _control(brief: Brief, row: ControlRow) -> Row:
    return Row(
        (
            Cell(row.title, note=_named(row.measure, row.confidence)),
            Cell(plain(row.instrument)),
            Cell(name_of(brief, row.target)),
            Cell(row.state),
            Cell(day(row.announced)),
            Cell(day(row.effective) if row.effective else UNKNOWN),
            _end(row.until),
            Cell(cited(row.cites), cites=row.cites),
        )
    )


def _deadline(brief: Brief, row: DeadlineRow) -> Row:
    confidence = "" if row.confidence == "high" else f"{row.confidence} confidence"
    return Row(
        (
            Cell(moment(row.date), note=in_days((row.date.date() - brief.on).days)),
            Cell(row.title, note=confidence),
            Cell(plain(row.kind)),
            Cell(row.what_if_nothing or "not stated"),
            Cell("yes" if row.automatic else "needs an act"),
            Cell(cited(row.cites), cites=row.cites),
        )
    )


def _four_row(brief: Brief, side: SnapSide, four: Four, field: str, shown: tuple[str, ...]) -> Row:
    label = sentence(direction(name_of(brief, side.importer), name_of(brief, side.exporter)))
    start = f"clock.{side.importer}." + ("" if field == "average" else f"{field}.")
    write = percent if field == "average" else rate
    return Row(
        (
            Cell(label),
            *(
                Cell(write(value), address=f"{start}{state}")
                for state, value in _values(four, shown)
            ),
        )
    )


def _states(fours: tuple[Four, ...]) -> tuple[str, ...]:
    """The states that at least one rate has."""
    return tuple(
        state
        for state, _ in STATES
        if any(value is not None for four in fours for _, value in _values(four, (state,)))
    )


def _values(four: Four, shown: tuple[str, ...]) -> tuple[tuple[str, float | None], ...]:
    values = {
        "before": four.before,
        "today": four.today,
        "legal": four.legal,
        "announced": four.announced,
    }
    return tuple((state, values[state]) for state in shown)


def _named(measure: str, confidence: str) -> str:
    """The row's id in the record, and its confidence unless that is high."""
    return measure if confidence == "high" else f"{measure} · {confidence} confidence"
