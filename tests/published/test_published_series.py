"""Averages and single rates of the record against published ones, where definitions agree.

The tables are not part of the repository: DETENTE_REFERENCE names the folder that holds
tariff_series/. What differs, and why, stands in docs/series-compared.md.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import sys
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from detente.rates.quote import quote_rate

pytestmark = pytest.mark.reference

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("DETENTE_REFERENCE", "")) / "tariff_series"


@cache
def comparison() -> ModuleType:
    """benchmarks/compare_series.py as a module."""
    path = ROOT / "benchmarks" / "compare_series.py"
    spec = importlib.util.spec_from_file_location("compare_series", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["compare_series"] = module
    spec.loader.exec_module(module)
    return module


@cache
def rows(table: str) -> list[dict[str, str]]:
    """A table of the comparison by name, cells by column."""
    found = next(make for make in comparison().TABLES if make.__name__ == table)()
    return [dict(zip(found.header, row, strict=True)) for row in found.rows]


# Single rates

NEW = ("ieepa_fentanyl_china", "ieepa_reciprocal")
LIST = ("s301_china",)
# Goods of the published points: a product, the families that are added up (none: all), and the
# day of knowledge where the point names one.
GOODS: dict[str, tuple[str, tuple[str, ...], date | None]] = {
    "List 1 good": ("8501104020", LIST, None),
    "List 3 good": ("9403608081", LIST, None),
    "List 4A good": ("8507600020", LIST, None),
    "List 4B good": ("9503000073", LIST, None),
    "any good, 2025 layers only": ("9503000073", NEW, None),
    "good not on Annex II, not 232": ("9503000073", NEW, None),
    "smartphone 8517.13, after the 2025-04-11 memorandum is known": (
        "8517130000",
        NEW,
        date(2025, 4, 12),
    ),
    "smartphone 8517.13, as known on 2025-04-10": ("8517130000", NEW, date(2025, 4, 10)),
    "steel article, non-USMCA, as known before 2025-04-29": (
        "7208101500",
        (),
        date(2025, 4, 28),
    ),
    "steel article, non-USMCA, as known after 2025-04-29": ("7208101500", (), date(2025, 4, 30)),
    "steel article of ch 72, non-USMCA": ("7208101500", (), None),
    "steel article": ("7208101500", (), None),
    "soybeans 1201.90": ("120190", (), None),
    "soybeans 1201.90, no exclusion": ("120190", (), None),
    "passenger cars 8703.23": ("870323", (), None),
    "LNG 2711.11, 2025 layers only": ("27111100", ("fentanyl_retaliation_china",), None),
}


def golden_points() -> list[dict[str, str]]:
    path = FOLDER / "golden_points.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def name(point: dict[str, str]) -> str:
    return f"{point['importer']}-{point['exporter']}-{point['date_of_entry']}"


@pytest.mark.parametrize("point", golden_points(), ids=name)
def test_a_published_single_rate_is_met_exactly(point: dict[str, str]) -> None:
    product, families, known = GOODS[point["product_and_as_known"]]
    day = date.fromisoformat(point["date_of_entry"])
    ledger = comparison().record()
    quote = quote_rate(ledger, point["importer"], point["exporter"], product, day, known)
    rate = quote.rate
    if families:
        rate = sum(layer.rate for layer in quote.layers if layer.family in families)
    expected = float(point["expected_rate_pct"]) / 100
    assert rate == pytest.approx(expected, abs=1e-9), point["why"]


# Averages


def test_chinese_average_meets_the_same_sum_on_the_same_weights() -> None:
    # Both sum the lines of Bown, Jung and Zhang over Chinese imports of 2017. Ours leaves out
    # the 2.6% of trade whose lines split at ten digits (cotton first, at 40 outside the quota):
    # at most 0.2 points.
    for row in rows("us_goods_in_china"):
        assert abs(float(row["same less ours"])) < 0.2, row


def test_chinese_average_moves_with_the_published_chart_of_other_weights() -> None:
    # The weights differ (exports of the United States to the world), so only the direction of
    # each step and the order of the levels can agree.
    ours = [float(r["ours"]) for r in rows("us_goods_in_china")]
    chart = [float(r["BJZ"]) for r in rows("us_goods_in_china")]
    assert [b > a for a, b in pairwise(ours)] == [b > a for a, b in pairwise(chart)]


def test_us_average_on_china_lies_around_the_published_one() -> None:
    # Ours on the basket of 2024 is low, since trade has left the listed goods; counting every
    # line once is high, since large free lines count no more than small ones. The published
    # one, on the exports of 2017, lies between. The plan of August 2019 is left out: its 30%
    # on lists 1 to 3 was proposed, never ordered.
    found = [r for r in rows("china_beside_piie") if "2019-08-29" not in r["on"]]
    assert len(found) == 6
    for row in found:
        low, high = float(row["ours, weights 2024"]), float(row["ours, lines counted once"])
        assert low < float(row["PIIE"]) < high, row


def test_us_average_is_the_trackers_after_its_named_choices() -> None:
    # Five choices are taken over: a flat 2.3 for older duties, its dates, Annex II as printed,
    # fixed averages on Canada and Mexico, section 232 in place of fentanyl. What is left is
    # within 0.75 points at levels between 2 and 31, its basket being general imports by HTS10.
    for row in rows("us_beside_twt"):
        assert abs(float(row["rest"])) < 0.75, row


EXEMPT_TOO_WIDE = {"2025-04-11", "2025-08-07"}


def test_us_average_is_the_budget_labs_after_its_dates_and_claims() -> None:
    # Its dates follow revision labels, its claims are those of 2025. The two days named are
    # those on which its one wide list of exempt goods meets the highest rates; elsewhere what
    # is left is within 1.25 points.
    for row in rows("us_beside_yale"):
        limit = 3 if row["from"] in EXEMPT_TOO_WIDE else 1.25
        assert abs(float(row["rest"])) < limit, row
    wide = [float(r["rest"]) for r in rows("us_beside_yale") if r["from"] in EXEMPT_TOO_WIDE]
    assert max(wide) < 0


# Partners of 2024 without a trade agreement or a scheme of preferences in use.
WITHOUT_PREFERENCES = {
    "JPN": 0.5,  # steel within the quota and exclusions of metals are free, the law is not
    "EU": 0.5,  # as Japan
    "GBR": 0.5,  # as Japan
    "TWN": 0.5,  # exclusions of metals
    "CHE": 0.1,
    "NOR": 0.25,
    "NZL": 0.25,
    "IND": 0.5,  # two-sided solar modules were free, the law is recorded for all modules
    "VNM": 0.5,  # as India
    "MYS": 0.75,  # as India
    "BGD": 0.1,
    "PAK": 0.4,
}


@pytest.mark.parametrize(("partner", "points"), WITHOUT_PREFERENCES.items())
def test_statutory_rate_is_what_customs_calculated_without_preferences(
    partner: str, points: float
) -> None:
    module = comparison()
    flow = module.us_flows()[partner]
    law = module.partner_parts(module.record(), module.COLLECTED_ON, flow)["law"]
    calculated = float(flow.weights.assessed.sum() / flow.value.sum())
    assert 100 * law == pytest.approx(100 * calculated, abs=points)


def test_used_rate_is_what_customs_calculated_with_preferences() -> None:
    # Preferences are taken from the same customs data line by line, so only exclusions and
    # quotas are left: under a fifth of a point for partners of a trade agreement.
    for partner in ("CAN", "MEX", "KOR", "AUS", "CHL", "COL", "PER", "SGP", "ISR", "DOM", "SLV"):
        row = next(r for r in rows("collected_by_partner") if r["partner"] == partner)
        assert abs(float(row["less used"])) < 0.2, row


def test_chinese_goods_outside_the_lists_paid_nothing_beyond_mfn() -> None:
    # 44% of imports from China in 2024. A missing line would show here as duty without a list.
    free, light, heavy = rows("added_by_list")
    assert abs(float(free["added rate as calculated"])) < 0.01
    # Exclusions granted by product explain the shortfall; nothing explains an excess.
    for row, rate in ((light, 7.5), (heavy, 25.0)):
        assert 0.8 * rate < float(row["added rate as calculated"]) <= rate


def test_yearly_average_is_near_the_duties_in_the_national_accounts() -> None:
    # Collected over goods imports on a payments basis, baskets of each year: half a point.
    for row in rows("beside_bea"):
        assert abs(float(row["collected less ours"])) < 0.5, row


def test_tables_of_the_page_are_those_of_the_script() -> None:
    page = (ROOT / "docs" / "series-compared.md").read_text(encoding="utf-8")
    tables = [make() for make in comparison().TABLES]
    assert comparison().written(page, tables) == page, "run benchmarks/compare_series.py --write"
