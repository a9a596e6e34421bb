"""Ignatenko et al. (2025), one sector that makes itself: Table 4 and the "IO" part of Table 11.

The rows with several sectors need a database of sectoral trade that is not in the folder.

Table 4's "optimal" rows come from a search in 193 duties that the authors' programs end early: the
uniform rate printed for the United States, 12.5%, is the middle of the bounds of that search, where
an interior-point method leaves duties on flows too small to matter. `optima` are the optima
themselves: see docs/decisions/0071.
"""

from __future__ import annotations

import numpy as np

from detente.equilibrium.roundabout import (
    RoundaboutEconomy,
    RoundaboutEquilibrium,
    solve_roundabout,
)
from detente.equilibrium.roundabout_optimum import Aim, best_duties
from detente.replicate.liberation_base import Setting
from detente.replicate.rows import Cell
from detente.worlds.world import Flags, Floats

PERCENT = 100.0
BEFORE = "Pre-Retaliation"
AFTER = "Post-Retaliation"


def tables(setting: Setting) -> list[Cell]:
    """Table 4 without its rows of several sectors, and the optima behind it."""
    economy = with_materials(setting)
    listed = setting.listed
    rate = np.zeros_like(listed)
    rate[setting.at] = setting.materials.printed_optimum
    rate[setting.at, setting.at] = 0.0
    cases = {
        f"{BEFORE} (1) USTR tariffs + one sector": solve_roundabout(economy, listed),
        f"{BEFORE} (2) Optimal tariff + one sector": solve_roundabout(economy, rate),
        f"{AFTER} (1) reciprocal retaliation + one sector": answered(setting, economy),
    }
    found = [cell for case, run in cases.items() for cell in _rows("Table 4", case, setting, run)]
    for case, run in optima(setting, economy).items():
        found += _rows("Table 4, optima", case, setting, run)
    return found


def with_materials(setting: Setting) -> RoundaboutEconomy:
    """The base with home sales over the labour share, so that value added is as before."""
    base = setting.base
    flows = base.flows.copy()
    np.fill_diagonal(flows, np.diag(base.flows) / setting.materials.labour_share)
    return RoundaboutEconomy(
        countries=base.countries,
        flows=flows,
        nu=base.nu,
        phi=base.phi,
        elasticity=base.elasticity,
        hours=base.hours,
        scale=base.scale,
        labour_share=setting.materials.labour_share,
    )


def answered(setting: Setting, economy: RoundaboutEconomy) -> RoundaboutEquilibrium:
    """The listed duties, answered in kind."""
    return solve_roundabout(economy, setting.listed + setting.listed.T)


def optima(setting: Setting, economy: RoundaboutEconomy) -> dict[str, RoundaboutEquilibrium]:
    """The protagonist's best duties, and all others' best answer to the listed ones.

    The others maximise their mean welfare weighted by income. Bounds as in the authors' programs.
    """
    at, n = setting.at, len(economy.countries)
    own, others = np.zeros(n), economy.income.copy()
    own[at], others[at] = 1.0, 0.0
    mine: Flags = np.zeros((n, n), dtype=np.bool_)
    mine[at] = True
    mine[at, at] = False
    start = np.where(mine, setting.materials.printed_optimum, 0.0)
    reply = Aim(others / others.sum(), mine.T, setting.materials.highest_answer)
    return {
        f"{BEFORE} optimal tariff": best_duties(
            economy, start, Aim(own, mine, setting.materials.highest_own)
        ),
        f"{AFTER} optimal retaliation": best_duties(
            economy, setting.listed + setting.listed.T, reply
        ),
    }


def world_changes(run: RoundaboutEquilibrium) -> tuple[float, float]:
    """World trade over world income, duties within, and world employment, percent changes."""
    base, paid = run.economy, (1.0 + run.tariff) * run.flows
    before = (base.flows.sum() - np.trace(base.flows)) / base.income.sum()
    after = (paid.sum() - np.trace(paid)) / run.income.sum()
    hours = (run.hours - 1.0) @ base.income / base.income.sum()
    return PERCENT * (float(after / before) - 1.0), PERCENT * float(hours)


def _columns(run: RoundaboutEquilibrium) -> dict[str, Floats]:
    base, before, after = run.economy, run.economy.flows, run.flows
    own, later = np.diag(before), np.diag(after)
    deficit = before.sum(axis=1) - before.sum(axis=0)
    moved = after.sum(axis=1) - after.sum(axis=0) - deficit
    grown: list[Floats] = []
    for axis in (0, 1):
        now = (after.sum(axis=axis) - later) / run.income
        grown.append(now / ((before.sum(axis=axis) - own) / base.income) - 1.0)
    return {
        "welfare_pct": PERCENT * (run.welfare - 1.0),
        "deficit_pct": PERCENT * moved / np.abs(deficit),
        "exports_gdp_pct": PERCENT * grown[0],
        "imports_gdp_pct": PERCENT * grown[1],
        "employment_pct": PERCENT * (run.hours - 1.0),
        "prices_pct": PERCENT * (run.price - 1.0),
    }


def _rows(table: str, case: str, setting: Setting, run: RoundaboutEquilibrium) -> list[Cell]:
    """The protagonist, and the others' mean weighted by GDP (elsewhere: by expenditure)."""
    weight = setting.gdp * setting.regions["non_US_avg"]
    found: list[Cell] = []
    for name, values in _columns(run).items():
        mean = float(weight @ values / weight.sum())
        found.append(Cell(table, "USA", f"{case}, {name}", float(values[setting.at]), None))
        found.append(Cell(table, "non_US_avg", f"{case}, {name}", mean, None))
    return found
