"""Every kind of address on the real page is walked back, to the value the brief shows."""

from __future__ import annotations

import json
import math
import re
from functools import cache

import pytest

import detente
from detente.api import day, read_ledger
from detente.brief.brief import Brief
from detente.brief.explain import Explanation, Question, explain
from detente.errors import InputError
from detente.worlds import default_world, load_world

STOCKHOLM = "2025-07-28"
PAIR = ("USA", "CHN")


@cache
def brief() -> Brief:
    return detente.build_brief(*PAIR, on=STOCKHOLM)


def walked(address: str, on: str = STOCKHOLM) -> Explanation:
    world = load_world(default_world())
    return explain(Question(read_ledger(), world, PAIR, day(on)), address)


def shown() -> dict[str, float | None]:
    """A figure of each kind with the value in the brief."""
    found = brief()
    clock, power, deals, odds = found.clock, found.power, found.deals, found.odds
    assert clock
    assert power
    assert deals
    assert odds
    assert power.curve
    layer, sector = found.in_force[0].layers[1], clock.sides[0].sectors[2]
    lapse = next(s for s in found.scenarios if s.role == "lapse")
    assert lapse.diversion
    moved, magnets = lapse.diversion, power.card("magnets")
    so_far = found.outcome("MEX")
    assert magnets
    assert so_far
    extended = odds.outcome("extended")
    assert extended
    assert found.holds
    game, held = found.holds.sides[1], found.in_force[0].suspended[-1]
    moved_most = next(s for s in found.spread if (s.scenario, s.place) == (lapse.id, "CHN"))
    return {
        f"in_force.USA.{layer.measure}": layer.points,
        "clock.days_left": clock.days_left,
        f"clock.USA.sectors.{sector.sector}.legal": sector.rate.legal,
        f"clock.USA.sectors.{sector.sector}.before": sector.rate.before,
        f"clock.USA.sectors.{sector.sector}.trade_usd_bn": sector.trade_usd_bn,
        f"suspended.USA.{held.measure}.levied": held.levied,
        f"spread.{lapse.id}.CHN.lowest": moved_most.lowest,
        "truce.CHN.waiting": game.waiting,
        "truce.CHN.feared": game.feared,
        "so_far.MEX.real_income": so_far.baseline.real_income,
        f"scenarios.{lapse.id}.diversion.lost_usd_bn": moved.lost_usd_bn,
        f"scenarios.{lapse.id}.diversion.suppliers.{moved.suppliers[2].place}.change": (
            moved.suppliers[2].change
        ),
        "power.magnets.target": magnets.target.mid,
        "power.magnets.half_life": magnets.half_life,
        "power.duty-usa.sender": next(c.sender.mid for c in power.cards if c.id == "duty-usa"),
        f"power.curve.{power.curve.elasticity[2]:g}": power.curve.loss[2],
        "power.curve.leontief": power.curve.leontief,
        f"deals.{deals.concessions[0].id}.CHN": deals.concessions[0].second[1],
        "deals.package-2.efficient": deals.packages[1].efficient,
        "deals.package-1.USA": deals.packages[0].gain[0][1],
        "odds.extended.p": extended.chance.p,
        "odds.extended.pooled": extended.pooled,
    }


def test_each_kind_of_figure_walks_back_to_its_value_and_its_sources() -> None:
    for address, value in shown().items():
        found = walked(address)
        assert value is not None
        assert found.value == pytest.approx(value, rel=1e-9, abs=1e-12), address
        assert found.steps, address
        assert all(step.lines for step in found.steps if step.heading != "Documents"), address


def test_every_address_on_the_page_is_of_a_kind_that_was_walked() -> None:
    """The page has no address of another shape than those above and the older ones."""

    def shape(address: str) -> tuple[str, int]:
        parts = address.split(".")
        curve = parts[:2] == ["power", "curve"]
        return (parts[0] + (".curve" if curve else ""), 0 if curve else len(parts))

    page = set(re.findall(r'data-address="([^"]+)"', brief().html()))
    known = {shape(a) for a in shown()} | {
        ("in_force", 3), ("clock", 3), ("clock", 4), ("scenarios", 4), ("scenarios", 5),
    }  # fmt: skip
    assert {shape(a) for a in page} <= known
    assert len(page) > 1000


