"""Weights by sector: what duties reveal, and what they do not."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import InputError
from detente.games import Instruments, Objective, best_response, game_on, political_weights
from toyworld import random_world

WORLD = random_world(5, n=3, s=3)
TRUE = np.array([[1.3, 0.9, 0.8], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]])


def test_weights_that_made_the_duties_are_found() -> None:
    game = game_on(WORLD, (), Instruments(lowest=-0.5), objective=Objective(TRUE))
    duties = best_response(game, "LAND0", check=False).tariff
    found = political_weights(game.at(duties), "LAND0", prior=1e-9)
    assert found.identified
    assert found.weights == pytest.approx(TRUE[0], abs=1e-3)
    assert found.fit > 0.999
    assert "identify all 3 weights" in found.statement


def test_a_uniform_duty_reveals_no_weights() -> None:
    game = game_on(WORLD, (), Instruments(detail="one"), objective=Objective(TRUE))
    duties = best_response(game, "LAND0", check=False).tariff
    found = political_weights(game.at(duties), "LAND0")
    assert not found.identified
    assert found.seen == 1
    assert "not identified" in found.statement
    assert "a uniform duty reveals none" in found.statement


@pytest.mark.parametrize("detail", ["partner_and_sector", "sector", "partner"])
def test_a_uniform_duty_reveals_none_however_it_might_have_been_set(detail: str) -> None:
    game = game_on(WORLD, (), Instruments(detail=detail))
    duties = game.tariff.copy()
    duties[0] = 0.1
    duties[0, 0] = 0.0
    found = political_weights(game.at(duties), "LAND0")
    assert found.seen == 1
    assert "a uniform duty reveals none" in found.statement


def test_the_same_duties_for_all_partners_are_one_decision_a_sector() -> None:
    duties = game_on(WORLD).tariff.copy()
    duties[0] = np.array([0.05, 0.1, 0.2])
    duties[0, 0] = 0.0
    fine = political_weights(game_on(WORLD).at(duties), "LAND0")
    by_sector = game_on(WORLD, (), Instruments(detail="sector"))
    rough = political_weights(by_sector.at(duties), "LAND0")
    assert fine.weights == pytest.approx(rough.weights, abs=1e-6)


def test_what_the_prior_decides_is_not_identified() -> None:
    """The same conditions tell less, the stronger the pull towards equal weights."""
    game = game_on(WORLD, (), Instruments(lowest=-0.5), objective=Objective(TRUE))
    duties = best_response(game, "LAND0", check=False).tariff
    seen = [political_weights(game.at(duties), "LAND0", k).seen for k in (1e-9, 0.5)]
    assert seen[0] > seen[1]


def test_a_prior_is_needed() -> None:
    with pytest.raises(InputError, match="prior 0"):
        political_weights(game_on(WORLD), "LAND0", prior=0.0)
