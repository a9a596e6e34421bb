"""Tables A3 to A13 of Caliendo and Parro (2015).

A3 and A10 leave out the members of the bloc; A4 to A7 keep the trade deficits of the base year as
fixed shares of world income; A8 and A9 belong to Table 7, A10 to A13 to Table 9.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.equilibrium import Equilibrium, solve
from detente.replicate.caliendo_parro_measures import (
    Columns,
    Given,
    bilateral_columns,
    export_columns,
    flows_given,
    growth,
    growth_given,
    sector_columns,
    sector_given,
    welfare_columns,
    welfare_given,
)
from detente.replicate.caliendo_parro_models import Study, with_deficits
from detente.replicate.rows import Cell, cells


def tables(study: Study, nafta: Equilibrium, given: Given) -> list[Cell]:
    """All cells of Tables A3 to A13."""
    rows = [*study.goods_names, "Normalized Herfindahl"]
    moved = flows_given(study, given)
    shares = export_columns(study, study.base.flows, moved)
    return [
        *_others("Table A3", study, welfare_columns(nafta)),
        *_with_deficits(study),
        *cells("Table A8", study.goods_names, sector_columns(study, given.everything)),
        *_grown("Table A9", study, lambda n, i: growth(given.everything, [n], [i])),
        *_others("Table A10", study, welfare_given(given)),
        *cells("Table A11", study.goods_names, sector_given(study, given)),
        *cells("Table A12", rows, shares),
        *_grown("Table A13", study, lambda n, i: growth_given(study, moved, n, i)),
    ]


def _others(table: str, study: Study, columns: Columns) -> list[Cell]:
    """All countries but the members."""
    codes = [code for code in study.base.countries if code not in study.bloc]
    at = [study.base.country(code) for code in codes]
    return cells(table, codes, {k: v[at] for k, v in columns.items() if k != "Real wages"})


def _grown(table: str, study: Study, change: Callable[[str, str], float]) -> list[Cell]:
    """Growth of members' imports from each other; rows import."""
    return [Cell(table, n, i, change(n, i), None) for n, i in study.pairs]


def _with_deficits(study: Study) -> list[Cell]:
    """Tables A4 to A7."""
    kept = with_deficits(study)
    result = solve(kept.base, kept.nafta, deficits="fixed_share")
    columns = {k: v[kept.members] for k, v in welfare_columns(result).items()}
    rows = [*kept.goods_names, "Normalized Herfindahl"]
    shares = export_columns(kept, kept.base.flows, result.flows)
    return [
        *cells("Table A4", kept.bloc, columns),
        *cells("Table A5", kept.bloc, bilateral_columns(kept, result)),
        *cells("Table A6", kept.goods_names, sector_columns(kept, result)),
        *cells("Table A7", rows, shares),
    ]
