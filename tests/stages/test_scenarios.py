"""Scenario files: what they may say, what is refused, and that Python and files agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import detente
from detente.equilibrium import Switches, real_income_change, solve
from detente.errors import InputError, NoEquilibrium, ScenarioError
from detente.scenarios import (
    Ban,
    Cells,
    Deal,
    ExportTax,
    Quantity,
    Scenario,
    SecondaryTariff,
    Tariff,
    TradeCost,
    read_scenario,
    solve_scenario,
)
from detente.scenarios.answer import as_mapping, outcomes
from detente.scenarios.apply import built, cells_of
from detente.scenarios.bands import bands, elasticity_draws
from toyworld import raised, random_world, toy

HEAD = "id: test\ntitle: A test\nquestion: What if?\nworld: toy\n"


def written(folder: Path, body: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def laid(*steps, world=None):
    base = world or toy()
    return built(base, Scenario(id="x", steps=steps), base.tariff, base.tariff)


def test_a_file_and_its_python_twin_agree(tmp_path: Path) -> None:
    body = (
        "switches: {deficits: scaled_with_trade}\nshocks:\n"
        "- tariff: {importer: NORLAND, exporter: EASTMARK, add: 25%}\n"
        "- trade_cost: {importer: SUDA, exporter: all, sectors: machinery, change: 10%}\n"
    )
    scenario = Scenario(
        id="test",
        switches=Switches(deficits="scaled_with_trade"),
        steps=(
            Tariff(on=Cells(importers=("NORLAND",), exporters=("EASTMARK",)), add=0.25),
            TradeCost(on=Cells(importers=("SUDA",), sectors=("machinery",)), change=0.1),
        ),
    )
    one = detente.solve(written(tmp_path, body))
    two = detente.solve(scenario, world="toy")
    np.testing.assert_allclose(one.equilibrium.income, two.equilibrium.income, rtol=1e-12)
    world = toy()
    cost = np.ones_like(world.flows)
    cost[2, :2, world.sector("machinery")] = 1.1
    three = solve(
        world,
        raised(world, "NORLAND", "EASTMARK", 0.25),
        trade_cost=cost,
        switches=Switches(deficits="scaled_with_trade"),
    )
    np.testing.assert_allclose(three.income, one.equilibrium.income, rtol=1e-9)


def test_steps_in_order_and_never_at_home() -> None:
    north = Cells(importers=("NORLAND",))
    build = laid(Tariff(on=north, level=0.3), Tariff(on=north, add=0.1))
    goods = toy().goods
    np.testing.assert_allclose(build.tariff[0, 1:][:, goods], 0.4)
    assert (build.tariff[0, 0] == 0.0).all()
    everything = cells_of(toy(), Cells(sectors=("all",)))
    assert not everything[np.eye(3, dtype=bool)].any()


def test_a_deal_never_goes_below_the_ordinary_duty() -> None:
    world = toy()
    build = laid(Deal(on=Cells(importers=("NORLAND",)), total=0.01))
    assert (build.tariff >= world.tariff - 1e-15).all()
    build = laid(Deal(on=Cells(importers=("NORLAND",)), total=0.5))
    assert build.tariff[0, 1:][:, world.goods].min() == 0.5


def test_bans_one_way_and_both_ways() -> None:
    on = Cells(importers=("NORLAND",), exporters=("SUDA",), sectors=("machinery",))
    one, both = laid(Ban(on=on)).cost, laid(Ban(on=on, ways="both")).cost
    assert np.isinf(one).sum() == 1
    assert np.isinf(both).sum() == 2


def test_secondary_duty_falls_on_those_who_buy() -> None:
    world = random_world(8, n=4, s=2)
    flows = world.flows.copy()
    sold = flows[:, 3].sum(axis=1)
    step = SecondaryTariff(importer="LAND0", source="LAND3", add=0.5, threshold=0.0)
    build = laid(step, world=world)
    assert (build.tariff[0, 1] - world.tariff[0, 1] == 0.5).all()
    assert (build.tariff[0, 3] == world.tariff[0, 3]).all()
    share = sold[1] / (sold.sum() - sold[3])
    above = replace(step, threshold=float(share) + 1e-6, exempt=("LAND2",))
    with pytest.raises(ScenarioError, match="Lower the threshold"):
        laid(above, world=world)


def test_quota_is_the_tariff_with_the_same_volume() -> None:
    """A quota whose rents stay with the importer is a duty of the same equivalent."""
    world = toy()
    duties = raised(world, "NORLAND", "EASTMARK", 0.2)
    levied = solve(world, duties)
    cell = np.zeros(world.flows.shape, dtype=bool)
    line = world.sector("machinery")
    cell[0, 1, line] = True
    single = world.tariff.copy()
    single[0, 1, line] += 0.2
    levied = solve(world, single)
    volume = levied.flows / levied.cost_change[None] / world.flows
    on = Cells(importers=("NORLAND",), exporters=("EASTMARK",), sectors=("machinery",))
    step = Quantity(on=on, share=float(volume[0, 1, line]), rents="importer")
    found = solve_scenario(Scenario(id="q", steps=(step,)), world)
    np.testing.assert_allclose(found.equilibrium.tariff, single, atol=1e-7)
    np.testing.assert_allclose(
        real_income_change(found.equilibrium), real_income_change(levied), rtol=1e-8
    )
    assert found.licences[0].volume == pytest.approx(volume[0, 1, line])


def test_who_keeps_the_rent_of_a_licence() -> None:
    world = solve(toy(), np.zeros_like(toy().tariff), deficits="zero").as_world()
    on = Cells(importers=("NORLAND",), exporters=("EASTMARK",))
    gains = {}
    for rents in ("exporter", "importer", "lost"):
        step = Quantity(on=on, share=0.97, rents=rents, together=True)
        switches = Switches(deficits="zero")
        result = solve_scenario(Scenario(id="q", steps=(step,), switches=switches), world)
        gains[rents] = real_income_change(result.equilibrium)
        assert result.licences[0].volume == pytest.approx(0.97, abs=1e-7)
    assert gains["importer"][0] > gains["exporter"][0]
    assert gains["exporter"][1] > gains["importer"][1]
    total = {name: (world.income * gain).sum() for name, gain in gains.items()}
    assert total["lost"] < min(total["importer"], total["exporter"])


def test_a_quota_that_does_not_bind_changes_nothing() -> None:
    on = Cells(importers=("NORLAND",), exporters=("EASTMARK",))
    result = solve_scenario(Scenario(id="q", steps=(Quantity(on=on, share=1.0),)), toy())
    np.testing.assert_allclose(real_income_change(result.equilibrium), 1.0, rtol=1e-8)


def test_rationing_is_said_not_priced() -> None:
    on = Cells(importers=("NORLAND",), exporters=("EASTMARK",))
    with pytest.raises(NoEquilibrium, match="That is rationing, not a price"):
        solve_scenario(Scenario(id="q", steps=(Quantity(on=on, share=1e-6),)), toy())


def test_answer_has_money_and_parts_that_add_up() -> None:
    on = Cells(importers=("USA",), exporters=("CHN",))
    scenario = Scenario(id="x", steps=(Tariff(on=on, add=0.1), ExportTax(on=on, rate=0.05)))
    solution = solve_scenario(scenario, "world-2011")
    rows = {row.country: row for row in outcomes(solution)}
    china = rows["CHN"]
    assert china.parts is not None
    assert sum(china.parts.values()) == pytest.approx(100 * np.log1p(china.real_income / 100))
    assert china.usd_bn is not None
    assert china.usd_per_head is not None
    assert china.usd_per_head * 1410.7e-3 == pytest.approx(china.usd_bn, rel=1e-6)
    answer = as_mapping(solution)
    assert answer["switches"]["deficits"] == "fixed_share"
    flows = {(row["importer"], row["exporter"]) for row in answer["largest_flows"][:3]}
    assert ("USA", "CHN") in flows


def test_bands_depend_on_the_seed_alone() -> None:
    world = random_world(1)
    step = Tariff(on=Cells(importers=("LAND0",)), add=0.2)
    scenario = Scenario(id="x", steps=(step,))
    heard: list[int] = []
    one = bands(
        scenario, world, count=60, seed=4, processes=1, tell=lambda done, of: heard.append(done)
    )
    two = bands(scenario, world, count=60, seed=4, processes=2)
    np.testing.assert_array_equal(one.draws, two.draws)
    assert heard == [25, 50, 60]
    assert one.failed == 0
    assert (one.low <= one.middle).all()
    assert (one.middle <= one.high).all()
    central = bands(scenario, world, count=2, seed=4, spread=0.0, processes=1)
    exact = 100 * (real_income_change(solve_scenario(scenario, world).equilibrium) - 1)
    np.testing.assert_allclose(central.middle, exact, rtol=1e-9)
    draws = elasticity_draws(world, 4000, 1, 0.25)
    assert np.log(draws / world.trade_elasticity).std() == pytest.approx(0.25, rel=0.05)
    with pytest.raises(InputError, match="At least 2 are needed"):
        bands(scenario, world, count=1)
    with pytest.raises(InputError, match="the seed is -1"):
        bands(scenario, world, count=2, seed=-1)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("shocks:\n- tariff: {importer: USB, exporter: all, add: 1%}\n", r"yaml:6: .*\"USB\""),
        ("shocks:\n- tariff: {importer: all, sectors: goood, add: 1%}\n", "Did you mean goods"),
        ("shocks:\n- tariff: {importer: all}\n", r"yaml:6: .*either `add` or `level`"),
        ("shocks:\n- tarif: {add: 1%}\n", r"yaml:6: .*tarif"),
        ("switches: {deficits: floating}\n", r'yaml:5: .*deficits is "floating"'),
        ("switches: {labor: mobile}\n", r"yaml:5: .*labor"),
        ("shocks:\n- ban: {importer: all}\n  tariff: {add: 1%}\n", r"yaml:6: .*here are 2"),
        ("shocks:\n- quantity: {share: 120%}\n", "at most 1"),
        ("shocks:\n- ban: {ways: sometimes}\n", r"yaml:6: .*ways"),
        ("shocks:\n- tariff: {sectors: [], add: 1%}\n", r"yaml:6: the step names no sector\."),
        ("shocks:\n- 5\n", r"yaml:6: shocks, row 1: keys with values were expected"),
        ("shocks: 5\n", r"yaml:5: shocks: a list was expected"),
        ("record: 2025-07-28\n", r"yaml:5: record: keys with values were expected"),
    ],
)
def test_refusals_name_file_and_line(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises((ScenarioError, InputError), match=message):
        solve_scenario(read_scenario(written(tmp_path, body)))


def test_absent_file_and_missing_day(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such scenario file"):
        detente.read_scenario(tmp_path / "nothing.yaml")
    path = tmp_path / "overlay.yaml"
    path.write_text(
        "id: a\ntitle: b\nquestion: c\nparties: [USA, CHN]\nchanges:\n- {lapse: running}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match="Add --on DATE"):
        detente.read_scenario(path)
    assert detente.read_scenario(path, "2025-07-28").record is not None
    without_duties: Any = detente.solve
    with pytest.raises(InputError, match="without duties"):
        without_duties(toy())


OVERLAY = "id: a\ntitle: b\nquestion: c\nparties: [USA, CHN]\nchanges:\n- {lapse: running}\n"


@pytest.mark.parametrize("on", [None, "2025-07-28"])
@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            "record: {on: 2025-07-28}\n",
            r"yaml:7: `record` stands beside `changes`.*--on 2025-07-28\..*scenario: FILE\.yaml",
        ),
        ("record: soon\n", r"yaml:7: `record` stands beside `changes`.*--on DATE\."),
        ("shocks:\n- tariff: {add: 1%}\n", r"yaml:7: `shocks` stands beside.*in two files"),
        ("world: toy\n", r"yaml:7: `world` stands beside.*--world ID"),
        ("switches: {deficits: zero}\n", r"yaml:7: `switches` stands beside"),
    ],
)
def test_changes_of_the_record_stand_alone(
    tmp_path: Path, on: str | None, more: str, message: str
) -> None:
    path = tmp_path / "both.yaml"
    path.write_text(OVERLAY + more, encoding="utf-8")
    with pytest.raises(ScenarioError, match=message):
        read_scenario(path, on)


def test_the_advice_of_that_message_works(tmp_path: Path) -> None:
    (tmp_path / "changes.yaml").write_text(OVERLAY, encoding="utf-8")
    apart = tmp_path / "apart.yaml"
    inner = f"{{on: 2025-07-28, parties: [USA, CHN], scenario: {tmp_path / 'changes.yaml'}}}"
    apart.write_text(f"id: a\ntitle: b\nquestion: c\nrecord: {inner}\n", encoding="utf-8")
    two = solve_scenario(read_scenario(apart), "world-2011")
    one = solve_scenario(read_scenario(tmp_path / "changes.yaml", "2025-07-28"), "world-2011")
    assert (one.equilibrium.wage_change != 1).any()
    np.testing.assert_array_equal(two.equilibrium.wage_change, one.equilibrium.wage_change)


def test_a_day_is_refused_where_it_would_be_ignored(tmp_path: Path) -> None:
    path = written(tmp_path, "shocks:\n- tariff: {importer: all, add: 1%}\n")
    with pytest.raises(ScenarioError, match=r"--on 2025-07-28 is for a file of `changes`"):
        read_scenario(path, "2025-07-28")


def test_a_scenario_is_solved_to_the_tolerance_asked_for() -> None:
    scenario = Scenario(id="t", steps=(Tariff(on=Cells(), add=0.1),), world="toy")
    loose = solve_scenario(scenario, tolerance=1e-4).equilibrium
    tight = solve_scenario(scenario, tolerance=1e-13).equilibrium
    assert tight.residual < 1e-11
    assert loose.iterations < tight.iterations
    with pytest.raises(InputError, match=r"tolerance is 0\. Expected a relative gap"):
        solve_scenario(scenario, tolerance=0.0)


NESTED_FAULTS = [
    ("switches: {labor: mobile}\n", r'yaml:5: unknown key "labor" in switches\. Did you mean "lab'),
    ("shocks:\n- tarif: {add: 10%}\n", r'yaml:6: unknown key "tarif" in shocks\. Did you mean "t'),
    (
        "shocks:\n- tariff: {exporter: SUDA, imports: EASTMARK, add: 10%}\n",
        r'yaml:6: unknown key "imports" in tariff\. Did you mean "importer"',
    ),
]


@pytest.mark.parametrize(("body", "message"), NESTED_FAULTS)
def test_a_wrong_key_is_named_with_the_keys_of_its_own_row(
    body: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError, match=message):
        read_scenario(written(tmp_path, body))


def test_world_record_and_home_duties_are_refused_with_file_and_line(tmp_path: Path) -> None:
    one = "shocks:\n- tariff: {importer: NORLAND, exporter: NORLAND, add: 10%}\n"
    with pytest.raises(ScenarioError, match=r"yaml:6: NORLAND from NORLAND names no flow"):
        solve_scenario(read_scenario(written(tmp_path, one)))
    path = written(tmp_path, one)
    path.write_text(path.read_text("utf-8").replace("world: toy", "world: tyo"), "utf-8")
    with pytest.raises(ScenarioError, match=r'yaml:4: World "tyo"'):
        solve_scenario(read_scenario(path))
    record = "record: {on: 2025-07-28, parties: [USA, CHN], scenario: april-wra}\n"
    with pytest.raises(ScenarioError, match=r'yaml:5: record: "april-wra" is no scenario'):
        solve_scenario(read_scenario(written(tmp_path, record)), "world-2011")


def test_a_change_of_the_record_that_it_does_not_know_is_refused_with_its_line(
    tmp_path: Path,
) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text(
        "id: a\ntitle: t\nquestion: q\nparties: [USA, CHN]\nchanges:\n- disable: [US-NO]\n", "utf-8"
    )
    with pytest.raises(ScenarioError, match=r'overlay\.yaml:6: .*"US-NO" is neither'):
        solve_scenario(read_scenario(path, "2025-07-28"), "world-2011")
