"""Rounds of the record with what texts tell of them, on two clocks."""

from __future__ import annotations

from datetime import date
from functools import cache

from detente.claims import Reading, read_claims
from detente.documents import from_text
from detente.documents.read import About
from detente.ledger import Ledger, read_ledger
from detente.reconcile import talks_table

TEXT = """US and Chinese officials met in London in June.
The United States and China will hold talks in Helsinki on August 4.
Beijing wants the US to lift its tariffs.
"""


@cache
def record() -> Ledger:
    return read_ledger()


def reading(day: date) -> Reading:
    """The text, published on a day."""
    return read_claims(from_text(TEXT, name="report.txt", about=About(published=day)))


def test_rounds_of_the_record_carry_days_heads_and_the_quotes_of_texts() -> None:
    day = date(2025, 7, 28)
    table = talks_table(record(), day, [reading(day)])
    london = next(met for met in table.rounds if met.row == "london-2025-06")
    assert (london.first, london.last, london.state) == ("2025-06-09", "2025-06-10", "held")
    assert any("He Lifeng" in head for head in london.heads)
    assert [quote.document for quote in london.told] == ["report.txt"]
    assert [met.first for met in table.rounds] == sorted(met.first or "" for met in table.rounds)


def test_a_round_that_only_a_text_tells_of_has_no_row() -> None:
    day = date(2025, 7, 28)
    told = [met for met in talks_table(record(), day, [reading(day)]).rounds if met.row is None]
    assert [(met.city, met.first, met.state) for met in told] == [
        ("Helsinki", "2025-08-04", "scheduled")
    ]


def test_what_became_public_later_is_not_there() -> None:
    early = talks_table(record(), date(2025, 5, 11), [reading(date(2025, 7, 28))])
    assert [met.row for met in early.rounds] == ["geneva-2025-05"]
    assert early.rounds[0].outcome is None
    assert early.positions == ()


def test_positions_come_with_who_what_when_and_in_whose_words() -> None:
    day = date(2025, 7, 28)
    (held,) = talks_table(record(), day, [reading(day)]).positions
    assert (held.who, held.towards, held.status) == (("CN",), ("US",), "demand")
    assert held.quote.text in TEXT
