"""The table of how far real income moves from one world to another."""

from __future__ import annotations

from detente.brief.brief import SO_FAR, Brief, Spread
from detente.brief.scenario_tables import moving, places
from detente.brief.table import Cell, Column, Group, Row, Table
from detente.brief.words import UNKNOWN, change, joined, shortened


def spread_table(brief: Brief) -> Table | None:
    """Places by scenarios: lowest and highest change of real income; None if one world only."""
    if not brief.spread:
        return None
    known = {(row.scenario, row.place): row for row in brief.spread}
    scenarios = ((SO_FAR, "So far"), *((s.id, shortened(s.title, 40)) for s in moving(brief)))
    columns = (Column("Place"), *(Column(title, numeric=True) for _, title in scenarios))
    rows: list[Row] = []
    for code, name in places(brief):
        found = [known.get((scenario, code)) for scenario, _ in scenarios]
        if any(found):
            rows.append(Row((Cell(name), *(_range(row) for row in found))))
    worlds = joined(list(dict.fromkeys(w for row in brief.spread for w in row.worlds)))
    note = (
        f"Lowest and highest over the worlds {worlds}, with the same duties and the same model; "
        f"the other tables are of {brief.world}. Errors of the model itself come on top."
    )
    caption = "How far real income moves from one world to another"
    return Table("spread", caption, columns, (Group("", tuple(rows)),), note)


def _range(row: Spread | None) -> Cell:
    """The lowest above the highest, or one figure where both print alike."""
    if row is None:
        return Cell(UNKNOWN)
    low, high = change(row.lowest), change(row.highest)
    address = f"spread.{row.scenario}.{row.place}.lowest"
    return Cell(low, "" if low == high else f"to {high}", address)
