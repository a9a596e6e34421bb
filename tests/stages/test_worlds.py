"""Worlds: what is bundled is consistent, and what is not is refused with a useful message."""

from __future__ import annotations

import shutil
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import detente.worlds.load
from detente.equilibrium.compare import compare
from detente.errors import InputError, WorldError
from detente.worlds import (
    World,
    aggregate,
    card_text,
    check_world,
    default_world,
    list_worlds,
    load_world,
    read_economies,
    read_shocks,
    shocked,
    world_from_shares,
)
from detente.worlds.shares import TradeShares
from toyworld import random_world, reordered, toy, worlds

DATA = Path(detente.worlds.load.__file__).parents[1] / "data" / "worlds"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The toy's two files in a folder that a test may damage."""
    for name in ("toy.npz", "toy.yaml"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path / "toy.npz"


@pytest.mark.parametrize("world_id", list_worlds())
def test_bundled_world_obeys_every_identity(world_id: str) -> None:
    world = load_world(world_id)
    made = world.value_added + world.intermediate.sum(axis=1)
    used = world.final + world.intermediate.sum(axis=2)
    np.testing.assert_allclose(made, world.output, rtol=1e-9)
    np.testing.assert_allclose(used, world.expenditure, rtol=1e-9)
    np.testing.assert_allclose(world.shares.sum(axis=1), 1.0, rtol=1e-12)
    cost = world.value_added_share + world.input_share.sum(axis=1)
    np.testing.assert_allclose(cost, 1.0, rtol=1e-12)
    np.testing.assert_allclose(world.final.sum(axis=1), world.income, rtol=1e-9)
    assert abs(world.deficit.sum()) < 1e-9 * world.income.sum()
    assert not world.tariff[:, :, ~world.goods].any()


@pytest.mark.parametrize("world_id", list_worlds())
def test_bundled_world_states_its_sources(world_id: str) -> None:
    card = load_world(world_id).card
    assert card.sources
    assert card.steps
    assert card.not_for
    assert all(source.licence and source.publisher for source in card.sources)


def test_world_2011_has_the_size_its_sources_report() -> None:
    """World value added of the WIOD table of 2011 is USD 69.3 tn; duties on inputs come off."""
    world = load_world("world-2011")
    assert (len(world.countries), len(world.sectors)) == (41, 34)
    total = (world.labour_income + world.revenue).sum()
    assert total == pytest.approx(69_280, rel=0.005)
    usa, china = world.country("USA"), world.country("CHN")
    assert world.labour_income[usa] == pytest.approx(15_160, rel=0.005)
    assert world.flows[usa, china].sum() == pytest.approx(413, abs=1)
    assert world.deficit[usa] == pytest.approx(558, abs=2)
    inside = [world.country(code) for code in world.card.groups["EU"]]
    assert not world.tariff[np.ix_(inside, inside)].any()
    assert not world.tariff[usa, world.country("MEX")].any()
    assert world.goods.sum() == 16


def test_load_is_cached_and_arrays_are_read_only() -> None:
    world = load_world("toy")
    assert load_world("toy") is world
    frozen: Any = world
    with pytest.raises(ValueError, match="read-only"):
        world.flows[0, 0, 0] = 1.0
    with pytest.raises(FrozenInstanceError):
        frozen.year = 1


def test_a_world_can_be_read_by_path(copied: Path) -> None:
    np.testing.assert_array_equal(load_world(copied).flows, load_world("toy").flows)


def test_altered_numbers_are_refused(copied: Path) -> None:
    with np.load(copied) as file:
        arrays = dict(file)
    arrays["flows"] = arrays["flows"] * 1.01
    np.savez_compressed(copied, **arrays)
    with pytest.raises(WorldError, match="The file was altered or belongs to another card"):
        load_world(copied)


def test_cut_off_file_is_refused(copied: Path) -> None:
    copied.write_bytes(copied.read_bytes()[:200])
    with pytest.raises(WorldError, match=r"SHA-256"):
        load_world(copied)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title:", "titel:", r"keys missing: \['title'\]; keys unknown: \['titel'\]"),
        ("year: 2031", "year: soon", "year is 'soon'"),
        ("  licence: MIT\n", "", "a source has the keys"),
        ("year: 2031", "year: 2031\nyear: 2032", "cannot be read"),
    ],
)
def test_damaged_card_is_refused(copied: Path, old: str, new: str, message: str) -> None:
    card = copied.with_suffix(".yaml")
    card.write_text(card.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(WorldError, match=message):
        load_world(copied)


def test_missing_card_is_refused(copied: Path) -> None:
    copied.with_suffix(".yaml").unlink()
    with pytest.raises(WorldError, match="cannot be read"):
        load_world(copied)


def test_unknown_world_names_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        load_world("atlantis")
    known = ", ".join(list_worlds())
    assert str(caught.value) == (
        'World "atlantis": neither a world that comes with detente nor an .npz file. '
        f"Known worlds: {known}. Give one of these or a path."
    )


def _with(world: World, field: str, place: tuple[int, ...], value: float) -> World:
    array = getattr(world, field).copy()
    array[place] = value
    return replace(world, **{field: array})


@pytest.mark.parametrize(
    ("field", "place", "value", "message"),
    [
        ("flows", (0, 1, 1), -1.0, "World toy, NORLAND/EASTMARK/machinery: negative flows"),
        ("flows", (2, 2, 0), 0.0, "World toy, SUDA/grain: no domestic supply"),
        ("flows", (0, 1, 0), 11.0, "output is not value added plus inputs"),
        ("final", (1, 0), -3.0, "World toy, EASTMARK/grain: negative final"),
        ("final", (1, 0), 1.0, "World toy, EASTMARK/grain: expenditure is not final"),
        ("intermediate", (1, 0, 1), -2.0, "EASTMARK/grain/machinery: negative intermediate"),
        ("value_added", (0, 0), -1.0, "World toy, NORLAND/grain: negative value_added"),
        ("value_added", (0, 0), np.nan, "value_added has entries that are not numbers"),
        ("tariff", (1, 1, 0), 0.1, "NORLAND|EASTMARK/EASTMARK/grain: a duty on domestic sales"),
        ("tariff", (1, 0, 0), -1.0, "a duty of -100% or less"),
        ("trade_elasticity", (1,), 0.0, "World toy, machinery: trade elasticity 0"),
    ],
)
def test_inconsistent_world_is_refused(
    field: str, place: tuple[int, ...], value: float, message: str
) -> None:
    with pytest.raises(WorldError, match=message):
        check_world(_with(toy(), field, place, value))


def test_labels_must_be_unique_and_fit() -> None:
    world = toy()
    with pytest.raises(WorldError, match=r"its countries repeat \['SUDA'\]"):
        check_world(replace(world, countries=("SUDA", "EASTMARK", "SUDA")))
    with pytest.raises(WorldError, match="1 sector names for 2 sectors"):
        check_world(replace(world, sector_names=("Grain",)))
    card = replace(world.card, groups={"PACT": ("SUDA", "ATLANTIS")})
    with pytest.raises(WorldError, match=r"group PACT lists \['ATLANTIS'\]"):
        check_world(replace(world, card=card))
    with pytest.raises(WorldError, match=r"flows has shape \(3, 2, 2\)"):
        replace(world, flows=world.flows[:, :2])


def test_positions_suggest_the_nearest_label() -> None:
    world = toy()
    assert world.country("SUDA") == 2
    assert world.sector("machinery") == 1
    with pytest.raises(InputError, match="Did you mean NORLAND"):
        world.country("NORLND")
    with pytest.raises(InputError, match="Choose one of: grain, machinery"):
        world.sector("x")


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_random_worlds_pass_the_checks(world: World) -> None:
    check_world(world)
    check_world(reordered(world, list(range(len(world.countries)))[::-1]))


def test_merging_keeps_the_accounts() -> None:
    world = load_world("world-2011")
    union = dict.fromkeys(world.card.groups["EU"], "EU")
    small = aggregate(world, countries=union, sectors={"29": "machines", "30t33": "machines"})
    check_world(small)
    assert len(small.countries) == 41 - len(union) + 1
    assert len(small.sectors) == 33
    assert small.income.sum() == pytest.approx(world.income.sum())
    assert small.revenue.sum() == pytest.approx(world.revenue.sum())
    assert small.card.groups == {}


def test_merging_refuses_what_it_cannot_do_exactly() -> None:
    world = load_world("world-2011")
    with pytest.raises(WorldError, match="members of ASIA levy duty on each other"):
        aggregate(world, countries={"CHN": "ASIA", "JPN": "ASIA"})
    with pytest.raises(WorldError, match="mixes goods and services"):
        aggregate(world, sectors={"C": "mix", "E": "mix"})
    with pytest.raises(InputError, match="cannot be merged, they are not in it"):
        aggregate(world, countries={"ATLANTIS": "EU"})


def test_shares_give_back_the_world_they_came_from() -> None:
    world = random_world(7, n=4, s=3)
    shares = TradeShares(
        countries=world.countries,
        sectors=world.sectors,
        expenditure=world.expenditure,
        shares=world.shares,
        tariff=world.tariff,
        input_share=world.input_share,
        value_added_share=world.value_added_share,
        final_share=world.final_share,
        trade_elasticity=world.trade_elasticity,
    )
    again = world_from_shares(shares, title="again", year=2031, currency_unit="crowns bn")
    check_world(again)
    np.testing.assert_allclose(again.flows, world.flows, rtol=1e-12)
    np.testing.assert_allclose(again.final, world.final, rtol=1e-9)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("shares", "LAND0/good0: shares over exporters add up to 1.1"),
        ("input_share", "LAND0/good0: value_added_share and input_share add up to"),
        ("final_share", "LAND0: final_share over sectors add up to"),
    ],
)
def test_shares_that_do_not_add_up_are_refused(field: str, message: str) -> None:
    world = random_world(7, n=3, s=2)
    shares = TradeShares(
        countries=world.countries,
        sectors=world.sectors,
        expenditure=world.expenditure,
        shares=world.shares,
        tariff=world.tariff,
        input_share=world.input_share,
        value_added_share=world.value_added_share,
        final_share=world.final_share,
        trade_elasticity=world.trade_elasticity,
    )
    changed = getattr(shares, field).copy()
    changed[(0,) * changed.ndim] += 0.1
    with pytest.raises(WorldError, match=message):
        world_from_shares(
            replace(shares, **{field: changed}), title="bad", year=2031, currency_unit="crowns"
        )


