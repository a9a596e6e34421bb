"""Dated cases: single rates worked out from the texts, and every date on which anything changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.ledger import Ledger, read_ledger
from detente.ledger.status import standing
from detente.ledger.values import parse_date, parse_moment, parse_rate
from detente.rates.average import change_moments, direction
from detente.rates.quote import quote_rate
from detente.strict_yaml import read_yaml

FOLDER = Path(__file__).parent / "cases"
CASES = read_yaml(FOLDER / "golden.yaml").rows("cases")
STANDINGS = read_yaml(FOLDER / "standing.yaml").rows("cases")


@cache
def record() -> Ledger:
    return read_ledger()


def name(case: dict[str, Any]) -> str:
    day = case.get("on") or case.get("at")
    return f"{case['importer']}-{case['exporter']}-{case['product']}-{day}-{case.get('as_known')}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_dated_case(case: dict[str, Any]) -> None:
    known = parse_date(case["as_known"]) if "as_known" in case else None
    on = parse_moment(case["at"]) if "at" in case else parse_date(case["on"])
    quote = quote_rate(record(), case["importer"], case["exporter"], case["product"], on, known)
    rate = quote.rate
    if "layers" in case:
        rate = sum(x.rate for x in quote.layers if x.family in case["layers"])
    assert rate == pytest.approx(parse_rate(case["rate"]), abs=1e-9), case["because"]


@pytest.mark.parametrize(("importer", "exporter"), [("USA", "CHN"), ("CHN", "USA")])
def test_rates_exist_on_every_date_on_which_anything_changes(importer: str, exporter: str) -> None:
    ledger = record()
    flow = direction(ledger, importer, exporter)
    last = max(m.announced for m in ledger.measures.values())
    start, until = ledger.coverage.start, ledger.coverage.until
    for at in change_moments(ledger, importer, exporter, start, until, last):
        stack = flow.stack(at, last)
        total = stack.total[stack.based]
        known = total[~np.isnan(total)]
        assert known.size > 0.97 * total.size
        assert known.min() >= 0
        assert known.max() < 6


@pytest.mark.parametrize("case", STANDINGS, ids=lambda c: f"{c['measure']}-{c['on']}")
def test_where_a_row_stands(case: dict[str, Any]) -> None:
    ledger, day = record(), parse_date(case["on"])
    known = parse_date(case["as_known"]) if "as_known" in case else ledger.coverage.until
    m = ledger.measure(case["measure"])
    public = m in ledger.known(known)
    state = standing(ledger, m, ledger.instant(day, m.imposer), known).state
    assert (state if public else "unknown") == case["state"], case["because"]
    if "starts" in case:
        assert m.effective is not None
        assert m.effective.date() == parse_date(case["starts"]), case["because"]
