"""General equilibrium in changes: what new duties do to every economy of a world."""

from __future__ import annotations

from detente.equilibrium.outcomes import (
    FirstOrderWelfare,
    bilateral_imports_change,
    consumer_price_change,
    equivalent_variation,
    export_volume_change,
    exports_change,
    group_real_income_change,
    import_volume_change,
    imports_change,
    real_income_change,
    real_wage_change,
    revenue_change,
    terms_of_trade_change,
    welfare_first_order,
)
from detente.equilibrium.result import DeficitRule, Equilibrium, Switches
from detente.equilibrium.solve import solve

__all__ = [
    "DeficitRule",
    "Equilibrium",
    "FirstOrderWelfare",
    "Switches",
    "bilateral_imports_change",
    "consumer_price_change",
    "equivalent_variation",
    "export_volume_change",
    "exports_change",
    "group_real_income_change",
    "import_volume_change",
    "imports_change",
    "real_income_change",
    "real_wage_change",
    "revenue_change",
    "solve",
    "terms_of_trade_change",
    "welfare_first_order",
]
