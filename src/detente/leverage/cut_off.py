"""The link cut, in general equilibrium: what it costs the target and the sender at once.

The cost of the goods of one side on their way to the other is raised until real income no
longer moves. Two closures bound what third countries do: free re-routing, or none (they sell
no more to the target than before). A licence is aimed at the whole world: all exports of the
good fall to an observed share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.equilibrium import Equilibrium, real_income_change, solve
from detente.errors import InputError, NoEquilibrium
from detente.leverage.settings import settings
from detente.outlook.payoff import members
from detente.worlds import World
from detente.worlds.world import Floats

STILL, FURTHER = 1e-6, 30.0
ROUNDS, CLOSE = 30, 1e-3


@dataclass(frozen=True, slots=True)
class CutOff:
    """Real income of target and sender against the start, fractions; negative is a loss.

    no_rerouting_*   the same where third countries may not sell the target more than before
    """

    sender: str
    target: str
    target_change: float
    sender_change: float
    no_rerouting_target: float
    no_rerouting_sender: float
    cost: float


def cut_off(start: Equilibrium, sender: str, target: str, sectors: Sequence[str] = ()) -> CutOff:
    """Goods of the sender no longer reach the target, all goods or those of some sectors.

    Raises NoEquilibrium where the answer still moves with the cost.
    """
    world = start.world
    link = _link(world, sender, target, sectors)
    cost = settings().cut_off_cost
    first, second = (_solved(start, np.where(link, c, 1.0)) for c in (cost, cost * FURTHER))
    moved = np.abs(real_income_change(second) / real_income_change(first) - 1).max()
    if moved > STILL:
        raise NoEquilibrium(
            f"Cut off: real income still moves by {moved:.1e} when the cost goes from {cost:g} to "
            f"{cost * FURTHER:g}. Raise cut_off_cost in leverage.yaml."
        )
    closed = without_rerouting(start, np.where(link, cost, 1.0), target, sender)
    return CutOff(
        sender=sender,
        target=target,
        target_change=change(first, start, target),
        sender_change=change(first, start, sender),
        no_rerouting_target=change(closed, start, target),
        no_rerouting_sender=change(closed, start, sender),
        cost=cost,
    )


def change(new: Equilibrium, old: Equilibrium, place: str) -> float:
    """Change of real income of a place, members of a bloc weighted by income."""
    at = list(members(new.world, place))
    after, before = real_income_change(new)[at], real_income_change(old)[at]
    weight = before * old.world.income[at]
    return float((after / before * weight).sum() / weight.sum()) - 1


def without_rerouting(start: Equilibrium, cost: Floats, target: str, sender: str) -> Equilibrium:
    """Third countries sell the target no more than before, good by good.

    Their cost is raised in steps of (sales now / sales before)^(1/theta) until that holds.
    """
    world = start.world
    n = list(members(world, target))
    own = set(n) | set(members(world, sender))
    third = np.array([i for i in range(len(world.countries)) if i not in own])
    at = np.ix_(np.array(n), third, np.flatnonzero((cost > 1).any(axis=(0, 1))))
    theta = world.trade_elasticity[at[2]]
    before, cost = start.flows[at], cost.copy()
    result = _solved(start, cost)
    for _ in range(ROUNDS):
        now = result.flows[at]
        more = np.where(before > 0, now / np.where(before > 0, before, 1.0), 1.0)
        held = cost[at] > 1 + CLOSE
        if (more.max() <= 1 + CLOSE) and (more[held] >= 1 - 20 * CLOSE).all():
            break
        cost[at] = np.maximum(1.0, cost[at] * more ** (1 / theta))
        result = _solved(start, cost, result)
    return result


@dataclass(frozen=True, slots=True)
class GlobalLicence:
    """Exports of one sector to the whole world fall to a share of their volume.

    Changes of real income, fractions: the other side, the holder, the world by income.
    """

    holder: str
    other: str
    sector: str
    left: float
    other_change: float
    holder_change: float
    world_change: float


def global_licence(
    start: Equilibrium, holder: str, other: str, sector: str, left: float
) -> GlobalLicence:
    """A licence towards the whole world on one sector. Raises as `licence` does."""
    found, _ = licence(start, holder, [sector], left)
    world = start.world
    before, after = real_income_change(start), real_income_change(found)
    weight = before * world.income
    return GlobalLicence(
        holder=holder,
        other=other,
        sector=world.sector_names[world.sector(sector)],
        left=left,
        other_change=change(found, start, other),
        holder_change=change(found, start, holder),
        world_change=float((after / before * weight).sum() / weight.sum()) - 1,
    )


def licence(
    start: Equilibrium, holder: str, sectors: Sequence[str], left: float
) -> tuple[Equilibrium, Floats]:
    """All exports of some sectors fall to a share of their volume; the result and the cost.

    Raises InputError for a share outside (0, 1], NoEquilibrium where it is not met.
    """
    if not 0 < left <= 1:
        raise InputError(f"left is {left:g}. What a licence lets through lies above 0, at most 1.")
    world = start.world
    at = [world.sector(s) for s in sectors]
    inside = list(members(world, holder))
    outside = [k for k in range(len(world.countries)) if k not in inside]
    block = np.ix_(outside, inside, at)
    cost = np.ones_like(world.flows)
    result = start
    sold = _volume(start)[block].sum(axis=(0, 1))
    for _ in range(ROUNDS):
        share = _volume(result)[block].sum(axis=(0, 1)) / sold
        if np.abs(share / left - 1).max() < CLOSE:
            return result, cost
        cost[block] *= (share / left) ** (1 / world.trade_elasticity[at])
        result = _solved(start, cost, result)
    raise NoEquilibrium(
        f"Licence: exports of {', '.join(sectors)} do not settle at {left:g} of their volume after "
        f"{ROUNDS} rounds. Try a larger share."
    )


def _volume(result: Equilibrium) -> Floats:
    return result.flows / result.cost_change[None]


def _link(world: World, sender: str, target: str, sectors: Sequence[str]) -> Floats:
    chosen = np.zeros(len(world.sectors), bool)
    chosen[[world.sector(s) for s in sectors]] = True
    wanted = chosen if sectors else world.goods
    link = np.zeros(world.flows.shape, bool)
    buyers, sellers = np.array(members(world, target)), np.array(members(world, sender))
    link[np.ix_(buyers, sellers, np.flatnonzero(wanted))] = True
    return link


def _solved(start: Equilibrium, cost: Floats, near: Equilibrium | None = None) -> Equilibrium:
    return solve(start.world, start.tariff, trade_cost=cost, start=near)
