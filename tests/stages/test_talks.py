"""The deal table: threat points, observed bargains, demands, as known on a day."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from detente.api import read_ledger
from detente.cli import app
from detente.equilibrium import solve
from detente.errors import CoverageError, InputError
from detente.games import war_between
from detente.ledger import Ledger
from detente.outlook import Points, payoffs, set_scene
from detente.rates.applied import Applier
from detente.talks import Talks, talks
from detente.talks.items import items_known, read_items
from detente.talks.settings import bargains, demands_known
from detente.worlds import World, default_world, load_world

PAIR = ("USA", "CHN")
STOCKHOLM = date(2025, 7, 28)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return read_ledger()


@pytest.fixture(scope="module")
def world() -> World:
    return load_world(default_world())


@pytest.fixture(scope="module")
def table(ledger: Ledger, world: World) -> Talks:
    return talks(ledger, world, *PAIR, STOCKHOLM)


def test_table_of_stockholm(table: Talks) -> None:
    """Some packages work, most surely those that swap licences for fentanyl duty."""
    assert table.count == 2 ** len(table.concessions)
    assert 0 < table.efficient < table.zone < table.count
    assert ("rare-earth-licences", "fentanyl-duty-half") in table.swaps
    assert table.linkage > 0
    named = {name for p in table.packages for name in p.names}
    assert named == {"Nash", "Kalai-Smorodinsky", "egalitarian"}
    for p in table.packages:
        assert 0 <= p.efficient <= p.in_zone <= 1
        assert p.names or p.in_zone > 0.7


def test_an_observed_bargain_narrows_the_ranges(ledger: Ledger, world: World, table: Talks) -> None:
    """London: China gave licences for three controls, so they cost it no more than these."""
    before = talks(ledger, world, *PAIR, date(2025, 6, 10))
    assert before.bargains.titles == ()
    assert table.bargains.share < 0.5
    licences = {
        name: next(c for c in t.concessions if c.id == "rare-earth-licences").second
        for name, t in (("before", before), ("after", table))
    }
    width = {k: v[2] - v[0] for k, v in licences.items()}
    assert width["after"] < width["before"] / 2
    assert licences["after"][1] > licences["before"][1]


def test_a_worse_threat_widens_the_zone(ledger: Ledger, world: World, table: Talks) -> None:
    lapse = talks(ledger, world, *PAIR, STOCKHOLM, threat="snap_back_legal")
    war = talks(ledger, world, *PAIR, STOCKHOLM, threat="snap_back_announced")
    assert war.threat_worth < lapse.threat_worth < (0, 0)
    assert table.zone < lapse.zone <= war.zone


def test_only_what_was_known_is_on_the_table(table: Talks) -> None:
    for day in (date(2025, 5, 20), STOCKHOLM, date(2026, 2, 28)):
        for row in items_known(PAIR, day):
            assert row.known_on <= day
            assert row.until is None or day < row.until
    ids = {c.id for c in table.concessions}
    assert "exit-bans" in ids
    assert "ethane" not in ids  # freed on 2 July
    assert all(d.on <= STOCKHOLM for d in table.demands)
    assert all(d.delivered_on is None or d.delivered_on <= STOCKHOLM for d in table.demands)


def test_bargains_hold_when_their_items_are_long_given(ledger: Ledger, world: World) -> None:
    found = talks(ledger, world, *PAIR, date(2026, 2, 28))
    assert len(found.bargains.titles) == 2
    assert 0 < found.bargains.share < 1


def test_every_row_has_a_document_of_the_record(ledger: Ledger) -> None:
    for demand in demands_known(PAIR, date(2026, 8, 1)):
        for name in (demand.document, demand.delivered_document):
            assert name is None or name in ledger.documents, name
        assert ledger.documents[demand.document].published <= demand.on
    for bargain in bargains():
        assert bargain.document in ledger.documents
        assert set(bargain.items) <= {r.id for r in read_items()}


def test_delivery_is_unknown_until_it_is() -> None:
    def fentanyl(day: date) -> str | None:
        return next(d for d in demands_known(PAIR, day) if d.id == "us-fentanyl").delivery

    assert fentanyl(STOCKHOLM) is None
    assert fentanyl(date(2025, 11, 10)) == "partial"


def test_the_war_of_best_responses_is_a_threat_point(ledger: Ledger, world: World) -> None:
    """Both are better off in it than today, so cards alone have to beat that (decision 0094)."""
    found = talks(ledger, world, "USA", "CHN", date(2025, 7, 28), threat="nash")
    assert min(found.threat_worth) > 0
    assert found.zone == 0
    points = Points(
        set_scene(ledger, "USA", "CHN", date(2025, 7, 28), None), Applier(ledger, world)
    )
    war = war_between(world, points.today.rates.rate, "USA", "CHN")
    new = solve(world, war.tariff)
    told = [p.usd_bn for p in payoffs(points, new)]
    assert list(found.threat_worth) == pytest.approx(told, rel=1e-5)


def test_threats_and_pairs_that_cannot_be_posed_are_refused(ledger: Ledger, world: World) -> None:
    with pytest.raises(InputError, match="no threat point"):
        talks(ledger, world, *PAIR, STOCKHOLM, threat="walk_away")
    with pytest.raises(CoverageError, match="cannot be posed"):
        talks(ledger, world, *PAIR, date(2025, 5, 1), threat="snap_back_legal")
    with pytest.raises(CoverageError, match="Nothing was on the table"):
        talks(ledger, world, "JPN", "FRA", STOCKHOLM)


def test_command_prints_the_table_and_json() -> None:
    words = ["talks", "USA", "CHN", "--on", "2025-07-28"]
    page = " ".join(CliRunner().invoke(app, words).output.split())
    for part in ("On the table", "Packages against status_quo", "swap:", "Asked and offered"):
        assert part in page
    assert "0% to 89% for USA (cut to shares of the gain; by the formula -7% to 89%)" in page
    told = json.loads(CliRunner().invoke(app, [*words, "--json"]).output)
    assert told["threat"] == "status_quo"
    assert told["packages"][0]["gain"][0][1] == pytest.approx(told["packages"][0]["gain"][0][1])
