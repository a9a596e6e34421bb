"""NAFTA in Caliendo and Parro (2015): Tables 2 to 11 and footnote 53.

Every scenario starts from their base with trade balanced, as in the paper. Welfare is their
first-order measure; exact real income stands in a table of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.equilibrium import (
    Equilibrium,
    bilateral_imports_change,
    real_income_change,
    real_wage_change,
    solve,
    welfare_first_order,
)
from detente.replicate.caliendo_parro_models import Study, other_models, read_study
from detente.replicate.rows import Cell, Published, Reference, cells
from detente.worlds.world import Floats

PERCENT = 100.0


def tables(reference: Reference) -> list[Cell]:
    """All cells, Tables 2 to 11, footnote 53 and exact real income."""
    study = read_study(reference)
    nafta = solve(study.base, study.nafta, deficits="zero")
    everything = solve(study.base, study.after, deficits="zero")
    outside = solve(study.base, study.outside, deficits="zero")
    return [
        *_table2(study, nafta, reference),
        *_table3(study, nafta, reference),
        *_table4(study, nafta, reference),
        *_table5(study, nafta, reference),
        *_table6(study, nafta),
        *_table7(study, everything),
        *cells("Table 8", study.bloc, _bilateral(study, everything)),
        *_table9(study, everything, outside),
        *_table10(study, everything, outside),
        *_table11(study, nafta),
        *_footnote(study),
        *_exact(study, nafta),
    ]


def _welfare(result: Equilibrium) -> dict[str, Floats]:
    """The columns of Table 2, percent, all countries."""
    parts = welfare_first_order(result)
    return {
        "Welfare": PERCENT * parts.total,
        "Terms of trade": PERCENT * parts.terms_of_trade,
        "Volume of trade": PERCENT * parts.volume_of_trade,
        "Real wages": PERCENT * (real_wage_change(result) - 1.0),
    }


def _of(study: Study, values: Floats) -> Floats:
    """The members of the bloc, in the paper's order."""
    return values[study.members]


