"""Codes of another year: their headings of today stand for them, and the answer says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.api import quote_rate
from detente.errors import InputError
from detente.ledger import Ledger, read_ledger
from detente.rates.average import average_duty, direction
from detente.rates.nomenclature import leaves
from detente.rates.series import own_weights
from detente.rates.trade import trade_table


@pytest.fixture(scope="module")
def record() -> Ledger:
    return read_ledger()


CASES = [
    # 8541.40 was split in 2022 into diodes, cells, modules and others.
    ("USA", "CHN", "8541.40", ("854141", "854142", "854143", "854149")),
    ("USA", "CHN", "8541.40.20.00", ("854141", "854142", "854143", "854149")),
    # Phones: 8517.12 became smartphones and other mobile phones.
    ("USA", "CHN", "8517.12.00", ("851713", "851714")),
    # The other way round: China's schedule held here is older than the code.
    ("CHN", "USA", "8541.43", ("854140",)),
    ("CHN", "USA", "8517.13", ("851712",)),
    # A line that is gone inside a heading that is not.
    ("CHN", "USA", "8542.31.11.99", ("854231",)),
]


@pytest.mark.parametrize(("importer", "exporter", "code", "headings"), CASES)
def test_a_code_of_another_year_is_answered_by_its_headings(
    record: Ledger, importer: str, exporter: str, code: str, headings: tuple[str, ...]
) -> None:
    digits = code.replace(".", "")
    lines = leaves(record, importer, exporter, digits)
    assert lines.instead == headings
    assert all(line.startswith(headings) for line in lines.codes)
    quote = quote_rate(importer, exporter, code, "2018-08-23", ledger=record)
    parts = [quote_rate(importer, exporter, h, "2018-08-23", ledger=record) for h in headings]
    assert (quote.low, quote.high) == (min(p.low for p in parts), max(p.high for p in parts))
    assert quote.low <= quote.rate <= quote.high
    told = [n for n in quote.notes if "is a line of another year" in n]
    assert len(told) == 1


@pytest.mark.parametrize("code", ["854140", "85414020", "851712"])
def test_such_a_code_is_never_a_coverage_fault(record: Ledger, code: str) -> None:
    """On this day the record once said that it held no US duties on China at all."""
    quote = quote_rate("USA", "CHN", code, "2018-08-23", ledger=record)
    assert np.isfinite(quote.rate)


def test_a_code_that_never_was_is_refused(record: Ledger) -> None:
    for code in ("859910", "999999", "770110"):
        with pytest.raises(InputError, match="no such line"):
            quote_rate("USA", "CHN", code, "2018-08-23", ledger=record)


def test_every_revision_leads_from_one_heading_to_another() -> None:
    table = trade_table("hs6-revisions", ("earlier", "later", "edition"))
    pairs = list(zip(table["earlier"], table["later"], table["edition"], strict=True))
    assert len(set(pairs)) == len(pairs) > 500
    assert all(len(a) == len(b) == 6 and a != b for a, b, _ in pairs)
    assert {e for *_, e in pairs} == {"2017", "2022"}


def test_own_weights_by_hs6_are_spread_over_the_lines(record: Ledger, tmp_path: Path) -> None:
    """One heading as the only weight gives that heading's mean, in old numbering too."""
    for code in ("850760", "854140"):
        path = tmp_path / f"{code}.csv"
        path.write_text(f"code,value\n{code},7\n", encoding="utf-8")
        flow = own_weights(direction(record, "USA", "CHN"), path)
        quote = quote_rate("USA", "CHN", code, "2025-07-28", ledger=record)
        found = average_duty(flow, quote.on, quote.as_known)
        assert found.rate == pytest.approx(quote.rate, abs=1e-12)
        assert flow.value.sum() == pytest.approx(7)
