"""Known holes of the record: a rate that one touches says so, on its days and on no others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.api import moment, quote_rate
from detente.errors import LedgerError
from detente.ledger import Ledger, read_ledger
from detente.ledger.caveats import told


@pytest.fixture(scope="module")
def record() -> Ledger:
    return read_ledger()


FORCED, MEDICINES, ANNEX_C = "us-forced-labour-annex", "us-medicines-annexes", "us-metals-annex-i-c"
MFN_CN, NOTICES = "cn-mfn-after-2019", "cn-notices-2026"
WATER = "us-reciprocal-on-the-water"

CASES = [
    # The annex of free goods of July 2026 is not held: every good it may hold is flagged.
    ("USA", "VNM", "0901.11.00.25", "2026-07-23", None, ()),
    ("USA", "VNM", "0901.11.00.25", "2026-07-24", None, (FORCED,)),
    ("USA", "VNM", "0901.11.00.25", "2026-07-24", "2026-07-22", ()),
    ("USA", "CHN", "7208.10.15.00", "2026-07-24", None, ()),  # steel is outside that duty
    ("USA", "FRA", "6109.10.00.12", "2026-07-24", None, ()),  # MFN above the total of 10
    # Annex I-C of 8 June 2026 took goods from Annexes I-B and III; which ones is not held.
    ("USA", "JPN", "8429.52.10.10", "2026-06-07", None, ()),
    ("USA", "JPN", "8429.52.10.10", "2026-06-08", None, (ANNEX_C,)),
    ("USA", "JPN", "8429.52.10.10", "2026-06-08", "2026-05-31", ()),
    ("USA", "DEU", "8457.10.00.10", "2026-06-08", None, (ANNEX_C,)),
    ("USA", "KOR", "9503.00.00.73", "2026-06-08", None, ()),
    # The codes of patented medicines are not held: chapters 29 and 30 are flagged.
    ("USA", "CHE", "3002.15.00.10", "2026-07-30", None, (FORCED,)),
    ("USA", "CHE", "3002.15.00.10", "2026-07-31", None, (FORCED, MEDICINES)),
    ("USA", "GBR", "2934.99.90.01", "2026-08-01", None, (FORCED, MEDICINES)),
    ("USA", "GBR", "3304.99.50.00", "2026-08-01", None, (FORCED,)),
    # China: the schedule of January 2019, and no notice of 2026.
    ("CHN", "USA", "1201.90", "2019-12-31", None, ()),
    ("CHN", "USA", "1201.90", "2025-07-28", None, (MFN_CN,)),
    ("CHN", "USA", "1201.90", "2026-01-01", None, (NOTICES, MFN_CN)),
    ("CHN", "CAN", "1205.10", "2019-06-03", None, ("cn-other-partners",)),
    # Goods on the water: the day of export decides.
    ("USA", "CHN", "9403.60.80.81", "2019-05-09", None, ()),
    ("USA", "CHN", "9403.60.80.81", "2019-05-10", None, ("us-list-3-on-the-water",)),
    ("USA", "CHN", "9403.60.80.81", "2019-06-05", None, ("us-list-3-on-the-water-june",)),
    ("USA", "CHN", "9403.60.80.81", "2019-06-05", "2019-06-09", ()),
    ("USA", "CHN", "9403.60.80.81", "2019-06-15", None, ()),
    ("USA", "VNM", "9503.00.00.73", "2025-04-05", None, (WATER,)),
    ("USA", "VNM", "9503.00.00.73", "2025-05-26", None, (WATER,)),
    ("USA", "VNM", "9503.00.00.73", "2025-05-27", None, ()),
    ("USA", "VNM", "8517.13.00.00", "2025-04-12", None, ()),  # phones do not pay it
    ("USA", "BRA", "9503.00.00.73", "2025-08-06", None, ("us-brazil-on-the-water",)),
    ("USA", "CHN", "8507.60.0020", "2025-07-28", None, ()),
]


@pytest.mark.parametrize(("importer", "exporter", "product", "on", "known", "ids"), CASES)
def test_a_rate_tells_of_the_holes_that_touch_it(  # noqa: PLR0913 - a case has six columns
    record: Ledger,
    importer: str,
    exporter: str,
    product: str,
    on: str,
    known: str | None,
    ids: tuple[str, ...],
) -> None:
    quote = quote_rate(importer, exporter, product, on, as_known=known, ledger=record)
    assert quote.caveats == ids
    by_id = {c.id: c for c in record.caveats}
    assert all(told(by_id[i]) in quote.notes for i in ids)


def test_a_caveat_begins_and_ends_to_the_minute(record: Ledger) -> None:
    def ids(at: str) -> tuple[str, ...]:
        found = quote_rate("USA", "VNM", "9503.00.00.73", moment(at), ledger=record)
        return found.caveats

    assert ids("2026-07-24T00:00-04:00") == ()
    assert ids("2026-07-24T00:01-04:00") == (FORCED,)


def test_an_import_ban_is_told_beside_the_duty(record: Ledger) -> None:
    def logs(on: str) -> bool:
        notes = quote_rate("CHN", "USA", "4403.21", on, ledger=record).notes
        return any(note.startswith("CN-LOGS stands beside the duty") for note in notes)

    assert [logs(d) for d in ("2025-03-03", "2025-03-04", "2025-11-09", "2025-11-10")] == [
        False,
        True,
        True,
        False,
    ]


def test_caveats_are_public_no_earlier_than_their_act(record: Ledger) -> None:
    documents = record.documents
    for c in record.caveats:
        days = [documents[s.document].published for s in c.source]
        assert all(d is None or c.announced >= d or c.start.date() >= d for d in days), c.id
        assert c.announced <= date(2026, 8, 22)


OWN = """\
caveats:
- id: own-hole
  says: Quotas by firm are not held.
  effect: too_low
  imposer: USA
  target: [{target}]
  products: {{codes: [9503]}}
  measures: [{measure}]
  start: {start}
  until: 2025-12-01
  announced: 2025-06-01
  confidence: low