def _table2(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    keys = {
        "Welfare": "welfare",
        "Terms of trade": "terms_of_trade",
        "Volume of trade": "volume_of_trade",
        "Real wages": "real_wages",
    }
    known = _published(study, reference, "Table 2", "country", keys)
    columns = {name: _of(study, values) for name, values in _welfare(nafta).items()}
    return cells("Table 2", study.bloc, columns, known)


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


BILATERAL = {
    "Terms of trade, NAFTA": "tot_nafta",
    "Terms of trade, Rest of the world": "tot_row",
    "Volume of trade, NAFTA": "vot_nafta",
    "Volume of trade, Rest of the world": "vot_row",
}


def _bilateral(study: Study, result: Equilibrium) -> dict[str, Floats]:
    """Terms and volume of trade with members and with all others, percent, members."""
    parts = welfare_first_order(result)
    found: list[Floats] = []
    for part in (parts.terms_of_trade_by, parts.volume_of_trade_by):
        whole = PERCENT * part.sum(axis=2)[study.members]
        inside = whole[:, study.members].sum(axis=1)
        found += [inside, whole.sum(axis=1) - inside]
    return dict(zip(BILATERAL, found, strict=True))


def _table3(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    known = _published(study, reference, "Table 3", "country", BILATERAL)
    return cells("Table 3", study.bloc, _bilateral(study, nafta), known)


def _table4(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    """Shares of the sectors in both parts, percent."""
    parts = welfare_first_order(nafta)
    keys: dict[str, str] = {}
    columns: dict[str, Floats] = {}
    for at, code in zip(study.members, study.bloc, strict=True):
        for label, short, part in (
            ("Terms of trade", "tot", parts.terms_of_trade_by),
            ("Volume of trade", "vot", parts.volume_of_trade_by),
        ):
            by_sector = part[at].sum(axis=0)
            columns[f"{code}, {label}"] = PERCENT * by_sector[study.goods] / by_sector.sum()
            keys[f"{code}, {label}"] = f"{code.lower()}_{short}"
    known = _published(study, reference, "Table 4", "sector", keys)
    return cells("Table 4", study.goods_names, columns, known)


def _table5(study: Study, nafta: Equilibrium, reference: Reference) -> list[Cell]:
    """Growth of imports from each member, percent; rows import."""
    printed = {
        (study.codes[row["importer"]], study.codes[row["exporter"]]): float(
            row["import_change_pct"]
        )
        for row in (reference.rows("Table 5") if reference.has("Table 5") else [])
    }
    found: list[Cell] = []
    for buyer in study.bloc:
        for seller in study.bloc:
            if buyer != seller:
                change = _growth(nafta, [buyer], [seller])
                found.append(Cell("Table 5", buyer, seller, change, printed.get((buyer, seller))))
    return found


def _growth(result: Equilibrium, buyers: Sequence[str], sellers: Sequence[str]) -> float:
    return PERCENT * (bilateral_imports_change(result, buyers, sellers) - 1.0)


def _table6(study: Study, nafta: Equilibrium) -> list[Cell]:
    """Export shares of the goods sectors, percent, and the normalised Herfindahl index."""
    columns: dict[str, Floats] = {}
    for at, code in zip(study.members, study.bloc, strict=True):
        for when, flows in (("Before", study.base.flows), ("After", nafta.flows)):
            sold = np.delete(flows[:, at], at, axis=0).sum(axis=0)[study.goods]
            share = sold / sold.sum()
            least = 1.0 / len(study.base.sectors)
            index = ((share**2).sum() - least) / (1.0 - least)
            columns[f"{code}, {when}"] = np.append(PERCENT * share, index)
    return cells("Table 6", [*study.goods_names, "Normalized Herfindahl"], columns)


def _table7(study: Study, everything: Equilibrium) -> list[Cell]:
    columns = _welfare(everything)
    del columns["Real wages"]
    return cells("Table 7", study.base.countries, columns)


def _table9(study: Study, everything: Equilibrium, outside: Equilibrium) -> list[Cell]:
    """Gains from all duties over gains from those outside NAFTA."""
    more, less = _welfare(everything), _welfare(outside)
    columns = {name: _of(study, _over(more[name], less[name])) for name in more}
    return cells("Table 9", study.bloc, columns)


def _table10(study: Study, everything: Equilibrium, outside: Equilibrium) -> list[Cell]:
    more, less = _bilateral(study, everything), _bilateral(study, outside)
    return cells("Table 10", study.bloc, {name: _over(more[name], less[name]) for name in more})


def _over(more: Floats, less: Floats) -> Floats:
    """One change in percent over another."""
    return PERCENT * ((1.0 + more / PERCENT) / (1.0 + less / PERCENT) - 1.0)


def _table11(study: Study, nafta: Equilibrium) -> list[Cell]:
    """Welfare and import growth from members in simpler models."""
    results = {**other_models(study), "Benchmark": nafta}
    columns: dict[str, Floats] = {}
    for name, result in results.items():
        total = PERCENT * welfare_first_order(result).total
        columns[f"Welfare, {name}"] = _of(study, total)
    for name, result in results.items():
        grown = [_growth(result, [code], study.bloc) for code in study.bloc]
        columns[f"Imports growth from NAFTA members, {name}"] = np.array(grown)
    return cells("Table 11", study.bloc, columns)


def _footnote(study: Study) -> list[Cell]:
    """Each member alone abolishes its duties towards all."""
    found: list[Cell] = []
    for at, code in zip(study.members, study.bloc, strict=True):
        tariff = study.base.tariff.copy()
        tariff[at] = 0.0
        own = _welfare(solve(study.base, tariff, deficits="zero"))
        for column in ("Welfare", "Real wages"):
            found.append(Cell("Footnote 53", code, column, float(own[column][at]), None))
    return found


def _exact(study: Study, nafta: Equilibrium) -> list[Cell]:
    """Not in the paper: the exact change of real income in the same equilibrium."""
    exact = PERCENT * (real_income_change(nafta) - 1.0)
    return cells("Exact real income", study.bloc, {"Real income": _of(study, exact)})
