"""The brief for Stockholm and its neighbours, from the built-in record and world."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import pytest

import detente
from detente.brief.brief import SO_FAR, Brief
from detente.brief.record_tables import sector_note, snap_back_table
from detente.errors import CoverageError
from detente.rates.average import average_duty, direction
from detente.rates.weights import trade_weights


@cache
def brief(on: str) -> Brief:
    return detente.build_brief("USA", "CHN", on=on)


def spoken(found: Brief) -> tuple[float, ...]:
    """Duties on all goods since the baseline, both ways, rounded."""
    return tuple(round(side.new_layers, 6) for side in found.in_force)


def test_the_layers_of_the_conflict_before_and_after_geneva() -> None:
    assert spoken(brief("2025-05-13")) == (1.45, 1.25)
    assert spoken(brief("2025-05-14")) == (0.30, 0.10)
    assert spoken(brief("2025-07-28")) == (0.30, 0.10)


def test_the_clock_tells_the_legal_from_the_announced_snap_back() -> None:
    clock = brief("2025-07-28").clock
    assert clock is not None
    assert (clock.truce, clock.days_left) == ("geneva-2025", 15)
    us, china = clock.sides
    assert [round(x or 0, 6) for x in (us.new_layers.legal, china.new_layers.legal)] == [0.54, 0.34]
    assert us.new_layers.announced == pytest.approx(1.45)
    assert china.new_layers.announced == pytest.approx(1.25)
    assert {row.measure for row in clock.suspends} == {"US-RECIP-CHN-34", "CN-RECIP-34"}
    assert any("US-RECIP-CHN-125" in text for text in clock.removed)


def test_the_page_says_why_sectors_add_up_to_another_sum() -> None:
    found = brief("2025-07-28")
    assert found.clock is not None
    us, china = found.clock.sides
    assert us.counted_with == ("Hong Kong",)
    assert not china.counted_with
    for side, total in zip(found.clock.sides, found.in_force, strict=True):
        added = sum(sector.trade_usd_bn for sector in side.sectors)
        note = sector_note(found, side)
        assert f"USD {added:.0f} bn" in note
        assert f"USD {total.trade_usd_bn:.0f} bn of trade" in note
        assert ("Hong Kong" in note) == bool(side.counted_with)
        assert snap_back_table(found, found.clock, side).note == note
    hong_kong = trade_weights("USA", "HKG")
    assert hong_kong is not None
    above = sum(s.trade_usd_bn for s in us.sectors) - found.in_force[0].trade_usd_bn
    assert 0 < above < hong_kong.value.sum() / 1e9


def test_every_layer_of_the_stockholm_day_is_listed_with_its_source() -> None:
    us, china = brief("2025-07-28").in_force
    families = {layer.family for layer in us.layers}
    assert {"mfn", "s301_china", "ieepa_fentanyl_china", "ieepa_reciprocal"} <= families
    assert "fentanyl_retaliation_china" in {layer.family for layer in china.layers}
    assert all(layer.cites for side in (us, china) for layer in side.layers)
    for side in (us, china):
        assert sum(x.points for x in side.layers) == pytest.approx(side.average, abs=1e-4)


def test_controls_of_both_sides_are_listed() -> None:
    rows = {row.measure: row.state for row in brief("2025-07-28").controls}
    assert rows["CN-RE-APR25"] == "in force"
    assert rows["US-HUAWEI"] == "in force"
    assert rows["US-CHIPS-2023"] == "in force"
    assert "CN-RE-OCT25-A" not in rows


def test_scenarios_change_what_they_say() -> None:
    found = {s.id: s for s in brief("2025-07-28").scenarios}
    layers = {name: tuple(round(x, 6) for x in s.new_layers) for name, s in found.items()}
    assert layers == {
        "truce-holds": (0.30, 0.10),
        "truce-lapses": (0.54, 0.34),
        "fentanyl-deal": (0.10, 0.10),
        "april-war": (1.45, 1.25),
        "secondary-duty": (1.30, 0.10),
    }
    for scenario in found.values():
        assert scenario.run is not None
        assert scenario.run.residual < 1e-9


def test_the_signs_of_the_real_income_table() -> None:
    found = brief("2025-07-28")

    def change(scenario: str, place: str) -> float:
        result = found.scenario(scenario)
        outcome = result.outcome(place) if result else None
        assert outcome is not None
        return outcome.today.real_income

    for place in ("USA", "CHN"):
        assert change("truce-holds", place) == 0
        assert change("april-war", place) < change("truce-lapses", place) < 0
        assert change("fentanyl-deal", place) > 0
        assert abs(change("april-war", place)) < 0.03
    for bystander in ("MEX", "TWN"):
        assert change("april-war", bystander) > 0


def test_spread_holds_the_brief_s_own_world_and_another() -> None:
    found = brief("2025-07-28")
    rows = {(row.scenario, row.place): row for row in found.spread}
    shown = {SO_FAR: [(o.place, o.baseline) for o in found.so_far]}
    for scenario in found.scenarios:
        if scenario.role != "status_quo":
            shown[scenario.id] = [(o.place, o.today) for o in scenario.outcomes]
    assert {scenario for scenario, _ in rows} == set(shown)
    for scenario, effects in shown.items():
        for place, effect in effects:
            row = rows.get((scenario, place))
            if row is None:
                assert place == "VNM", "only Viet Nam is missing from the older world"
                continue
            assert row.worlds[0] == found.world
            assert len(set(row.worlds)) == len(row.worlds) >= 2
            assert row.changes[0] == effect.real_income
            assert (row.lowest, row.highest) == (min(row.changes), max(row.changes))


def test_spread_is_the_other_brief_s_result() -> None:
    """The second world's figure in the spread is what a brief on that world says."""
    here = brief("2025-07-28")
    other = next(world for world in here.spread[0].worlds if world != here.world)
    there = detente.build_brief("USA", "CHN", on="2025-07-28", world=other)
    assert there.world == other
    lapse = there.scenario("truce-lapses")
    assert lapse is not None
    for row in here.spread:
        if row.scenario == "truce-lapses":
            outcome = lapse.outcome(row.place)
            assert outcome is not None
            at = row.worlds.index(other)
            assert row.changes[at] == pytest.approx(outcome.today.real_income, abs=1e-9)
    told = there.markdown()
    assert "How far real income moves from one world to another" in told
    assert "Rest of the world (with Viet Nam)" in told
    assert "How far real income moves" in here.html()


