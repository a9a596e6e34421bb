"""Games in the economy of Ossa (2014): profits of a fixed number of firms, no inputs.

With l the shadow prices of the conditions (62) and (63) of docs/model.md, flows and revenue are
worth

    v_nis = dlogG/dM_nis - (1 - 1/sigma_s) l^w_i - l^X_i / sigma_s,    r_n = dlogG/dR_n - l^X_n

    b_nis = sigma_s M_nis (v_nis - r_n)
    a_nis = gamma_nis [ (sigma_s - 1) (sum_i (v_nis + t_nis r_n) M_nis - r_n X_ns) - 1_n mu_ns ]

and a - b is the derivative to log(1 + t_nis).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.fixed_firms import FirmEquilibrium, FirmSystem, FixedFirms, solve_firms
from detente.errors import InputError
from detente.games.economy import Result
from detente.games.instruments import Levers, Whole
from detente.games.objective import Objective
from detente.worlds.world import Flags, Floats


@dataclass(frozen=True, slots=True, eq=False)
class FirmEconomy:
    """A base of fixed firms with balanced trade, under an id."""

    base: FixedFirms
    id: str = "fixed-firms"

    @property
    def countries(self) -> tuple[str, ...]:
        """The regions."""
        return self.base.regions

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors."""
        return self.base.sectors

    @property
    def goods(self) -> Flags:
        """All sectors are traded."""
        return np.ones(len(self.base.sectors), dtype=bool)

    @property
    def flows(self) -> Floats:
        """Border values of the base."""
        return self.base.flows

    @property
    def tariff(self) -> Floats:
        """Duties of the base."""
        return self.base.tariff

    @property
    def spending(self) -> Floats:
        """Expenditure of each region [N]."""
        return self.base.expenditure

    @property
    def elasticity(self) -> Floats:
        """Trade elasticities sigma - 1 [S]."""
        return self.base.sigma - 1.0

    def country(self, code: str) -> int:
        """Position of a region. Raises InputError."""
        return self.base.region(code)

    def sector(self, code: str) -> int:
        """Position of a sector. Raises InputError."""
        if code not in self.base.sectors:
            raise InputError(
                f'"{code}" is no sector of {self.id}. Choose one of {", ".join(self.sectors)}.'
            )
        return self.base.sectors.index(code)

    def solve(self, tariff: Floats, export_tax: Floats, start: Result | None) -> FirmEquilibrium:
        """The equilibrium under duties. Raises InputError for export taxes, NoEquilibrium."""
        if export_tax.any():
            raise InputError(
                f"{self.id}: this economy has no export taxes. Use tariffs, or play on a world."
            )
        near = start if isinstance(start, FirmEquilibrium) else None
        return solve_firms(self.base, tariff, start=near)

    def payoffs(self, objective: Objective, result: Result) -> Floats:
        """Every region's objective, new over base [N]."""
        found = _own(result)
        if objective.weights is None:
            return found.welfare
        now = _lobbied(objective.weights, found.flows, found.tariff, self.base.sigma)
        before = _lobbied(objective.weights, self.base.flows, self.base.tariff, self.base.sigma)
        return now.level / before.level / found.price

    def incomes(self, result: Result) -> Floats:
        """E_ns, what each sector earns, duty within [N, S]."""
        found = _own(result)
        kept, sales = 1.0 - 1.0 / self.base.sigma, found.flows.sum(axis=0)
        labour = kept * sales
        revenue = (found.tariff * found.flows).sum(axis=(1, 2))
        return sales + labour / labour.sum(axis=1, keepdims=True) * revenue[:, None]

    def slopes(
        self,
        objective: Objective,
        result: Result,
        levers: Levers,
        countries: list[int],
        whose: Whole | None = None,
    ) -> tuple[Floats, Floats]:
        """Derivatives of log payoffs to log(1 + t) and b of (90), [K, C]; see `Economy`."""
        found = _own(result)
        share = (1.0 + found.tariff) * found.flows
        share = share / share.sum(axis=1, keepdims=True)
        here = _Here(self.base, found, share, *_inverse(self.base, found))
        parts = [_slopes(here, _worth(objective, found, place)) for place in countries]
        cells = (levers.importer, levers.exporter, levers.sector)
        slope, border = (np.stack([part[k][cells] for part in parts]) for k in (0, 1))
        if whose is None:
            return slope, border
        own = whose, np.arange(whose.size)
        return slope[own][None], border[own][None]


