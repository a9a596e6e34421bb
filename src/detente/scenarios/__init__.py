"""Scenarios of shocks: files or values that say what changes, laid on a world and solved."""

from __future__ import annotations

from detente.scenarios.read import read_scenario
from detente.scenarios.run import Solution, reopened, solve_scenario
from detente.scenarios.shocks import (
    Ban,
    Cells,
    Deal,
    ExportTax,
    Quantity,
    Scenario,
    SecondaryTariff,
    Tariff,
    TradeCost,
)

__all__ = [
    "Ban",
    "Cells",
    "Deal",
    "ExportTax",
    "Quantity",
    "Scenario",
    "SecondaryTariff",
    "Solution",
    "Tariff",
    "TradeCost",
    "read_scenario",
    "reopened",
    "solve_scenario",
]
