"""What uncertainty about the other side's resolve does, in closed form.

Fearon (1995): a side that does not know the other's cost of breakdown, uniform on [0, c], makes a
demand that is sometimes refused. Abreu and Gul (2000): each side may be obstinate; who is
thought so, and who can wait, decides who gives in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.errors import InputError


@dataclass(frozen=True, slots=True)
class Demand:
    """Best demand x of a side and the risk that it ends in a breakdown."""

    demand: float
    breakdown: float


def bargaining_range(odds: float, cost_one: float, cost_other: float) -> tuple[float, float]:
    """[p - c_A, p + c_B]: splits both prefer to the lottery of a breakdown."""
    _fraction("odds", odds)
    _positive("cost_one", cost_one)
    _positive("cost_other", cost_other)
    return odds - cost_one, odds + cost_other


def best_demand(odds: float, own_cost: float, highest_cost: float) -> Demand:
    """x* = p + (c - c_A)/2 and a risk of (c - c_A)/(2c), for c above c_A; else p and no risk."""
    _fraction("odds", odds)
    _positive("own_cost", own_cost)
    _positive("highest_cost", highest_cost)
    if highest_cost <= own_cost:
        return Demand(odds, 0.0)
    return Demand(
        odds + (highest_cost - own_cost) / 2, (highest_cost - own_cost) / (2 * highest_cost)
    )


@dataclass(frozen=True, slots=True)
class Standoff:
    """Abreu and Gul: rates of yielding, the end, and who yields at once with what chance.

    ends    by then a side that is not obstinate has yielded (in the unit of the discount rates)
    """

    rates: tuple[float, float]
    ends: float
    at_once: tuple[float, float]


def standoff(
    demands: tuple[float, float], discount: tuple[float, float], obstinate: tuple[float, float]
) -> Standoff:
    """lambda_i = r_j (1 - a_i)/(a_1 + a_2 - 1), T_i = -ln z_i / lambda_i, T the smaller.

    Raises InputError where demands are compatible, or a chance or rate is out of bounds.
    """
    for name, pair in (("demands", demands), ("obstinate", obstinate)):
        for value in pair:
            if not 0 < value < 1:
                raise InputError(f"{name} holds {value:g}. Each lies between 0 and 1. Correct it.")
    for value in discount:
        _positive("discount", value)
    excess = sum(demands) - 1
    if excess <= 0:
        raise InputError(
            f"demands {demands[0]:g} and {demands[1]:g} add up to 1 or less: there is nothing to "
            "fight over. Give demands that exceed the whole."
        )
    rates = (
        discount[1] * (1 - demands[0]) / excess,
        discount[0] * (1 - demands[1]) / excess,
    )
    ends = min(-math.log(z) / rate for z, rate in zip(obstinate, rates, strict=True))
    first, second = (
        max(0.0, 1 - z * math.exp(rate * ends)) for z, rate in zip(obstinate, rates, strict=True)
    )
    return Standoff(rates, ends, (first, second))


def attrition_hazard(flow_cost_other: float, prize_gap_other: float) -> float:
    """Hazard of giving in: the other's flow cost over its prize.

    With complete information a costlier war for the other makes this side give in faster;
    `standoff` does not have that flaw.
    """
    _positive("flow_cost_other", flow_cost_other)
    _positive("prize_gap_other", prize_gap_other)
    return flow_cost_other / prize_gap_other


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise InputError(f"{name} is {value:g}. It must be above 0. Correct it.")


def _fraction(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise InputError(f"{name} is {value:g}. It lies between 0 and 1. Correct it.")
