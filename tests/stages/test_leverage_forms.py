"""Power, shortages, licences: closed forms against their tables, limits and laws."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.leverage.closed_forms import (
    autarky_loss,
    ceiling,
    cut_off_loss,
    partner_loss,
    power_through_inputs,
    second_source_worth,
)
from detente.leverage.licence import duty_of_drop, licence_equivalent, short_cut
from detente.leverage.shortage import (
    curve,
    days_of_cover,
    hulten,
    leontief,
    output,
    second_order,
    supplied,
)
from detente.leverage.substitution import elasticity

CONVEXITY = {
    # Loss in percent, spending 1%, all of it bought abroad, one nest; by hand from the formula.
    0.30: (0.71, 0.18, 0.09),
    0.50: (1.39, 0.35, 0.17),
    0.70: (2.41, 0.60, 0.30),
    0.90: (4.61, 1.15, 0.58),
    0.95: (5.99, 1.50, 0.75),
    0.99: (9.21, 2.30, 1.15),
}
SHARES = st.floats(0.01, 0.97)
SIGMA = st.floats(1.2, 8.0)
RHO = st.floats(0.3, 6.0)


@pytest.mark.parametrize(("share", "row"), CONVEXITY.items())
def test_loss_is_convex_in_the_share_of_the_sender(share: float, row: tuple[float, ...]) -> None:
    found = [
        100 * cut_off_loss(0.01, 1, share, home_foreign=s, among_foreign=s) for s in (1.5, 3, 5)
    ]
    np.testing.assert_allclose(found, row, atol=0.005)


@given(spending=st.floats(0.001, 0.3), abroad=SHARES, share=SHARES, rho=RHO, sigma=SIGMA)
def test_loss_is_that_of_a_price_going_to_infinity(
    spending: float, abroad: float, share: float, rho: float, sigma: float
) -> None:
    """The nested CES price index with one source's price raised without end."""
    if abs(rho - 1) < 1e-3:
        return
    foreign = ((1 - share) + share * (1e60) ** (1 - sigma)) ** (1 / (1 - sigma))
    index = ((1 - abroad) + abroad * foreign ** (1 - rho)) ** (1 / (1 - rho))
    found = cut_off_loss(spending, abroad, share, home_foreign=rho, among_foreign=sigma)
    assert found == pytest.approx(spending * math.log(index), rel=1e-6)


@given(abroad=SHARES, sigma=SIGMA, rho=RHO)
def test_loss_rises_and_rises_faster(abroad: float, sigma: float, rho: float) -> None:
    """From nothing at no share; each further tenth costs more, while rho is below sigma."""
    path = [
        cut_off_loss(0.01, abroad, w, home_foreign=min(rho, sigma), among_foreign=sigma)
        for w in np.linspace(0, 0.9, 10)
    ]
    assert path[0] == 0
    steps = np.diff(path)
    assert (steps > 0).all()
    assert (np.diff(steps) > -1e-15).all()


def test_special_cases_meet_the_general_form() -> None:
    near = cut_off_loss(0.1, 0.4, 0.6, home_foreign=1 + 1e-6, among_foreign=3)
    exact = cut_off_loss(0.1, 0.4, 0.6, home_foreign=1, among_foreign=3)
    assert near == pytest.approx(exact, rel=1e-5)
    assert exact == pytest.approx(0.1 * 0.4 / 2 * math.log(1 / 0.4))
    # One nest is the trade model with prices at the sources fixed.
    nest = cut_off_loss(0.1, 0.4, 0.6, home_foreign=3, among_foreign=3)
    assert nest == pytest.approx(partner_loss(0.1, 0.24, 2.0))
    whole = cut_off_loss(0.1, 0.4, 1, home_foreign=3, among_foreign=3)
    assert whole == pytest.approx(ceiling(0.1, 0.4, 3)) == pytest.approx(autarky_loss(0.1, 0.6, 2))


def test_the_first_points_of_another_source_are_worth_most() -> None:
    worth = [
        second_source_worth(0.01, 1, w, home_foreign=3, among_foreign=3) for w in (0.5, 0.9, 0.99)
    ]
    np.testing.assert_allclose(worth, (0.01, 0.05, 0.5))
    step = 1e-6
    slope = (
        cut_off_loss(0.01, 1, 0.9 + step, home_foreign=3, among_foreign=3)
        - cut_off_loss(0.01, 1, 0.9, home_foreign=3, among_foreign=3)
    ) / step
    assert slope == pytest.approx(worth[1], rel=1e-4)


