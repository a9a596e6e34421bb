"""Faults in the record: one message each, with file, line and remedy; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import LedgerError
from toyrecord import DUTIES, Record, row


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record")


def faults(record: Record, *overlays: Path) -> list[str]:
    with pytest.raises(LedgerError) as caught:
        record.read(*overlays)
    return str(caught.value).splitlines()


def test_the_toy_record_has_no_fault(record: Record) -> None:
    ledger = record.read()
    assert set(ledger.measures) == {"BASE", "STEEL"}
    assert ledger.measure("STEEL").origin == "measures/duties.yaml:15"


def test_reading_twice_gives_the_same_fingerprint(record: Record) -> None:
    assert record.read().digest == record.read().digest


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"rate": "2500"}, '"2500" is a rate of 250000 percent'),
        ({"target": "[NO]"}, '"NO" is not a country code here'),
        ({"target": "[EAST]"}, 'names the place "EAST", which is not in the record'),
        ({"products": "{codes: [chips]}"}, '"chips" is not a Harmonized System code'),
        ({"effective": "2031-03-01T00:01"}, "has no zone"),
        ({"until": "2031-01-01"}, "before it starts"),
        ({"instrument": "tarif"}, '"tarif" is no instrument'),
        ({"colour": "red"}, 'unknown key "colour"'),
        ({"ratee": "10%"}, 'unknown key "ratee". Did you mean "rate"?'),
        ({"source": "[{document: gazette-2}]"}, 'names the document "gazette-2"'),
        ({"products": "{lists: [steel]}"}, 'names the product list "steel"'),
        ({"replaces": "[STEAL]"}, 'names the measure (replaces) "STEAL"'),
        ({"confidence": "certain"}, '"certain" is no level of confidence'),
        ({"title": ""}, 'the key "title" is missing'),
        ({"effective": ""}, "has no `effective`"),
        ({"products": ""}, "names no products"),
        ({"rate": ""}, "has neither `rate` nor `specific`"),
        ({"rate": "listed"}, "has `rate: listed` but no product list"),
    ],
)
def test_a_faulty_row_is_named_with_file_and_line(
    record: Record, fields: dict[str, str], says: str
) -> None:
    record.add("new", row("NEW", **fields))
    found = faults(record)
    assert any(says in fault for fault in found), found
    assert all(fault.startswith("measures/new.yaml:") for fault in found)


def test_two_rows_with_one_id(record: Record) -> None:
    record.add("new", row("STEEL"))
    assert 'the id "STEEL" stands already at measures/duties.yaml:15' in faults(record)[0]


def test_rows_of_one_act_that_overlap(record: Record) -> None:
    record.add("new", row("ONE") + row("TWO", rate="20%"))
    assert "TWO overlaps ONE of the same act" in faults(record)[0]


def test_rows_of_one_act_that_follow_each_other(record: Record) -> None:
    record.add("new", row("ONE") + row("TWO", rate="20%", ends="[ONE]"))
    assert "TWO" in record.read().measures


def test_a_truce_that_names_an_unknown_measure(record: Record) -> None:
    record.write(
        "truces/pause.yaml",
        "id: pause\ntitle: Pause\nparties: [NOR, EAS]\nannounced: 2031-05-01\n"
        "start: 2031-05-12\nuntil: 2031-08-12\nacts: {NOR: [STEAL]}\nconfidence: high\n",
    )
    assert faults(record) == [
        'truces/pause.yaml:1: the truce pause names "STEAL", which is not in measures/. '
        'Did you mean "STEEL"? A truce may only name measures recorded there.'
    ]


def test_all_faults_at_once_sorted_by_file(record: Record) -> None:
    record.add("b", row("B", rate="2500"))
    record.add("a", row("A", target="[EAST]") + row("A2", rate="x"))
    record.write("truces/c.yaml", "id: [\n")
    found = faults(record)
    assert "truces/c.yaml" in found[0]
    record.write("truces/c.yaml", "id: pause\n")
    files = [fault.split(":")[0] for fault in faults(record)]
    assert files == sorted(files)
    assert len(set(files)) == 3


def test_a_folder_laid_over_replaces_rows_by_id(record: Record, tmp_path: Path) -> None:
    over = tmp_path / "mine"
    (over / "measures").mkdir(parents=True)
    (over / "measures" / "x.yaml").write_text(DUTIES.replace("rate: 25%", "rate: 30%"))
    ledger = record.read(over)
    assert ledger.measure("STEEL").rate.rate == 0.3
    assert record.read().measure("STEEL").rate.rate == 0.25


def test_a_folder_that_is_not_there(record: Record, tmp_path: Path) -> None:
    assert "no such folder" in faults(record, tmp_path / "nowhere")[0]
