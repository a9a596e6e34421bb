"""Quantity controls and licences: the wedge that holds a flow to a share of its base volume.

For each controlled group of flows g, with volume Q^_g = sum M'/(p'/p) over sum M at base prices:

    0 <= log(1 + e_g)   and   Q^_g <= q_g,   one of the two with equality                   (70)

The rent of the wedge e goes to the exporter (as an export tax), to the importer (as a duty on
top of duty) or is lost (as an iceberg cost). Search: log(1 + e) moves by log(Q^ / q) / theta,
combined by Anderson acceleration, with a warm solve each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from detente.equilibrium.anderson import Anderson
from detente.equilibrium.conditions import receipts
from detente.equilibrium.result import Equilibrium
from detente.equilibrium.solve import solve
from detente.equilibrium.switches import Switches
from detente.equilibrium.variants import Shock
from detente.errors import InputError, NoEquilibrium
from detente.worlds import World
from detente.worlds.world import Flags, Floats

Rents: TypeAlias = Literal["exporter", "importer", "lost"]
RATIONING = 3.0
MAX_ROUNDS = 60
CLOSE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Quota:
    """`cells` [importer, exporter, sector] held to `share` of base volume.

    Each cell alone, or all `together` under one wedge. `name` is for messages.
    """

    cells: Flags
    share: float
    rents: Rents = "exporter"
    together: bool = False
    name: str = "quantity"


@dataclass(frozen=True, slots=True, eq=False)
class Controlled:
    """An equilibrium under quotas, the whole shock, and each quota's wedge e and volume Q^."""

    equilibrium: Equilibrium
    shock: Shock
    wedges: tuple[Floats, ...]
    volumes: tuple[Floats, ...]


def solve_with_quotas(
    world: World,
    shock: Shock,
    quotas: Sequence[Quota],
    switches: Switches,
    tolerance: float = 1e-10,
) -> Controlled:
    """The equilibrium under a shock and quantity controls.

    Raises InputError for a share outside 0 to 1, NoEquilibrium where a licence is worth more
    than 300% of the price: that is rationing, and prices no longer describe it.
    """
    groups = [_Group(quota, world) for quota in quotas]
    state = np.concatenate([group.start() for group in groups]) if groups else np.zeros(0)
    memory, found = Anderson(), None
    for _ in range(MAX_ROUNDS):
        whole = _with_wedges(shock, groups, state)
        found = solve(
            world,
            whole.tariff,
            trade_cost=whole.trade_cost,
            export_tax=whole.export_tax,
            switches=switches,
            tolerance=tolerance,
            start=found,
        )
        excess = _excess(groups, found)
        step = np.maximum(excess, -state)
        if not groups or np.abs(step).max() <= CLOSE:
            return _controlled(found, whole, groups, state)
        state = np.maximum(memory.following(state, step), 0.0)
        _refuse_rationing(groups, state)
    raise NoEquilibrium(
        f"No wedge found that holds {groups[0].quota.name} to its quantity after {MAX_ROUNDS} "
        "rounds. The controls may contradict each other. Set fewer of them, or a larger share."
    )


class _Group:
    """A quota's wedges: one for each cell, or a single one."""

    def __init__(self, quota: Quota, world: World) -> None:
        if not 0.0 < quota.share <= 1.0:
            raise InputError(
                f"{quota.name}: the share is {quota.share:g}. Expected more than 0 and at most 1 "
                "of the base volume. For none at all use a ban."
            )
        self.quota, self.world = quota, world
        self.cells = quota.cells & (world.flows > 0.0)
        self.theta = np.broadcast_to(world.trade_elasticity, world.flows.shape)[self.cells]
        self.weight = world.flows[self.cells]
        self.size = 1 if quota.together else int(self.cells.sum())
        if not self.cells.any():
            raise InputError(
                f"{quota.name}: there is no trade to control in the base. Name other flows."
            )

    def start(self) -> Floats:
        """The iso-elastic guess e = q^(-1/theta) - 1, in logs."""
        guess = -np.log(self.quota.share) / self.theta
        return self._merged(guess)

    def volume(self, result: Equilibrium) -> Floats:
        """Q^ of each wedge."""
        cost = np.broadcast_to(result.cost_change[None], self.cells.shape)[self.cells]
        quantity = receipts(result.flows, result.export_tax)[self.cells] / cost
        if result.trade_cost is not None:
            quantity = quantity / result.trade_cost[self.cells]
        if self.quota.together:
            return np.array([quantity.sum() / self.weight.sum()])
        return quantity / self.weight

    def excess(self, result: Equilibrium) -> Floats:
        """log(Q^ / q) / theta."""
        return np.log(self.volume(result) / self.quota.share) / self._merged(self.theta)

    def wedge(self, state: Floats) -> Floats:
        """log(1 + e) on the cells, zero elsewhere [importer, exporter, sector]."""
        whole = np.zeros(self.cells.shape)
        whole[self.cells] = state
        return whole

    def _merged(self, values: Floats) -> Floats:
        if self.quota.together:
            return np.array([(values * self.weight).sum() / self.weight.sum()])
        return np.array(values)


def _split(groups: Sequence[_Group], state: Floats) -> list[Floats]:
    return list(np.split(state, np.cumsum([group.size for group in groups])[:-1]))


def _excess(groups: Sequence[_Group], result: Equilibrium) -> Floats:
    return np.concatenate([g.excess(result) for g in groups]) if groups else np.zeros(0)


def _with_wedges(shock: Shock, groups: Sequence[_Group], state: Floats) -> Shock:
    """The shock with every quota's wedge where its rent belongs."""
    added: dict[str, Floats] = {}
    for group, part in zip(groups, _split(groups, state) if groups else [], strict=True):
        rents = group.quota.rents
        added[rents] = added.get(rents, np.zeros(shock.tariff.shape)) + group.wedge(part)
    tariff, cost, tax = shock.tariff, shock.trade_cost, shock.export_tax
    if "importer" in added:
        tariff = (1.0 + tariff) * np.exp(added["importer"]) - 1.0
    if "lost" in added:
        grown = np.exp(added["lost"])
        cost = grown if cost is None else cost * grown
    if "exporter" in added:
        grown = np.exp(added["exporter"])
        tax = grown - 1.0 if tax is None else (1.0 + tax) * grown - 1.0
    return Shock(tariff, cost, tax)


def _refuse_rationing(groups: Sequence[_Group], state: Floats) -> None:
    for group, part in zip(groups, _split(groups, state), strict=True):
        worth = float(np.expm1(part.max()))
        if worth > RATIONING:
            raise NoEquilibrium(
                f"{group.quota.name}: holding the flow to {100 * group.quota.share:.3g}% needs a "
                f"wedge above {100 * RATIONING:.0f}% of the price. That is rationing, not a price: "
                "what users lose then hangs on stocks and shortage. Use a larger share, a longer "
                "horizon, or a ban."
            )


def _controlled(
    found: Equilibrium, shock: Shock, groups: Sequence[_Group], state: Floats
) -> Controlled:
    parts = _split(groups, state) if groups else []
    wedges = tuple(np.expm1(g.wedge(part)) for g, part in zip(groups, parts, strict=True))
    return Controlled(found, shock, wedges, tuple(g.volume(found) for g in groups))
