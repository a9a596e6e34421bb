"""Reliance of a country's industries on another's, at face value and looked through.

    A[(o,k),(n,j)]    input k from o in a unit of output of j in n
    face value        sum_k A
    looked through    sum_k A (I - A)^-1          total requirements (Leontief)

After Baldwin, Freeman and Theodorakopoulos (BPEA 2023). Inputs of a buyer are taken from
sources in the same shares as all its purchases of that good (proportional imports).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from scipy.linalg import solve  # pyright: ignore[reportUnknownVariableType]

from detente.worlds import World
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True)
class Reliance:
    """Inputs from a source per unit of output of each sector, and of all inputs together.

    face, through           [sector] shares of output
    share_face, share_through   inputs from the source over all inputs, over sectors
    """

    buyer: str
    source: str
    sectors: tuple[str, ...]
    face: Floats
    through: Floats
    share_face: float
    share_through: float


@lru_cache(maxsize=2)
def _inverse(world: World) -> tuple[Floats, Floats]:
    """A and the total requirements A (I - A)^-1, both [source*sector, user*sector]."""
    n, s = len(world.countries), len(world.sectors)
    direct = np.einsum("nik,nkj->iknj", world.shares, world.input_share).reshape(n * s, n * s)
    total = cast("Floats", solve(np.eye(n * s) - direct, direct))
    return direct, total


def sector_reliance(world: World, buyer: str, source: str) -> Floats:
    """[sector] inputs of each kind from a source in all a buyer makes, looked through."""
    s = len(world.sectors)
    at, of = world.country(buyer) * s, world.country(source) * s
    _, total = _inverse(world)
    return total[of : of + s, at : at + s] @ world.output[world.country(buyer)]


def reliance(world: World, buyer: str, source: str) -> Reliance:
    """How much of a buyer's output leans on inputs from a source, directly and through others."""
    s = len(world.sectors)
    at, of = world.country(buyer) * s, world.country(source) * s
    direct, total = _inverse(world)
    made = world.output[world.country(buyer)]
    face = direct[of : of + s, at : at + s].sum(axis=0)
    through = total[of : of + s, at : at + s].sum(axis=0)
    all_direct = direct[:, at : at + s].sum(axis=0)
    all_total = total[:, at : at + s].sum(axis=0)
    return Reliance(
        buyer=buyer,
        source=source,
        sectors=world.sectors,
        face=face,
        through=through,
        share_face=float((face @ made) / (all_direct @ made)),
        share_through=float((through @ made) / (all_total @ made)),
    )
