"""Laws of stacking, on an invented record: what relations and the two clocks must do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ledger import Ledger
from detente.ledger.overlay import Change, Scenario, Situation, overlay
from detente.rates.products import Products
from detente.rates.stack import stack_duties
from toyrecord import Record, row

LATEST = date(2039, 12, 31)


def total(
    ledger: Ledger, code: str, day: date, known: date = LATEST, exporter: str = "EAS"
) -> float:
    """The stacked rate at noon UTC."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    stack = stack_duties(Products(ledger, (code,)), "NOR", exporter, at, known)
    return round(float(stack.total[0]), 10)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record")


def test_duties_add(record: Record) -> None:
    record.add("more", row("MORE", rate="10%"))
    ledger = record.read()
    assert total(ledger, "720810", date(2031, 3, 2)) == 0.37
    assert total(ledger, "840810", date(2031, 3, 2)) == 0.12


def test_longest_prefix_wins_between_scope_and_exception(record: Record) -> None:
    record.add("x", row("X", products="{codes: [84], except: {codes: [8408]}}"))
    second = "{codes: [84, 840810], except: {codes: [8408]}}"
    record.add("y", row("Y", rate="5%", family="second", products=second))
    ledger = record.read()
    assert total(ledger, "840720", date(2031, 4, 1)) == 0.17
    assert total(ledger, "840890", date(2031, 4, 1)) == 0.02
    assert total(ledger, "840810", date(2031, 4, 1)) == 0.07


def test_an_ended_row_stays_ended_after_the_ender_lapses(record: Record) -> None:
    record.add("old", row("OLD", rate="10%"))
    record.add(
        "new",
        row(
            "NEW",
            rate="20%",
            announced="2031-05-01",
            effective="2031-05-01",
            until="2031-06-01",
            ends="[OLD]",
        ),
    )
    ledger = record.read()
    assert total(ledger, "84", date(2031, 4, 30)) == 0.12
    assert total(ledger, "84", date(2031, 5, 15)) == 0.22
    assert total(ledger, "84", date(2031, 6, 1)) == 0.02


def test_a_replaced_row_comes_back_when_the_replacement_ends(record: Record) -> None:
    record.add("old", row("OLD", rate="10%"))
    record.add(
        "new",
        row(
            "NEW",
            rate="20%",
            announced="2031-05-01",
            effective="2031-05-01",
            until="2031-06-01",
            replaces="[OLD]",
        ),
    )
    ledger = record.read()
    assert total(ledger, "84", date(2031, 5, 15)) == 0.22
    assert total(ledger, "84", date(2031, 6, 1)) == 0.12


def test_a_replacement_for_one_partner_leaves_the_others(record: Record) -> None:
    record.add("old", row("OLD", rate="10%"))
    record.add("new", row("NEW", rate="20%", target="[EAS]", replaces="[OLD]"))
    ledger = record.read()
    assert total(ledger, "84", date(2031, 4, 1)) == 0.22
    assert total(ledger, "84", date(2031, 4, 1), exporter="SUD") == 0.12


def test_membership_of_a_group_counts_by_day(record: Record) -> None:
    record.add("union", row("UNION-DUTY", target="[UNION]"))
    ledger = record.read()
    assert total(ledger, "84", date(2031, 5, 31)) == 0.02
    assert total(ledger, "84", date(2031, 6, 2)) == 0.12


def test_a_withdrawn_row_ends_nothing(record: Record) -> None:
    record.add("old", row("OLD", rate="10%"))
    record.add("plan", row("PLAN", rate="50%", effective="2031-06-01", ends="[OLD]"))
    record.add(
        "back",
        row(
            "BACK",
            instrument="other",
            rate="",
            announced="2031-05-20",
            effective="2031-05-20",
            ends="[PLAN]",
        ),
    )
    ledger = record.read()
    assert total(ledger, "84", date(2031, 6, 2), date(2031, 5, 1)) == 0.52
    assert total(ledger, "84", date(2031, 6, 2)) == 0.12


def test_conditions_are_flagged_and_not_applied(record: Record) -> None:
    record.add(
        "grant",
        row("GRANT", instrument="exemption", rate="", condition="company_grant", exempts="[STEEL]"),
    )
    ledger = record.read()
    assert total(ledger, "720810", date(2031, 4, 1)) == 0.27
    at = datetime(2031, 4, 1, tzinfo=UTC)
    claimed = stack_duties(
        Products(ledger, ("720810",)), "NOR", "EAS", at, LATEST, frozenset({"company_grant"})
    )
    assert claimed.total[0] == pytest.approx(0.02)


def test_a_total_floor_tops_mfn_up(record: Record) -> None:
    record.add("deal", row("DEAL", rate="{formula: total_floor, rate: 15%}", family="reciprocal"))
    assert total(record.read(), "84", date(2031, 4, 1)) == 0.15


