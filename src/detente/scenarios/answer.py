"""The answer to a scenario: one row of outcomes for each country."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.equilibrium import (
    consumer_price_change,
    exports_change,
    imports_change,
    real_income_change,
    real_wage_change,
    revenue_change,
    terms_of_trade_change,
    welfare_change,
    welfare_first_order,
)
from detente.equilibrium.decomposition import Decomposition, decompose
from detente.errors import InputError
from detente.scenarios.run import Solution
from detente.strict_yaml import read_yaml
from detente.worlds import read_economies
from detente.worlds.world import Floats

POPULATION = Path(__file__).resolve().parent.parent / "data" / "parameters"
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A country under a scenario: changes in percent of the base; None where not known.

    Money is the equivalent variation: the gain of real income in USD of the year of the GDP
    figures, in all, per household and per head. The parts of real income add up to the
    logarithm of its change and are in percent too.
    """

    country: str
    real_income: float
    welfare: float
    first_order: float
    usd_bn: float | None
    usd_per_household: float | None
    usd_per_head: float | None
    consumer_prices: float
    real_wage: float
    exports: float
    imports: float
    terms_of_trade: float
    revenue_share: float
    parts: dict[str, float] | None


def outcomes(solution: Solution, parts: bool = True) -> tuple[Outcome, ...]:
    """Outcomes of every country, in the order of the world."""
    result = solution.equilibrium
    split = _parts(solution) if parts else None
    gain = PERCENT * (real_income_change(result) - 1.0)
    money = _money(result.world.countries, gain)
    columns: dict[str, Floats] = {
        "real_income": gain,
        "welfare": PERCENT * (welfare_change(result) - 1.0),
        "first_order": PERCENT * welfare_first_order(result).total,
        "consumer_prices": PERCENT * (consumer_price_change(result) - 1.0),
        "real_wage": PERCENT * (real_wage_change(result) - 1.0),
        "exports": PERCENT * (exports_change(result) - 1.0),
        "imports": PERCENT * (imports_change(result) - 1.0),
        "terms_of_trade": PERCENT * (terms_of_trade_change(result) - 1.0),
        "revenue_share": PERCENT * revenue_change(result) / result.world.income,
    }
    return tuple(
        Outcome(
            country=code,
            parts=None if split is None else _part(split, n),
            **money[n],
            **{name: float(values[n]) for name, values in columns.items()},
        )
        for n, code in enumerate(result.world.countries)
    )


def _parts(solution: Solution) -> Decomposition | None:
    """The decomposition, or None after a ban, where it has no end."""
    try:
        return decompose(solution.equilibrium)
    except InputError:
        return None


def _part(split: Decomposition, n: int) -> dict[str, float]:
    names = ("terms_of_trade", "efficiency", "revenue", "transfer", "hours")
    return {name: PERCENT * float(getattr(split, name)[n]) for name in names}


def _money(countries: tuple[str, ...], gain: Floats) -> list[dict[str, Any]]:
    """Percent of GDP in USD: billion, per household, per head."""
    economies, people = read_economies(), _population()
    found: list[dict[str, Any]] = []
    for code, percent in zip(countries, gain, strict=True):
        economy = economies.get(code)
        usd = None if economy is None else float(percent) / PERCENT * economy.gdp_usd_bn
        found.append(
            {
                "usd_bn": usd,
                "usd_per_household": _each(usd, economy.households_m if economy else None),
                "usd_per_head": _each(usd, people.get(code)),
            }
        )
    return found


def _each(usd_bn: float | None, millions: float | None) -> float | None:
    """USD billion over millions, in USD."""
    return None if usd_bn is None or not millions else 1e3 * usd_bn / millions


def _population() -> dict[str, float]:
    """Inhabitants in million, of the latest file."""
    path = sorted(POPULATION.glob("population-*.yaml"))[-1]
    rows = read_yaml(path, path.name).mapping("population_m")
    return {code: float(str(value)) for code, value in rows.items()}


def as_mapping(solution: Solution) -> dict[str, Any]:
    """The answer with the keys that are promised to scripts."""
    result = solution.equilibrium
    return {
        "scenario": solution.scenario.id,
        "title": solution.scenario.title,
        "base": solution.base,
        "world": result.world_id,
        "version": result.version,
        "status": result.status,
        "residual": float(result.residual),
        "iterations": result.iterations,
        "numeraire": result.numeraire,
        "switches": asdict(solution.scenario.switches),
        "licences": [asdict(licence) for licence in solution.licences],
        "outcomes": [asdict(outcome) for outcome in outcomes(solution)],
        "largest_flows": largest_flows(solution),
    }


def largest_flows(solution: Solution, count: int = 20) -> list[dict[str, Any]]:
    """The bilateral flows that move most, in money of the world."""
    result = solution.equilibrium
    before, after = result.world.flows.sum(axis=2), result.flows.sum(axis=2)
    moved = np.abs(after - before)
    np.fill_diagonal(moved, 0.0)
    order = np.argsort(-moved, axis=None)[:count]
    codes = result.world.countries
    rows = [np.unravel_index(int(at), moved.shape) for at in order]
    return [
        {
            "importer": codes[int(n)],
            "exporter": codes[int(i)],
            "before": float(before[n, i]),
            "after": float(after[n, i]),
        }
        for n, i in rows
        if moved[n, i] > 0.0
    ]
