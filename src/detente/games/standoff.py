"""Two sides with duties on each other: the war of best responses, whether today's duties hold as
a truce, how far they could be cut, and on whose side time is.

The deal is the deepest cut, from the war towards no duties on each other, that holds. Waiting is
valued by (96): the truce goes on at today's duties, and each quarter a side may go to war or take
the deal for good. A side's leverage is by how much the war harms the other more than itself; it
decays as the other adapts. Values are percent of a year's real income, against today's duties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.games.best_response import best_response
from detente.games.extension import Choice, Extension, extension_value, side_of_time
from detente.games.game import game_on
from detente.games.instruments import Instruments
from detente.games.nash import NashEquilibrium, nash
from detente.games.truces import PERCENT, Patience, Truce, deepest_truce, truce_at
from detente.worlds import World
from detente.worlds.world import Floats

LEVELS = 4
EVEN = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Standoff:
    """Arrays are by player [2]; duties fractions, means by base trade; gains percent.

    `war` is between the two alone; `war_gains` and `deal_gains` are over today. `today` is the
    truce at today's duties, punished by the war or by the duties given; `alone_duties` are each
    side's best while the other's stay as they are today, and `alone_gains` what they add; `deal` is
    the deepest cut that holds, at `deal.level` of the war's duties (1: nothing but the war holds).
    `waiting` is what an extension of `days` is worth to each, percent of a year's real income.
    """

    players: tuple[str, str]
    war: NashEquilibrium
    war_gains: Floats
    war_duties: Floats
    duties: Floats
    alone_duties: Floats
    alone_gains: Floats
    today: Truce
    deal: Truce
    deal_gains: Floats
    days: float
    waiting: tuple[Extension, Extension]

    @property
    def favoured(self) -> str | None:
        """On whose side time is: whose worth of waiting is larger; None if it is even."""
        lead = side_of_time(*self.waiting)
        return None if abs(lead) < EVEN else self.players[int(lead < 0.0)]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in words, one finding each."""
        return (_told_war(self), _told_today(self), _told_deal(self), _told_time(self))


def war_between(world: World, tariff: Floats, one: str, other: str) -> NashEquilibrium:
    """The war of best responses of two countries that tax each other alone, from duties `tariff`.

    Its `tariff` are all duties in that war. Raises InputError for strangers, NoEquilibrium.
    """
    game = game_on(world, (one, other), Instruments(partners=(one, other)), tariff=tariff)
    return nash(game, check=False)


def standoff(
    world: World,
    tariff: Floats,
    one: str,
    other: str,
    *,
    patience: Patience | None = None,
    punishment: Floats | None = None,
) -> Standoff:
    """The standoff of two countries at today's duties `tariff` [importer, exporter, sector].

    `punishment`, same axes, are the duties that follow a breach of today's truce (a snap-back); the
    war of best responses if None. Raises InputError for strangers, NoEquilibrium.
    """
    given = patience or Patience()
    war = war_between(world, tariff, one, other)
    game = war.game
    punished = None
    if punishment is not None:
        none = np.zeros_like(punishment)
        punished = game.payoffs(game.economy.solve(punishment, none, war.result))
    today = truce_at(war, 0.0, given, punishment=punished)
    alone = [best_response(game, code, check=False) for code in game.players]
    calm = np.clip(np.zeros(game.levers.count), game.levers.low, game.levers.high)
    level = deepest_truce(war, given, given.hazard, LEVELS, calm=calm)
    deal = truce_at(war, level, given, calm=calm)
    gains = PERCENT * (deal.stage.truce / today.stage.truce - 1.0)
    income = game.economy.spending[game.positions]
    return Standoff(
        (one, other),
        war,
        war.gains,
        war.mean_rates(),
        today.mean_rates,
        np.array([best.mean_rate for best in alone]),
        np.array([best.gain for best in alone]),
        today,
        deal,
        gains,
        given.days,
        _waiting((war.gains, gains, income), given),
    )


def _waiting(worth: tuple[Floats, Floats, Floats], given: Patience) -> tuple[Extension, Extension]:
    """(96) for both: gains of war and deal over today, kept for good."""
    war, deal, income = worth
    harm = np.maximum(-war, 0.0) * income
    rate = max(given.rate, 1e-6)

    def one(k: int) -> Extension:
        leverage = max(0.0, float(harm[1 - k] - harm[k]) / float(income[k])) / rate
        choice = Choice(
            truce=0.0,
            war=float(war[k]) / rate,
            deal=float(deal[k]) / rate,
            decay=given.adaptation,
            leverage=leverage,
        )
        return extension_value(choice, given.days, rate=given.rate)

    return one(0), one(1)


def _pair(found: Standoff, values: Floats, pattern: str) -> str:
    return " and ".join(
        f"{code} {format(value, pattern)}%"
        for code, value in zip(found.players, values, strict=True)
    )


def _told_war(found: Standoff) -> str:
    text = (
        f"The war of best responses between the two: duties of "
        f"{_pair(found, PERCENT * found.war_duties, '.1f')} on each other (today "
        f"{_pair(found, PERCENT * found.duties, '.1f')}); real income over today "
        f"{_pair(found, found.war_gains, '+.3f')}."
    )
    if (found.war_gains > 0.0).all():
        text += " Both gain: today's duties are above what serves either."
    return text


def _told_today(found: Standoff) -> str:
    return f"Today's duties as a truce: {_why_today(found)}{_told_alone(found)}"


def _why_today(found: Standoff) -> str:
    truce, sides = found.today, found.players
    if truce.verdict.holds and (truce.tempted < EVEN).all():
        return "neither side gains by raising its own, so they hold."
    weakest = truce.verdict.weakest
    who, more = sides[weakest], truce.tempted[weakest]
    if truce.feared[weakest] <= 0.0:
        return (
            f"{truce.verdict.sentence}, because what follows a breach pays {who} "
            f"{-truce.feared[weakest]:.3f}% more than the truce: it is no punishment."
        )
    return (
        f"{truce.verdict.sentence}; {who} would break it first, for {more:.3f}% while the other "
        f"keeps to it, against {truce.feared[weakest]:.3f}% lost afterwards."
    )


def _told_alone(found: Standoff) -> str:
    """Who would gain by a cut of its own that asks for nothing in return."""
    lower = found.alone_duties < found.duties
    told = [
        f"{code} by {gain:.3f}% (to {PERCENT * duty:.1f}% on average)"
        for code, duty, gain, cut in zip(
            found.players, found.alone_duties, found.alone_gains, lower, strict=True
        )
        if cut and gain > EVEN
    ]
    return f" A cut of its own, unanswered, would serve {' and '.join(told)}." if told else ""


def _told_deal(found: Standoff) -> str:
    deal = found.deal
    if deal.level >= 1.0:
        return "No cut below the war's duties holds: one side gains more by a breach than it risks."
    depth = "No duties on each other" if deal.level <= 0.0 else f"A cut to {deal.level:.0%} of them"
    return (
        f"{depth} (from the war's duties) {deal.verdict.sentence}; real income over today "
        f"{_pair(found, found.deal_gains, '+.3f')}."
    )


def _told_time(found: Standoff) -> str:
    worth = np.array([each.value for each in found.waiting])
    side = found.favoured
    whose = "on nobody's side" if side is None else f"on the side of {side}"
    return (
        f"Time is {whose}: another {found.days:.0f} days are worth "
        f"{_pair(found, worth, '+.4f')} of a year's real income."
    )
