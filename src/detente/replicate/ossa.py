"""Ossa (2014): the base without imbalances, free trade, and what stored duties do.

Tables of optimal, Nash and cooperative duties that must be found first belong to the games.
"""

from __future__ import annotations

import numpy as np

from detente.equilibrium.fixed_firms import FirmEquilibrium, FixedFirms, solve_firms
from detente.replicate.rows import Cell, Published, Reference, cells
from detente.worlds.world import Floats

PERCENT = 100.0


def tables(reference: Reference) -> list[Cell]:
    """Purged flows, free trade, stored Nash and optimal duties, and Table 2."""
    base = purged_base(reference)
    names = reference.names("regions")
    codes = [names[region] for region in base.regions]
    found = _purged(reference, base, codes)
    free = solve_firms(base, np.zeros_like(base.tariff))
    found += _state("free_trade_equilibrium", free, codes, _known(reference, "free trade"))
    nash = solve_firms(base, cube(reference, "nash", "tariff", base))
    found += _state("nash_baseline_equilibrium", nash, codes, _known(reference, "nash equilibrium"))
    return found + _optima(reference, base, codes) + _table2(reference, base)


def purged_base(reference: Reference, elasticity: str | None = None) -> FixedFirms:
    """The published base: raw flows solved at factual duties with balanced trade."""
    raw = raw_base(reference, elasticity)
    balanced = np.zeros(len(raw.regions))
    return solve_firms(raw, raw.tariff, net_exports=balanced).as_base()


def raw_base(reference: Reference, elasticity: str | None = None) -> FixedFirms:
    """Flows and duties as measured, with a column of elasticities (the main one if None)."""
    regions = tuple(row["region"] for row in reference.rows("regions"))
    column = elasticity or reference.text("elasticity")
    sigma = {row["sector"]: float(row[column]) for row in reference.rows("sigma")}
    empty = np.zeros((len(regions), len(regions), len(sigma)))
    sectors = tuple(sigma)
    start = FixedFirms(regions, sectors, empty, empty, np.array(list(sigma.values())))
    flows = cube(reference, "raw", "trade_usd_million", start)
    tariff = cube(reference, "tariff", "tariff", start)
    return FixedFirms(regions, sectors, flows, tariff, start.sigma)


def cube(reference: Reference, name: str, column: str, base: FixedFirms) -> Floats:
    """A long table as [importer, exporter, sector]; absent cells are zero."""
    found = np.zeros(base.flows.shape)
    for row in reference.rows(name):
        n, i = base.region(row["importer"]), base.region(row["exporter"])
        found[n, i, base.sectors.index(row["sector"])] = float(row[column])
    return found


def _purged(reference: Reference, base: FixedFirms, codes: list[str]) -> list[Cell]:
    """Total purchases of each region from each, USD million."""
    published = cube(reference, "purged", "trade_usd_million", base)
    found: list[Cell] = []
    for n, importer in enumerate(codes):
        for i, exporter in enumerate(codes):
            for s, sector in enumerate(base.sectors):
                value, known = float(base.flows[n, i, s]), float(published[n, i, s])
                found.append(
                    Cell("trade_ijs_purged", f"{exporter}-{importer}", sector, value, known)
                )
    return found


def _state(table: str, result: FirmEquilibrium, codes: list[str], known: Published) -> list[Cell]:
    columns = {
        "welfare_hat": result.welfare,
        "wage_hat_numeraire": result.wage,
        "expenditure_hat": result.spending,
        "price_index_hat": result.price,
        "profits_over_wage_hat": result.profits / result.wage,
        "imports_hat": result.imports,
    }
    return cells(table, codes, columns, known)


def _known(reference: Reference, name: str, setter: str | None = None) -> Published:
    codes = reference.names("regions")
    return {
        (codes[row["region"]], column): float(value)
        for row in reference.rows(name)
        if setter is None or row["tariff_setter"] == setter
        for column, value in row.items()
        if column not in ("region", "tariff_setter")
    }


def _optima(reference: Reference, base: FixedFirms, codes: list[str]) -> list[Cell]:
    """Each region's stored optimal duties, the others at factual ones."""
    stored = cube(reference, "optimal", "tariff", base)
    found: list[Cell] = []
    for at, region in enumerate(base.regions):
        tariff = base.tariff.copy()
        tariff[at] = stored[at]
        table = f"optimal_tariff_baseline_equilibria, {codes[at]}"
        result = solve_firms(base, tariff)
        found += _state(table, result, codes, _known(reference, "optima", region))
    return found


def _table2(reference: Reference, base: FixedFirms) -> list[Cell]:
    """Raising the duty of one region on one sector by 50 points: its own outcomes, percent."""
    at = base.region(reference.text("example_setter"))
    points = float(reference.text("example_points"))
    found: list[Cell] = []
    for row in reference.rows("Table 2"):
        sector = base.sectors.index(row["sector"])
        tariff = base.tariff.copy()
        tariff[at, :, sector] += points
        tariff[at, at] = 0.0
        ours = _example(solve_firms(base, tariff), at, sector)
        for column, value in ours.items():
            found.append(Cell("Table 2", row["sector"], column, value, float(row[column])))
    return found


def _example(result: FirmEquilibrium, at: int, sector: int) -> dict[str, float]:
    """The columns of Table 2. The two parts of welfare are first-order, at base weights."""
    base = result.base
    sales = result.flows.sum(axis=0) / base.flows.sum(axis=0)
    relative = PERCENT * (sales[at] / result.wage[at] - 1.0)
    others = np.delete(relative, sector)
    cost = result.wage - 1.0
    sold = np.delete(base.flows[:, at].sum(axis=1), at).sum() * cost[at]
    bought = (base.flows[at].sum(axis=1) * cost).sum() - base.flows[at, at].sum() * cost[at]
    profit = base.flows[:, at].sum(axis=0) / base.sigma
    moved = (profit * (sales[at] - result.wage[at])).sum()
    return {
        "d_us_relative_wage": PERCENT * float(result.wage[at] - result.wage.mean()),
        "d_us_sales_protected": float(relative[sector]),
        "d_us_sales_other_mean": float(others.mean()),
        "d_us_welfare": PERCENT * float(result.welfare[at] - 1.0),
        "terms_of_trade_effect": PERCENT * float((sold - bought) / base.expenditure[at]),
        "profit_shifting_effect": PERCENT * float(moved / base.expenditure[at]),
    }
