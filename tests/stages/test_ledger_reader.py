"""Faults in the record: one message each, with file, line and remedy; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import LedgerError
from detente.ledger.read import check_record
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


DEADLINE = (
    "  kind: duty\n  title: T\n  date: 2031-05-01\n  announced: 2031-01-02\n  confidence: high\n"
)
MISNAMED = {
    "deadlines.yaml": (
        f"deadlines:\n- id: one\n{DEADLINE}  measures: [STEEL]\n"
        f"- id: two\n{DEADLINE}  measures: [STEAL]\n  superseded_by: onne\n",
        [
            '9: two names "STEAL", which is not recorded. Did you mean "STEEL"?',
            '9: two names "onne", which is not recorded. Did you mean "one"?',
        ],
    ),
    "interactions/more.yaml": (
        "interactions:\n- {id: a, rule: excludes, when: [steel], drops: [mfn], confidence: high}\n"
        "- {id: b, rule: excludes, when: [steal], drops: [mfn], confidence: high}\n",
        ['3: the rule b names "steal", which is neither a family nor a measure of the record.'],
    ),
    "parties.yaml": (
        "parties:\n- {name: A Firm, measures: [STEEL]}\n- {name: B Firm, measures: [STEAL]}\n",
        ['3: B Firm names "STEAL", which is not in measures/.'],
    ),
}


@pytest.mark.parametrize("name", MISNAMED)
@pytest.mark.parametrize("laid_over", [False, True])
def test_a_row_that_names_nothing_is_told_with_its_own_line(
    record: Record, tmp_path: Path, name: str, laid_over: bool
) -> None:
    text, says = MISNAMED[name]
    folder = tmp_path / "mine" if laid_over else record.folder
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = faults(record, *([folder] if laid_over else []))
    assert len(found) == len(says)
    for fault, expected in zip(found, says, strict=True):
        assert f"{name}:{expected}" in fault


def test_all_faults_at_once_sorted_by_file(record: Record) -> None:
    record.add("b", row("B", rate="2500"))
    record.add("a", row("A", target="[EAST]") + row("A2", rate="x"))
    record.write("truces/c.yaml", "id: [\n")
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


LAYERED = {
    "deadlines.yaml": f"deadlines:\n- id: one\n{DEADLINE}- id: two\n{DEADLINE}",
    "interactions/rules.yaml": (
        "interactions:\n"
        "- {id: one, rule: excludes, when: [steel], drops: [mfn], confidence: high}\n"
        "- {id: two, rule: excludes, when: [mfn], drops: [steel], confidence: high}\n"
    ),
    "rounds.yaml": (
        "rounds:\n- {id: one, city: Oslo, start: 2031-05-01, until: 2031-05-02, confidence: high}\n"
        "- {id: two, city: Bergen, start: 2031-06-01, until: 2031-06-02, confidence: high}\n"
    ),
}


@pytest.mark.parametrize("name", LAYERED)
def test_every_kind_of_row_laid_over_takes_the_place_of_its_namesake(
    record: Record, tmp_path: Path, name: str
) -> None:
    """One row each by id, in the order of the record, the one on top counting."""
    record.write(name, LAYERED[name])
    top = LAYERED[name].split("- id: two" if "deadlines" in name else "- {id: two")[0]
    over = tmp_path / "mine"
    (over / name).parent.mkdir(parents=True)
    (over / name).write_text(top.replace("high", "low"), encoding="utf-8")
    kind = name.partition(".")[0].partition("/")[0]
    rows = getattr(record.read(over), kind)
    assert [(row.id, row.confidence) for row in rows] == [("one", "low"), ("two", "high")]


@pytest.mark.parametrize("name", LAYERED)
def test_two_rows_of_one_id_in_one_folder_are_a_fault(record: Record, name: str) -> None:
    record.write(name, LAYERED[name].replace("id: two", "id: one"))
    found = faults(record)
    assert len(found) == 1
    assert f'the id "one" stands already at {name}:2. Ids are unique.' in found[0]


def test_two_rows_of_one_act_that_share_a_product(record: Record) -> None:
    record.product_list("metals", "code\n72\n7408\n")
    record.add(
        "new",
        row("ONE", products="{lists: [metals]}")
        + row("TWO", target="[UNION]", products="{codes: [7208, 90]}", effective="2031-07-01"),
    )
    assert "TWO overlaps ONE of the same act: both fall on 7208" in faults(record)[0]


@pytest.mark.parametrize(
    "apart",
    [
        {"products": "{codes: [72, 90], except: {lists: [metals]}}"},
        {"target": "[EAS]", "effective": "2031-03-15"},
        {"condition": "end_use"},
        {"family": "another"},
        {"until": "2031-02-01", "effective": "2031-01-15", "announced": "2031-01-15"},
    ],
)
def test_rows_of_one_act_that_part_somewhere(record: Record, apart: dict[str, str]) -> None:
    record.product_list("metals", "code\n72\n7408\n")
    one = row("ONE", target="[SUD]", products="{lists: [metals]}")
    two = {"target": "[SUD]", "products": "{codes: [7208, 90]}", **apart}
    record.add("new", one + row("TWO", **two))
    assert "TWO" in record.read().measures


TRUCE = (
    "id: pause\ntitle: Pause\nparties: [NOR, EAS]\nannounced: 2031-05-01\n"
    "start: 2031-05-12\nuntil: {until}\nacts: {{NOR: [PAUSE]}}\nconfidence: high\n"
)


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("2031-09-12", "runs to 2031-09-12T00:00:00+00:00, its act PAUSE only to 2031-08-12"),
        ("2031-07-12", "before any of its acts does (2031-08-12"),
    ],
)
def test_a_truce_ends_with_its_acts(record: Record, until: str, says: str) -> None:
    acts = row(
        "PAUSE",
        instrument="suspension",
        rate="",
        suspends="[STEEL]",
        announced="2031-05-01",
        effective="2031-05-12",
        until="2031-08-12",
    )
    record.add("pause", acts)
    record.write("truces/pause.yaml", TRUCE.format(until="2031-08-12"))
    assert "pause" in record.read().truces
    record.write("truces/pause.yaml", TRUCE.format(until=until))
    assert says in faults(record)[0]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.yaml", DUTIES, "A file of measures belongs in measures/."),
        ("measure/x.yaml", DUTIES, "Did you mean measures/?"),
        ("measures/x.yml", DUTIES, "only files measures/*.yaml are read there"),
        ("lists/steel.csv", "code\n72\n", "only files lists/*.csv.gz are read there"),
        ("deadline.yaml", "deadlines: []\n", "Did you mean deadlines.yaml?"),
        ("scenarios/x.yaml", "id: x\n", "scenarios are not read from a folder laid over"),
        ("baseline.yaml", "x: y\n", "belongs to the built-in record alone"),
    ],
)
def test_a_file_nobody_would_read_is_a_fault(
    record: Record, tmp_path: Path, name: str, text: str, says: str
) -> None:
    path = tmp_path / "mine" / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    (fault,) = faults(record, tmp_path / "mine")
    assert fault.startswith(f"{path}:1: ")
    assert says in fault


def test_notes_and_hidden_files_are_left_alone(record: Record, tmp_path: Path) -> None:
    over = tmp_path / "mine"
    (over / "measures").mkdir(parents=True)
    (over / "measures" / "x.yaml").write_text(DUTIES)
    (over / "README.md").write_text("My notes.")
    (over / ".git").mkdir()
    (over / ".git" / "config").write_text("x")
    assert "STEEL" in record.read(over).measures


def test_a_folder_with_nothing_of_the_record_is_refused(record: Record, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert "nothing of the record is in this folder" in faults(record, tmp_path / "mine")[0]
    for n in range(50):
        (tmp_path / "mine" / f"{n:02}.csv").write_text("x")
    found = faults(record, tmp_path / "mine")
    assert len(found) == 21
    assert any("more such files follow" in fault for fault in found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,rate\n12345,0.1\n", ':2: code: "12345" is not a Harmonized System code'),
        ("code,rate\n72.08,0.1\n", ':2: code: "72.08" has dots or spaces'),
        ("code,rate\n7208,0.1\n7208,0.2\n", ':3: "7208" stands on line 2 too'),
        ("code,rate\n7208,ten\n", ':2: rate: "ten" is no rate'),
        ("code,rate\n7208,2500\n", ':2: rate: "2500" is no rate'),
        ("code,since\n7208,soon\n", ':2: since: "soon" is not a date'),
        ("code,rates\n7208,0.1\n", 'the column "rates" is not read. Did you mean "rate"?'),
        ("line,rate\n7208,0.1\n", "no column `code`"),
        ("code,on\n7208,half\n", '"half" is neither full nor content'),
    ],
)
def test_a_faulty_product_list_is_named_with_its_line(record: Record, text: str, says: str) -> None:
    path = record.product_list("steel", text)
    assert any(f"{path}" in fault and says in fault for fault in faults(record))


def test_the_lists_of_the_record_are_in_its_fingerprint(record: Record) -> None:
    record.product_list("steel", "code\n72\n")
    before = record.read().digest
    record.product_list("steel", "code\n73\n")
    assert record.read().digest != before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "x.yaml:1: the file is empty. It needs the keys act, measures."),
        ("- a\n", "x.yaml:1: the file holds a list."),
        ("words\n", "x.yaml:1: the file holds plain text."),
        ("0:\n" + DUTIES, 'x.yaml:1: unknown key "0". Known keys: act, measures.'),
    ],
)
def test_a_file_that_is_no_act_at_all(record: Record, text: str, says: str) -> None:
    record.write("measures/x.yaml", text)
    assert any(says in fault for fault in faults(record))


def test_a_rate_gone_wrong_has_one_message(record: Record) -> None:
    path = record.add("new", row("NEW", rate="2500"))
    assert path.name == "new.yaml"
    assert len(faults(record)) == 1


def test_every_file_of_the_built_in_record_passes_the_thorough_check() -> None:
    assert check_record().measures


def test_a_folder_that_is_not_there(record: Record, tmp_path: Path) -> None:
    assert "no such folder" in faults(record, tmp_path / "nowhere")[0]
