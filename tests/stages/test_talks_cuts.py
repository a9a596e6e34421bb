"""Continuous cuts of duties beside the cards, and what resolve does at the table."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from typer.testing import CliRunner

from detente.api import read_ledger
from detente.cli import app
from detente.outlook import Points, set_scene
from detente.rates.applied import Applier
from detente.talks import Talks, talks
from detente.talks.cuts import between, worth_of_cuts
from detente.talks.patience import patience
from detente.worlds import default_world, load_world

PAIR = ("USA", "CHN")
STOCKHOLM = date(2025, 7, 28)


@pytest.fixture(scope="module")
def table() -> Talks:
    return talks(read_ledger(), load_world(default_world()), *PAIR, STOCKHOLM)


def test_splines_go_through_what_was_solved_and_stay_near_between() -> None:
    """Off the grid the worth is within 2 USD bn of the equilibrium; it runs from 0 to 130."""
    scene = set_scene(read_ledger(), *PAIR, STOCKHOLM, None)
    points = Points(scene, Applier(scene.ledger, load_world(default_world())))
    nodes = np.linspace(0, 1, 5)
    solved = worth_of_cuts(points, nodes)
    assert np.abs(between(solved, nodes) - solved).max() < 1e-9
    assert np.abs(solved[0, 0]).max() < 1e-6
    off = np.array([0.37, 0.9])
    assert np.abs(between(solved, off) - worth_of_cuts(points, off)).max() < 2
    assert (solved[0, 1:, 0] > 0).all(), "a cut by the other side is a gain"
    assert (solved[1:, 0, 1] > 0).all(), "and so for the second side"


def test_frontier_over_cuts_is_efficient_and_holds_the_named_points(table: Talks) -> None:
    cuts = table.cuts
    assert cuts is not None
    worth = np.array([c.worth for c in cuts.frontier])
    assert (np.diff(worth[:, 0]) > 0).all()
    assert (np.diff(worth[:, 1]) < 0).all()
    named = {name: c for c in cuts.points for name in c.names}
    assert set(named) == {"Nash", "Kalai-Smorodinsky", "egalitarian"}
    for cut in named.values():
        assert not ((worth > np.array(cut.worth) + 1e-9).all(axis=1)).any()
        assert all(0 <= share <= 1 for share in cut.cuts)
    assert any(cut.cuts == (1.0, 1.0) and cut.duties == (0.0, 0.0) for cut in cuts.frontier)


def test_cards_and_cuts_together_are_worth_at_least_cuts_alone(table: Talks) -> None:
    cuts = table.cuts
    assert cuts is not None
    duties = {"fentanyl-duty-half", "fentanyl-duty-rest", "retaliation-off"}
    assert duties.isdisjoint(cuts.cards)
    assert "rare-earth-licences" in cuts.cards
    alone = {name: c for c in cuts.points for name in c.names}
    for deal in cuts.joint:
        assert set(deal.items) <= set(cuts.cards)
        assert 0 <= deal.in_zone <= 1
        assert min(deal.worth) >= 0
    egalitarian = next(d for d in cuts.joint if d.name == "egalitarian")
    assert min(egalitarian.worth) >= min(alone["egalitarian"].worth) - 1e-9
    nash = next(d for d in cuts.joint if d.name == "Nash")
    assert np.prod(nash.worth) >= np.prod(alone["Nash"].worth) - 1e-6


def test_own_worth_rises_with_the_own_threat_point() -> None:
    """Against a lapse, which hurts the United States more, it gets no more than against today."""
    ledger, world = read_ledger(), load_world(default_world())
    calm = talks(ledger, world, *PAIR, STOCKHOLM)
    tense = talks(ledger, world, *PAIR, STOCKHOLM, threat="snap_back_legal")
    assert tense.threat_worth[0] < tense.threat_worth[1] < 0
    assert calm.cuts is not None
    assert tense.cuts is not None
    for before, after in zip(calm.cuts.points, tense.cuts.points, strict=False):
        if "egalitarian" in before.names and "egalitarian" in after.names:
            assert after.worth[0] <= before.worth[0] + 1e-9


def test_resolve_of_equal_sides_is_equal_and_of_unequal_ones_hits_the_costlier() -> None:
    even = patience([(10.0, 2.0), (6.0, 6.0), (2.0, 10.0)], (-3.0, -3.0))
    assert even is not None
    assert even.pie_usd_bn == 12
    assert even.costs == (0.25, 0.25)
    assert even.split == (0.25, 0.75)
    assert even.demands[0] == even.demands[1]
    assert even.demands[0].demand == pytest.approx(0.5 + 0.25 / 2)
    assert even.demands[0].breakdown == pytest.approx(0.25)
    assert even.standoff is not None
    assert even.standoff.at_once == pytest.approx((0, 0))
    hurt = patience([(10.0, 2.0), (6.0, 6.0), (2.0, 10.0)], (-6.0, -3.0))
    assert hurt is not None
    assert hurt.standoff is not None
    assert hurt.standoff.at_once[0] > 0.1 > hurt.standoff.at_once[1]


def test_no_resolve_where_a_lapse_costs_nothing_or_nothing_is_gained() -> None:
    assert patience([(1.0, 1.0)], (0.0, -1.0)) is None
    assert patience([], (-1.0, -1.0)) is None
    mild = patience([(5.0, 5.0)], (-1.0, -1.0))
    assert mild is not None
    assert mild.standoff is None


def test_command_shows_cuts_and_resolve() -> None:
    line = ["talks", *PAIR, "--on", str(STOCKHOLM)]
    shown = CliRunner().invoke(app, line)
    assert shown.exit_code == 0
    for part in ("Cuts of duties", "Resolve", "Fearon", "Abreu and Gul", "seed 1", "all but"):
        assert part in shown.stdout
    told = json.loads(CliRunner().invoke(app, [*line, "--json"]).stdout)
    assert told["cuts"]["solved"] == 25
    assert set(told["patience"]) >= {"split", "demands", "standoff", "claims", "source"}
    assert told["seed"] == 1
