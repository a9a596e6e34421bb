"""Ignatenko et al. (2025), 194 countries: Tables 1 to 4 and 8 to 11 where data allow.

Tables are numbered as in the authors' programs (8 to 11 are 4 to 7 of the appendix in print). Rows
with several sectors, in Tables 4, 9 and 11, need sectoral trade that is not in the folder, and
Table 7 is an estimate from tariff microdata: these are left out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.equilibrium.firm_entry import (
    EntryEconomy,
    EntryEquilibrium,
    market_reach,
    solve_entry,
    uniform_tariff,
)
from detente.equilibrium.roundabout import solve_roundabout
from detente.replicate import liberation_materials
from detente.replicate.liberation_base import Setting, eaton_kortum, read_setting
from detente.replicate.liberation_materials import answered, with_materials, world_changes
from detente.replicate.rows import Cell, Published, Reference
from detente.worlds.world import Floats

PERCENT = 100.0
COLUMNS = (
    "welfare_pct",
    "deficit_pct",
    "exports_gdp_pct",
    "imports_gdp_pct",
    "employment_pct",
    "prices_pct",
)
SHORT = ("welfare_pct", "deficit_pct", "employment_pct", "prices_pct")


def tables(reference: Reference) -> list[Cell]:
    """All cells that the folder's data allow."""
    setting = read_setting(reference)
    runs = _runs(setting)
    found = [
        *_regions("Table 1", setting, runs, ("USA", "non_US_avg"), COLUMNS, reference),
        *_regions("Table 2", setting, runs, ("USA", "CHN", "EU", "non_US_avg"), SHORT, reference),
        *_table3(setting, runs, reference),
        *liberation_materials.tables(setting),
        *_table8(setting),
        *_table9(setting, runs),
        *_table10(setting, reference),
        *_table11(setting, runs),
    ]
    return [_as_printed(cell, reference) for cell in found]


def _as_printed(cell: Cell, reference: Reference) -> Cell:
    """The cell under the paper's own headings; in Table 3 the scenarios are the columns."""
    if cell.table == "Table 3":
        names = reference.names("printed revenue")
        return replace(cell, row=names[cell.column], column=names[cell.row])
    cases, columns = reference.names("printed cases"), reference.names("printed columns")
    case, _, column = cell.column.rpartition(", ")
    heading = f"{cases.get(case, case)}, {columns.get(column, column)}"
    row = reference.names("printed rows").get(cell.row, cell.row)
    return replace(cell, row=row, column=heading)


Runs = dict[str, EntryEquilibrium]
TABLE_1 = ("ustr_income_tax_relief", "ustr_lump_sum", "optimal_income_tax_relief")
TABLE_2 = ("ustr_reciprocal_retaliation", "ustr_optimal_retaliation", "optimal_optimal_retaliation")
SCENARIOS = {"Table 1": TABLE_1, "Table 2": TABLE_2}


def _runs(setting: Setting) -> Runs:
    """The scenarios of Tables 1 and 2."""
    base, listed, at = setting.base, setting.listed, setting.at
    alone = _against_all(setting, base.expenditure[at])
    answered = _against_all(setting, base.income[at])
    answer = _retaliation(setting)
    return {
        "ustr_income_tax_relief": solve_entry(base, listed),
        "ustr_lump_sum": solve_entry(base, listed, revenue="lump_sum"),
        "optimal_income_tax_relief": solve_entry(base, alone),
        "ustr_reciprocal_retaliation": solve_entry(base, listed + listed.T),
        "ustr_optimal_retaliation": solve_entry(base, listed + answer),
        "optimal_optimal_retaliation": solve_entry(base, answered + answer),
    }


def _against_all(setting: Setting, budget: float) -> Floats:
    """The protagonist's uniform duty by the paper's formula."""
    base, at = setting.base, setting.at
    reach = market_reach(base.flows, base.nu, at, budget)
    tariff = np.zeros_like(base.flows)
    tariff[at] = uniform_tariff(base.elasticity, base.phi[at], reach)
    tariff[at, at] = 0.0
    return tariff


def _retaliation(setting: Setting) -> Floats:
    """All others' uniform duty on the protagonist, by the formula for the rest as one country."""
    base, at = setting.base, setting.at
    inside = np.zeros((2, len(base.countries)))
    inside[0], inside[0, at], inside[1, at] = 1.0, 0.0, 1.0
    rest = int(at == 0)
    flows = inside @ base.flows @ inside.T
    nu = np.array([base.nu[rest], base.nu[at]])
    reach = market_reach(flows, nu, 0, float((inside @ base.income)[0]))
    tariff = np.zeros_like(base.flows)
    tariff[:, at] = uniform_tariff(base.elasticity, base.phi[rest], reach)
    tariff[at, at] = 0.0
    return tariff


