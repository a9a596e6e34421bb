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


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of scripts, to import from."""
    monkeypatch.syspath_prepend(str(SCRIPTS))


@pytest.mark.usefixtures("scripts")
def test_a_group_s_cells_are_divided_without_loss() -> None:
    from world_sources import Table
    from world_structure import divided

    countries = random_world(3, n=4, s=2)
    groups = random_world(4, n=2, s=2)

    def table(world: Any, names: list[str]) -> Table:
        return Table(names, world.flows, world.intermediate, world.value_added, world.final)

    found = divided(table(groups, ["X", "Y"]), table(countries, list("abcd")), ["X", "Y", "X", "Y"])
    member = np.array([[1.0, 0, 1, 0], [0, 1, 0, 1]])
    np.testing.assert_allclose(
        np.einsum("an,bi,nik->abk", member, member, found.flows), groups.flows, rtol=1e-12
    )
    np.testing.assert_allclose(np.tensordot(member, found.inputs, 1), groups.intermediate)
    np.testing.assert_allclose(member @ found.final, groups.final)
    np.testing.assert_allclose(found.flows[0, 1] / groups.flows[0, 1], countries.flows[0, 1] / (
        countries.flows[0, 1] + countries.flows[0, 3] + countries.flows[2, 1]
        + countries.flows[2, 3]
    ))  # fmt: skip


@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize("seed", range(5))
def test_alternate_scaling_meets_both_margins(seed: int) -> None:
    from world_goods import alternate

    draw = np.random.default_rng(seed)
    part = draw.uniform(0.1, 1.0, (6, 4))
    rows = draw.uniform(1.0, 9.0, 6)
    wanted = np.array([0.3, 0.7]) * rows.sum()
    done = alternate(part, rows, [[1], [0, 2, 3]], wanted)
    np.testing.assert_allclose(done.sum(axis=1), rows, rtol=1e-12)
    np.testing.assert_allclose(done[:, 1].sum(), wanted[0], rtol=1e-9)
    ratio = done[:, 2] / done[:, 0] / (part[:, 2] / part[:, 0])
    np.testing.assert_allclose(ratio, 1.0, rtol=1e-9)


@pytest.mark.usefixtures("scripts")
def test_margins_that_contradict_each_other_are_an_error() -> None:
    from world_goods import alternate

    with pytest.raises(ValueError, match="Alternate scaling ends with a gap"):
        alternate(np.eye(2), np.array([1.0, 1.0]), [[0], [1]], np.array([1.5, 0.5]))


@pytest.mark.usefixtures("scripts")
def test_holes_are_filled_between_silent_countries_only(tmp_path: Path) -> None:
    """A and B report nothing; C trades with both. The assumed flow replaces the guess."""
    from world_goods import fill_holes
    from world_sources import Assumed

    path = tmp_path / "assumed.csv"
    path.write_text(
        "constant,importer,exporter,sector,value\nhole_fill,,,,0.5\ngoods_flow,A,B,,7\n", "utf-8"
    )
    trade = np.array([[0.0, 0.0, 4.0], [0.0, 0.0, 6.0], [8.0, 2.0, 0.0]])
    filled = fill_holes(["A", "B", "C"], trade, "A", Assumed(path))
    assert filled[0, 1] == 7.0
    assert filled[1, 0] == pytest.approx(0.5 * 6.0 * 8.0 / 20.0)
    np.testing.assert_array_equal(filled[2], trade[2])


@pytest.mark.usefixtures("scripts")
def test_a_table_that_fits_its_account_is_kept() -> None:
    from world_sources import Table
    from world_tables import Account, country_table

    world = random_world(5, n=2, s=4)
    table = Table(["A", "B"], world.flows, world.intermediate, world.value_added, world.final)
    account = Account(
        imports=(1.0 + world.tariff[0, 1]) * world.flows[0, 1],
        exports=world.flows[1, 0],
        value_added=float(world.value_added[0].sum()),
        spent=float(world.final[0].sum()),
    )
    found = country_table(table, 0, account)
    np.testing.assert_allclose(found.table.inputs, world.intermediate[0], rtol=1e-8)
    np.testing.assert_allclose(found.table.domestic, world.flows[0, 0], rtol=1e-8)
    np.testing.assert_allclose(found.good_factor, 1.0, rtol=1e-8)
