"""Power on a world: an index worked out another way, convexity, and the trade model beside it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.equilibrium import Equilibrium, solve
from detente.errors import InputError
from detente.leverage.cut_off import cut_off
from detente.leverage.power import power
from detente.leverage.settings import settings
from detente.leverage.substitution import elasticity
from detente.worlds import load_world

PAIRS = (("CHN", "USA"), ("USA", "CHN"), ("USA", "MEX"), ("DEU", "POL"))


@pytest.fixture(scope="module")
def start() -> Equilibrium:
    world = load_world("world-2023")
    return solve(world, world.tariff)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(("horizon", "years"), [("3m", 0.25), ("1y", 1.0), ("5y", 5.0)])
def test_power_is_the_price_index_with_one_source_gone(
    start: Equilibrium, pair: tuple[str, str], horizon: str, years: float
) -> None:
    """The source's price raised without end in a two-level index, then handed on step by step."""
    source, buyer = pair
    world = start.world
    n, i = world.country(buyer), world.country(source)
    home, theirs = start.shares[n, n], start.shares[n, i]
    sigma = 1 + np.array([elasticity(np.array(years), long=e) for e in world.trade_elasticity])
    rho = settings().home_over_foreign * sigma
    unit = np.zeros(len(home))
    for s in np.flatnonzero(world.goods):
        others = 1 - home[s] - theirs[s]
        foreign = (others / (1 - home[s])) ** (1 / (1 - sigma[s]))
        index = home[s] + (1 - home[s]) * foreign ** (1 - rho[s])
        unit[s] = np.log(index) / (1 - rho[s])
    made = np.zeros(len(home))
    for _ in range(200):
        made = world.input_share[n].T @ (unit + home * made)
    expected = float(world.final_share[n] @ (unit + home * made))
    assert power(start, source, buyer, horizon).loss == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("pair", PAIRS)
def test_power_is_convex_and_fades(start: Equilibrium, pair: tuple[str, str]) -> None:
    """Half the share is less than half the power, in each good too; time takes the rest."""
    by = [power(start, *pair, horizon) for horizon in ("3m", "1y", "5y")]
    assert by[0].loss > by[1].loss > by[2].loss > 0
    for found in by:
        assert found.half_share < found.loss / 2
        assert [s.loss for s in found.sectors] == sorted(s.loss for s in found.sectors)[::-1]
        for s in found.sectors:
            assert s.half_share < s.loss / 2
            # A point less saves more than the mean point below it, for the slope rises.
            assert s.next_point * 100 > (s.loss - s.half_share) / (s.share / 2)


@pytest.mark.parametrize("pair", [*PAIRS, ("CHN", "VNM"), ("USA", "CAN"), ("RUS", "DEU")])
def test_power_after_five_years_is_of_the_size_of_the_trade_model(
    start: Equilibrium, pair: tuple[str, str]
) -> None:
    """Other sources' prices as they are is free re-routing: within a factor of two of it."""
    closed = power(start, *pair, "5y").loss
    assert 0.5 < closed / -cut_off(start, *pair).target_change < 2


def test_a_horizon_that_is_none_is_refused(start: Equilibrium) -> None:
    with pytest.raises(InputError, match="no horizon"):
        power(start, "CHN", "USA", "2y")


def test_the_table_prints_power_from_the_shares_of_the_day() -> None:
    """The duties of July 2025 have cut what the United States buys, so the power over it too."""
    command = ["leverage", "USA", "CHN", "--on", str(date(2025, 7, 28))]
    page = CliRunner().invoke(app, command)
    world = load_world("world-2023")
    before = power(solve(world, world.tariff), "CHN", "USA", "1y").loss
    assert before > 0.008
    assert page.exit_code == 0
    assert "CHN over USA: 0.35%; with half the share 0.17%, 48% of it" in page.output
