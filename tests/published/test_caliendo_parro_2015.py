"""NAFTA in Caliendo and Parro (2015): their tables from their data.

Data and tables are not part of the repository: DETENTE_REFERENCE names their folder.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from detente.equilibrium import (
    Equilibrium,
    bilateral_imports_change,
    real_income_change,
    real_wage_change,
    solve,
    welfare_first_order,
)
from detente.worlds import TradeShares, check_world, world_from_shares

pytestmark = pytest.mark.reference

FOLDER = Path(os.environ.get("DETENTE_REFERENCE", "")) / "caliendo_parro2015"
ORDER = ("Mexico", "Canada", "USA")


@pytest.fixture(scope="module")
def nafta() -> Equilibrium:
    """The base of 1993 with balanced trade, then the duties of 2005 inside NAFTA."""
    path = FOLDER / "inputs_cp2015.npz"
    if not path.is_file():
        pytest.skip(f"{path} is absent; DETENTE_REFERENCE must name the folder that holds it")
    with np.load(path) as data:
        shares = TradeShares(
            countries=tuple(map(str, data["regions"])),
            sectors=tuple(map(str, data["sectors"])),
            expenditure=data["X_nj"] / 1e9,
            shares=data["pi_nij"],
            tariff=data["tariff_1993_nij"],
            input_share=data["gamma_nkj"],
            value_added_share=data["gamma_nj"],
            final_share=data["alpha_nj"],
            trade_elasticity=data["theta_j"],
        )
        duties = data["tariff_nafta_counterfactual_nij"]
    observed = world_from_shares(
        shares, title="Caliendo-Parro 1993", year=1993, currency_unit="USD bn"
    )
    base = solve(observed, observed.tariff, deficits="zero").as_world("caliendo-parro-1993")
    return solve(base, duties, deficits="zero")


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _percent(result: Equilibrium, values: np.ndarray) -> list[float]:
    return [100.0 * float(values[result.world.country(name)]) for name in ORDER]


def test_the_solver_needs_few_iterations(nafta: Equilibrium) -> None:
    assert nafta.iterations <= 25
    assert nafta.residual < 1e-9


def test_bilateral_imports_of_table_5_to_printed_digits(nafta: Equilibrium) -> None:
    for row in _rows("table5_trade_effects_nafta.csv"):
        change = bilateral_imports_change(nafta, [row["importer"]], [row["exporter"]])
        assert 100.0 * (change - 1.0) == pytest.approx(float(row["import_change_pct"]), abs=0.0051)


def test_table_2_to_printed_digits(nafta: Equilibrium) -> None:
    first_order = welfare_first_order(nafta)
    ours = {
        "terms_of_trade": first_order.terms_of_trade,
        "volume_of_trade": first_order.volume_of_trade,
        "welfare": first_order.total,
        "real_wages": real_wage_change(nafta) - 1.0,
    }
    for row in _rows("table2_welfare_nafta.csv"):
        for name, values in ours.items():
            value = 100.0 * float(values[nafta.world.country(row["country"])])
            assert value == pytest.approx(float(row[name]), abs=0.0051), (row["country"], name)


def test_real_wages_and_parts_to_three_digits(nafta: Equilibrium) -> None:
    """More digits than printed, from an independent solver of the same equations."""
    parts = welfare_first_order(nafta)
    wages = _percent(nafta, real_wage_change(nafta) - 1.0)
    assert wages == pytest.approx([1.715, 0.323, 0.112], abs=0.00051)
    terms = _percent(nafta, parts.terms_of_trade)
    assert terms == pytest.approx([-0.412, -0.108, 0.044], abs=0.00051)
    volume = _percent(nafta, parts.volume_of_trade)
    assert volume == pytest.approx([1.724, 0.044, 0.041], abs=0.00051)


def test_exact_real_income_is_not_the_published_welfare(nafta: Equilibrium) -> None:
    exact = _percent(nafta, real_income_change(nafta) - 1.0)
    assert exact == pytest.approx([0.007, -0.110, 0.074], abs=0.00051)


def test_partners_of_table_3(nafta: Equilibrium) -> None:
    """Printed to two digits; 0.0051 is half of the last one."""
    parts = welfare_first_order(nafta)
    world = nafta.world
    inside = [world.country(name) for name in ORDER]
    for row in _rows("table3_bilateral_nafta.csv"):
        at = world.country(row["country"])
        for name, part in (("tot", parts.terms_of_trade_by), ("vot", parts.volume_of_trade_by)):
            bloc = 100.0 * float(part[at, inside].sum())
            rest = 100.0 * float(part[at].sum()) - bloc
            assert bloc == pytest.approx(float(row[f"{name}_nafta"]), abs=0.0051), (row, name)
            assert rest == pytest.approx(float(row[f"{name}_row"]), abs=0.0051), (row, name)


def test_sectors_of_table_4(nafta: Equilibrium) -> None:
    """Shares of the goods sectors, printed to two digits below 10 and to one above.

    Two of the 120 cells (Office and Other, Canada's volume) are 0.0002 and 0.0003 past half of
    the last digit, hence 0.006.
    """
    parts = welfare_first_order(nafta)
    world = nafta.world
    for row in _rows("table4_sector_contributions_nafta.csv"):
        sector = world.sector(row["sector"])
        for code, name in zip(("mex", "can", "usa"), ORDER, strict=True):
            at = world.country(name)
            for key, part in (("tot", parts.terms_of_trade_by), ("vot", parts.volume_of_trade_by)):
                printed = float(row[f"{code}_{key}"])
                share = 100.0 * float(part[at, :, sector].sum() / part[at].sum())
                digit = 0.051 if abs(printed) >= 10.0 else 0.006
                assert share == pytest.approx(printed, abs=digit), (row["sector"], name, key)


def test_the_balanced_base_passes_all_but_supply_checks(nafta: Equilibrium) -> None:
    """The accounts close; the original has cells with no domestic supply and tiny negatives."""
    world = nafta.world
    made = world.value_added + world.intermediate.sum(axis=1)
    used = world.final + world.intermediate.sum(axis=2)
    np.testing.assert_allclose(made, world.output, atol=1e-9 * world.output.max())
    np.testing.assert_allclose(used, world.expenditure, atol=1e-9 * world.output.max())
    with pytest.raises(Exception, match=r"World caliendo-parro-1993"):
        check_world(world)
