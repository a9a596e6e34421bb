"""The product lists and trade weights: complete, well formed, and equal to published facts."""

from __future__ import annotations

import csv
import gzip
import io
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ruamel.yaml import YAML

DATA = Path(str(files("detente"))) / "data"
LISTS = DATA / "record" / "lists"
TRADE = DATA / "trade"

FIXED = [
    "us-mfn-2025",
    "us-s301-list-1",
    "us-s301-list-2",
    "us-s301-list-3",
    "us-s301-list-3-additional",
    "us-s301-list-4a",
    "us-s301-list-4b",
    "us-s301-review-2024",
    "us-s301-review-2025",
    "us-s301-review-2026",
    "us-reciprocal-annex-ii",
    "us-reciprocal-electronics",
    "us-reciprocal-out-copper",
    "us-reciprocal-in-2025-09",
    "us-reciprocal-out-2025-09",
    "us-reciprocal-out-wood",
    "us-reciprocal-exempt-2025-11",
    "us-s232-steel",
    "us-s232-aluminium",
    "us-s232-steel-derivatives",
    "us-s232-aluminium-derivatives",
    "us-s232-copper",
    "us-s232-autos",
    "us-s232-auto-parts",
    "us-s232-trucks",
    "us-s232-buses",
    "us-s232-truck-parts",
    "us-s232-softwood",
    "us-s232-upholstered",
    "us-s232-cabinets",
    "us-s232-semiconductors",
    "us-s232-metals-annex-1a",
    "us-s232-metals-annex-1b",
    "us-s232-metals-annex-2",
    "us-s232-metals-annex-3",
    "us-s232-metals-annex-alternative",
    "us-fentanyl-canada-energy",
    "us-fentanyl-canada-potash",
    "us-fentanyl-mexico-potash",
    "us-floor-exempt-eu",
    "us-floor-exempt-jpn",
    "us-floor-exempt-kor",
    "us-floor-exempt-che",
    "us-brazil-exempt-2025",
    "us-india-exempt-2025",
    "us-s122-exempt",
    "us-s301-brazil-exempt",
    "us-s338-canada-alcohol",
    "us-s338-canada-dairy",
    "us-s338-canada-vehicles",
    "us-reciprocal-rates-2025-04-09",
    "us-reciprocal-rates-2025-08-07",
    "cn-mfn-2018-01",
    "cn-mfn-2018-05",
    "cn-mfn-2018-07",
    "cn-mfn-2018-11",
    "cn-mfn-2019-01",
    "cn-s232-retaliation",
    "cn-s301-list-1",
    "cn-s301-list-2",
    "cn-s301-list-3",
    "cn-s301-list-3-raised",
    "cn-autos-suspended",
    "cn-s301-list-4a",
    "cn-s301-list-4a-halved",
    "cn-fentanyl-february",
    "cn-fentanyl-march",
    "ca-retaliation-2025-03-04",
    "ca-retaliation-2025-03-13",
]
TRADE_FILES = [
    "us-imports-2024",
    "cn-imports-from-us-2017",
    "hs6-sectors",
    "hs6-revisions",
    "us-usmca-claims-2024",
    "us-usmca-claims-2025",
    "us-metal-content",
]
OVER_QUOTA = 3.5  # tobacco over quota pays 350% of value
CARD_KEYS = {"name", "title", "scheme", "rows", "source", "licence", "retrieved", "known_gaps"}

Row = dict[str, str]


@cache
def cards(path: Path, key: str) -> dict[str, dict[str, Any]]:
    """Cards of a file by name."""
    entries = YAML(typ="safe").load(path.read_text(encoding="utf-8"))[key]
    return {entry["name"]: entry for entry in entries}


LIST_CARDS = cards(LISTS / "cards.yaml", "lists")


@cache
def rows(name: str) -> list[Row]:
    """Rows of a list, cells as text."""
    with gzip.open(LISTS / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(io.StringIO(stream.read())))