def outcomes(result: EntryEquilibrium) -> dict[str, Floats]:
    """The columns of Table 1 for every country, percent."""
    base = result.economy
    before, after = base.flows, result.flows
    own, later = np.diag(before), np.diag(after)
    deficit = before.sum(axis=1) - before.sum(axis=0)
    moved = after.sum(axis=1) - after.sum(axis=0) - deficit
    exports = (after.sum(axis=0) - later) / result.income
    imports = (after.sum(axis=1) - later) / result.income
    sold, bought = before.sum(axis=0) - own, before.sum(axis=1) - own
    return {
        "welfare_pct": PERCENT * (result.welfare - 1.0),
        "deficit_pct": PERCENT * moved / np.abs(deficit),
        "exports_gdp_pct": PERCENT * (exports / (sold / base.income) - 1.0),
        "imports_gdp_pct": PERCENT * (imports / (bought / base.income) - 1.0),
        "employment_pct": PERCENT * (result.hours - 1.0),
        "prices_pct": PERCENT * (result.price - 1.0),
    }


def _region(setting: Setting, name: str, values: Floats, economy: EntryEconomy) -> float:
    """A country's value, or the mean of a region weighted by expenditure."""
    if name in economy.countries:
        return float(values[economy.country(name)])
    weight = economy.expenditure * setting.regions[name]
    return float((weight * values).sum() / weight.sum())


def _regions(
    table: str,
    setting: Setting,
    runs: Runs,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    reference: Reference,
) -> list[Cell]:
    known: dict[tuple[str, str, str], float] = {
        (row["scenario"], row["region"], column): float(row[column])
        for row in (reference.rows(table) if reference.has(table) else [])
        for column in columns
    }
    found: list[Cell] = []
    for scenario in SCENARIOS[table]:
        values = outcomes(runs[scenario])
        for row in rows:
            for column in columns:
                ours = _region(setting, row, values[column], setting.base)
                label = f"{scenario}, {column}"
                found.append(Cell(table, row, label, ours, known.get((scenario, row, column))))
    return found


def _table3(setting: Setting, runs: Runs, reference: Reference) -> list[Cell]:
    """Revenue of the protagonist over its base expenditure, and over the federal budget."""
    names = {
        "ustr": "ustr_income_tax_relief",
        "optimal": "optimal_income_tax_relief",
        "ustr_optimal_retaliation": "ustr_optimal_retaliation",
        "ustr_reciprocal_retaliation": "ustr_reciprocal_retaliation",
    }
    spent, budget = (
        "us_tariff_revenue_pct_of_expenditure",
        "us_tariff_revenue_pct_of_federal_budget",
    )
    known: Published = {
        (row["scenario"], column): float(row[column])
        for row in (reference.rows("Table 3") if reference.has("Table 3") else [])
        for column in (spent, budget)
    }
    found: list[Cell] = []
    for name, run in names.items():
        share = PERCENT * float(
            runs[run].revenue[setting.at] / setting.base.expenditure[setting.at]
        )
        for column, value in ((spent, share), (budget, share / setting.federal_share)):
            found.append(Cell("Table 3", name, column, value, known.get((name, column))))
    return found


def _plain(
    table: str,
    case: str,
    setting: Setting,
    values: dict[str, Floats],
    what: tuple[tuple[str, ...], tuple[str, ...]],
) -> list[Cell]:
    rows, columns = what
    return [
        Cell(table, row, f"{case}, {name}", _region(setting, row, values[name], setting.base), None)
        for row in rows
        for name in columns
    ]


def _table8(setting: Setting) -> list[Cell]:
    """A floor duty between the protagonist and all, more with some, answered in kind."""
    rival = setting.regions["CHN"]
    both = np.logical_or(rival, setting.regions["EU"], dtype=np.bool_)
    listed = setting.listed[setting.at]
    floor = np.full(listed.size, setting.floor)
    floor[setting.at] = 0.0
    cases = {
        "Case 1: US trade war with EU & China": np.where(both, listed, floor),
        "Case 2: US trade war with China": np.where(rival, listed, floor),
        f"Case 3: US trade war with China ({setting.heavy:.0%} tariff)": np.where(
            rival, setting.heavy, floor
        ),
    }
    found: list[Cell] = []
    for case, duty in cases.items():
        tariff = np.zeros_like(setting.listed)
        tariff[setting.at] = duty
        values = outcomes(solve_entry(setting.base, tariff + tariff.T))
        found += _plain("Table 8", case, setting, values, (("USA", "CHN", "EU", "RoW"), SHORT))
    return found


