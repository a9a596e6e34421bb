"""A world in shares, laid out for the solver: sector first, money in world value added.

Products over importers or exporters then run over contiguous [sector, importer, exporter]
blocks. Derived once per world and kept as long as the world lives.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np

from detente.equilibrium.coarse import (
    WAGE_STEP,
    Coarse,
    Point,
    Technology,
    WageStep,
    build_coarse,
)
from detente.worlds import World, check_solvable
from detente.worlds.world import Floats

SMALLEST = 1e-30
LARGEST_BLOCK = 31 << 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """Base shares of a world; `elasticity` is [S, 1], other arrays as the fields say.

    `share`, `border_share` [S, importer, exporter]; `value_added`, `value_added_share`,
    `final_share`, `expenditure` [S, N]; `input_share` [N, input, user] and `by_user` its
    transpose [N, user, input]; `labour_income`, `deficit_share`, `trade` (imports and exports)
    and `revenue` [N]. Money is in fractions of world value added; `scale` is that value added.
    """

    share: Floats
    border_share: Floats
    value_added: Floats
    value_added_share: Floats
    input_share: Floats
    by_user: Floats
    final_share: Floats
    elasticity: Floats
    labour_income: Floats
    deficit_share: Floats
    trade: Floats
    revenue: Floats
    expenditure: Floats
    scale: float
    kept: dict[tuple[bool, float], Coarse] = field(default_factory=dict[tuple[bool, float], Coarse])

    def wage_step(self, specific: bool) -> WageStep:
        """Steps of wages: one for mobile labour, by sector where labour cannot move.

        A sector's labour demand falls with its wage by theta gamma (1 - s), s its mean share of the
        markets it sells in, where its price moves the index; hence 1 / (1 + theta gamma (1 - s)).
        """
        n = self.labour_income.size
        if not specific:
            one = np.ones((1, n))
            return WageStep(WAGE_STEP * one, one, np.full(n, WAGE_STEP))
        sold = self.border_share * self.expenditure[:, :, None]
        held = (sold * self.share).sum(axis=1) / np.maximum(sold.sum(axis=1), SMALLEST)
        size = 1.0 / (1.0 + self.elasticity * self.value_added_share * (1.0 - held))
        slow = np.maximum(self.value_added, SMALLEST) / size
        country = self.value_added.sum(axis=0) / slow.sum(axis=0)
        return WageStep(size, slow / slow.sum(axis=0), country)

    def technology(self, labour_supply: float) -> Technology:
        """The constants of the coarse correction."""
        return Technology(
            self.value_added_share, self.elasticity, self.deficit_share, labour_supply
        )

    def coarse(self, specific: bool, labour_supply: float) -> Coarse:
        """The country-level correction at the base, kept after first use."""
        key = (specific, labour_supply)
        if key not in self.kept:
            base = Point(self.share, self.border_share, self.expenditure, self.labour_income)
            self.kept[key] = build_coarse(
                base, self.technology(labour_supply), self.wage_step(specific)
            )
        return self.kept[key]


_KNOWN: WeakKeyDictionary[World, Calibration] = WeakKeyDictionary()


def calibration_of(world: World) -> Calibration:
    """The world's calibration, computed on first use. Raises WorldError for an unusable world."""
    if world not in _KNOWN:
        _KNOWN[world] = _calibrate(world)
    return _KNOWN[world]


def lend_calibration(world: World, drawn: World) -> None:
    """Let a world that differs in elasticities alone use this one's shares and correction.

    The correction only steers the iteration; what is found is checked against the drawn world.
    """
    elasticity = np.ascontiguousarray(drawn.trade_elasticity[:, None])
    calibration_of(world).coarse(False, 0.0)
    _KNOWN[drawn] = replace(calibration_of(world), elasticity=elasticity)


@cache
def _keep_freed_memory() -> None:
    """Let the allocator keep the pages of arrays that come and go with every solve.

    The C library of Linux returns larger blocks to the system when they are freed, and fetching
    them again cost a tenth of a solve; freeing one large block, never touched, raises its limit.
    """
    np.empty(LARGEST_BLOCK, dtype=np.uint8)


def _calibrate(world: World) -> Calibration:
    _keep_freed_memory()
    check_solvable(world)
    scale = float(world.labour_income.sum())
    share = np.ascontiguousarray(world.shares.transpose(2, 0, 1))
    duty = np.ascontiguousarray(world.tariff.transpose(2, 0, 1))
    own = np.einsum("nns->n", world.flows)
    trade = world.flows.sum(axis=(1, 2)) + world.flows.sum(axis=(0, 2)) - 2.0 * own
    return Calibration(
        share=share,
        border_share=share / (1.0 + duty),
        value_added=np.ascontiguousarray(world.value_added.T) / scale,
        value_added_share=np.ascontiguousarray(world.value_added_share.T),
        input_share=world.input_share,
        by_user=np.ascontiguousarray(world.input_share.transpose(0, 2, 1)),
        final_share=np.ascontiguousarray(world.final_share.T),
        elasticity=np.ascontiguousarray(world.trade_elasticity[:, None]),
        labour_income=world.labour_income / scale,
        deficit_share=(world.deficit - world.deficit.mean()) / scale,
        trade=trade / scale,
        revenue=world.revenue / scale,
        expenditure=np.maximum(np.ascontiguousarray(world.expenditure.T) / scale, SMALLEST),
        scale=scale,
    )
