"""Licences as observed, dependency indicators over the years, and licences to the whole world."""

from __future__ import annotations

from datetime import date

import pytest

from detente.api import read_ledger
from detente.leverage.cut_off import global_licence
from detente.leverage.dependence import dependences, table_year
from detente.leverage.indicators import flagged, sector_of
from detente.leverage.licence import duty_of_drop
from detente.leverage.observed import Supply, exports, known_until, supplies
from detente.outlook import Points, set_scene
from detente.rates.applied import Applier
from detente.worlds import default_world, load_world

STOCKHOLM = date(2025, 7, 28)


def supply(title: str, destination: str, day: date = STOCKHOLM) -> Supply:
    return next(
        s for s in supplies(("USA",), day) if (s.title, s.destination) == (title, destination)
    )


def test_natural_graphite_fell_to_a_third_and_was_back_within_half_a_year() -> None:
    """UN Comtrade: 12,675 t a month to all before the announcement of October 2023."""
    found = supply("natural graphite", "ALL")
    assert found.usual_tonnes == pytest.approx(12_675, abs=1)
    assert found.first == pytest.approx(0.315, abs=0.005)
    assert found.back == 3
    assert found.equivalent.duty == pytest.approx(
        duty_of_drop(found.first, share=0.75, sigma=2, eta=0.5)
    )
    assert supply("natural graphite", "USA").equivalent.rationing


def test_no_drop_is_read_where_there_is_none() -> None:
    """Artificial graphite mostly stayed outside the licence; the gallium line mixes metals."""
    for title in ("artificial graphite", "gallium and metals of its group"):
        found = supply(title, "USA")
        assert found.first > 1
        assert found.equivalent.duty == 0
        assert found.back == 0


def test_only_months_that_were_out_on_the_day_are_used() -> None:
    assert known_until(date(2024, 2, 19)) == "2023-11"
    assert known_until(date(2024, 2, 20)) == "2023-12"
    early = supply("natural graphite", "ALL", date(2024, 3, 1))
    assert [m for m, _, _ in early.months] == ["2023-12"]
    assert early.back is None
    assert not [s for s in supplies(("USA",), date(2023, 10, 19)) if "graphite" in s.title]
    for day in (date(2023, 11, 1), date(2024, 1, 10)):
        assert not [s for s in supplies(("USA",), day) if "graphite" in s.title]


def test_destinations_are_part_of_all() -> None:
    for (product, destination), series in exports().items():
        every = exports()[(product, "ALL")]
        for month, (tonnes, value) in series.items():
            assert destination == "ALL" or tonnes <= every[month][0] + 0.01
            assert value >= 0


def test_indicators_need_concentration_and_two_years() -> None:
    found = {
        f.title: f for f in flagged("USA", dependences("USA", "CHN", STOCKHOLM), table_year("USA"))
    }
    batteries = found["lithium-ion batteries"]
    assert [y.year for y in batteries.years] == [2011, 2023, 2024]
    assert [y.product for y in batteries.years] == [False, False, True]
    assert batteries.years[-1].passed.dependent
    assert not batteries.lasting
    assert not found["drones"].years[-1].passed.concentration
    for row in found.values():
        for year in row.years:
            assert 0 <= year.hhi <= 1
            assert 0 <= year.foreign <= 1
            assert year.imports_over_exports > 0


def test_every_product_has_a_sector_in_each_world() -> None:
    for name in ("world-2011", "world-2023"):
        world = load_world(name)
        for product in dependences("USA", "CHN", STOCKHOLM):
            assert sector_of(world, product.codes[0]) is not None


def test_a_licence_to_the_world_costs_all_and_nothing_when_it_lets_all_through() -> None:
    world = load_world(default_world())
    scene = set_scene(read_ledger(), "USA", "CHN", STOCKHOLM, None)
    start = Points(scene, Applier(scene.ledger, world)).today.equilibrium
    open_ = global_licence(start, "CHN", "USA", "ELE", 1.0)
    half = global_licence(start, "CHN", "USA", "ELE", 0.5)
    most = global_licence(start, "CHN", "USA", "ELE", 0.3)
    assert open_.other_change == pytest.approx(0, abs=1e-6)
    assert most.other_change < half.other_change < 0
    assert most.world_change < half.world_change < 0
    assert half.holder_change < 0
