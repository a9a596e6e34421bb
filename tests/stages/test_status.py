"""Where a row stands, what acts on it, and one entry of the record in full."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.api import quote_rate
from detente.errors import InputError
from detente.ledger import Ledger, read_ledger
from detente.ledger.calendar import calendar
from detente.ledger.described import described_entry
from detente.ledger.status import record_on, standing
from toyrecord import Record, row

DAY = date(2031, 7, 1)


def new_row(name: str, **fields: str) -> str:
    return row(name, announced="2031-05-01", effective="2031-05-01", family="new", **fields)


def state(ledger: Ledger, name: str) -> tuple[str, list[str]]:
    m = ledger.measure(name)
    found = standing(ledger, m, ledger.instant(DAY, m.imposer), DAY)
    return found.state, [relation.text() for relation in found.in_part]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """STEEL falls on codes 72 and 7318, from all places."""
    made = Record(tmp_path / "record")
    made.product_list("wider", "code\n72\n73\n")
    made.product_list("same", "code\n72\n7318\n")
    made.product_list("narrower", "code\n7208\n7318\n")
    made.product_list("other", "code\n8507\n")
    return made


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"products": "{lists: [wider]}"}, ("replaced", [])),
        ({"products": "{lists: [same]}"}, ("replaced", [])),
        ({"products": "{lists: [narrower]}"}, ("in force", ["replaced in part by NEW"])),
        ({"products": "{lists: [other]}"}, ("in force", [])),
        ({"target": "[EAS]"}, ("in force", ["replaced in part by NEW"])),
        ({"condition": "quota"}, ("in force", [])),
        (
            {"products": "{lists: [wider], except: {codes: [720810]}}"},
            ("in force", ["replaced in part by NEW"]),
        ),
    ],
)
def test_a_successor_replaces_what_its_products_and_targets_reach(
    record: Record, fields: dict[str, str], expected: tuple[str, list[str]]
) -> None:
    record.add("new", new_row("NEW", replaces="[STEEL]", **fields))
    assert state(record.read(), "STEEL") == expected


def test_a_row_ended_before_it_began_ended_nothing(record: Record) -> None:
    record.add("new", new_row("NEW", ends="[STEEL]"))
    assert state(record.read(), "STEEL") == ("ended", [])
    record.add("stop", row("STOP", announced="2031-04-01", effective="2031-05-01", ends="[NEW]"))
    assert state(record.read(), "STEEL") == ("in force", [])


def test_finished_chinese_lists_are_no_longer_shown_as_in_force() -> None:
    shown = {r.id: r for r in record_on(read_ledger(), date(2025, 7, 28), every=True)}
    assert (shown["CN-301-L3"].state, shown["CN-301-L3"].by) == ("replaced", "CN-301-L3-UP")
    assert (shown["CN-301-L4A"].state, shown["CN-301-L4A"].by) == ("replaced", "CN-301-L4A-HALF")
    assert (shown["CN-AUTO-RETURN"].state, shown["CN-AUTO-RETURN"].by) == (
        "ended",
        "CN-AUTO-SUSP-3",
    )
    assert shown["CN-301-L1"].in_part == ("suspended in part by CN-AUTO-SUSP-3",)
    assert shown["CN-RECIP-TRUCE2"].state == "public later"


def entry(name: str, on: date = date(2025, 7, 28)) -> list[tuple[str, str]]:
    return described_entry(read_ledger(), name, on, on)


def test_a_measure_is_explained_with_its_standing_and_what_acts_on_it() -> None:
    found = entry("US-RECIP-CHN-34")
    assert (
        "standing",
        "suspended by US-RECIP-CHN-TRUCE1 on 2025-07-28 until 2025-08-12T00:01-04:00",
    ) in found
    assert ("replaced by", "US-RECIP-CHN-84 from 2025-04-09T00:01-04:00") in found
    told = [text for label, text in found if label == "suspended by"]
    assert told == ["US-RECIP-CHN-TRUCE1 from 2025-05-14T00:01-04:00 to 2025-08-12T00:01-04:00"], (
        "later truces were not public"
    )
    assert not any("US-AERO-JPN" in text for _, text in found), "a row on Japan does not act here"


def test_truces_and_documents_are_explained_too() -> None:
    assert ("acts of USA", "US-RECIP-CHN-TRUCE1") in entry("geneva-2025")
    by_id, by_number = entry("us-eo-14257"), entry("eo 14257")
    assert by_id == by_number
    cited = [text for label, text in by_id if label == "cited by"]
    assert any(text.startswith("US-RECIP-CHN-34 (9903.01.63)") for text in cited)


def test_an_unknown_entry_names_its_neighbours() -> None:
    with pytest.raises(InputError, match="Did you mean US-FENT-CHN-20"):
        entry("us-fent-chn")
    with pytest.raises(InputError, match="is no measure, truce or document"):
        entry("")


def test_each_deadline_is_told_in_the_zone_of_whose_act_it_is() -> None:
    rows = {r.id: r for r in calendar(read_ledger(), date(2025, 7, 28), date(2025, 7, 28))}
    beijing, washington = rows["cn-entity-lists-2025-08-12"], rows["tiktok-2025-09-17"]
    assert beijing.date.isoformat() == "2025-08-12T00:00:00+08:00"
    assert washington.date.isoformat() == "2025-09-17T00:00:00-04:00"
    assert list(rows.values()) == sorted(rows.values(), key=lambda r: r.date)


@pytest.mark.parametrize(
    ("on", "known", "says"),
    [
        ("2025-07-28", None, "US-FENT-CHN-20, US-RECIP-CHN-34: shown as charged"),
        ("2026-02-22", None, "US-FENT-CHN-10B, US-RECIP-CHN-34: still collected on this day"),
        ("2026-02-24", None, ""),
        ("2026-02-19", "2026-02-19", ""),
    ],
)
def test_a_ruling_flags_duties_and_takes_none_away(on: str, known: str | None, says: str) -> None:
    quote = quote_rate("USA", "CHN", "9503.00.00.73", on, as_known=known, ledger=read_ledger())
    flags = [note for note in quote.notes if note.startswith("US-COURT-SCOTUS")]
    assert len(flags) == bool(says)
    assert all(says in flag for flag in flags)
