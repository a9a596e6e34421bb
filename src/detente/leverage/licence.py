"""From a drop under licensing to the duty that would do the same.

CES nest with the restricted source's share w, elasticity sigma inside and eta outside; solve

    x = p^(-sigma) P^(sigma - eta),   P^(1-sigma) = (1-w) + w p^(1-sigma),   duty = p - 1

A price wedge between inside and outside comes first where there is one. Above a limit the drop
is rationing: no price explains it, and the shortage curve takes over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq

from detente.errors import InputError
from detente.leverage.closed_forms import check_share
from detente.leverage.settings import settings

HIGHEST_LOG_PRICE = 200.0


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A licence as a duty: a fraction of the price, and what it was read from.

    rationing   beyond the limit: never to be fed into the trade model
    """

    duty: float
    basis: Literal["price", "quantity"]
    rationing: bool


def licence_equivalent(
    left: float,
    *,
    share: float,
    sigma: float,
    eta: float,
    wedge: tuple[float, float] | None = None,
) -> Equivalent:
    """The duty that explains a drop to `left`, or the wedge (inside, outside price) if given."""
    if wedge is not None:
        inside, outside = wedge
        if not 0 < inside <= outside:
            raise InputError(
                f"wedge is ({inside:g}, {outside:g}). The price inside is above 0 and at most the "
                "price outside. Give (inside, outside)."
            )
        return _labelled(outside / inside - 1, "price")
    return _labelled(duty_of_drop(left, share=share, sigma=sigma, eta=eta), "quantity")


def _labelled(duty: float, basis: Literal["price", "quantity"]) -> Equivalent:
    return Equivalent(duty, basis, duty > settings().rationing_above)


def duty_of_drop(left: float, *, share: float, sigma: float, eta: float) -> float:
    """p - 1 such that demand for the restricted source falls to `left` of its base.

    Raises InputError for a share outside 0..1, `left` outside (0, 1], elasticities at or
    below 0, or a drop no price reaches.
    """
    check_share("share", share)
    if not 0 < left <= 1:
        raise InputError(
            f"left is {left:g}. What is left of the flow lies above 0 and is at most 1; a flow "
            "that ended has no duty. Use the shortage curve."
        )
    if sigma <= 0 or eta <= 0:
        raise InputError(f"sigma {sigma:g}, eta {eta:g}: elasticities of demand are above 0.")

    def gap(log_price: float) -> float:
        return log_demand(log_price, share, sigma, eta) - float(np.log(left))

    if gap(0.0) <= 0:
        return 0.0
    if gap(HIGHEST_LOG_PRICE) > 0:
        raise InputError(
            f"No price brings demand down to {left:g} with sigma {sigma:g} and eta {eta:g}. Take "
            "it as rationing."
        )
    return float(np.expm1(brentq(gap, 0.0, HIGHEST_LOG_PRICE)))


def log_demand(log_price: float, share: float, sigma: float, eta: float) -> float:
    """ln x at a price p of the restricted source, its base price 1."""
    if abs(sigma - 1) < 1e-9:
        index = share * log_price
    else:
        rest = np.log1p(-share) if share < 1 else -np.inf
        bend = 1 - sigma
        index = float(np.logaddexp(rest, np.log(share) + bend * log_price)) / bend
    return -sigma * log_price + (sigma - eta) * index


def short_cut(left: float, *, share: float, sigma: float, eta: float) -> float:
    """x^(-1/e) - 1 with e = sigma - (sigma - eta) w: the same for small drops."""
    return float(left ** (-1 / (sigma - (sigma - eta) * share)) - 1)
