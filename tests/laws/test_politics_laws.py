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


def test_a_prior_is_needed() -> None:
    with pytest.raises(InputError, match="prior 0"):
        political_weights(game_on(WORLD), "LAND0", prior=0.0)
