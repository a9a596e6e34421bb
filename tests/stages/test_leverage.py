"""Cards, dependence and cut-offs: published sizes, laws, and what was known when."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from detente.api import read_ledger
from detente.cli import app
from detente.equilibrium import Equilibrium, solve
from detente.errors import CoverageError, FileFault, InputError
from detente.leverage import Leverage, leverage
from detente.leverage.cards import LossRow, cards_known, known_loss, read_cards
from detente.leverage.cut_off import change, cut_off, licence, without_rerouting
from detente.leverage.dependence import (
    dependences,
    dominated_lines,
    herfindahl,
    indicators,
    persistent,
)
from detente.leverage.licences import months, price_wedge
from detente.leverage.look_through import reliance
from detente.leverage.losses import estimate, middles, once_stocks_end, over_horizon, rate
from detente.leverage.settings import yardsticks
from detente.outlook.payoff import gdp_usd_bn
from detente.worlds import World, load_world

STOCKHOLM = date(2025, 7, 28)
LATER = date(2026, 2, 28)


@pytest.fixture(scope="module")
def world() -> World:
    return load_world("world-2011")


@pytest.fixture(scope="module")
def start(world: World) -> Equilibrium:
    return solve(world, world.tariff)


@pytest.fixture(scope="module")
def table(world: World) -> Leverage:
    return leverage(read_ledger(), world, "USA", "CHN", STOCKHOLM, horizon="1y")


def test_ethane_hurts_the_side_that_plays_it(table: Leverage) -> None:
    """Nearly half of US exports, a thirteenth of Chinese ethylene: at every horizon."""
    card = next(c for c in cards_known(STOCKHOLM) if c.id == "ethane")
    for span in (3, 12, 60):
        target = over_horizon(card.target, "ethane target", span)
        sender = over_horizon(card.sender, "ethane sender", span)
        assert (sender > target).mean() > 0.99
    assert table.card("ethane").hurts_sender_more
    assert not table.card("magnets").hurts_sender_more


def test_gallium_and_germanium_as_the_geological_survey_has_them() -> None:
    """-3.1bn (1.7-8.2) and -0.4bn (0.01-1.1): the order, and the size within the ranges.

    Both share one elasticity; what is left of supply is an assumption of the cards.
    """
    cards = {c.id: c for c in cards_known(STOCKHOLM)}
    found = {k: estimate(once_stocks_end(cards[k].target, f"{k} target")) for k in _of("usd")}
    assert found["gallium"].mid == pytest.approx(3.1, rel=0.1)
    assert found["germanium"].mid == pytest.approx(0.4, rel=0.1)
    assert found["gallium"].mid > 5 * found["germanium"].mid
    for stick in yardsticks():
        if not stick.of_gdp:
            assert stick.low <= found[stick.card].low <= found[stick.card].high <= stick.high


def _of(kind: str) -> list[str]:
    return [y.card for y in yardsticks() if y.of_gdp == (kind == "gdp")]


def test_rare_earths_lie_in_the_published_ranges(world: World) -> None:
    """A partial cut costs 0.3 to 0.6% of output (ECB), four fifths about 1.5% (IMF)."""
    gdp = gdp_usd_bn(world, "USA")
    cards = {c.id: c for c in cards_known(STOCKHOLM)}
    for stick in yardsticks():
        if stick.of_gdp:
            loss = once_stocks_end(cards[stick.card].target, f"{stick.card} target")[0]
            assert gdp is not None
            assert stick.low <= loss / gdp <= stick.high


def test_no_loss_before_stocks_are_gone() -> None:
    card = next(c for c in cards_known(STOCKHOLM) if c.id == "magnets")
    path = rate(card.target, "magnets target", middles(24))[0]
    assert path[0] == path[1] == 0
    assert path[3] > 0
    assert path[-1] < path[3]  # and decays as users find other ways


def test_a_card_of_an_earlier_day_uses_no_later_fact() -> None:
    for day in (date(2024, 12, 31), date(2025, 5, 20), STOCKHOLM, LATER):
        for card in cards_known(day):
            assert card.known_on <= day
    ids = {day: {c.id for c in cards_known(day)} for day in (date(2025, 3, 1), STOCKHOLM)}
    assert "magnets" not in ids[date(2025, 3, 1)]
    assert "magnets" in ids[STOCKHOLM]
    soy = next(r for r in read_cards() if r.id == "soybeans").target
    known = [known_loss(soy, d) for d in (STOCKHOLM, LATER)]
    assert [loss and loss.range("cut")[1] for loss in known] == [0.6, 1.0]


def test_later_rows_of_cards_do_not_change_an_earlier_table() -> None:
    known = tuple(r for r in cards_known(STOCKHOLM))
    cut = tuple(
        row.model_copy(update={"target": without(row.target), "sender": without(row.sender)})
        for row in read_cards()
    )
    assert cut != read_cards()
    assert tuple(cards_known(STOCKHOLM, cut)) == known


def without(loss: LossRow) -> LossRow:
    """A loss without what became known after Stockholm."""
    return loss.model_copy(update={"facts": [f for f in loss.facts if f.known_on <= STOCKHOLM]})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("range: [3]", "one number is no range"),
        ("range: 3", "one number is no range"),
        ("range: [3, 2, 1]", "must not fall"),
        ("range: [-1, 2, 3]", "cannot be below 0"),
    ],
)
def test_a_card_without_a_range_is_refused(change: str, says: str, tmp_path: Path) -> None:
    write_card(tmp_path, "direct", f"{{name: value_usd_bn, {change}, {REST}}}")
    with pytest.raises(FileFault, match=says):
        read_cards(tmp_path)


def test_shares_above_one_and_missing_facts_are_refused(tmp_path: Path) -> None:
    write_card(tmp_path, "lost_sales", f"{{name: cut, range: [0.5, 1, 1.2], {REST}}}")
    with pytest.raises(FileFault, match="a share lies in 0 to 1"):
        read_cards(tmp_path)
    read_cards.cache_clear()
    write_card(tmp_path, "lost_sales", f"{{name: cut, range: [0.5, 0.6, 1], {REST}}}")
    with pytest.raises(FileFault, match=r"missing .*'margin'"):
        read_cards(tmp_path)


REST = "known_on: 2025-01-01, read: assumed, source: own assumption"


def write_card(folder: Path, model: str, fact: str) -> None:
    loss = f"{{model: {model}, facts: [{fact}]}}"
    (folder / "cards-x.yaml").write_text(
        f"cards:\n- id: a\n  title: A\n  holder: CHN\n  against: USA\n  target: {loss}\n"
        f"  sender: {loss}\n",
        encoding="utf-8",
    )


def test_direct_shares_of_the_census(table: Leverage) -> None:
    """US imports of 2024 by product: share of China and concentration."""
    by = {d.title: d for d in table.dependence}
    for title, share, hhi in (
        ("permanent magnets of metal", 0.76, 0.59),
        ("rare-earth compounds", 0.71, 0.53),
        ("lithium-ion batteries", 0.71, 0.51),
        ("smartphones", 0.73, 0.56),
        ("laptops and tablets", 0.66, 0.51),
        ("natural graphite", 0.75, 0.57),
        ("gallium, germanium, indium and others, unwrought", 0.17, 0.21),
    ):
        assert by[title].share == pytest.approx(share, abs=0.006), title
        assert by[title].hhi == pytest.approx(hhi, abs=0.006), title
    assert {t for t, d in by.items() if d.misleads} == {"drones", "solar cells and modules"}


def test_a_share_through_others_counts_once_it_is_known() -> None:
    early = {d.title: d for d in dependences("USA", "CHN", date(2024, 6, 1))}
    assert early["drones"].through is None
    assert early["solar cells and modules"].misleads


def test_lines_that_one_country_dominates() -> None:
    """587 HS6 lines above half (USD 210bn), 287 above 70% (138bn), 460 concentrated."""
    found = dominated_lines("USA", "CHN")
    assert (found.above_half, found.above_seventy, found.concentrated) == (587, 287, 460)
    assert found.above_half_usd_bn == pytest.approx(210, abs=1)
    assert found.above_seventy_usd_bn == pytest.approx(138, abs=1)


def test_indicators_of_the_commission() -> None:
    assert indicators(0.5, 0.6, 3, 2).dependent
    assert not indicators(0.3, 0.6, 3, 2).dependent
    assert not indicators(0.5, 0.6, 2, 3).dependent
    with pytest.raises(InputError, match=r"hhi is 1\.5"):
        indicators(1.5, 0.6, 3, 2)
    with pytest.raises(InputError, match=r"share is 1\.1"):
        herfindahl([1.1])
    assert persistent([True, False, True])
    assert not persistent([True, False, False])


def test_looked_through_reliance_is_larger(world: World) -> None:
    for buyer, source in (("USA", "CHN"), ("CHN", "USA")):
        found = reliance(world, buyer, source)
        assert (found.through >= found.face - 1e-12).all()
        assert found.share_through > 1.5 * found.share_face


def test_all_sources_add_up_to_all_inputs(world: World) -> None:
    parts = [reliance(world, "USA", c).share_through for c in world.countries]
    assert sum(parts) == pytest.approx(1)


def test_cut_off_hurts_both_and_more_without_rerouting(table: Leverage) -> None:
    for found in table.cut_offs:
        assert found.target_change < 0
        assert found.sender_change < 0
        assert found.no_rerouting_target < found.target_change
    by = {c.sender: c for c in table.cut_offs}
    assert by["CHN"].target_change < by["USA"].target_change


def test_third_countries_sell_no_more_where_they_may_not(world: World, start: Equilibrium) -> None:
    n, i = world.country("USA"), world.country("CHN")
    cost = np.ones_like(world.flows)
    cost[n, i, world.goods] = 1e4
    found = without_rerouting(start, cost, "USA", "CHN")
    third = [k for k in range(len(world.countries)) if k not in (n, i)]
    sold = found.flows[n][np.ix_(third, np.flatnonzero(world.goods))]
    before = start.flows[n][np.ix_(third, np.flatnonzero(world.goods))]
    traded = before > 1e-6
    assert (sold[traded] / before[traded]).max() < 1.01


def test_cut_off_of_one_sector_is_less_than_of_all(start: Equilibrium) -> None:
    some = cut_off(start, "CHN", "USA", ["30t33"])
    every = cut_off(start, "CHN", "USA")
    assert every.target_change < some.target_change < 0


def test_licence_lets_the_share_through(world: World, start: Equilibrium) -> None:
    result, cost = licence(start, "CHN", ["30t33"], 0.6)
    assert cost.max() > 1
    assert change(result, start, "USA") < 0
    at, i = world.sector("30t33"), world.country("CHN")
    rest = [k for k in range(len(world.countries)) if k != i]
    now = (result.flows / result.cost_change[None])[rest, i, at].sum()
    then = (start.flows / start.cost_change[None])[rest, i, at].sum()
    assert now / then == pytest.approx(0.6, abs=0.001)
    with pytest.raises(InputError, match="left is 0"):
        licence(start, "CHN", ["30t33"], 0)


def test_secondary_duties_run_for_every_large_buyer(table: Leverage) -> None:
    assert table.secondary is not None
    by = {b.buyer: b for b in table.secondary.buyers}
    assert list(by) == ["CHN", "IND", "EU", "TUR"]
    assert all(b.on_buyer.share < 0 and b.on_imposer.share < 0 for b in by.values())
    assert sum(b.share for b in by.values()) <= 1


def test_magnet_months_are_known_after_they_end() -> None:
    assert months("USA", date(2025, 7, 19)) == ()
    found = {m.month: m for m in months("USA", STOCKHOLM)}
    assert list(found) == ["2025-05", "2025-06"]
    assert found["2025-05"].left == pytest.approx(0.078, abs=1e-3)
    assert found["2025-05"].equivalent.rationing
    assert not found["2025-06"].equivalent.rationing
    assert price_wedge(date(2025, 4, 1)) is None


def test_sums_leave_out_judgements_and_stronger_forms(table: Leverage) -> None:
    mine = [c for c in table.cards if c.holder == "CHN"]
    total = sum(c.target.mid for c in mine if not c.judged and c.id != "rare-earth-ban")
    assert {s.holder: s.target for s in table.sums}["CHN"] == pytest.approx(total)


def test_unknown_horizon_and_pair_are_refused(world: World) -> None:
    with pytest.raises(InputError, match="no horizon"):
        leverage(read_ledger(), world, "USA", "CHN", STOCKHOLM, horizon="2w")
    with pytest.raises(CoverageError, match="No card between"):
        leverage(read_ledger(), world, "USA", "JPN", STOCKHOLM)


def test_command_prints_the_table_and_json() -> None:
    words = ["leverage", "USA", "CHN", "--on", "2025-07-28", "--horizon", "3m"]
    page = " ".join(CliRunner().invoke(app, words).output.split())
    for part in (
        "Ethane exports",
        "hurts the holder more",
        "Shortage curve",
        "rationing",
        "drones",
    ):
        assert part in page
    late = CliRunner().invoke(app, ["leverage", "USA", "CHN", "--on", "2026-08-21", *words[-2:]])
    gallium = next(line for line in late.output.splitlines() if "Gallium withheld" in line)
    assert "too small" in gallium
    told = json.loads(CliRunner().invoke(app, [*words, "--json"]).output)
    assert told["horizon"] == "3m"
    assert {"target", "sender", "days_to_bite", "half_life"} <= told["cards"][0].keys()