def header(name: str) -> list[str]:
    """Column names of a list."""
    with gzip.open(LISTS / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def rates(name: str) -> dict[str, str]:
    """Rate by code."""
    return {row["code"]: row["rate"] for row in rows(name)}


def codes(name: str) -> set[str]:
    """Codes of a list."""
    return {row["code"] for row in rows(name)}


def longest(code: str, listed: dict[str, str]) -> str | None:
    """Rate of the longest prefix of a code."""
    return next((listed[code[:n]] for n in range(len(code), 1, -1) if code[:n] in listed), None)


@pytest.mark.parametrize("name", FIXED)
def test_every_fixed_list_is_there(name: str) -> None:
    assert (LISTS / f"{name}.csv.gz").exists()


def test_cards_and_files_are_the_same_set() -> None:
    assert {path.name.removesuffix(".csv.gz") for path in LISTS.glob("*.csv.gz")} == set(LIST_CARDS)


@pytest.mark.parametrize("name", sorted(LIST_CARDS))
def test_card_describes_its_file(name: str) -> None:
    card = LIST_CARDS[name]
    assert set(card) >= CARD_KEYS
    assert int(card["rows"]) == len(rows(name))
    assert list(card["columns"]) == header(name)


@pytest.mark.parametrize("name", sorted(LIST_CARDS))
def test_keys_are_well_formed_sorted_and_unique(name: str) -> None:
    column = header(name)[0]
    keys = [row[column] for row in rows(name)]
    shape = {"code": r"\d{2,10}", "iso3": r"[A-Z]{3}|EU"}[column]
    assert all(re.fullmatch(shape, key) for key in keys)
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", sorted(LIST_CARDS))
def test_rates_are_fractions(name: str) -> None:
    if "rate" not in header(name):
        return
    found = [float(row["rate"]) for row in rows(name) if row["rate"]]
    assert found
    assert min(found) >= 0
    assert max(found) <= (OVER_QUOTA if name == "us-mfn-2025" else 2)


def test_empty_rates_only_where_the_tariff_is_not_ad_valorem() -> None:
    unknown = {
        name
        for name in LIST_CARDS
        if "rate" in header(name) and any(not row["rate"] for row in rows(name))
    }
    assert unknown == {"us-mfn-2025"}
    assert all(bool(row["text"]) != bool(row["rate"]) for row in rows("us-mfn-2025"))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("cn-s301-list-1", 545),  # Tariff Commission announcements of 2018
        ("cn-s301-list-2", 333),
        ("cn-s301-list-3", 5207),
        ("cn-s301-list-3-raised", 5207),
        ("cn-s232-retaliation", 128),  # 120 lines at 15%, 8 at 25%
        ("cn-autos-suspended", 211),
        ("us-reciprocal-rates-2025-04-09", 56),  # 57 partners of Annex I less China
        ("us-s122-exempt", 1098),
    ],
)
def test_list_has_the_published_size(name: str, count: int) -> None:
    assert len(rows(name)) == count


def test_section_301_lists_have_at_least_the_lines_at_issue() -> None:
    at_issue = {"1": 818, "2": 279, "3": 5745}  # 83 FR 28710, 83 FR 40823, 83 FR 47974
    for name, count in at_issue.items():
        assert count <= len(rows(f"us-s301-list-{name}")) <= 1.08 * count


@pytest.mark.parametrize(
    ("code", "before", "review"),
    [
        ("85076000", "4a", "2026"),  # lithium-ion batteries
        ("72061000", "4a", "2024"),  # iron ingots
        ("85412900", "1", "2025"),  # transistors
        ("85414300", "2", "2024"),  # solar panels
        ("87038000", "1", "2024"),  # electric cars
    ],
)
def test_lines_moved_to_the_review_are_back_on_their_list(
    code: str, before: str, review: str
) -> None:
    assert code in codes(f"us-s301-list-{before}")
    assert any(listed.startswith(code) for listed in codes(f"us-s301-review-{review}"))


def test_lithium_batteries_wait_for_their_own_year() -> None:
    assert longest("8507600010", rates("us-s301-review-2024")) == "0.25"
    assert longest("8507600020", rates("us-s301-review-2024")) is None
    assert longest("8507600020", rates("us-s301-review-2026")) == "0.25"


def test_medical_gloves_rise_in_two_steps() -> None:
    assert rates("us-s301-review-2025")["40151210"] == "0.5"
    assert rates("us-s301-review-2026")["40151210"] == "1"


def test_routers_pay_list_3_and_other_apparatus_list_4a() -> None:
    third = codes("us-s301-list-3") | codes("us-s301-list-3-additional")
    assert "8517620020" in third
    assert not any("8517620090".startswith(code) for code in third)
    assert "85176200" in codes("us-s301-list-4a")


def test_chinese_duty_on_soybeans_step_by_step() -> None:
    assert longest("12011000", rates("cn-mfn-2018-01")) == "0"  # for sowing
    assert longest("12019020", rates("cn-mfn-2018-01")) == "0.03"
    assert longest("12019020", rates("cn-s301-list-1")) == "0.25"
    assert longest("12019020", rates("cn-s301-list-4a")) == "0.05"
    assert longest("12019020", rates("cn-s301-list-4a-halved")) == "0.025"


def test_chinese_cars_fall_to_fifteen_percent_in_july_2018() -> None:
    assert longest("87032342", rates("cn-mfn-2018-01")) == "0.25"
    assert longest("87032342", rates("cn-mfn-2018-07")) == "0.15"


def test_liquefied_gas_pays_fifteen_percent_from_february_2025() -> None:
    assert rates("cn-fentanyl-february")["27111100"] == "0.15"


