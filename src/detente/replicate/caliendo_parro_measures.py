"""The measures of Caliendo and Parro (2015): columns of their tables from an equilibrium.

"Given world tariff changes" sets the duties of all countries against the same without NAFTA.
The authors' programs do so cell by cell, as (1 + x) / (1 + y) - 1 with x and y in units of ten
billion dollars where a cell is money (Tables 10 and A11), so those two depend on that unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.equilibrium import (
    Equilibrium,
    bilateral_imports_change,
    real_wage_change,
    welfare_first_order,
)
from detente.replicate.caliendo_parro_models import Study
from detente.worlds.world import Floats

PERCENT = 100.0
Columns = dict[str, Floats]
BILATERAL: tuple[str, ...] = (
    "Terms of trade, NAFTA",
    "Terms of trade, Rest of the world",
    "Volume of trade, NAFTA",
    "Volume of trade, Rest of the world",
)


@dataclass(frozen=True, slots=True)
class Given:
    """Duties of all countries, and the same duties but for those inside the bloc."""

    everything: Equilibrium
    outside: Equilibrium


def welfare_columns(result: Equilibrium) -> Columns:
    """Their first-order welfare with its parts, and real wages, percent, all countries."""
    parts = welfare_first_order(result)
    return {
        "Welfare": PERCENT * parts.total,
        "Terms of trade": PERCENT * parts.terms_of_trade,
        "Volume of trade": PERCENT * parts.volume_of_trade,
        "Real wages": PERCENT * (real_wage_change(result) - 1.0),
    }


def welfare_given(given: Given) -> Columns:
    """The same columns given world tariff changes; welfare is the sum of its parts."""
    more, less = welfare_columns(given.everything), welfare_columns(given.outside)
    found = {name: PERCENT * over(more[name] / PERCENT, less[name] / PERCENT) for name in more}
    found["Welfare"] = found["Terms of trade"] + found["Volume of trade"]
    return found


def over(more: Floats, less: Floats) -> Floats:
    """One change over another, both as fractions."""
    return (1.0 + more) / (1.0 + less) - 1.0


def bilateral_columns(study: Study, result: Equilibrium) -> Columns:
    """Terms and volume of trade with members and with all others, percent, members."""
    parts = welfare_first_order(result)
    found: list[Floats] = []
    for part in (parts.terms_of_trade_by, parts.volume_of_trade_by):
        whole = PERCENT * part.sum(axis=2)[study.members]
        inside = whole[:, study.members].sum(axis=1)
        found += [inside, whole.sum(axis=1) - inside]
    return dict(zip(BILATERAL, found, strict=True))


def bilateral_given(study: Study, given: Given) -> Columns:
    """The same given world tariff changes: members' cells compared one by one in money."""
    total, members = welfare_given(given), np.ix_(study.members, study.members)
    income = study.base.income[study.members] / study.money
    more, less = _cost_cells(study, given.everything), _cost_cells(study, given.outside)
    cells = over(more, less)[members].sum(axis=2)
    terms = (cells.sum(axis=0) - cells.sum(axis=1)) / income
    volumes = over(_volume_cells(study, given.everything), _volume_cells(study, given.outside))
    volume = volumes[members].sum(axis=(1, 2)) / income
    found: list[Floats] = []
    for name, inside in (("Terms of trade", terms), ("Volume of trade", volume)):
        whole = total[name][study.members]
        found += [PERCENT * inside, whole - PERCENT * inside]
    return dict(zip(BILATERAL, found, strict=True))


def _cost_cells(study: Study, result: Equilibrium) -> Floats:
    """M_nij (c^_ij - 1), home sales included [importer, exporter, sector]."""
    return study.base.flows / study.money * (result.cost_change - 1.0)[None]


def _volume_cells(study: Study, result: Equilibrium) -> Floats:
    """t_nij M_nij (M^_nij - c^_ij) [importer, exporter, sector]."""
    parts = welfare_first_order(result).volume_of_trade_by
    return parts * study.base.income[:, None, None] / study.money


def sector_columns(study: Study, result: Equilibrium) -> Columns:
    """Shares of the goods sectors in both parts, percent, members."""
    parts = welfare_first_order(result)
    both = (parts.terms_of_trade_by.sum(axis=1), parts.volume_of_trade_by.sum(axis=1))
    return _sector_shares(study, *both)


def sector_given(study: Study, given: Given) -> Columns:
    """The same given world tariff changes, sectors compared one by one in money."""
    more, less = _cost_cells(study, given.everything), _cost_cells(study, given.outside)
    terms = over(more.sum(axis=0), less.sum(axis=0)) - over(more.sum(axis=1), less.sum(axis=1))
    volumes = [_volume_cells(study, r).sum(axis=1) for r in (given.everything, given.outside)]
    return _sector_shares(study, terms, over(*volumes))


def _sector_shares(study: Study, terms: Floats, volume: Floats) -> Columns:
    found: Columns = {}
    for at, code in zip(study.members, study.bloc, strict=True):
        for name, part in (("Terms of trade", terms), ("Volume of trade", volume)):
            goods = part[at, study.goods]
            found[f"{code}, {name}"] = PERCENT * goods / goods.sum()
    return found


def export_columns(study: Study, before: Floats, after: Floats) -> Columns:
    """Export shares of goods sectors, percent, then the normalised Herfindahl index."""
    columns: Columns = {}
    for at, code in zip(study.members, study.bloc, strict=True):
        for when, flows in (("Before", before), ("After", after)):
            sold = np.delete(flows[:, at], at, axis=0).sum(axis=0)[study.goods]
            share = sold / sold.sum()
            least = 1.0 / len(study.base.sectors)
            index = ((share**2).sum() - least) / (1.0 - least)
            columns[f"{code}, {when}"] = np.append(PERCENT * share, index)
    return columns


def flows_given(study: Study, given: Given) -> Floats:
    """Base flows times their change given world tariff changes; none where none was."""
    before = given.outside.flows
    ratio = given.everything.flows / np.where(before > 0.0, before, 1.0)
    return study.base.flows * np.where(before > 0.0, ratio, 1.0)


def growth(result: Equilibrium, buyers: Sequence[str], sellers: Sequence[str]) -> float:
    """Growth of imports, percent."""
    return PERCENT * (bilateral_imports_change(result, buyers, sellers) - 1.0)


def growth_given(study: Study, flows: Floats, buyer: str, seller: str) -> float:
    """Growth of imports of one member from another, from base flows to `flows`, percent."""
    pair = study.base.cell(importer=buyer, exporter=seller)
    return PERCENT * float(flows[pair].sum() / study.base.flows[pair].sum() - 1.0)