def test_diverted_goods_add_up() -> None:
    lapse = brief("2025-07-28").scenario("truce-lapses")
    assert lapse is not None
    moved = lapse.diversion
    assert moved is not None
    assert moved.lost_usd_bn < 0
    assert all(row.usd_bn > 0 for row in moved.suppliers if row.place != "USA")


def test_nothing_later_than_the_day_is_used_or_cited() -> None:
    found = brief("2025-07-28")
    text = json.dumps(json.loads(found.json()))
    assert "Stockholm" in text
    for later in ("EO 14326", "EO 14334", "stockholm-2025", "busan", "US-RECIP-P2"):
        assert later not in text
    assert all(moment.date() <= date(2025, 7, 28) for s in found.series for moment in s.moments)


def test_later_days_know_more() -> None:
    found = brief("2025-11-12")
    assert found.clock is not None
    assert found.clock.truce == "busan-2025"
    assert spoken(found) == (0.20, 0.10)


def test_without_a_truce_there_is_no_clock_and_the_lapse_cannot_be_posed() -> None:
    found = brief("2025-04-20")
    assert found.clock is None
    missing = {s.id for s in found.scenarios if s.missing}
    assert missing == {"truce-holds", "truce-lapses", "april-war"}
    assert spoken(found) == (1.45, 1.25)


def test_a_day_before_the_baseline_is_refused() -> None:
    with pytest.raises(CoverageError, match="has no baseline"):
        brief("2024-06-01")


def test_money_follows_percent() -> None:
    for scenario in brief("2025-07-28").scenarios:
        for outcome in scenario.outcomes:
            effect = outcome.today
            if effect.usd_bn is not None and effect.usd_household is not None:
                assert effect.usd_bn * effect.usd_household >= 0
                assert (effect.real_income > 0) == (effect.usd_bn > 0)


def test_a_truce_known_to_be_prolonged_ends_at_its_new_date() -> None:
    clock = brief("2025-11-06").clock
    assert clock is not None
    assert clock.until is not None
    assert clock.until.date() == date(2026, 11, 10)


def test_the_lapse_of_a_prolonged_truce_is_posed_on_the_duties_it_will_have() -> None:
    """Five days before the Busan truce takes over, the fentanyl duty is known to fall to 10%."""
    found = brief("2025-11-05")
    clock, quo = found.clock, found.scenario("truce-holds")
    assert clock is not None
    assert quo is not None
    assert (clock.title, clock.running) == (
        "Busan truce of one year",
        "Stockholm: the truce prolonged for 90 days",
    )
    assert clock.takes_over is not None
    assert clock.takes_over.date() == date(2025, 11, 10)
    assert spoken(found) == (0.30, 0.10)
    assert [round(rate, 6) for rate in quo.new_layers] == [0.20, 0.10]
    assert [round(side.new_layers.legal or 0, 6) for side in clock.sides] == [0.44, 0.34]
    assert any("US-FENT-CHN-20" in row for row in clock.removed)
    told = " ".join(found.headline)
    assert "prolonged from 10 November 2025 (Busan truce of one year), ends on 10" in told
    assert "from 20% to 44%" in told
    assert "better for both than the truce as announced" in told
    assert (
        "Stockholm: the truce prolonged for 90 days ends 10 November 2026" not in found.markdown()
    )


