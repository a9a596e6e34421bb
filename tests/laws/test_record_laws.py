"""Laws over the built-in record: paired starts, truces, the two clocks, bounds of every rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ledger import Ledger, read_ledger
from detente.ledger.measures import Measure
from detente.rates.average import change_moments
from detente.rates.nomenclature import schedule_codes
from detente.rates.products import Products
from detente.rates.stack import MFN, Stack, State, stack_duties

HOUR = timedelta(hours=1)

# A US act and the Chinese one that the same truce or the same list war paired with it.
PAIRS = [
    ("US-301-L1", "CN-301-L1"),
    ("US-301-L2", "CN-301-L2"),
    ("US-301-L3", "CN-301-L3"),
    ("US-301-L4A", "CN-301-L4A"),
    ("US-301-L4A-75", "CN-301-L4A-HALF"),
    ("US-RECIP-CHN-TRUCE1", "CN-RECIP-TRUCE1"),
    ("US-RECIP-CHN-TRUCE2", "CN-RECIP-TRUCE2"),
    ("US-RECIP-CHN-TRUCE3", "CN-RECIP-TRUCE3"),
    ("US-FENT-CHN-10B", "CN-FENT-MAR-END"),
]

# Suspension, suspended row, importer, exporter and a product that both touch.
SUSPENSIONS = [
    ("US-RECIP-CHN-TRUCE1", "US-RECIP-CHN-34", "USA", "CHN", "9503000073"),
    ("US-RECIP-CHN-TRUCE2", "US-RECIP-CHN-34", "USA", "CHN", "9503000073"),
    ("US-RECIP-CHN-TRUCE3", "US-RECIP-CHN-34", "USA", "HKG", "9503000073"),
    ("CN-RECIP-TRUCE1", "CN-RECIP-34", "CHN", "USA", "12019010"),
    ("CN-RECIP-TRUCE2", "CN-RECIP-34", "CHN", "USA", "12019010"),
    ("CN-RECIP-TRUCE3", "CN-RECIP-34", "CHN", "USA", "12019010"),
    ("US-RECIP-PAUSE", "US-RECIP-ANNEX1", "USA", "VNM", "9503000073"),
    ("US-RECIP-PAUSE-2", "US-RECIP-ANNEX1", "USA", "JPN", "9503000073"),
    ("CN-AUTO-SUSP", "CN-301-L1", "CHN", "USA", "87032342"),
    ("US-338-CAN-DELAY", "US-338-CAN-ALCOHOL", "USA", "CAN", "2204215005"),
]
RUNNING_BEFORE = {"CN-AUTO-SUSP", "US-RECIP-PAUSE"}  # the suspended row was levied until then


@cache
def record() -> Ledger:
    return read_ledger()


@cache
def codes(importer: str) -> tuple[str, ...]:
    return schedule_codes(record(), importer)


@cache
def places() -> tuple[str, ...]:
    found = record().places
    return tuple(c for c in found.by_code if c not in found.groups and c != "USA")


def stack(ledger: Ledger, flow: tuple[str, str], product: str, at: datetime, known: date) -> Stack:
    return stack_duties(Products(ledger, (product,)), *flow, at, known)


def levied(found: Stack, measure: str) -> float:
    """What a row adds to the rate of the only product; zero where it does not touch it."""
    row = found.index(measure)
    return 0.0 if row < 0 else float(found.layers()[row, 0])


# Pairs


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_paired_acts_start_at_the_same_moment(here: str, there: str) -> None:
    one, other = record().measure(here).effective, record().measure(there).effective
    assert one is not None
    assert other is not None
    assert one == other
    assert one.utcoffset() != other.utcoffset()


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_both_sides_of_a_truce_end_at_the_same_moment(number: str) -> None:
    one = record().measure(f"US-RECIP-CHN-TRUCE{number}")
    other = record().measure(f"CN-RECIP-TRUCE{number}")
    assert one.until is not None
    assert one.until == other.until


# Truces


@pytest.mark.parametrize("name", sorted(read_ledger().truces))
def test_a_truce_names_rows_inside_their_life(name: str) -> None:
    ledger, truce = record(), record().truces[name]
    assert truce.measures
    for row in map(ledger.measure, truce.measures):
        assert row.effective is not None
        assert truce.until is None or row.effective < truce.until
        assert row.until is None or row.until > truce.start
        held = set(ledger.expand(row.suspends))
        for other in map(ledger.measure, sorted(held)):
            successor = held & set(ledger.expand(other.replaces))
            assert other.announced <= row.announced or successor
            assert other.until is None or row.effective < other.until
            assert not ended_before(ledger, other, row.effective)
    for gone in map(ledger.measure, truce.removed):
        assert gone.announced <= truce.announced or gone.announced <= truce.start.date()


def ended_before(ledger: Ledger, row: Measure, at: datetime) -> bool:
    return any(
        other.effective is not None
        and other.effective < at
        and row.id in set(ledger.expand(other.ends))
        and other.target == row.target
        for other in ledger.measures.values()
    )


@pytest.mark.parametrize(("name", "row", "importer", "exporter", "product"), SUSPENSIONS)
def test_a_suspended_row_has_no_effect_in_the_window_and_its_full_effect_after(
    name: str, row: str, importer: str, exporter: str, product: str
) -> None:
    ledger, flow = record(), (importer, exporter)
    pause = ledger.measure(name)
    assert pause.effective is not None
    assert pause.until is not None
    known = pause.announced
    substitute = pause.rate.rate or 0.0
    full = levied(without(name, row, flow, product), row)
    assert full > substitute
    for at in (pause.effective, pause.effective + HOUR, pause.until - timedelta(seconds=1)):
        inside = stack(ledger, flow, product, at, known)
        assert inside.state[inside.index(row), 0] == State.SUSPENDED
        assert levied(inside, row) == pytest.approx(substitute)
    assert levied(stack(ledger, flow, product, pause.until, known), row) == pytest.approx(full)
    if name in RUNNING_BEFORE:
        before = stack(ledger, flow, product, pause.effective - timedelta(seconds=1), known)
        assert levied(before, row) == pytest.approx(full)


def without(name: str, row: str, flow: tuple[str, str], product: str) -> Stack:
    """The flow on the truce's first hour in a record without the truce and what it extends."""
    ledger = record()
    pause = ledger.measure(name)
    gone = {m.id for m in ledger.measures.values() if row in m.suspends} | ladder(ledger, row)
    kept = {k: m for k, m in ledger.measures.items() if k not in gone}
    assert pause.effective is not None
    return stack(replace(ledger, measures=kept), flow, product, pause.effective, pause.announced)


