"""What being cut off costs, in closed form: power, its convexity, the worth of a second source.

    symbol   argument        meaning
    a_J      spending        share of sector J in cost or spending
    O        abroad          share of J bought abroad
    w        share           the sender's share of what is bought abroad
    rho      home_foreign    elasticity between home and foreign
    sigma    among_foreign   elasticity among foreign sources, above 1

Other prices fixed, Cobb-Douglas across J: logs of real income. After the idea of Clayton,
Maggiori and Schreger (NBER w31852, w33309); the formula is the price of a nested CES with
one source taken away.
"""

from __future__ import annotations

import math

import numpy as np

from detente.errors import InputError
from detente.worlds.world import Floats

NEAR = 1e-9


def cut_off_loss(
    spending: float, abroad: float, share: float, *, home_foreign: float, among_foreign: float
) -> float:
    """a/(1-rho) ln[(1-O) + O (1-w)^((1-rho)/(1-sigma))], with its limits at rho = 1 and w = 1.

    Raises InputError for shares outside 0..1, sigma at or below 1, and where the loss has no
    limit (the whole supply cut with rho at or below 1, or nothing made at home).
    """
    check_nest(spending, abroad, share, home_foreign, among_foreign)
    if share == 1:
        return ceiling(spending, abroad, home_foreign)
    kept = math.log1p(-share)
    if abs(home_foreign - 1) < NEAR:
        return spending * abroad * -kept / (among_foreign - 1)
    power = (1 - home_foreign) / (1 - among_foreign)
    inside = (1 - abroad) + abroad * math.exp(power * kept)
    return spending / (1 - home_foreign) * math.log(inside)


def ceiling(spending: float, abroad: float, home_foreign: float) -> float:
    """a/(rho-1) ln 1/(1-O): the loss when all that comes from abroad is cut.

    Raises InputError where it is without limit.
    """
    if home_foreign <= 1 or abroad >= 1:
        raise InputError(
            f"Cut off wholly with home_foreign {home_foreign:g} and a foreign share of "
            f"{abroad:g}, the loss has no limit. Take an elasticity above 1 and some home supply, "
            "or use the shortage curve, which works on quantities."
        )
    return spending / (home_foreign - 1) * -math.log1p(-abroad)


def second_source_worth(
    spending: float, abroad: float, share: float, *, home_foreign: float, among_foreign: float
) -> float:
    """d loss / d w: what one share of the sender less is worth, O fixed.

    a O (1-w)^(k-1) / ((sigma-1) [(1-O) + O (1-w)^k]) with k = (1-rho)/(1-sigma); with everything
    bought abroad a / ((sigma-1)(1-w)).

    Raises InputError as cut_off_loss does, and at a share of 1.
    """
    check_nest(spending, abroad, share, home_foreign, among_foreign)
    if share == 1:
        raise InputError(
            "At a share of 1 the first point of another source is worth without limit."
        )
    power = (1 - home_foreign) / (1 - among_foreign)
    kept = 1 - share
    inside = (1 - abroad) + abroad * kept**power
    return spending * abroad * kept ** (power - 1) / ((among_foreign - 1) * inside)


def autarky_loss(spending: float, home_share: float, elasticity: float) -> float:
    """a/eps ln 1/lambda (Arkolakis, Costinot and Rodríguez-Clare 2012): no imports in a sector."""
    check_elasticity(elasticity)
    check_share("home_share", home_share)
    if home_share == 0:
        raise InputError(
            "Nothing is made at home: without imports the loss has no limit. Use the shortage "
            "curve."
        )
    return spending / elasticity * -math.log(home_share)


def partner_loss(spending: float, share: float, elasticity: float) -> float:
    """a/eps ln 1/(1-lambda_m): one partner lost in a sector, prices at the sources fixed."""
    check_elasticity(elasticity)
    check_share("share", share)
    if share == 1:
        raise InputError("The partner is the only source: the loss has no limit. Use the curve.")
    return spending / elasticity * -math.log1p(-share)


def power_through_inputs(inputs: Floats, direct: Floats, final: Floats) -> float:
    """b . (I - A')^-1 d: cost shocks d [sector] handed on through inputs, in final prices.

    `inputs` is A [input, user], `final` the shares b of final spending.

    Raises InputError where the inputs of a sector are worth its output or more.
    """
    if (inputs < 0).any() or (inputs.sum(axis=0) >= 1).any():
        raise InputError(
            "Input shares must be at least 0 and add up to less than 1 in every sector (columns). "
            "Give A as [input, user]."
        )
    total = np.linalg.solve(np.eye(len(direct)) - inputs.T, direct)
    return float(final @ total)


def check_nest(
    spending: float, abroad: float, share: float, home_foreign: float, among_foreign: float
) -> None:
    """Raise InputError for what is no share, and for elasticities no nest can have."""
    check_share("spending", spending)
    check_share("abroad", abroad)
    check_share("share", share)
    check_among(among_foreign)
    if home_foreign <= 0:
        raise InputError(
            f"home_foreign is {home_foreign:g}. An elasticity of substitution is above 0. Give "
            "the elasticity between home and foreign goods."
        )


def check_share(name: str, value: float) -> None:
    """Raise InputError unless a share lies in 0..1."""
    if not 0 <= value <= 1:
        raise InputError(
            f"{name} is {value:g}. A share lies between 0 and 1. Give a fraction, 0.76 for 76%."
        )


def check_among(value: float) -> None:
    """Raise InputError unless sources can be exchanged for one another."""
    if not value > 1:
        raise InputError(
            f"among_foreign is {value:g}. At or below 1 the loss from losing a source has no "
            "limit. Give an elasticity above 1, or use the shortage curve."
        )


def check_elasticity(value: float) -> None:
    """Raise InputError unless a trade elasticity is above zero."""
    if not value > 0:
        raise InputError(
            f"elasticity is {value:g}. A trade elasticity is above 0 (sigma less 1). Correct it."
        )