def test_a_listed_rate_takes_the_longest_line(record: Record) -> None:
    record.product_list("lines", "code,rate\n84,0.1\n8408,0.3\n")
    record.add("listed", row("LISTED", rate="listed", products="{lists: [lines]}"))
    ledger = record.read()
    assert total(ledger, "840890", date(2031, 4, 1)) == 0.32
    assert total(ledger, "847100", date(2031, 4, 1)) == 0.12
    assert total(ledger, "720100", date(2031, 4, 1)) == 0.27


def test_a_line_whose_rate_is_unknown_makes_the_total_unknown(record: Record) -> None:
    record.product_list("lines", "code,rate,text\n84,,3 cents/kg\n")
    record.add("listed", row("LISTED", rate="listed", products="{lists: [lines]}"))
    assert np.isnan(total(record.read(), "8471", date(2031, 4, 1)))


def interaction(text: str) -> str:
    return f"interactions:\n- {{id: rule, {text}, start: 2031-01-01, announced: 2031-04-01}}\n"


def test_a_rule_drops_one_duty_where_the_other_applies(record: Record) -> None:
    record.add("all", row("ALL", rate="10%", family="reciprocal"))
    record.write(
        "interactions/rule.yaml", interaction("rule: excludes, when: [steel], drops: [reciprocal]")
    )
    ledger = record.read()
    assert total(ledger, "720810", date(2031, 4, 2)) == 0.27
    assert total(ledger, "840810", date(2031, 4, 2)) == 0.12
    assert total(ledger, "720810", date(2031, 4, 2), date(2031, 3, 31)) == 0.37


def test_only_the_highest_of_a_family_counts(record: Record) -> None:
    record.add("a", row("A", rate="10%", family="lists"))
    record.add("b", row("B", rate="25%", family="lists", products="{codes: [84]}"))
    record.write("interactions/rule.yaml", interaction("rule: max_in_family, family: lists"))
    ledger = record.read()
    assert total(ledger, "84", date(2031, 4, 2)) == 0.27
    assert total(ledger, "85", date(2031, 4, 2)) == 0.12


TRUCE = row(
    "PAUSE",
    instrument="suspension",
    rate="10%",
    announced="2031-05-12",
    effective="2031-05-14T00:01+00:00",
    until="2031-08-12T00:01+00:00",
    suspends="[STEEL]",
    products="all",
)


@pytest.fixture(scope="module")
def truce(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    record = Record(tmp_path_factory.mktemp("truce"))
    record.add("pause", TRUCE)
    record.write(
        "truces/pause.yaml",
        "id: pause\ntitle: Pause\nparties: [NOR, EAS]\nannounced: 2031-05-12\nstart: 2031-05-14"
        "T00:01+00:00\nuntil: 2031-08-12T00:01+00:00\nacts: {NOR: [PAUSE]}\nconfidence: high\n",
    )
    return record.read()


DAYS = st.integers(0, 500).map(lambda n: date(2031, 1, 1) + timedelta(days=n))


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_a_suspension_works_in_its_window_and_nowhere_else(truce: Ledger, day: date) -> None:
    started = day >= date(2031, 2, 1)
    inside = date(2031, 5, 14) <= day < date(2031, 8, 12)
    expected = 0.02 + (0.0 if not started else 0.10 if inside else 0.25)
    assert total(truce, "720810", day) == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(DAYS, DAYS)
def test_nothing_announced_later_is_used(truce: Ledger, day: date, known: date) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    stack = stack_duties(Products(truce, ("720810",)), "NOR", "EAS", at, known)
    assert all(m.announced <= known for m in stack.rows)


def scenario(*changes: Change) -> Scenario:
    return Scenario(id="try", title="try", question="try", parties=("NOR", "EAS"), changes=changes)


def posed(ledger: Ledger, *changes: Change) -> Ledger:
    at = datetime(2031, 6, 1, 12, tzinfo=UTC)
    situation = Situation(at, date(2031, 6, 1), ledger.truces["pause"])
    return overlay(ledger, scenario(*changes), situation)


def test_a_lapse_brings_back_what_was_suspended(truce: Ledger) -> None:
    assert total(truce, "7208", date(2031, 6, 1), date(2031, 6, 1)) == 0.12
    lapsed = posed(truce, Change(lapse="running"))
    assert total(lapsed, "7208", date(2031, 6, 1), date(2031, 6, 1)) == 0.27


def test_an_overlay_and_its_inverse_leave_the_record_as_it_was(truce: Ledger) -> None:
    there = posed(truce, Change(extend="running", days="90"))
    assert total(there, "7208", date(2031, 9, 1)) == 0.12
    there_and_back = overlay(
        there,
        scenario(Change(extend="running", days="-90")),
        Situation(datetime(2031, 6, 1, 12, tzinfo=UTC), date(2031, 6, 1), truce.truces["pause"]),
    )
    for day in (date(2031, 6, 1), date(2031, 9, 1)):
        assert total(there_and_back, "7208", day) == total(truce, "7208", day)


def test_an_overlay_never_touches_the_record(truce: Ledger) -> None:
    before = total(truce, "7208", date(2031, 6, 1))
    posed(truce, Change(disable=("family:steel",)))
    assert total(truce, "7208", date(2031, 6, 1)) == before