"""


def test_a_folder_of_ones_own_adds_caveats(tmp_path: Path) -> None:
    text = OWN.format(target="GBR", measure="US-RECIP-10", start="2025-06-01")
    (tmp_path / "caveats.yaml").write_text(text, encoding="utf-8")
    own = read_ledger(tmp_path)
    found = quote_rate("USA", "GBR", "9503.00.00.73", "2025-07-01", ledger=own)
    assert found.caveats == ("own-hole",)
    assert "too low" in " ".join(found.notes)
    assert {c.id for c in read_ledger().caveats} < {c.id for c in own.caveats}


FAULTS = [
    ("NOWHERE", "US-RECIP-10", "2025-06-01", 'names the place "NOWHERE"'),
    ("VNM", "US-NOTHING", "2025-06-01", 'names the measure "US-NOTHING"'),
    ("VNM", "US-RECIP-10", "2026-06-01", "ends before it starts"),
    ("VNM", "US-RECIP-10", "soon", '"soon" is not a date'),
]


@pytest.mark.parametrize(("target", "measure", "start", "fault"), FAULTS)
def test_a_faulty_caveat_is_named_by_file_and_line(
    tmp_path: Path, target: str, measure: str, start: str, fault: str
) -> None:
    path = tmp_path / "caveats.yaml"
    text = OWN.format(target=target, measure=measure, start=start)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"caveats\.yaml:") as caught:
        read_ledger(tmp_path)
    assert fault in str(caught.value)


def test_the_fingerprint_is_of_the_content_not_of_the_place(tmp_path: Path) -> None:
    prints: set[str] = set()
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        text = OWN.format(target="GBR", measure="US-RECIP-10", start="2025-06-01")
        (folder / "caveats.yaml").write_text(text, encoding="utf-8")
        prints.add(read_ledger(folder).digest)
    assert len(prints) == 1
    assert prints != {read_ledger().digest}