@pytest.mark.parametrize(
    ("address", "on", "told"),
    [
        ("power.magnet.target", STOCKHOLM, 'Did you mean "magnets"?'),
        ("power.curve.0.051", STOCKHOLM, "is no point of the shortage curve"),
        ("deals.package-99.USA", STOCKHOLM, "is no concession or package"),
        ("odds.extended.q", STOCKHOLM, "is no figure of an outcome"),
        ("clock.days_left", "2025-04-20", "No truce is known on 2025-04-20"),
        ("clock.USA.sectors.C99.legal", STOCKHOLM, "is no sector of this brief"),
        ("scenarios.truce-lapses.diversion.somewhere", STOCKHOLM, "is no figure of this brief"),
        ("scenarios.truce-lapses.USA.real_income", "2025-04-20", "was not computed on 2025-04-20"),
        ("so_far.USA", STOCKHOLM, "names no number of a brief"),
        ("truce.USA.patience", STOCKHOLM, "is no figure of the game"),
        ("suspended.USA.US-MFN.rate", STOCKHOLM, "is no suspended duty"),
        ("spread.truce-lapses.USA.median", STOCKHOLM, "is no end of the spread"),
        ("spread.so-far.VNM.lowest", STOCKHOLM, "fewer than two worlds"),
    ],
)
def test_an_address_that_names_nothing_is_refused(address: str, on: str, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        walked(address, on)


def test_without_a_truce_the_brief_still_tells_what_the_duties_cost_so_far() -> None:
    found = detente.build_brief(*PAIR, on="2025-04-20")
    assert found.clock is None
    usa = found.outcome("USA")
    assert usa is not None
    assert usa.baseline.real_income < 0
    assert "So far" in found.markdown()
    assert 'data-address="so_far.USA.real_income"' in found.html()
    assert walked("so_far.USA.real_income", "2025-04-20").value == usa.baseline.real_income


def test_a_prolonged_truce_is_measured_from_the_first_one() -> None:
    found = detente.build_brief(*PAIR, on="2025-09-10")
    assert found.clock is not None
    assert found.clock.truce == "stockholm-2025"
    told = found.markdown()
    assert "Before 14 May 2025" in told
    assert "Before the truce" not in told


def test_rounds_are_those_public_on_the_day() -> None:
    rounds = brief().rounds
    assert [r.city for r in rounds] == ["Geneva", "London", "Stockholm"]
    assert any("He Lifeng" in head for head in rounds[0].heads)
    assert rounds[2].outcome is None
    page = brief().html()
    for word in ("Geneva", "London", "Stockholm", "He Lifeng", "Scott Bessent"):
        assert word in page


def test_the_brief_s_odds_and_stake_are_those_of_the_model() -> None:
    found = brief()
    note = found.odds
    assert note is not None
    assert [round(o.chance.p, 2) for o in note.outcomes] == [0.63, 0.24, 0.13]
    assert note.stake is not None
    lapse = next(s for s in found.scenarios if s.role == "lapse")
    for payoff in note.stake:
        outcome = lapse.outcome(payoff.party)
        assert outcome is not None
        assert payoff.share == pytest.approx(outcome.today.real_income, rel=1e-9)
    assert note.cases_until <= found.on
    told = json.loads(found.json())["odds"]
    assert told["n"] == 19
    assert math.isclose(sum(o["chance"]["p"] for o in told["outcomes"]), 1.0)


def test_the_deal_map_holds_the_efficient_packages_and_the_named_points() -> None:
    deals = brief().deals
    assert deals is not None
    best = sorted((d.worth for d in deals.dots if d.efficient), key=lambda w: w[0])
    assert [w[1] for w in best] == sorted((w[1] for w in best), reverse=True)
    named = {name for d in deals.dots for name in d.names}
    assert named == {"Nash", "Kalai-Smorodinsky", "egalitarian"}
    assert [t.id for t in deals.threats] == ["status_quo", "snap_back_legal", "snap_back_announced"]
    assert all(t.worth[0] < 0 and t.worth[1] < 0 for t in deals.threats[1:])
