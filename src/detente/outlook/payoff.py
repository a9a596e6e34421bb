"""What a course of events is worth to each side: real income against today."""

from __future__ import annotations

from dataclasses import dataclass

from detente.equilibrium import Equilibrium, real_income_change
from detente.outlook.points import Points
from detente.rates.applied import mapping
from detente.worlds import World, read_economies


@dataclass(frozen=True, slots=True)
class Payoff:
    """Change of a side's real income from one equilibrium to another.

    share      fraction of real income
    usd_bn     the same on the GDP of the reference year, None where no GDP is recorded
    """

    party: str
    share: float
    usd_bn: float | None


def members(world: World, party: str) -> tuple[int, ...]:
    """Positions of a side in a world; a bloc is its members."""
    if party in world.countries:
        return (world.country(party),)
    inside = world.card.groups.get(party) or mapping(world.id).partners.get(party, ())
    return tuple(world.country(c) for c in inside) or (world.country(party),)


def payoff(party: str, new: Equilibrium, old: Equilibrium) -> Payoff:
    """Change of a side's real income; members of a bloc count by their income in `old`."""
    at = list(members(new.world, party))
    after, before = real_income_change(new)[at], real_income_change(old)[at]
    weight = before * old.world.income[at]
    share = float((after / before * weight).sum() / weight.sum()) - 1
    gdp = gdp_usd_bn(new.world, party)
    return Payoff(party, share, None if gdp is None else share * gdp)


def gdp_usd_bn(world: World, party: str) -> float | None:
    """GDP of a side in the reference year, USD bn; None where a member has none."""
    economies = read_economies()
    codes = [world.countries[i] for i in members(world, party)]
    if any(c not in economies for c in codes):
        return None
    return sum(economies[c].gdp_usd_bn for c in codes)


def payoffs(points: Points, new: Equilibrium) -> tuple[Payoff, Payoff]:
    """Both sides under `new` against what goes on: today, an announced truce taken as begun."""
    one, other = points.scene.parties
    old = points.held.equilibrium
    return payoff(one, new, old), payoff(other, new, old)
