"""A world in shares, laid out for the solver: sector first, money in world value added.

Products over importers or exporters then run over contiguous [sector, importer, exporter]
blocks. Derived once per world and kept as long as the world lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from detente.equilibrium.coarse import Coarse, Point, build_coarse
from detente.worlds import World
from detente.worlds.world import Floats

SMALLEST = 1e-30


@dataclass(frozen=True, slots=True)
class Calibration:
    """Base shares of a world; `elasticity` is [S, 1], other arrays as the fields say.

    `share` [S, importer, exporter]; `value_added_share`, `final_share`, `expenditure` [S, N];
    `input_share` [N, input, user] and `by_user` its transpose [N, user, input];
    `labour_income`, `deficit_share` [N] as fractions of world value added; `scale` that value
    added in money. `coarse` is the country-level correction at the base.
    """

    share: Floats
    value_added_share: Floats
    input_share: Floats
    by_user: Floats
    final_share: Floats
    elasticity: Floats
    labour_income: Floats
    deficit_share: Floats
    expenditure: Floats
    scale: float
    coarse: Coarse


_KNOWN: WeakKeyDictionary[World, Calibration] = WeakKeyDictionary()


def calibration_of(world: World) -> Calibration:
    """The world's calibration, computed on first use."""
    if world not in _KNOWN:
        _KNOWN[world] = _calibrate(world)
    return _KNOWN[world]


def _calibrate(world: World) -> Calibration:
    scale = float(world.labour_income.sum())
    share = np.ascontiguousarray(world.shares.transpose(2, 0, 1))
    duty = np.ascontiguousarray(world.tariff.transpose(2, 0, 1))
    expenditure = np.maximum(np.ascontiguousarray(world.expenditure.T) / scale, SMALLEST)
    labour_income = world.labour_income / scale
    deficit = world.deficit - world.deficit.mean()
    base = Point(share, share / (1.0 + duty), expenditure, labour_income)
    value_added_share = np.ascontiguousarray(world.value_added_share.T)
    elasticity = np.ascontiguousarray(world.trade_elasticity[:, None])
    return Calibration(
        share=share,
        value_added_share=value_added_share,
        input_share=world.input_share,
        by_user=np.ascontiguousarray(world.input_share.transpose(0, 2, 1)),
        final_share=np.ascontiguousarray(world.final_share.T),
        elasticity=elasticity,
        labour_income=labour_income,
        deficit_share=deficit / scale,
        expenditure=expenditure,
        scale=scale,
        coarse=build_coarse(base, value_added_share, elasticity, deficit / scale),
    )
