"""World: one calibrated economy in values, the base that every scenario changes.

Axis order is [importer, exporter, sector] everywhere; money is in `currency_unit`.

    symbol      field or property       axes                       meaning
    M_nij       flows                   importer, exporter, sector value before duty, domestic too
    t_nij       tariff                  importer, exporter, sector base duty, fraction of M
    Z_nkj       intermediate            country, input k, user j   at the buyer's price, duty in
    F_nj        final                   country, sector            at the buyer's price, duty in
    V_nj        value_added             country, sector
    theta_j     trade_elasticity        sector
    Y_nj        output                  country, sector            sum over buyers of M
    X_nj        expenditure             country, sector            sum over sources of (1 + t) M

Identities, held by `check_world`: Y = V + sum_k Z (columns) and X = F + sum_j Z (rows).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Self, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, WorldError
from detente.worlds.cards import WorldCard

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


class _Derived:
    """A property of a world that is worked out once, from fields that never change."""

    def __init__(self, rule: Callable[[World], Floats]) -> None:
        self.rule = rule
        self.__doc__ = rule.__doc__

    @overload
    def __get__(self, world: None, owner: type[World]) -> Self: ...
    @overload
    def __get__(self, world: World, owner: type[World]) -> Floats: ...
    def __get__(self, world: World | None, owner: type[World]) -> Self | Floats:
        if world is None:
            return self
        known, name = world.known, self.rule.__name__
        if name not in known:
            known[name] = self.rule(world)
            known[name].flags.writeable = False
        return known[name]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class World:
    """A year's economy: N countries, S sectors, arrays float64 and read-only.

    Two worlds are the same only if they are the same object; solvers may keep what they
    derive from one as long as it lives; `known` holds its own properties once asked for. Raises
    WorldError when shapes and labels disagree.
    """

    id: str
    title: str
    year: int
    currency_unit: str
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    sector_names: tuple[str, ...]
    goods: Flags
    flows: Floats
    tariff: Floats
    intermediate: Floats
    final: Floats
    value_added: Floats
    trade_elasticity: Floats
    card: WorldCard
    known: dict[str, Floats] = field(
        default_factory=dict[str, "Floats"], init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        n, s = len(self.countries), len(self.sectors)
        _freeze(self, "goods", (s,), np.bool_)
        for name, shape in {
            "flows": (n, n, s),
            "tariff": (n, n, s),
            "intermediate": (n, s, s),
            "final": (n, s),
            "value_added": (n, s),
            "trade_elasticity": (s,),
        }.items():
            _freeze(self, name, shape, np.float64)

    @_Derived
    def output(self) -> Floats:
        """Y [country, sector]: sales of each sector to all buyers, before duty."""
        return self.flows.sum(axis=0)

    @_Derived
    def expenditure(self) -> Floats:
        """X [country, sector]: spending on each sector's goods, duty included."""
        return ((1.0 + self.tariff) * self.flows).sum(axis=1)

    @_Derived
    def shares(self) -> Floats:
        """pi [importer, exporter, sector], sums to one over exporters; domestic where X is 0."""
        spent = self.expenditure
        share = (1.0 + self.tariff) * self.flows / _safe(spent)[:, None, :]
        own, empty = np.arange(len(self.countries)), spent <= 0.0
        share[own, own] = np.where(empty, 1.0, share[own, own])
        return share / share.sum(axis=1, keepdims=True)

    @_Derived
    def value_added_share(self) -> Floats:
        """gamma_nj [country, sector]: value added in output; 1 where there is no output."""
        cost = self.value_added + self.intermediate.sum(axis=1)
        return np.where(cost > 0.0, self.value_added / _safe(cost), 1.0)

    @_Derived
    def input_share(self) -> Floats:
        """gamma_nkj [country, input k, user j]: share of input k in the output of j."""
        cost = self.value_added + self.intermediate.sum(axis=1)
        return self.intermediate / _safe(cost)[:, None, :]

    @_Derived
    def final_share(self) -> Floats:
        """alpha_nj [country, sector]: shares of final spending, sum to one."""
        return self.final / self.final.sum(axis=1, keepdims=True)

    @_Derived
    def labour_income(self) -> Floats:
        """w_n L_n [country]: value added of all sectors."""
        return self.value_added.sum(axis=1)

    @_Derived
    def revenue(self) -> Floats:
        """R_n [country]: duty collected on imports."""
        return (self.tariff * self.flows).sum(axis=(1, 2))

    @_Derived
    def deficit(self) -> Floats:
        """D_n [country]: imports less exports before duty; sums to zero over countries."""
        return self.flows.sum(axis=(1, 2)) - self.flows.sum(axis=(0, 2))

    @_Derived
    def income(self) -> Floats:
        """I_n [country]: value added, duty and deficit, all spent on final goods."""
        return self.labour_income + self.revenue + self.deficit

    def country(self, code: str) -> int:
        """Position of a country. Raises InputError if the world does not have it."""
        return _position(self, code, self.countries, "countries")

    def sector(self, code: str) -> int:
        """Position of a sector. Raises InputError if the world does not have it."""
        return _position(self, code, self.sectors, "sectors")

    def with_elasticity(self, elasticity: Floats) -> World:
        """The same economy with other trade elasticities [sector], on which no property depends."""
        other = replace(self, trade_elasticity=elasticity)
        object.__setattr__(other, "known", self.known)
        return other

    def cell(self, *, importer: str, exporter: str) -> tuple[int, int]:
        """Positions [importer, exporter] of a pair, by name so that they cannot be swapped.

        Raises InputError for a country the world does not have.
        """
        return self.country(importer), self.country(exporter)


def _safe(values: Floats) -> Floats:
    """The values, with one in place of what cannot be divided by."""
    return np.where(values > 0.0, values, 1.0)


def _freeze(world: World, name: str, shape: tuple[int, ...], kind: type[np.generic]) -> None:
    given = np.asarray(getattr(world, name), dtype=kind, order="C")
    shared = given.flags.writeable or given.base is not None
    array = given.copy() if shared else given
    if array.shape != shape:
        raise WorldError(
            f"World {world.id}: {name} has shape {array.shape}. With {len(world.countries)} "
            f"countries and {len(world.sectors)} sectors it must be {shape}. "
            "Check the axis order [importer, exporter, sector] and the labels."
        )
    array.flags.writeable = False
    object.__setattr__(world, name, array)


def _position(world: World, code: str, labels: tuple[str, ...], what: str) -> int:
    if code in labels:
        return labels.index(code)
    near = get_close_matches(code, labels, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Choose one of: {', '.join(labels)}."
    raise InputError(f'World {world.id}: "{code}" is not among its {len(labels)} {what}. {hint}')