def test_a_pair_is_named_so_that_it_cannot_be_swapped() -> None:
    world = toy()
    assert world.cell(importer="SUDA", exporter="EASTMARK") == (2, 1)
    swapped: Any = world.cell
    with pytest.raises(TypeError):
        swapped("SUDA", "EASTMARK")


def test_standard_shocks_name_countries_and_spare_home_sales() -> None:
    world = load_world("world-2023")
    for shock in read_shocks():
        tariff = shocked(world, shock)
        added = tariff - world.tariff
        assert not np.einsum("nns->ns", tariff).any()
        assert not added[:, :, ~world.goods].any()
        assert added.max() == pytest.approx(max(duty.rate for duty in shock.duties))
    with pytest.raises(InputError, match="not among its 3 countries"):
        shocked(toy(), read_shocks()[0])


def test_damaged_shocks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "shocks.yaml"
    path.write_text(
        "shocks:\n- {id: a, title: b, duties: [{importer: USA, points: 10}]}\n", "utf-8"
    )
    with pytest.raises(WorldError, match="a shock is incomplete"):
        read_shocks(path)


def test_worlds_are_compared_on_the_same_shock() -> None:
    worlds_ = [load_world("world-2011"), load_world("world-2023")]
    found = compare(worlds_, read_shocks()[:1], ["USA", "VNM"])
    assert found.worlds == ("world-2011", "world-2023")
    usa, vietnam = found.rows
    assert usa.spread == pytest.approx(abs((usa.changes[0] or 0) - (usa.changes[1] or 0)))
    assert vietnam.changes[0] is None
    assert vietnam.spread is None


def test_default_world_is_one_that_comes_with_detente() -> None:
    assert default_world() in list_worlds()


def test_card_reads_as_text() -> None:
    text = card_text(load_world("world-2011"))
    assert text.startswith("world-2011: 40 economies")
    for heading in ("Sources\n- World Input-Output Table", "Steps\n- ", "Not for\n- ", "EU: AUT"):
        assert heading in text
    assert max(len(line) for line in text.splitlines()) <= 100


@pytest.mark.parametrize("world_id", [name for name in list_worlds() if name != "toy"])
def test_economies_cover_every_country_of_the_bundled_worlds(world_id: str) -> None:
    assert set(load_world(world_id).countries) - {"ROW"} <= read_economies().keys()


def test_economies_say_where_their_sizes_come_from() -> None:
    economies = read_economies()
    assert economies["USA"].gdp_usd_bn == pytest.approx(27_700, rel=0.01)
    assert economies["TWN"].gdp_source.startswith("Assumed")
    counted = [economy for economy in economies.values() if economy.households_m is not None]
    assert {"USA", "CHN"} <= {economy.country for economy in counted}
    assert all(economy.households_source for economy in counted)
    assert {economy.households_status for economy in counted} == {"unverified"}
