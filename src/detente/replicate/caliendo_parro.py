"""NAFTA in Caliendo and Parro (2015): Tables 2 to 11, footnote 53 and the appendix.

Every scenario starts from their base with trade balanced, as in the paper, but for Tables A4 to
A7. Welfare is their first-order measure; exact real income stands in a table of its own.
"""

from __future__ import annotations

import numpy as np

from detente.equilibrium import Equilibrium, real_income_change, solve, welfare_first_order
from detente.replicate import caliendo_parro_appendix as appendix
from detente.replicate.caliendo_parro_measures import (
    BILATERAL,
    PERCENT,
    Columns,
    Given,
    bilateral_columns,
    bilateral_given,
    export_columns,
    growth,
    sector_columns,
    welfare_columns,
    welfare_given,
)
from detente.replicate.caliendo_parro_models import Study, other_models, read_study
from detente.replicate.rows import Cell, Published, Reference, cells
from detente.worlds.world import Floats


def tables(reference: Reference) -> list[Cell]:
    """All cells, Tables 2 to 11, footnote 53, A3 to A13 and exact real income."""
    study = read_study(reference)
    nafta = solve(study.base, study.nafta, deficits="zero")
    everything = solve(study.base, study.after, deficits="zero")
    outside = solve(study.base, study.outside, deficits="zero")
    given = Given(everything, outside)
    world = welfare_columns(everything)
    del world["Real wages"]
    moved = bilateral_columns(study, everything)
    return [
        *_table2(study, nafta, reference),
        *_table3(study, nafta, reference),
        *_table4(study, nafta, reference),
        *_table5(study, nafta, reference),
        *_table6(study, nafta),
        *cells("Table 7", study.base.countries, world),
        *cells("Table 8", study.bloc, moved),
        *cells("Table 9", study.bloc, _of(study, welfare_given(given))),
        *cells("Table 10", study.bloc, bilateral_given(study, given)),
        *_table11(study, nafta),
        *_footnote(study),
        *appendix.tables(study, nafta, given),
        *_exact(study, nafta),
    ]


def _of(study: Study, columns: Columns) -> Columns:
    """The members of the bloc, in the paper's order."""
    return {name: values[study.members] for name, values in columns.items()}


def _table2(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    keys = {
        "Welfare": "welfare",
        "Terms of trade": "terms_of_trade",
        "Volume of trade": "volume_of_trade",
        "Real wages": "real_wages",
    }
    known = _published(study, reference, "Table 2", "country", keys)
    return cells("Table 2", study.bloc, _of(study, welfare_columns(nafta)), known)


def _published(
    study: Study, reference: Reference, table: str, key: str, columns: dict[str, str]
) -> Published:
    """Printed values by row and column; rows of countries under their codes."""
    if not reference.has(table):
        return {}
    return {
        (study.codes.get(row[key], row[key]), name): float(row[column])
        for row in reference.rows(table)
        for name, column in columns.items()
    }


def _table3(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    short: list[str] = ["tot_nafta", "tot_row", "vot_nafta", "vot_row"]
    keys = dict(zip(BILATERAL, short, strict=True))
    known = _published(study, reference, "Table 3", "country", keys)
    return cells("Table 3", study.bloc, bilateral_columns(study, nafta), known)


def _table4(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    """Shares of the sectors in both parts, percent."""
    short = {"Terms of trade": "tot", "Volume of trade": "vot"}
    keys = {
        f"{code}, {name}": f"{code.lower()}_{key}"
        for code in study.bloc
        for name, key in short.items()
    }
    known = _published(study, reference, "Table 4", "sector", keys)
    return cells("Table 4", study.goods_names, sector_columns(study, nafta), known)


def _table5(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    """Growth of imports from each member, percent; rows import."""
    printed = {
        (study.codes[row["importer"]], study.codes[row["exporter"]]): float(
            row["import_change_pct"]
        )
        for row in (reference.rows("Table 5") if reference.has("Table 5") else [])
    }
    found: list[Cell] = []
    for buyer, seller in study.pairs:
        change = growth(nafta, [buyer], [seller])
        found.append(Cell("Table 5", buyer, seller, change, printed.get((buyer, seller))))
    return found


def _table6(study: Study, nafta: Equilibrium) -> list[Cell]:
    """Export shares of the goods sectors, percent, and the normalised Herfindahl index."""
    columns = export_columns(study, study.base.flows, nafta.flows)
    return cells("Table 6", [*study.goods_names, "Normalized Herfindahl"], columns)


def _table11(study: Study, nafta: Equilibrium) -> list[Cell]:
    """Welfare and import growth from members in simpler models."""
    results = other_models(study)
    columns: dict[str, Floats] = {}
    for name, result in results.items():
        total = PERCENT * welfare_first_order(result).total
        columns[f"Welfare, {name}"] = total[study.members]
    for name, result in {**results, "Benchmark": nafta}.items():
        grown = [growth(result, [code], study.bloc) for code in study.bloc]
        columns[f"Imports growth from NAFTA members, {name}"] = np.array(grown)
    return cells("Table 11", study.bloc, columns)


def _footnote(study: Study) -> list[Cell]:
    """Each member alone abolishes its duties towards all."""
    found: list[Cell] = []
    for at, code in zip(study.members, study.bloc, strict=True):
        tariff = study.base.tariff.copy()
        tariff[at] = 0.0
        own = welfare_columns(solve(study.base, tariff, deficits="zero"))
        for column in ("Welfare", "Real wages"):
            found.append(Cell("Footnote 53", code, column, float(own[column][at]), None))
    return found


def _exact(study: Study, nafta: Equilibrium) -> list[Cell]:
    """Not in the paper: the exact change of real income in the same equilibrium."""
    exact = PERCENT * (real_income_change(nafta) - 1.0)
    return cells("Exact real income", study.bloc, {"Real income": exact[study.members]})