def ladder(ledger: Ledger, row: str) -> set[str]:
    """Steps above a row: later rates that replaced it until the truce removed them."""
    return {m.id for m in ledger.measures.values() if row in m.replaces}


# Two clocks


def as_it_stood(ledger: Ledger, known: date) -> Ledger:
    """The record with everything that became public after a day taken out."""
    rows = {
        k: m if m.until_announced <= known else replace(m, until=None)
        for k, m in ledger.measures.items()
        if m.announced <= known
    }
    rules = tuple(r for r in ledger.interactions if r.announced is None or r.announced <= known)
    return replace(ledger, measures=rows, interactions=rules)


FIRST, LAST = record().coverage.start, record().coverage.until - timedelta(days=1)
DAYS = st.dates(FIRST, LAST)
RECENT = st.dates(date.fromordinal(LAST.toordinal() - 600), LAST)
ANY_DAY = DAYS | RECENT  # half of them in the stretch where most happened


@settings(max_examples=150, deadline=None)
@given(ANY_DAY, ANY_DAY, st.data())
def test_nothing_public_later_is_used(day: date, known: date, data: st.DataObject) -> None:
    ledger = record()
    importer = data.draw(st.sampled_from(["USA", "USA", "CHN"]))
    exporter = data.draw(st.sampled_from(places())) if importer == "USA" else "USA"
    product = data.draw(st.sampled_from(codes(importer)))
    at = ledger.instant(day, importer)
    found = stack(ledger, (importer, exporter), product, at, known)
    assert all(m.announced <= known for m in found.rows)
    pruned = stack(as_it_stood(ledger, known), (importer, exporter), product, at, known)
    assert np.array_equal(found.total, pruned.total, equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(ANY_DAY, st.data())
def test_more_knowledge_of_the_past_only_adds_rows(day: date, data: st.DataObject) -> None:
    ledger = record()
    exporter = data.draw(st.sampled_from(places()))
    product = data.draw(st.sampled_from(codes("USA")))
    later = data.draw(st.dates(day, LAST))
    at = ledger.instant(day, "USA")
    then = {m.id for m in stack(ledger, ("USA", exporter), product, at, day).rows}
    now = {m.id for m in stack(ledger, ("USA", exporter), product, at, later).rows}
    assert then <= now | {k for k in then if ledger.measure(k).over(at, later)}


# Bounds


SOME_LINES = 60


def check_bounds(found: Stack) -> None:
    """Finite and in bounds wherever the ordinary duty is known; a layer is never negative."""
    mfn = [i for i, m in enumerate(found.rows) if m.family == MFN]
    base = found.layers()[mfn].sum(axis=0)
    total = found.total[found.based & ~np.isnan(base)]
    assert np.isfinite(total).all()
    assert (total >= 0).all()
    assert (total <= 6).all()
    assert (np.nan_to_num(found.layers()) >= 0).all()
    assert ((found.share >= 0) & (found.share <= 1)).all()


@pytest.mark.parametrize("seed", range(3))
def test_every_partner_pays_a_finite_rate(seed: int) -> None:
    ledger = record()
    draw = np.random.default_rng(seed)
    lines = sorted(draw.choice(codes("USA"), SOME_LINES, replace=False).tolist())
    products = Products(ledger, tuple(lines))
    moments = change_moments(ledger, "USA", "CHN", FIRST, LAST, LAST)
    assert len(places()) > 190
    for exporter in places():
        at = moments[int(draw.integers(len(moments)))]
        check_bounds(stack_duties(products, "USA", exporter, at, LAST))


@settings(max_examples=60, deadline=None)
@given(ANY_DAY, ANY_DAY, st.data())
def test_rates_stay_in_bounds_on_any_day_as_known_on_any_other(
    day: date, known: date, data: st.DataObject
) -> None:
    ledger = record()
    importer = data.draw(st.sampled_from(["USA", "USA", "CHN"]))
    exporter = data.draw(st.sampled_from(places())) if importer == "USA" else "USA"
    lines = data.draw(st.lists(st.sampled_from(codes(importer)), min_size=1, max_size=20))
    products = Products(ledger, tuple(sorted(set(lines))))
    check_bounds(stack_duties(products, importer, exporter, ledger.instant(day, importer), known))


# Scopes


def test_every_code_left_out_of_a_scope_takes_something_out() -> None:
    """Longest prefix wins, so a code shorter than the lines it meets would do nothing."""
    ledger = record()
    idle = [(m.id, c) for m in ledger.measures.values() for c in idle_codes(ledger, m)]
    assert not idle


def idle_codes(ledger: Ledger, row: Measure) -> list[str]:
    scope = row.scope
    if scope.everything:
        return []
    inside = {*scope.codes, *(c for n in scope.lists for c in ledger.product_list(n).codes)}
    lengths = range(1, 11)
    return [c for c in scope.except_codes if not any(c[:n] in inside for n in lengths)]
