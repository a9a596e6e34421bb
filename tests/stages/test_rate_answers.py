"""Rates where the record holds lists but no schedule, and goods a duty leaves out by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.api import quote_rate
from detente.errors import CoverageError
from detente.rates.quote import Quote
from toyrecord import Record, row


@pytest.mark.parametrize(
    ("short", "long", "row_id"),
    [
        ("7208.10", "72081000", "CA-RET-METAL"),
        ("7208", "72081000", "CA-RET-METAL"),
        ("72", "72081000", "CA-RET-METAL"),
        ("2204", "22042910", "CA-RET-30"),
        ("0105.11", "01051122", "CA-RET-30"),
    ],
)
def test_a_short_code_is_answered_from_the_lists(short: str, long: str, row_id: str) -> None:
    """SOR/2025-66 and SOR/2025-95: 25% on the listed goods; Canada's own tariff is not held."""
    found, line = (quote_rate("CAN", "USA", c, "2025-03-20") for c in (short, long))
    layer = next(x for x in found.layers if x.measure == row_id)
    assert layer.rate == pytest.approx(0.25)
    assert [x.measure for x in line.layers] == [row_id]
    assert np.isnan(found.rate), "the ordinary duty is unknown"
    assert "no tariff schedule of Canada" in found.notes[0]


def test_the_range_over_named_codes_is_told() -> None:
    """SOR/2025-118: 8703 pays 25%, but 8703.10 is excepted."""
    notes = quote_rate("CAN", "USA", "87", "2025-10-20").notes
    assert "8 codes" in notes[0]
    assert "the layers come to 0% to 25%" in notes[0]


def test_a_list_that_ran_out_is_not_drawn_on() -> None:
    """CA-RET-30 ended on 1 September 2025."""
    with pytest.raises(CoverageError) as refused:
        quote_rate("CAN", "USA", "2204", "2025-10-20")
    assert "CA-RET-30" not in str(refused.value)


def test_a_refusal_does_not_deny_what_is_held() -> None:
    with pytest.raises(CoverageError) as refused:
        quote_rate("CAN", "USA", "2709", "2025-03-20")
    told = str(refused.value)
    assert told.startswith("The record holds no duty of Canada on 2709 from United States")
    assert "only on other goods (CA-RET-30, CA-RET-METAL)" in told
    with pytest.raises(CoverageError, match="holds no duties of Canada on goods from Germany"):
        quote_rate("CAN", "DEU", "2709", "2025-03-20")


def test_coffee_from_brazil_is_told_as_exempt() -> None:
    """Order of 20 November 2025: the goods of Annex II leave the duty of 40% from 13 November."""
    quote = quote_rate("USA", "BRA", "0901.11", "2025-11-13")
    told = {x.measure: x for x in quote.excluded}
    assert (told["US-BRA-40"].reason, told["US-BRA-40"].by) == ("exempt", "US-BRA-40-EXEMPT")
    assert told["US-BRA-40"].rate == pytest.approx(0.4)
    assert quote.rate == pytest.approx(0.0)
    before = quote_rate("USA", "BRA", "0901.11", "2025-11-12")
    assert "US-BRA-40" in {x.measure for x in before.layers}
    assert "US-BRA-40" not in {x.measure for x in before.excluded}


def invented(tmp_path: Path, extra: str = "") -> Quote:
    record = Record(tmp_path / "record")
    record.product_list("spared", "code,rate\n850760,\n")
    scope = "products: {everything: true, except: {lists: [spared], codes: [0901]}}"
    blanket = row("BLANKET", target="[EAS]", rate="10%").replace("products: all", scope)
    elsewhere = row("ELSEWHERE", target="[SUD]", rate="10%").replace("products: all", scope)
    record.write("measures/more.yaml", f"act: gazette-1\nmeasures:\n{blanket}{elsewhere}{extra}")
    return quote_rate("NOR", "EAS", "850760", "2031-04-01", ledger=record.read())


def test_an_exception_names_the_list_and_only_rows_aimed_at_the_partner(tmp_path: Path) -> None:
    told = [(x.measure, x.reason, x.by) for x in invented(tmp_path).excluded]
    assert told == [("BLANKET", "exempt", "spared")]


def test_a_row_that_another_ended_is_not_told_as_an_exception(tmp_path: Path) -> None:
    end = row("END", instrument="other", family="", rate="", ends="[BLANKET]")
    assert [x.measure for x in invented(tmp_path, end).excluded] == []