def test_the_same_truce_days_later_has_the_same_lapse() -> None:
    early, late = brief("2025-11-05").clock, brief("2025-11-12").clock
    assert early is not None
    assert late is not None
    for before, after in zip(early.sides, late.sides, strict=True):
        assert before.new_layers.legal == pytest.approx(after.new_layers.legal)
        assert before.average.legal == pytest.approx(after.average.legal, abs=0.005)


def test_a_truce_prolonged_at_the_same_duties_moves_nothing() -> None:
    found = brief("2025-08-11")
    assert found.clock is not None
    assert found.clock.days_left == 91
    assert [round(s.new_layers.legal or 0, 6) for s in found.clock.sides] == [0.54, 0.34]
    told = " ".join(found.headline)
    assert "It brings" not in told
    assert "than to go on as today" in told


@pytest.mark.parametrize(
    ("on", "deadline"),
    [
        ("2025-04-11", "The odds of 31 May 2025 (178 US exclusions for Chinese goods end)"),
        ("2025-07-28", "The odds of 12 August 2025 (Geneva truce ends)"),
        ("2025-08-11", "The odds of 10 November 2025 (Stockholm truce ends)"),
        ("2025-11-05", "The odds of 10 November 2026 (Busan truce ends)"),
    ],
)
def test_the_odds_are_those_of_the_truce_and_named(on: str, deadline: str) -> None:
    assert any(line.startswith(deadline) for line in brief(on).headline)


def test_the_night_of_stockholm_keeps_its_figures() -> None:
    told = " ".join(brief("2025-07-28").headline)
    for text in (
        "from 30% to 54%",
        "United States -0.11% (USD -31.7 bn) and China -0.12% (USD -21.6 bn)",
        "346 of 512 packages",
        "extended 0.63 (0.49 to 0.74), deal 0.24 (0.09 to 0.39) and lapsed 0.13 (0.05 to 0.25)",
    ):
        assert text in told.replace("\u2212", "-").replace("\u00a0", " ")
    assert "none after" not in told


def test_a_judged_card_is_named_as_such() -> None:
    cards = next(x for x in brief("2025-07-28").headline if x.startswith("Strongest card"))
    assert "the United States, Jet engines and parts under licence (USD 1.5 bn" in cards
    assert "or by judgement alone Entity List widened (USD 6.0 bn" in cards
    assert "China, Rare earths and magnets under licence" in cards


def test_the_hour_is_told_and_the_importers_own_day_beside_it() -> None:
    """125% came at 12:01 on 12 April in Beijing, which was still 11 April in Washington."""
    found = brief("2025-04-11")
    us, china = found.in_force
    assert us.own_day is None
    assert china.average == pytest.approx(1.4357, abs=1e-4)
    ledger = detente.read_ledger()
    own = ledger.instant(found.on, "CHN")
    there = average_duty(direction(ledger, "CHN", "USA"), own, found.on)
    assert (china.own_day, china.own_day_average) == (own, there.rate)
    assert there.rate == pytest.approx(1.0257, abs=1e-4)
    page = found.markdown()
    assert "Duties as they stand at 23:59" in page
    assert "102.6% when the day ended there" in page
    assert all(side.own_day is None for side in brief("2025-07-28").in_force)


def test_what_nobody_had_said_yet_is_not_in_the_brief() -> None:
    found = brief("2025-05-13")
    assert found.clock is not None
    assert found.clock.announced == ()
    assert {s.id for s in found.scenarios if s.missing} == {"april-war"}
    assert found.scenario("secondary-duty") is None
    assert "Russian oil" not in found.markdown()
    assert brief("2025-07-28").scenario("november-threat") is None
    holds = found.scenario("truce-holds")
    assert holds is not None
    assert tuple(round(x, 6) for x in holds.new_layers) == (0.30, 0.10)


def test_money_of_the_places_adds_up_to_that_of_the_world() -> None:
    lapse = brief("2025-07-28").scenario("truce-lapses")
    assert lapse is not None
    world = lapse.outcome("WORLD")
    listed = [o.today.usd_bn for o in lapse.outcomes if o.place != "WORLD"]
    assert world is not None
    assert world.today.usd_bn is not None
    assert sum(x for x in listed if x) == pytest.approx(world.today.usd_bn, abs=3)
