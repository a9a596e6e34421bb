"""Names as people write them against names as lists have them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.ledger import Ledger, read_ledger
from detente.ledger.names import likeness, plain_name
from detente.ledger.parties import ADVICE, Match, advice, screen

# The columns of the Consolidated Screening List as the Commerce Department publishes it.
COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
ROWS = [
    {
        "name": "Nordic Silicon Manufacturing International Corporation (NSMIC)",
        "alt_names": "NSMI; Nordic Silicon (Harbour City) Ltd.; 北硅国际",
        "source": "Entity List (EL) - Bureau of Industry and Security",
        "start_date": "2020-12-18",
    },
    {"name": "EKMARK, Åse", "source": "Denied Persons List (DPL)", "end_date": "2024-06-30"},
    {"name": "Later Robotics Co., Ltd.", "source": "EL", "start_date": "2026-01-05"},
]


@pytest.fixture(scope="module")
def record() -> Ledger:
    return read_ledger()


@pytest.fixture(scope="module")
def csl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "consolidated.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def found(record: Ledger, name: str, on: date, *lists: Path) -> tuple[Match, ...]:
    return screen(record, name, on, on, lists)


DAY = date(2025, 7, 28)
AS_WRITTEN = [
    "Nordic Silicon Manufacturing International",
    "nordic silicon manufacturing intl corp",
    "Nordik Silicon Manufacturng Int'l Corp.",
    "Manufacturing International, Nordic Silicon",
    "N.S.M.I.C.",
    "NSMIC",
    "北硅国际",
    "Nordic Silicon Harbour City Limited",
]


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_a_listed_firm_is_found_however_it_is_written(record: Ledger, csl: Path, name: str) -> None:
    best = found(record, name, DAY, csl)[0]
    assert best.party.startswith("Nordic Silicon")
    assert best.state == "listed"


@pytest.mark.parametrize("name", ["Huawei Tech. Co., Ltd.", "Huáwéi", "HUAWEI", "Huawie", "华为"])
def test_the_records_own_parties_are_found_too(record: Ledger, name: str) -> None:
    assert any(m.listing == "US-HUAWEI" for m in found(record, name, DAY))


@pytest.mark.parametrize(
    "name", ["Norland Bakery", "Silicon Valley Fruit Company", "Steel Intl Corp"]
)
def test_others_are_not(record: Ledger, csl: Path, name: str) -> None:
    assert found(record, name, DAY, csl) == ()


COMMON = ["Beijing", "Technologies", "Industry Co., Ltd.", "China", "American", "security"]


@pytest.mark.parametrize("name", COMMON)
def test_a_word_that_many_names_share_matches_no_part_of_a_name(record: Ledger, name: str) -> None:
    assert found(record, name, DAY) == ()
    assert "Give more of the name" in advice(name)


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Huawei", "Huawei Technologies"),
        ("Beijing Academy of Artificial Intelligence", "Beijing Academy of Artificial Intellig"),
        ("Beijing Academy", "Beijing Academy of Artificial Intelligence"),
        ("Inspur", "Inspur Electronic Information Industry"),
        ("Inspur Beijing", "Inspur Electronic Information Industry"),
        ("Boeing", "Boeing Defense Space and Security"),
        ("Shenzhen Huawei Technologies", "Huawei Technologies"),
    ],
)
def test_one_telling_word_is_enough(record: Ledger, name: str, party: str) -> None:
    assert found(record, name, DAY)[0].party.startswith(party)


def test_a_firm_whose_whole_name_is_common_is_found_by_it(record: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name\nShanghai Electric Group\nTechnology Ltd.\nNorth Technology\n", "utf-8")
    assert [m.party for m in found(record, "Technology", DAY, path)] == ["Technology Ltd."]
    assert found(record, "Shanghai", DAY, path) == ()


def test_a_common_word_asks_for_more_and_others_do_not(record: Ledger) -> None:
    assert advice("Huawei") == ADVICE
    assert advice("beijing").startswith('"beijing" is a word that many names share')


def test_a_listing_has_its_days(record: Ledger, csl: Path) -> None:
    assert found(record, "Ase Ekmark", date(2024, 6, 1), csl)[0].state == "listed"
    assert found(record, "Ase Ekmark", DAY, csl)[0].state == "no longer listed"
    assert found(record, "Later Robotics", DAY, csl)[0].state == "listed later"


@given(st.text(max_size=40))
def test_a_plain_name_is_plain_already(name: str) -> None:
    once = plain_name(name)
    assert plain_name(once) == once


@given(
    st.lists(st.sampled_from(["nordic", "silicon", "harbour", "steel"]), min_size=1, unique=True)
)
def test_order_of_words_does_not_matter(words: list[str]) -> None:
    one, other = plain_name(" ".join(words)), plain_name(", ".join(reversed(words)))
    assert likeness(one, other) == 100.0


@pytest.mark.parametrize("name", ["", " ", "x", "...", "&"])
def test_a_name_without_words_is_refused(record: Ledger, name: str) -> None:
    with pytest.raises(InputError, match="signs alone"):
        screen(record, name, DAY, DAY)
