"""Walk a figure of the game of duties back: the game, its proof, the duties it starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from detente.brief.answers import HoldsSide
from detente.brief.chain import Found, Step, choose, rates_down, run
from detente.brief.holding import game_of_duties, holds, played_duties, snap_back
from detente.brief.setting import Setting
from detente.errors import InputError
from detente.games import Standoff
from detente.outlook import Points
from detente.rates.applied import Applier
from detente.rates.average import average_duty
from detente.worlds import World

SAYS = {
    "duty": "mean duty today by the trade of the world",
    "war_duty": "mean duty in the war of best responses between the two",
    "war_gain": "real income in that war over today",
    "tempted": "what raising its duties adds while the other keeps to today's",
    "feared": "what the punishment of a breach costs over today",
    "deal_gain": "real income over today under the deepest cut that holds",
    "waiting": "worth of waiting for that deal, of a year's real income",
    "waiting_usd_bn": "worth of waiting for that deal, USD bn",
}
FIELDS = tuple(f.name for f in fields(HoldsSide) if f.name in SAYS)


def truce(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """A figure of one side. Raises InputError where the game cannot be played."""
    points = Points(setting.scene, Applier(setting.ledger, world))
    note = holds(points)
    solved = game_of_duties(points)
    if note is None or solved is None:
        raise InputError(
            f"The game of duties needs two single countries of {world.id}; it has no answer for "
            f"{' and '.join(setting.parties)} on {setting.on}. Choose other sides or another world."
        )
    party = choose(rest[0], setting.parties, "side")
    field = choose(rest[1], FIELDS, "figure of the game")
    side = note.sides[setting.parties.index(party)]
    steps = [_game(solved[0]), _truce(solved[0], note.punished)]
    today, after = played_duties(points), snap_back(points)
    steps.append(run(today))
    if field == "feared" and after is not None:
        steps.append(run(after))
    flows = (flow.over(today.ledger) for flow in setting.flows)
    averages = [average_duty(flow, setting.scenario_at, setting.as_known) for flow in flows]
    steps += rates_down(setting, averages, today.ledger)
    return getattr(side, field), f"{SAYS[field]}: {party}", steps


def _game(found: Standoff) -> Step:
    """How the war was found."""
    war = found.war
    lines = (
        f"players {' and '.join(found.players)}; each sets a duty a sector on the other's goods",
        "objective of each: real income",
        f"solved in {war.steps} steps; the most that one rate alone could add: "
        f"{war.proof.single_move:.1e}%",
    )
    return Step("War of best responses", lines)


def _truce(found: Standoff, punished: str) -> Step:
    """What the truce is measured by."""
    lines = (
        f"a breach raises duties, and is followed by: {punished.replace('_', ' ')}",
        f"today's duties: {found.today.verdict.sentence}",
        f"deepest cut, at {found.deal.level:.0%} of the war's duties: "
        f"{found.deal.verdict.sentence}",
        f"up to {found.days:.0f} days of waiting, the deal open at the end of each third",
    )
    return Step("Truce", lines)