@dataclass(frozen=True, slots=True)
class _Lobbied:
    """sum_s l_s E_s [N], and its derivatives to sales [N, S] and to revenue [N]."""

    level: Floats
    by_sales: Floats
    by_revenue: Floats


def _lobbied(weights: Floats, flows: Floats, tariff: Floats, sigma: Floats) -> _Lobbied:
    """E_ns = Y_ns + R_n k_s Y_ns / sum_s k_s Y_ns with k = 1 - 1/sigma: with duty by labour."""
    kept, sales = 1.0 - 1.0 / sigma, flows.sum(axis=0)
    revenue = (tariff * flows).sum(axis=(1, 2))
    labour = (kept * sales).sum(axis=1)
    part = (weights * kept * sales).sum(axis=1) / labour
    level = (weights * sales).sum(axis=1) + part * revenue
    slope = weights + (revenue / labour)[:, None] * kept * (weights - part[:, None])
    return _Lobbied(level, slope, part)


@dataclass(frozen=True, slots=True)
class _Worth:
    """Direct derivatives of a region's log payoff: to sales of its sectors [S], to its revenue,
    to its own log spending; and whose it is.
    """

    place: int
    sales: Floats
    revenue: float
    spending: float


def _worth(objective: Objective, found: FirmEquilibrium, place: int) -> _Worth:
    if objective.weights is None:
        return _Worth(place, np.zeros(found.base.sigma.size), 0.0, 1.0)
    lobbied = _lobbied(objective.weights, found.flows, found.tariff, found.base.sigma)
    level = float(lobbied.level[place])
    return _Worth(
        place, lobbied.by_sales[place] / level, float(lobbied.by_revenue[place]) / level, 0.0
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Here:
    """What all regions' slopes share: shares of spending, the conditions, their inverse slopes."""

    base: FixedFirms
    found: FirmEquilibrium
    share: Floats
    system: FirmSystem
    inverse: Floats


def _inverse(base: FixedFirms, found: FirmEquilibrium) -> tuple[FirmSystem, Floats]:
    """The conditions, and the inverse of their transposed Jacobian, at an equilibrium."""
    system = FirmSystem(base, found.tariff, np.zeros(len(base.regions)))
    state = np.log(np.concatenate([found.wage, found.spending]))
    return system, np.linalg.inv(system.jacobian(state).T).astype(np.float64)


def _slopes(here: _Here, worth: _Worth) -> tuple[Floats, Floats]:
    """a - b and b [importer, exporter, sector] of one region's payoff."""
    base, found, share, system = here.base, here.found, here.share, here.system
    n, sigma, place = len(base.regions), base.sigma, worth.place
    flows, tariff, mu = found.flows, found.tariff, base.sector_share[place]
    direct = np.zeros_like(flows)
    direct[:, place] += worth.sales
    direct[place] += worth.revenue * tariff[place]
    moved = direct * flows
    bought = moved.sum(axis=1)
    power = 1.0 - sigma
    by_wage = (power * moved).sum(axis=(0, 2)) - np.einsum("s,ns,nks->k", power, bought, share)
    by_wage -= share[place] @ mu
    by_spending = bought.sum(axis=1)
    by_spending[place] += worth.spending
    shadow = here.inverse @ np.concatenate([by_wage, by_spending])
    labour, budget = shadow[:n] / system.labour, shadow[n:] / system.spent
    labour[-1] = 0.0
    revenue = -budget
    revenue[place] += worth.revenue
    value = -(1.0 - 1.0 / sigma) * labour[:, None] - budget[:, None] / sigma
    value = np.repeat(value[None], n, axis=0)
    value[:, place] += worth.sales
    border = sigma * flows * (value - revenue[:, None, None])
    paid = ((1.0 + tariff) * flows).sum(axis=1)
    whole = ((value + tariff * revenue[:, None, None]) * flows).sum(axis=1)
    fixed = (sigma - 1.0) * (whole - revenue[:, None] * paid)
    fixed[place] -= mu
    return share * fixed[:, None, :] - border, border


def _own(result: Result) -> FirmEquilibrium:
    if not isinstance(result, FirmEquilibrium):
        raise InputError("Game: an equilibrium of another model was given. Give one of this game.")
    return result
