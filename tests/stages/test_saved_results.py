"""Results on disk: what was saved is what is opened, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.cli import main
from detente.equilibrium import Switches, employment_change, real_income_change, solve
from detente.equilibrium.decomposition import decompose
from detente.equilibrium.saved import open_result, save_result
from detente.errors import InputError
from detente.worlds import World
from toyworld import FAMILY, raised, random_duties, random_world, reliever, toy, worlds

FEW = settings(max_examples=8, deadline=None)


def test_saved_and_opened_again(tmp_path: Path) -> None:
    world = toy()
    switches = Switches(labour="sector_specific")
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25), switches=switches)
    path = tmp_path / "result.npz"
    save_result(result, path)
    again = open_result(path)
    assert again.switches == switches
    assert again.version == result.version
    assert again.world.countries == world.countries
    assert again.trade_cost is None
    np.testing.assert_array_equal(real_income_change(again), real_income_change(result))
    np.testing.assert_array_equal(again.flows, result.flows)
    assert not list(tmp_path.glob("*.part"))


def asked(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """Exit code of `detente solve` with these words."""
    monkeypatch.setattr("sys.argv", ["detente", "solve", *map(str, words)])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def test_the_command_line_shows_a_saved_result_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, scenario = tmp_path / "result.npz", tmp_path / "one.yaml"
    scenario.write_text(
        "id: one\ntitle: One\nquestion: What if?\nworld: toy\n"
        "shocks:\n- tariff: {importer: NORLAND, exporter: EASTMARK, add: 25%}\n"
    )
    assert asked(monkeypatch, scenario, "--save", path, "--json") == 0
    solved = json.loads(capsys.readouterr().out)
    assert asked(monkeypatch, path, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    for key in ("status", "residual", "iterations", "switches", "outcomes", "largest_flows"):
        assert shown[key] == solved[key]
    assert asked(monkeypatch, path, "--draws", 5) == 1
    assert "--draws with a saved result" in capsys.readouterr().err


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    world = toy()
    path = tmp_path / "result.npz"
    save_result(solve(world, world.tariff), path)
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["income"] = arrays["income"] * 1.01
    np.savez_compressed(path, **arrays)
    with pytest.raises(InputError, match="do not match its own digest"):
        open_result(path)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match="not a saved result"):
        open_result(path)
    with pytest.raises(InputError, match="not a saved result"):
        open_result(tmp_path / "absent.npz")


@pytest.mark.parametrize("switches", FAMILY, ids=str)
@FEW
@given(worlds(), st.integers(0, 2**32 - 1))
def test_parts_of_real_income_add_up(switches: Switches, world: World, seed: int) -> None:
    """Exactly, and each part is its own integral: efficiency is not a dustbin."""
    if switches.deficits == "zero":
        world = solve(world, world.tariff, deficits="zero", tolerance=1e-12).as_world()
    rng = np.random.default_rng(seed)
    switches = reliever(switches, world)
    result = solve(
        world,
        random_duties(world, seed, 0.2),
        trade_cost=rng.uniform(0.95, 1.15, world.flows.shape),
        export_tax=random_duties(world, seed + 1, 0.1),
        switches=switches,
    )
    parts = decompose(result)
    np.testing.assert_allclose(parts.total, np.log(real_income_change(result)), atol=1e-12)
    assert np.abs(parts.unexplained).max() < 1e-5


def test_first_small_duty_gains_through_the_terms_of_trade() -> None:
    base = solve(toy(), np.zeros_like(toy().tariff), deficits="zero").as_world()
    result = solve(base, raised(base, "NORLAND", "EASTMARK", 0.01), deficits="zero")
    parts = decompose(result)
    assert parts.terms_of_trade[0] > 0.0
    assert parts.efficiency[0] < 0.0
    assert abs(parts.efficiency[0]) < 0.2 * parts.terms_of_trade[0]
    np.testing.assert_allclose(parts.revenue, 0.0, atol=1e-12)


def test_decomposition_refuses_what_has_no_path() -> None:
    world = random_world(3)
    wall = np.ones_like(world.flows)
    wall[0, 1, 0] = np.inf
    with pytest.raises(InputError, match="has no last step"):
        decompose(solve(world, world.tariff, trade_cost=wall))
    with pytest.raises(InputError, match="part of the change is their end"):
        decompose(solve(world, world.tariff, deficits="zero"))


def test_employment_moves_between_sectors_and_adds_up() -> None:
    world = toy()
    result = solve(world, raised(world, "NORLAND", "EASTMARK", 0.25))
    moved = employment_change(result)
    before = world.value_added
    np.testing.assert_allclose(np.nansum(moved * before, axis=1), before.sum(axis=1), rtol=1e-9)
    assert np.ptp(moved[0]) > 1e-3
    stuck = solve(world, result.tariff, switches=Switches(labour="sector_specific"))
    np.testing.assert_allclose(employment_change(stuck), 1.0, rtol=1e-8)