def _table9(setting: Setting, runs: Runs) -> list[Cell]:
    """The listed duties under other parameters."""
    models = {
        "Baseline model": runs["ustr_income_tax_relief"],
        "Alternative 2: incomplete passthrough": solve_entry(
            setting.with_passthrough(0.25), setting.listed
        ),
        "Alternative 3: higher trade elasticity": solve_entry(
            setting.with_elasticity(), setting.listed
        ),
        "Alternative 4: Eaton-Kortum-Krugman": solve_entry(
            eaton_kortum(setting.base), setting.listed
        ),
    }
    found: list[Cell] = []
    for case, run in models.items():
        values = outcomes(run)
        found += _plain("Table 9", case, setting, values, (("USA", "non_US_avg"), COLUMNS))
    return found


def _table10(setting: Setting, reference: Reference) -> list[Cell]:
    """Deficits fixed as a share of world income, and trade with the protagonist balanced.

    Welfare of the others is a plain mean here, and the one printed in (4) is that of (3): the
    authors' programs print it so.
    """
    fixed, balanced = _answers(setting)
    plain = eaton_kortum(setting.base)
    first = outcomes(solve_entry(plain, setting.listed))
    third = outcomes(solve_entry(plain, setting.listed + fixed))
    names = reference.names("deficit frameworks")
    kept, even = names["fixed"], names["balanced"]
    second = _balanced(setting, setting.listed)
    cases = (
        (f"(1) Pre-retaliation: {kept}", first, first),
        (f"(2) Pre-retaliation: {even}", second, second),
        (f"(3) Post-retaliation: {kept}", third, third),
        (f"(4) Post-retaliation: {even}", _balanced(setting, setting.listed + balanced), third),
    )
    columns = tuple(name for name in COLUMNS if name != "deficit_pct")
    found: list[Cell] = []
    for name, values, others in cases:
        rows = _plain("Table 10", name, setting, values, (("USA", "non_US_avg"), columns))
        mean = float(np.delete(others["welfare_pct"], setting.at).mean())
        found += [_with_plain_mean(cell, mean) for cell in rows]
    return found


def _with_plain_mean(cell: Cell, mean: float) -> Cell:
    """Welfare of the others in Table 10 is a plain mean over countries, unlike elsewhere."""
    plain = cell.row == "non_US_avg" and cell.column.endswith("welfare_pct")
    return replace(cell, ours=mean) if plain else cell


def _answers(setting: Setting) -> tuple[Floats, Floats]:
    """Uniform retaliation at the formula's rate for a small country, in both models."""
    found: list[Floats] = []
    for phi in (1.0, float(setting.base.phi[setting.at])):
        tariff = np.zeros_like(setting.listed)
        tariff[:, setting.at] = uniform_tariff(setting.base.elasticity, phi, 1.0)
        tariff[setting.at, setting.at] = 0.0
        found.append(tariff)
    return found[0], found[1]


def _balanced(setting: Setting, tariff: Floats) -> dict[str, Floats]:
    """Outcomes with trade with the protagonist balanced, less those of balancing alone."""
    base, at = setting.base, setting.at
    transfer = base.expenditure - base.income - (base.flows[:, at] - base.flows[at])
    transfer[at] = 0.0
    before = outcomes(solve_entry(base, np.zeros_like(tariff), transfer=transfer))
    after = outcomes(solve_entry(base, tariff, transfer=transfer))
    return {name: after[name] - before[name] for name in after}


def _table11(setting: Setting, runs: Runs) -> list[Cell]:
    """World trade over world income, duties within, and world employment, percent changes."""
    plain = with_materials(setting)
    found: list[Cell] = []
    for when, name, inputs in (
        ("before retaliation", "ustr_income_tax_relief", solve_roundabout(plain, setting.listed)),
        ("after retaliation", "ustr_reciprocal_retaliation", answered(setting, plain)),
    ):
        run = runs[name]
        base, paid = run.economy, (1.0 + run.tariff) * run.flows
        before = (base.flows.sum() - np.trace(base.flows)) / base.income.sum()
        after = (paid.sum() - np.trace(paid)) / run.income.sum()
        hours = PERCENT * float((run.hours - 1.0) @ base.income / base.income.sum())
        main = (PERCENT * (float(after / before) - 1.0), hours)
        for model, values in (("main", main), ("IO", world_changes(inputs))):
            column = f"{when}, {model}"
            found.append(Cell("Table 11", "global trade-to-GDP", column, values[0], None))
            found.append(Cell("Table 11", "global employment", column, values[1], None))
    return found