@given(abroad=SHARES, share=SHARES, rho=RHO, sigma=SIGMA)
def test_the_worth_of_a_second_source_is_the_slope_of_the_loss(
    abroad: float, share: float, rho: float, sigma: float
) -> None:
    """Also where goods are made at home; rho = 1 is a limit of its own, met from both sides."""
    step = 1e-6
    losses = [
        cut_off_loss(0.2, abroad, w, home_foreign=rho, among_foreign=sigma)
        for w in (share - step, share + step)
    ]
    worth = second_source_worth(0.2, abroad, share, home_foreign=rho, among_foreign=sigma)
    assert (losses[1] - losses[0]) / (2 * step) == pytest.approx(worth, rel=2e-4, abs=1e-8)


def test_joint_threats_in_one_nest_are_more_than_their_sum() -> None:
    one, other, both = (
        cut_off_loss(0.01, 1, w, home_foreign=3, among_foreign=3) for w in (0.4, 0.3, 0.7)
    )
    assert both > one + other


def test_shocks_are_handed_on_through_inputs() -> None:
    """Two sectors, the second uses a half of the first: 1 + 0.5 reaches the consumer."""
    inputs = np.array([[0.0, 0.5], [0.0, 0.0]])
    found = power_through_inputs(inputs, np.array([0.02, 0.0]), np.array([0.5, 0.5]))
    assert found == pytest.approx(0.5 * 0.02 + 0.5 * 0.5 * 0.02)
    with pytest.raises(InputError, match="less than 1"):
        power_through_inputs(np.eye(2), np.zeros(2), np.zeros(2))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: cut_off_loss(0.1, 0.5, 1.2, home_foreign=2, among_foreign=3), "share is 1.2"),
        (lambda: cut_off_loss(1.5, 0.5, 0.2, home_foreign=2, among_foreign=3), "spending is 1.5"),
        (lambda: cut_off_loss(0.1, 0.5, 0.5, home_foreign=2, among_foreign=1), "no limit"),
        (lambda: cut_off_loss(0.1, 0.5, 0.5, home_foreign=2, among_foreign=0.76), "no limit"),
        (lambda: cut_off_loss(0.1, 0.5, 1, home_foreign=1, among_foreign=3), "no limit"),
        (lambda: cut_off_loss(0.1, 0.5, 0.5, home_foreign=-1, among_foreign=3), "above 0"),
        (lambda: cut_off_loss(0.1, 1, 1, home_foreign=2, among_foreign=3), "no limit"),
        (
            lambda: second_source_worth(0.1, 1, 1, home_foreign=2, among_foreign=3),
            "without limit",
        ),
        (
            lambda: second_source_worth(0.1, 0.5, 0.2, home_foreign=2, among_foreign=1),
            "no limit",
        ),
        (lambda: autarky_loss(0.1, 0, 4), "no limit"),
        (lambda: partner_loss(0.1, 1, 4), "no limit"),
        (lambda: partner_loss(0.1, 0.5, 0), "above 0"),
        (lambda: duty_of_drop(0, share=0.7, sigma=2, eta=1), "left is 0"),
        (lambda: duty_of_drop(0.5, share=1.7, sigma=2, eta=1), "share is 1.7"),
        (lambda: duty_of_drop(0.5, share=0.7, sigma=2, eta=0), "above 0"),
        (lambda: output(np.array(1.2), np.array(0.5), np.array(0.5)), "cost share"),
        (lambda: output(np.array(0.1), np.array(0.0), np.array(0.5)), "full cut"),
        (lambda: output(np.array(0.1), np.array(0.5), np.array(0.0)), "leontief"),
    ],
)
def test_what_has_no_answer_is_refused(call: Callable[[], object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        call()


@pytest.mark.parametrize(
    ("a", "x", "s", "expected"),
    [
        # Energy down 8% at a cost share of 4%, and a tiny essential input halved.
        (0.04, 0.92, 0.04, -0.0094),
        (0.04, 0.92, 0.10, -0.0048),
        (0.04, 0.92, 0.30, -0.0037),
        (0.001, 0.5, 0.20, -0.004),
        (0.001, 0.5, 0.10, -0.045),
        (0.001, 0.5, 0.05, -0.28),
    ],
)
def test_shortage_by_the_exact_form(a: float, x: float, s: float, expected: float) -> None:
    found = float(output(np.array(a), np.array(x), np.array(s))) - 1
    assert found == pytest.approx(expected, abs=abs(expected) * 0.08)


def test_second_order_is_good_above_and_fails_below() -> None:
    assert second_order(0.04, 0.92, 0.04) - 1 == pytest.approx(-0.0065, abs=1e-4)
    exact = float(output(np.array(0.001), np.array(0.5), np.array(0.05))) - 1
    assert abs(second_order(0.001, 0.5, 0.05) - 1) < abs(exact) / 10


@given(a=st.floats(0.0005, 0.3), x=st.floats(0.05, 1.0), s=st.floats(0.02, 0.95))
def test_loss_lies_between_hulten_and_leontief(a: float, x: float, s: float) -> None:
    found = float(output(np.array(a), np.array(x), np.array(s)))
    assert leontief(x) - 1e-9 <= found <= hulten(a, x) + 1e-9
    assert float(output(np.array(a), np.array(1.0), np.array(s))) == pytest.approx(1)


def test_curve_falls_with_the_elasticity_within_its_bounds() -> None:
    found = curve(0.0005, 0.6, (0.02, 0.05, 0.1, 0.5))
    assert list(found.loss) == sorted(found.loss, reverse=True)
    assert found.hulten < found.loss[-1] <= found.loss[0] < found.leontief == pytest.approx(0.4)


def test_nothing_is_short_while_stocks_last() -> None:
    left, stock = np.array(0.6), np.array(30.0)
    assert float(days_of_cover(stock, left)) == pytest.approx(75)
    assert float(supplied(left, stock, np.array(74.0))) == 1
    assert float(supplied(left, stock, np.array(76.0))) == 0.6
    assert np.isinf(days_of_cover(stock, np.array(1.0)))


@pytest.mark.parametrize(
    ("sigma", "eta", "may", "june"),
    [
        # US magnets, a share of 0.76, 46 and 353 t against 590 t a month.
        (1.01, 0.3, None, 1.98),
        (2, 0.5, 7.17, 0.73),
        (2, 1.0, 4.90, 0.49),
        (4, 0.8, 1.66, 0.32),
        (6, 2, 0.81, 0.17),
    ],
)
def test_licence_as_a_duty(sigma: float, eta: float, may: float | None, june: float) -> None:
    found = [licence_equivalent(t / 590, share=0.76, sigma=sigma, eta=eta) for t in (46, 353)]
    assert found[1].duty == pytest.approx(june, abs=0.006)
    assert found[0].duty > 200 if may is None else found[0].duty == pytest.approx(may, abs=0.006)
    assert [f.rationing for f in found] == [found[0].duty > 3, False]


def test_price_wedge_comes_first_and_small_drops_have_a_short_cut() -> None:
    """Dysprosium oxide in Europe went from 250 to 700 and more: a wedge near 200%."""
    found = licence_equivalent(0.078, share=0.76, sigma=1.01, eta=0.3, wedge=(250, 700))
    assert (found.basis, round(found.duty, 1), found.rationing) == ("price", 1.8, False)
    exact = duty_of_drop(0.99, share=0.76, sigma=2, eta=0.5)
    assert short_cut(0.99, share=0.76, sigma=2, eta=0.5) == pytest.approx(exact, rel=0.02)
    with pytest.raises(InputError, match="wedge"):
        licence_equivalent(0.5, share=0.7, sigma=2, eta=1, wedge=(700, 250))


def test_elasticity_grows_with_the_horizon() -> None:
    """0.76 at once, 2 in the end, 95% of the way after eight years."""
    path = elasticity(np.array([0.0, 1.0, 8.0, 100.0]))
    assert path[0] == pytest.approx(0.76)
    assert path[3] == pytest.approx(2)
    assert (path[2] - 0.76) / (2 - 0.76) == pytest.approx(0.95, abs=0.002)
