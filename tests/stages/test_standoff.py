"""The standoff of two sides: its findings agree with each other and with the stages it rests on."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import InputError
from detente.games import Instruments, Patience, Standoff, game_on, nash, standoff
from toyworld import random_world, twins


def at(rates: tuple[float, float], seed: int = 4, **given: object) -> Standoff:
    world = random_world(seed, n=3, s=2)
    one, other = world.countries[:2]
    tariff = world.tariff.copy()
    tariff[0, 1], tariff[1, 0] = rates
    return standoff(world, tariff, one, other, **given)  # pyright: ignore[reportArgumentType]


def test_the_war_is_that_of_the_two_alone() -> None:
    found = at((0.02, 0.02))
    game = game_on(
        random_world(4, n=3, s=2),
        found.players,
        Instruments(partners=found.players),
        tariff=found.war.game.tariff,
    )
    np.testing.assert_allclose(found.war_gains, nash(game, check=False).gains, atol=1e-8)
    assert len(found.sentences) == 4


def test_duties_that_nobody_would_raise_hold() -> None:
    """Far above what serves either, a breach by raising them further gains nothing."""
    found = at((1.5, 1.5))
    assert (found.today.tempted < 1e-6).all()
    assert found.today.verdict.holds
    assert (found.war_gains > 0.0).all()
    assert "Both gain" in found.sentences[0]
    assert "neither side gains by raising" in found.sentences[1]
    assert (found.alone_gains > 0.0).all()
    assert (found.alone_duties < found.duties).all()
    assert "A cut of its own, unanswered, would serve" in found.sentences[1]


def test_a_harsher_punishment_makes_a_truce_firmer() -> None:
    mild = at((0.0, 0.0))
    harsh = mild.war.game.tariff.copy()
    harsh[0, 1] = harsh[1, 0] = 1.5
    firm = at((0.0, 0.0), punishment=harsh)
    assert firm.today.verdict.survives >= mild.today.verdict.survives
    assert (firm.today.feared > mild.today.feared).all()


def test_twins_wait_alike() -> None:
    world = twins(3)
    one, other = world.countries[:2]
    found = standoff(world, world.tariff, one, other)
    assert found.favoured is None
    assert found.waiting[0].value == pytest.approx(found.waiting[1].value, abs=1e-6)


def test_a_likelier_break_leaves_a_shallower_cut() -> None:
    calm = at((0.1, 0.1))
    wary = at((0.1, 0.1), patience=Patience(hazard=0.6))
    assert wary.deal.level >= calm.deal.level


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(InputError, match="is not among its 3 countries"):
        standoff(random_world(4, n=3, s=2), random_world(4, n=3, s=2).tariff, "LAND0", "ATLANTIS")
    with pytest.raises(InputError, match="hazard 1"):
        Patience(hazard=1.0)
