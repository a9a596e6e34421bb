"""Duties that a scenario leaves alone are stacked once, and come out as if they were not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.errors import CoverageError
from detente.ledger import Ledger, read_ledger
from detente.outlook import Scene, cases_of, pose, set_scene
from detente.rates.applied import Applier, changed_rows
from detente.worlds import World, load_world


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return read_ledger()


@pytest.fixture(scope="module")
def world() -> World:
    return load_world("world-2023")


def scene(ledger: Ledger, on: str) -> Scene:
    return set_scene(ledger, "USA", "CHN", date.fromisoformat(on), None)


@pytest.mark.parametrize("on", ["2025-07-28", "2026-03-10"])
def test_what_is_reused_equals_what_is_stacked_anew(ledger: Ledger, world: World, on: str) -> None:
    asked = scene(ledger, on)
    when = (asked.scenario_at, asked.as_known)
    kept = Applier(ledger, world)
    kept.applied_rates(ledger, *when)
    for case in cases_of(asked):
        supposed = pose(asked, case)
        anew = Applier(supposed, world).applied_rates(supposed, *when)
        assert np.array_equal(kept.applied_rates(supposed, *when).rate, anew.rate), case.id


def test_one_pair_alone_is_that_of_all(ledger: Ledger, world: World) -> None:
    asked = scene(ledger, "2025-07-28")
    when = (asked.scenario_at, asked.as_known)
    whole = Applier(ledger, world).applied_rates(ledger, *when)
    alone = Applier(ledger, world).pair_rates(ledger, *when, "USA", "CHN")
    assert np.array_equal(alone.rate, whole.pair("USA", "CHN").rate)
    with pytest.raises(CoverageError, match="no trade of USA with USA"):
        Applier(ledger, world).pair_rates(ledger, *when, "USA", "USA")


def test_rows_that_differ_are_found_in_both_versions(ledger: Ledger) -> None:
    name = "US-FENT-CHN-20"
    row = ledger.measures[name]
    later = replace(row, title="otherwise")
    changed = replace(ledger, measures={**ledger.measures, name: later})
    assert changed_rows(ledger, ledger) == ()
    assert changed_rows(ledger, changed) == (row, later)
    without = {k: m for k, m in ledger.measures.items() if k != name}
    assert changed_rows(ledger, replace(ledger, measures=without)) == (row,)
    other_rules = replace(ledger, interactions=ledger.interactions[1:])
    assert len(changed_rows(ledger, other_rules)) == 2 * len(ledger.measures)
