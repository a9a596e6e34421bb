"""Does the truce hold: the game of duties between the two sides on the points of a brief."""

from __future__ import annotations

from detente.brief.answers import Holds, HoldsSide
from detente.errors import NoEquilibrium
from detente.games import Patience, Standoff, standoff
from detente.games.truces import PERCENT
from detente.outlook import Points, Solved, cases_of, pose
from detente.outlook.payoff import gdp_usd_bn
from detente.worlds.world import Floats


def played_duties(points: Points) -> Solved:
    """Duties of the day; those of the truce where a part of it is agreed and has not begun."""
    return points.held


def snap_back(points: Points) -> Solved | None:
    """The duties that follow by law where the truce ends, or None without a truce."""
    lapse = next((c for c in cases_of(points.scene) if c.role == "lapse"), None)
    return None if lapse is None else points.solve(pose(points.scene, lapse))


def game_of_duties(points: Points) -> tuple[Standoff, Floats | None] | None:
    """The standoff at the duties of the day, with the duties that punish a breach.

    None where a side is no single country of the world, or where no war was found.
    """
    world = points.applier.world
    one, other = points.scene.parties
    if one not in world.countries or other not in world.countries:
        return None
    after = snap_back(points)
    punishment = None if after is None else after.rates.rate
    tariff = played_duties(points).rates.rate
    try:
        return standoff(world, tariff, one, other, punishment=punishment), punishment
    except NoEquilibrium:
        return None


def holds(points: Points) -> Holds | None:
    """The answer as the brief shows it; None where the game cannot be played."""
    solved = game_of_duties(points)
    if solved is None:
        return None
    found, punishment = solved
    given = Patience()
    one, other = (_side(points, found, k) for k in (0, 1))
    return Holds(
        world=points.applier.world.id,
        punished="war" if punishment is None else "snap_back_legal",
        sides=(one, other),
        survives=found.today.verdict.survives,
        told=found.today.verdict.sentence,
        deal_level=found.deal.level,
        deal_told=found.deal.verdict.sentence,
        favoured=found.favoured,
        days=found.days,
        yearly_rate=given.rate,
        adaptation=given.adaptation,
    )


def _side(points: Points, found: Standoff, k: int) -> HoldsSide:
    party = found.players[k]
    waiting = found.waiting[k].value / PERCENT
    gdp = gdp_usd_bn(points.applier.world, party)
    return HoldsSide(
        party=party,
        duty=float(found.duties[k]),
        war_duty=float(found.war_duties[k]),
        war_gain=float(found.war_gains[k]) / PERCENT,
        tempted=float(found.today.tempted[k]) / PERCENT,
        feared=float(found.today.feared[k]) / PERCENT,
        deal_gain=float(found.deal_gains[k]) / PERCENT,
        waiting=waiting,
        waiting_usd_bn=None if gdp is None else waiting * gdp,
    )
