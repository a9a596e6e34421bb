"""A scenario of the record asked on the eve of a prolongation: `solve` and the brief agree."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.api import read_ledger
from detente.ledger.overlay import built_in_scenarios
from detente.outlook import Points, pose, set_scene
from detente.rates.applied import Applier
from detente.scenarios.record import recorded_duties
from detente.scenarios.shocks import Record
from detente.worlds import load_world


@pytest.mark.parametrize("day", ["2025-07-28", "2025-11-05"])
def test_the_duties_after_a_lapse_are_those_of_the_brief(day: str) -> None:
    """On 5 November 2025 Busan was announced, five days before it began."""
    ledger, world = read_ledger(), load_world("world-2011")
    scene = set_scene(ledger, "USA", "CHN", date.fromisoformat(day), None)
    lapse = next(s for s in built_in_scenarios(("USA", "CHN")) if s.id == "truce-lapses")
    posed = Points(scene, Applier(ledger, world)).solve(pose(scene, lapse)).equilibrium.tariff
    record = Record(on=day, parties=("USA", "CHN"), scenario="truce-lapses")
    _, after = recorded_duties(record, world)
    assert after is not None
    np.testing.assert_allclose(after, posed, atol=1e-12)
