"""General equilibrium in changes: what new duties do to every economy of a world."""

from __future__ import annotations

from detente.equilibrium.gradient import Gradients, welfare_gradient, welfare_gradients
from detente.equilibrium.outcomes import (
    FirstOrderWelfare,
    bilateral_imports_change,
    consumer_price_change,
    employment_change,
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
    welfare_change,
    welfare_first_order,
)
from detente.equilibrium.result import Equilibrium
from detente.equilibrium.saved import open_result, save_result
from detente.equilibrium.solve import solve
from detente.equilibrium.switches import DeficitRule, Switches
from detente.equilibrium.variants import Shock, variant_of

__all__ = [
    "DeficitRule",
    "Equilibrium",
    "FirstOrderWelfare",
    "Gradients",
    "Shock",
    "Switches",
    "bilateral_imports_change",
    "consumer_price_change",
    "employment_change",
    "equivalent_variation",
    "export_volume_change",
    "exports_change",
    "group_real_income_change",
    "import_volume_change",
    "imports_change",
    "open_result",
    "real_income_change",
    "real_wage_change",
    "revenue_change",
    "save_result",
    "solve",
    "terms_of_trade_change",
    "variant_of",
    "welfare_change",
    "welfare_first_order",
    "welfare_gradient",
    "welfare_gradients",
]
