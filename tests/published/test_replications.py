"""Every published cell that `detente replicate` can compute, against its printed digits."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from detente.cli.replicate import plain
from detente.equilibrium.firm_entry import solve_entry
from detente.equilibrium.fixed_firms import firm_gradients, solve_firms
from detente.errors import InputError
from detente.replicate import Cell, headings, list_replications, replicate
from detente.replicate.liberation_base import read_setting
from detente.replicate.ossa import purged_base
from detente.replicate.replicate import FOLDER
from detente.replicate.rows import Reference
from detente.strict_yaml import read_yaml

pytestmark = pytest.mark.reference

REFERENCE = Path(os.environ.get("DETENTE_REFERENCE", ""))


def cells(name: str) -> list[Cell]:
    return replicate(name, REFERENCE)


def reference(name: str) -> Reference:
    document = read_yaml(FOLDER / f"{name}.yaml")
    return Reference(document, REFERENCE / str(document.mapping()["folder"]))


def compared(found: Iterable[Cell], *tables: str) -> list[Cell]:
    chosen = [c for c in found if c.table in tables and c.published is not None]
    assert chosen, f"no published cell of {tables}"
    return chosen


def half_of_last_digit(cell: Cell) -> float:
    """Half a unit of the last printed digit: 0.005 for 1.13, 0.05 for -18.1."""
    printed = 1 if cell.column.endswith(("Δ deficit", "/GDP", "Δ prices")) else 2
    return 0.5 * 10.0**-printed * 1.000001


def test_caliendo_parro_every_printed_digit() -> None:
    """Printed to two digits, Table 4 above ten to one; two of its cells round the other way."""
    found = cells("caliendo-parro-2015")
    for cell in compared(found, "Table 2", "Table 3", "Table 5"):
        assert cell.deviation == pytest.approx(0.0, abs=0.0051), cell
    for cell in compared(found, "Table 4"):
        digit = 0.051 if abs(cell.published or 0.0) >= 10.0 else 0.006
        assert cell.deviation == pytest.approx(0.0, abs=digit), cell
    exact = {c.row: c.ours for c in found if c.table == "Exact real income"}
    assert exact == pytest.approx({"MEX": 0.007, "CAN": -0.110, "USA": 0.074}, abs=0.00051)


PRINTED = Path(__file__).with_name("caliendo_parro_2015_printed.csv")
# Cells whose digits we cannot reach: printed, ours. The authors stop at 1e-7 of a market and
# print some figures cut, not rounded.
MISSED = {
    ("Table 11", "USA", "Welfare, One sector"): 0.0554,
    ("Footnote 53", "USA", "Real wages"): 0.1971,
    ("Table A3", "KOR", "Welfare"): -0.0285,
    ("Table A4", "MEX", "Terms of trade"): -0.4145,
    ("Table A4", "USA", "Welfare"): 0.0850,
    ("Table A5", "CAN", "Terms of trade, NAFTA"): -0.0748,
}


def test_caliendo_parro_tables_6_to_11_as_printed() -> None:
    """366 figures of the article (REStud 82(1)) and its appendix, to half of the last digit."""
    ours = {(c.table, c.row, c.column): c.ours for c in cells("caliendo-parro-2015")}
    with PRINTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 366
    for row in rows:
        key = row["table"], row["row"], row["column"]
        if key in MISSED:
            assert ours[key] == pytest.approx(MISSED[key], abs=0.6e-4), key
            continue
        digits = len(row["printed"].split(".")[1])
        if row["table"] == "Table A11" and abs(float(row["printed"])) >= 10.0:
            digits = 1  # printed to three significant digits, then padded
        half = 0.5 * 10.0**-digits * 1.000001
        assert ours[key] == pytest.approx(float(row["printed"]), abs=half), key


def test_liberation_day_every_printed_digit() -> None:
    for cell in compared(cells("liberation-2025"), "Table 1", "Table 2", "Table 3"):
        assert abs(cell.deviation or 0.0) <= half_of_last_digit(cell), cell


# Table 4 of Ignatenko et al. (2025), J. Int. Econ. 157, 104138: welfare, deficit, exports and
# imports over GDP, employment, prices; the United States, then the others.
THEIR_COLUMNS = (
    "Δ welfare",
    "Δ deficit",
    "Δ exports/GDP",
    "Δ imports/GDP",
    "Δ employment",
    "Δ prices",
)
TABLE_4 = {
    "Pre-Retaliation (1) USTR tariffs + one sector": (
        (0.86, -18.4, -53.9, -44.4, 0.24, 12.7),
        (-1.31, 12.0, -3.5, -4.0, -0.29, -5.0),
    ),
    "Pre-Retaliation (2) Optimal tariff + one sector": (
        (2.15, -13.0, -39.2, -32.1, 0.65, 6.9),
        (-0.87, 11.7, -3.0, -2.9, -0.22, -2.9),
    ),
    "Post-Retaliation (1) reciprocal retaliation + one sector": (
        (-3.38, -27.1, -71.4, -56.6, -1.20, 9.3),
        (-1.17, 20.1, -6.5, -6.3, -0.32, -2.0),
    ),
}


def test_liberation_day_with_materials_as_printed() -> None:
    """Every digit but of (2), computed at the rate the text rounds to 12.5%: within 1%."""
    ours = {(c.table, c.row, c.column): c.ours for c in cells("liberation2025")}
    for case, rows in TABLE_4.items():
        for row, printed in zip(("USA", "non-US (average)"), rows, strict=True):
            for column, value in zip(THEIR_COLUMNS, printed, strict=True):
                found = ours["Table 4", row, f"{case}, {column}"]
                digit = 0.005 if column in ("Δ welfare", "Δ employment") else 0.05
                slack = digit * 1.000001 + (0.01 * abs(value) if "(2)" in case else 0.0)
                assert found == pytest.approx(value, abs=slack), (case, row, column)
    world = {"before retaliation": ((-9.4, -10.8), (-0.02, -0.12))}
    world["after retaliation"] = ((-11.6, -12.4), (-0.15, -0.58))
    for when, (trade, hours) in world.items():
        for at, model in enumerate(("main", "IO")):
            column = f"{when}, {model}"
            assert ours["Table 11", "global trade-to-GDP", column] == pytest.approx(
                trade[at], abs=0.05
            )
            assert ours["Table 11", "global employment", column] == pytest.approx(
                hours[at], abs=0.005
            )


def test_the_optima_beat_what_is_printed_as_optimal() -> None:
    """The United States gain more than the 2.15% printed, the others lose less than 1.13%."""
    ours = {(c.table, c.row, c.column): c.ours for c in cells("liberation2025")}
    own = ours["Table 4, optima", "USA", "Pre-Retaliation optimal tariff, Δ welfare"]
    rest = "Post-Retaliation optimal retaliation, Δ welfare"
    assert own > 2.25
    assert ours["Table 4, optima", "non-US (average)", rest] > -1.10


def test_liberation_day_calibration_and_iterations() -> None:
    paper = reference("liberation-2025")
    setting = read_setting(paper)
    known = {row["name"]: float(row["value"]) for row in paper.rows("parameters")}
    at = setting.at
    assert setting.base.nu[at] == pytest.approx(known["nu_usa"], rel=1e-8)
    assert setting.base.nu[0] == pytest.approx(known["nu_row"], rel=1e-8)
    assert setting.base.phi[at] == pytest.approx(known["phi_usa"], rel=1e-8)
    result = solve_entry(setting.base, setting.listed)
    assert result.iterations <= 25
    assert result.residual < 1e-10


def test_liberation_day_no_duty_changes_nothing() -> None:
    setting = read_setting(reference("liberation-2025"))
    result = solve_entry(setting.base, np.zeros_like(setting.listed))
    np.testing.assert_allclose(result.welfare, 1.0, rtol=1e-10)


def test_gegravity_closed_and_one_pass() -> None:
    found = cells("gegravity")
    for cell in compared(found, "can_jpn_pta_welfare_compare"):
        closed = "closed" in cell.column
        assert cell.deviation == pytest.approx(0.0, abs=1e-9 if closed else 1e-6), cell
    for cell in compared(found, "can_jpn_pta_country"):
        assert cell.deviation == pytest.approx(0.0, abs=1e-6), cell


def test_ossa_flows_and_equilibria() -> None:
    """Purged flows to 1e-9 relative, equilibria to 1e-8, Table 2 to printed digits."""
    found = cells("ossa-2014")
    for cell in compared(found, "trade_ijs_purged"):
        assert cell.ours == pytest.approx(cell.published, rel=1e-9), cell
    tables = {c.table for c in found if "equilibri" in c.table}
    assert len(tables) == 9
    for cell in compared(found, *tables):
        assert cell.deviation == pytest.approx(0.0, abs=1e-8), cell
    for cell in compared(found, "Table 2"):
        assert cell.deviation == pytest.approx(0.0, abs=0.0051), cell


def test_ossa_gradients_are_differences() -> None:
    base = purged_base(reference("ossa-2014"))
    result = solve_firms(base, base.tariff)
    exact = firm_gradients(result)
    wheat = base.sectors.index("wht")
    for m, n, i in ((0, 0, 6), (6, 0, 6), (2, 1, 2)):
        values: list[float] = []
        for sign in (1.0, -1.0):
            tariff = base.tariff.copy()
            tariff[n, i, wheat] = (1.0 + tariff[n, i, wheat]) * np.exp(sign * 1e-3) - 1.0
            values.append(float(np.log(solve_firms(base, tariff).welfare[m])))
        near = (values[0] - values[1]) / 2e-3
        assert exact[m, n, i, wheat] == pytest.approx(near, rel=1e-3, abs=1e-11)


def test_cells_as_json() -> None:
    rows = json.loads(json.dumps([c.as_mapping() for c in cells("caliendo-parro-2015")]))
    assert rows[0].keys() == {"table", "row", "column", "ours", "published", "deviation"}
    assert any(row["published"] is None and row["deviation"] is None for row in rows)


def test_unknown_paper_and_absent_data(tmp_path: Path) -> None:
    assert len(list_replications()) == 4
    for name in ("caliendo_parro2015", "Liberation2025", "ossa2014"):
        with pytest.raises(InputError, match="not there"):
            replicate(name, tmp_path)
    with pytest.raises(InputError, match="is no paper that can be replicated"):
        replicate("marx-1867", REFERENCE)
    with pytest.raises(InputError, match=r"inputs_cp2015\.npz: not there"):
        replicate("caliendo-parro-2015", tmp_path)


@pytest.mark.parametrize("name", ["gegravity", "ossa-2014"])
def test_the_terminal_shows_no_word_of_the_files(name: str) -> None:
    found, words = cells(name), headings(name)
    shown = {plain(w, words) for c in found for w in (c.table, c.row, c.column)}
    assert not [word for word in shown if "_" in word]
    used = {part for c in found for w in (c.table, c.row, c.column) for part in (w, *w.split(", "))}
    assert not set(words) - used
    columns = {c.column for c in found}
    assert len({plain(column, words) for column in columns}) == len(columns)
