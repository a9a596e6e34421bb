"""The scripts that build worlds: the balancing of a table, and the toy from its recipe."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.worlds import load_world
from toyworld import random_world

SCRIPTS = Path(__file__).resolve().parents[2] / "calibration"


@pytest.fixture
def balance(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module calibration/balance.py."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import balance

    return balance


def _table(balance: Any, seed: int) -> tuple[Any, np.ndarray, np.ndarray, float]:
    """A consistent table of one country, with its imports, exports and value added."""
    world = random_world(seed, n=3, s=5)
    prior = balance.CountryTable(
        world.intermediate[0], world.value_added[0], world.final[0], world.flows[0, 0]
    )
    imports = ((1.0 + world.tariff[0]) * world.flows[0])[1:].sum(axis=0)
    return prior, imports, world.flows[1:, 0].sum(axis=0), float(world.value_added[0].sum())


def test_a_balanced_table_stays_as_it_is(balance: Any) -> None:
    prior, imports, exports, added = _table(balance, 1)
    found = balance.balanced(prior, imports, exports, added)
    np.testing.assert_allclose(found.inputs, prior.inputs, rtol=1e-12)
    np.testing.assert_allclose(found.domestic, prior.domestic, rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_balanced_table_meets_new_totals_with_one_factor_per_row_and_column(
    balance: Any, seed: int
) -> None:
    prior, imports, exports, added = _table(balance, seed)
    draw = np.random.default_rng(seed)
    imports, exports = (v * draw.uniform(0.5, 2.0, v.size) for v in (imports, exports))
    found = balance.balanced(prior, imports, exports, 1.1 * added)
    rows = found.inputs.sum(axis=1) + found.final - found.domestic
    columns = found.inputs.sum(axis=0) + found.value_added - found.domestic
    np.testing.assert_allclose(rows, imports, rtol=1e-9)
    np.testing.assert_allclose(columns, exports, rtol=1e-9)
    assert found.value_added.sum() == pytest.approx(1.1 * added)
    assert min(found.inputs.min(), found.final.min(), found.domestic.min()) > 0.0
    good = found.final / prior.final
    user = found.inputs / prior.inputs / good[:, None]
    np.testing.assert_allclose(user, np.broadcast_to(user[0], user.shape), rtol=1e-9)
    np.testing.assert_allclose(found.domestic / prior.domestic, 1.0 / (good * user[0]), rtol=1e-9)


def test_contradictory_totals_are_an_error(balance: Any) -> None:
    prior, imports, exports, added = _table(balance, 1)
    with pytest.raises(ValueError, match="The table does not balance"):
        balance.balanced(prior, imports, exports - 100.0 * exports.sum(), added)


def test_toy_is_what_its_recipe_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.setattr(sys, "argv", ["build_toy_world.py", str(tmp_path)])
    runpy.run_path(str(SCRIPTS / "build_toy_world.py"), run_name="__main__")
    built, bundled = load_world(tmp_path / "toy.npz"), load_world("toy")
    np.testing.assert_array_equal(built.flows, bundled.flows)
    np.testing.assert_array_equal(built.final, bundled.final)
    assert built.card.summary == bundled.card.summary
    assert built.flows[2, 1, 1] == 60.0
