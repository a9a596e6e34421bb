"""Power over a buyer in closed form: cut off from one source in every kind of good, on a world.

    u_J = cut_off_loss of a unit of good J, O = 1 - lambda_home, w = lambda_source / O
    d_j = sum_J A_Jj u_J                          cost of j's inputs, bought everywhere
    q_j = d_j + sum_k lambda_home,k A_kj q_k      and of what home industries hand on
    power = sum_J b_J (u_J + lambda_home,J q_J)   b the shares of final spending

Wages and prices at the other sources stay as they are: a first measure of reach, in logs of real
income, beside the counterfactual of the trade model. sigma is one plus the trade elasticity at the
horizon, rho the part of it that `home_over_foreign` in leverage.yaml says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from detente.equilibrium import Equilibrium
from detente.leverage.closed_forms import cut_off_loss, power_through_inputs, second_source_worth
from detente.leverage.settings import months_of, settings
from detente.leverage.substitution import elasticity
from detente.worlds import World
from detente.worlds.world import Floats

SHOWN = 5
MONTHS = 12.0


@dataclass(frozen=True, slots=True)
class PowerSector:
    """A kind of good, cut off alone: losses in logs of the buyer's real income.

    abroad, share   O bought abroad, w of that from the source
    half_share      the loss if the source's share were half as large
    next_point      gain from a hundredth of w moved to other foreign sources
    """

    code: str
    name: str
    abroad: float
    share: float
    loss: float
    half_share: float
    next_point: float


@dataclass(frozen=True, slots=True)
class Power:
    """What a source could take from a buyer's real income by cutting it off in all goods, in logs.

    half_share    the same with every share of the source halved; below half the loss, because
                  power is convex in the share
    sectors       the kinds of good that count most, the first one first
    """

    source: str
    buyer: str
    loss: float
    half_share: float
    sectors: tuple[PowerSector, ...]


Form = Callable[[float, float, int], float]


def power(start: Equilibrium, source: str, buyer: str, horizon: str) -> Power:
    """The closed-form power of a source over a buyer at a horizon, from the shares of today.

    Raises InputError for a horizon that is none, and where a form has no limit.
    """
    world = start.world
    n, i = world.country(buyer), world.country(source)
    shares = start.shares[n]
    abroad = np.where(world.goods, 1.0 - shares[n], 0.0)
    share = np.divide(shares[i], abroad, out=np.zeros_like(abroad), where=abroad > 0)
    loss, worth = _forms(world, horizon)
    goods: list[int] = np.flatnonzero(world.goods).tolist()

    def of(form: Form, part: float) -> Floats:
        unit = np.zeros_like(abroad)
        unit[goods] = [form(float(abroad[s]), part * float(share[s]), s) for s in goods]
        return unit

    whole, half, slope = of(loss, 1.0), of(loss, 0.5), of(worth, 1.0)
    reach = partial(handed_on, world, n, shares[n])
    per_unit = [reach(unit) for unit in np.eye(len(abroad))]
    found = (
        PowerSector(
            code=world.sectors[s],
            name=world.sector_names[s],
            abroad=float(abroad[s]),
            share=float(share[s]),
            loss=per_unit[s] * float(whole[s]),
            half_share=per_unit[s] * float(half[s]),
            next_point=per_unit[s] * float(slope[s]) / 100.0,
        )
        for s in goods
    )
    most = tuple(sorted(found, key=lambda p: -p.loss)[:SHOWN])
    return Power(source, buyer, reach(whole), reach(half), most)


def handed_on(world: World, n: int, home: Floats, unit: Floats) -> float:
    """Rise of country n's final prices, logs, when a bought unit of each good costs `unit` more.

    `unit` and `home`, the shares bought at home, are [sector]; linear in `unit`.
    """
    inputs, final = world.input_share[n], world.final_share[n]
    made_dearer = inputs.T @ unit
    through_home = power_through_inputs(home[:, None] * inputs, made_dearer, final * home)
    return float(final @ unit) + through_home


def _forms(world: World, horizon: str) -> tuple[Form, Form]:
    """Loss and its slope in w for a unit of good s, at the elasticities of a horizon."""
    years = np.array(months_of(horizon) / MONTHS)
    sigma = [1.0 + float(elasticity(years, long=float(e))) for e in world.trade_elasticity]
    ratio = settings().home_over_foreign

    def loss(abroad: float, share: float, s: int) -> float:
        nest = {"home_foreign": ratio * sigma[s], "among_foreign": sigma[s]}
        return cut_off_loss(1.0, abroad, share, **nest)

    def worth(abroad: float, share: float, s: int) -> float:
        nest = {"home_foreign": ratio * sigma[s], "among_foreign": sigma[s]}
        return second_source_worth(1.0, abroad, share, **nest)

    return loss, worth
