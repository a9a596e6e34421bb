"""Shortages: output when an input is short, between Hulten's and Leontief's bound.

    x = Q/Q0   what is left of the input;  a  its cost share;  s  elasticity of substitution

    Y/Y0 = [ (1-a) + a x^((s-1)/s) ]^(s/(s-1))                     exact CES
    ln Y/Y0 ~ a ln x + 1/2 a (1-a) (1 - 1/s) (ln x)^2              second order (Baqaee, Farhi 2019)
    a ln x                                                        Hulten, first order
    x                                                             Leontief, s to 0

The second order fails for s below about 0.05; everything else here uses the exact form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.errors import InputError
from detente.worlds.world import Floats

UNIT = 1e-9


def output(cost_share: Floats, left: Floats, elasticity: Floats) -> Floats:
    """Y/Y0 by the exact CES; arguments broadcast. Raises InputError for bad shares."""
    a, x, s = np.broadcast_arrays(cost_share, left, elasticity)
    checked(a, x, s)
    bend = np.where(np.abs(s - 1) < UNIT, UNIT, (s - 1) / s)
    with np.errstate(divide="ignore"):
        inside = np.logaddexp(np.log1p(-a), np.log(a) + bend * np.log(x))
    return np.where(np.abs(s - 1) < UNIT, x**a, np.exp(inside / bend))


def second_order(cost_share: float, left: float, elasticity: float) -> float:
    """Y/Y0 by the second-order expansion."""
    a, gap = cost_share, np.log(left)
    return float(np.exp(a * gap + 0.5 * a * (1 - a) * (1 - 1 / elasticity) * gap**2))


def hulten(cost_share: float, left: float) -> float:
    """Y/Y0 to first order: the least loss."""
    return float(np.exp(cost_share * np.log(left)))


def leontief(left: float) -> float:
    """Y/Y0 without any substitution: the largest loss."""
    return left


def checked(cost_share: Floats, left: Floats, elasticity: Floats) -> None:
    """Raise InputError unless shares lie in (0, 1), the rest in (0, 1] and s is above 0."""
    if ((cost_share <= 0) | (cost_share >= 1)).any():
        raise InputError("A cost share lies between 0 and 1. Give a fraction, 0.04 for 4%.")
    if ((left <= 0) | (left > 1)).any():
        raise InputError(
            "What is left of an input lies above 0 and is at most 1; a full cut has no CES answer "
            "below an elasticity of 1. Give what stocks and other sources still supply."
        )
    if (elasticity <= 0).any():
        raise InputError("An elasticity of substitution is above 0. For none at all use leontief.")


@dataclass(frozen=True, slots=True)
class Curve:
    """Loss of output over the elasticity, with its bounds, as fractions of the users' output."""

    left: float
    cost_share: float
    elasticity: tuple[float, ...]
    loss: tuple[float, ...]
    hulten: float
    leontief: float


def curve(cost_share: float, left: float, elasticities: tuple[float, ...]) -> Curve:
    """The shortage curve: never one number, but the loss at each elasticity and its bounds."""
    s = np.array(elasticities)
    loss = 1 - output(np.array(cost_share), np.array(left), s)
    return Curve(
        left=left,
        cost_share=cost_share,
        elasticity=elasticities,
        loss=tuple(float(v) for v in loss),
        hulten=1 - hulten(cost_share, left),
        leontief=1 - leontief(left),
    )


def days_of_cover(stock_days: Floats, left: Floats) -> Floats:
    """Days until stocks no longer fill the gap; without end where nothing is short.

    stock_days is cover at normal use; a gap of 1 - x draws it down in stock_days / (1 - x).
    """
    gap = 1 - left
    return np.where(gap > 0, stock_days / np.where(gap > 0, gap, 1.0), np.inf)


def supplied(left: Floats, stock_days: Floats, day: Floats) -> Floats:
    """x at a day: full while stocks last, then what is left."""
    return np.where(day < days_of_cover(stock_days, left), 1.0, left)