def test_derivatives_name_first_day_and_base() -> None:
    for name in ("us-s232-steel-derivatives", "us-s232-aluminium-derivatives"):
        assert {row["on"] for row in rows(name)} == {"full", "content"}
        assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", row["since"]) for row in rows(name))


def test_country_rates_are_those_of_the_annexes() -> None:
    april = {row["iso3"]: row["rate"] for row in rows("us-reciprocal-rates-2025-04-09")}
    assert (april["EU"], april["JPN"], april["VNM"], april["IND"]) == (
        "0.2",
        "0.24",
        "0.46",
        "0.26",
    )
    assert not {"CHN", "CAN", "MEX"} & set(april)
    august = {row["iso3"]: row["rate"] for row in rows("us-reciprocal-rates-2025-08-07")}
    assert (august["CHE"], august["IND"], august["GBR"]) == ("0.39", "0.25", "0.1")


def test_every_conflict_names_two_versions_and_the_choice() -> None:
    text = (DATA / "record" / "conflicts.yaml").read_text(encoding="utf-8")
    conflicts = YAML(typ="safe").load(text)["conflicts"]
    assert len({row["id"] for row in conflicts}) == len(conflicts) >= 20
    for row in conflicts:
        assert set(row) == {"id", "subject", "versions", "used", "reason", "affects"}
        assert len(row["versions"]) >= 2
        assert all(set(version) == {"says", "source"} for version in row["versions"])


@pytest.mark.parametrize("name", TRADE_FILES)
def test_trade_file_agrees_with_its_card(name: str) -> None:
    card = cards(TRADE / "cards.yaml", "files")[name]
    path = str(TRADE / f"{name}.parquet")
    with duckdb.connect() as database:
        table = database.read_parquet(path)
        assert table.columns == list(card["columns"])
        assert table.count("*").fetchall() == [(int(card["rows"]),)]
        if "value_usd" in table.columns:
            assert table.sum("value_usd").fetchall() == [(int(card["total_usd"]),)]


def covered_share(partner: str, names: tuple[str, ...]) -> float:
    """Share of 2024 US imports from a partner that lists cover, by longest prefix."""
    listed = set[str]().union(*(codes(name) for name in names))
    query = "select code, value_usd from read_parquet(?) where partner = ?"
    with duckdb.connect() as database:
        path = str(TRADE / "us-imports-2024.parquet")
        trade = database.execute(query, [path, partner]).fetchall()
    total = sum(value for _, value in trade)
    hit = sum(v for c, v in trade if any(c[:n] in listed for n in range(2, 11)))
    return hit / total


def test_reciprocal_exemptions_cover_a_quarter_of_imports_from_china() -> None:
    # All 1,039 lines; the compiled table with 720 of them covers 25.8%.
    share = covered_share("CHN", ("us-reciprocal-annex-ii", "us-reciprocal-electronics"))
    assert share == pytest.approx(0.2685, abs=0.0005)


def test_annex_ii_is_whole_and_its_changes_lead_to_the_list_of_november() -> None:
    """1,039 lines, as the press counted; what left later was on it, and what stayed still is."""
    annex, november = codes("us-reciprocal-annex-ii"), codes("us-reciprocal-exempt-2025-11")
    assert len(annex) == 1039
    left = [codes(f"us-reciprocal-out-{n}") for n in ("copper", "2025-09", "wood")]
    assert [len(lines) for lines in left] == [76, 8, 158]
    gone = set[str]().union(*left)
    assert gone <= annex
    assert not gone & november
    kept = {c for c in annex - gone if c not in november}
    assert {c[:4] for c in kept} == {"8542"}, "chips stand in November as a heading"
    assert codes("us-reciprocal-in-2025-09") <= november


def test_section_301_lists_cover_over_half_of_imports_from_china() -> None:
    live = tuple(f"us-s301-list-{n}" for n in ("1", "2", "3", "3-additional", "4a"))
    assert covered_share("CHN", live) == pytest.approx(0.544, abs=0.005)


def test_every_hs6_has_one_sector_of_each_scheme() -> None:
    query = "select count(*), count(distinct hs6), count(icio), count(wiod) from read_parquet(?)"
    with duckdb.connect() as database:
        found = database.execute(query, [str(TRADE / "hs6-sectors.parquet")]).fetchone()
    assert found is not None
    assert len(set(found)) == 1


def test_shares_lie_between_zero_and_one() -> None:
    with duckdb.connect() as database:
        for name, column in (
            ("us-usmca-claims-2024", "share"),
            ("us-usmca-claims-2025", "share"),
            ("us-metal-content", "steel"),
        ):
            table = database.read_parquet(str(TRADE / f"{name}.parquet"))
            low, high = table.aggregate(f"min({column}), max({column})").fetchall()[0]
            assert 0 <= low <= high <= 1
