"""What a deadline is worth: real income of both sides if it lapses, from the trade model."""

from __future__ import annotations

from detente.forecast.odds import Odds
from detente.ledger import Ledger
from detente.outlook import Payoff, Points, cases_of, payoffs, pose, set_scene
from detente.rates.applied import Applier
from detente.worlds import World


def stake(ledger: Ledger, world: World, odds: Odds) -> tuple[Payoff, Payoff] | None:
    """Both sides under the legal snap-back against the truce; None where none is running out.

    It is shown beside the odds and does not enter them.
    """
    one, other = odds.question.parties
    scene = set_scene(ledger, one, other, odds.as_known, odds.as_known)
    if scene.truce is None or odds.question.truce not in scene.truce.chain:
        return None
    return stake_at(Points(scene, Applier(ledger, world)), odds)


def stake_at(points: Points, odds: Odds) -> tuple[Payoff, Payoff] | None:
    """The same at points of the record that may have been solved already."""
    scene = points.scene
    if scene.truce is None or odds.question.truce not in scene.truce.chain:
        return None
    lapse = next((s for s in cases_of(scene) if s.role == "lapse"), None)
    if lapse is None:
        return None
    new = points.solve(pose(scene, lapse)).equilibrium
    return payoffs(points, new)
