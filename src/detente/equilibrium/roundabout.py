"""The economy of firm_entry.py with materials: one sector whose good also makes itself.

Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), appendix A.3, in the form of their
programs. Axes are [importer, exporter]; beta is the labour share of cost.

    v_j    = beta w_j + (1 - beta) p_j - psi [ (1 - beta) (w_j - p_j) + l_j ]   (logs)         (46)
    A_nj   = lambda_nj exp(-eps v_j) (1 + t_nj)^(-eps phi_n)
    M'_nj  = E_n E^_n / (1 + t_nj) A_nj / sum_k A_nk
    Y'_i   = beta S_i + nu_i sum_j M'_ij,    S_i = sum_n (1 - nu_n) M'_ni                      (47)
    E_i E^_i = R_i + Y'_i + (1 - beta) S_i + T_i sum_n Y'_n / sum_n Y_n                        (48)
    L^_i   = [ w^_i / ((1 - tau_i) P^_i) ]^kappa,    tau_i = R_i / Y'_i
    P^_n   = (E^_n / w^_n)^(1 - phi_n) (sum_j A_nj)^(-1/eps)
    W^_i   = [ (1 + k) R_i + (1 - k) Y'_i + T'_i ] / ( P^_i [ Y_i + T_i - k Y_i (1 - tau_i) ] ) (49)

with k = kappa / (1 + kappa), T' the last term of (48). (49) is their welfare with the weights
multiplied out. The numeraire is sum_i (w^_i - 1) Y_i = 0, in place of the last line of (47).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.newton import solve_dense
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True, eq=False)
class RoundaboutEconomy:
    """A base without duties: `flows` [importer, exporter], home sales with materials included.

    `nu`, `phi` [N] and the elasticities as in `EntryEconomy`; `labour_share` is beta.
    """

    countries: tuple[str, ...]
    flows: Floats
    nu: Floats
    phi: Floats
    elasticity: float
    hours: float
    scale: float
    labour_share: float

    @property
    def expenditure(self) -> Floats:
        """E_n, materials included."""
        return self.flows.sum(axis=1)

    @property
    def sales(self) -> Floats:
        """S_i of (47)."""
        return (1.0 - self.nu) @ self.flows

    @property
    def income(self) -> Floats:
        """Y_i, from (47) at the base."""
        return self.labour_share * self.sales + self.nu * self.expenditure

    @property
    def transfer(self) -> Floats:
        """T_i, from (48) at the base."""
        return self.expenditure - self.income - (1.0 - self.labour_share) * self.sales


@dataclass(frozen=True, slots=True, eq=False)
class RoundaboutEquilibrium:
    """A solved scenario: changes [N], border `flows` [importer, exporter], `revenue` [N]."""

    economy: RoundaboutEconomy
    tariff: Floats
    wage: Floats
    spending: Floats
    hours: Floats
    price: Floats
    flows: Floats
    revenue: Floats
    residual: float
    iterations: int

    @property
    def income(self) -> Floats:
        """Y'_i."""
        return self.wage * self.hours * self.economy.income

    @property
    def welfare(self) -> Floats:
        """W^ (49)."""
        paid, weight = welfare_parts(self.economy, self.income, self.revenue)
        return paid / (weight * self.price)


def solve_roundabout(
    economy: RoundaboutEconomy,
    tariff: Floats,
    *,
    start: RoundaboutEquilibrium | None = None,
    tolerance: float = 1e-11,
) -> RoundaboutEquilibrium:
    """The equilibrium under duties [importer, exporter], fractions, revenue as tax relief.

    Raises NoEquilibrium without a solution.
    """
    system = System(economy, tariff)
    first = np.zeros(4 * len(economy.countries)) if start is None else state_of(start)
    state, steps = solve_dense(system.gaps, system.jacobian, first, tolerance)
    at = system.at(state)
    return RoundaboutEquilibrium(
        economy=economy,
        tariff=tariff,
        wage=np.exp(at.wage),
        spending=np.exp(at.spending),
        hours=np.exp(at.hours),
        price=np.exp(at.price),
        flows=at.flows,
        revenue=at.revenue,
        residual=float(np.abs(system.gaps(state)).max()),
        iterations=steps,
    )


def state_of(found: RoundaboutEquilibrium) -> Floats:
    """An equilibrium as logs [4N]."""
    return np.log(np.concatenate([found.wage, found.spending, found.hours, found.price]))


def welfare_parts(base: RoundaboutEconomy, income: Floats, revenue: Floats) -> tuple[Floats, ...]:
    """Numerator of (49), and its denominator without the price."""
    k, before = base.hours / (1.0 + base.hours), base.income
    moved = base.transfer * income.sum() / before.sum()
    paid = (1.0 + k) * revenue + (1.0 - k) * income + moved
    return paid, before + base.transfer - k * before * (1.0 - revenue / income)


@dataclass(frozen=True, slots=True)
class _Point:
    """Everything the conditions need at one state; the first four are logs."""

    wage: Floats
    spending: Floats
    hours: Floats
    price: Floats
    share: Floats
    total: Floats
    flows: Floats
    revenue: Floats
    income: Floats
    sales: Floats


class System:
    """The gaps of the conditions, relative, and their derivatives; states are logs [4N]."""

    def __init__(self, economy: RoundaboutEconomy, tariff: Floats):
        self.base, self.tariff = economy, tariff
        self.spent, self.earned = economy.expenditure, economy.income
        self.transfer = economy.transfer
        self.size = self.spent.size
        drag = -economy.elasticity * economy.phi[:, None] * np.log1p(tariff)
        self.weight = economy.flows / self.spent[:, None] * np.exp(drag)
        beta, psi = economy.labour_share, economy.scale
        self.to_cost = (beta - psi * (1.0 - beta), -psi, (1.0 - beta) * (1.0 + psi))
        """Derivatives of v to log wages, hours and prices."""

    def at(self, state: Floats) -> _Point:
        """(46) and what follows from it."""
        base = self.base
        wage, spending, hours, price = state.reshape(4, self.size)
        by_wage, by_hours, by_price = self.to_cost
        cost = by_wage * wage + by_hours * hours + by_price * price
        offer = self.weight * np.exp(-base.elasticity * cost)
        total = offer.sum(axis=1)
        share = offer / total[:, None]
        flows = (self.spent * np.exp(spending))[:, None] * share / (1.0 + self.tariff)
        revenue = (self.tariff * flows).sum(axis=1)
        income = np.exp(wage + hours) * self.earned
        sales = (1.0 - base.nu) @ flows
        return _Point(wage, spending, hours, price, share, total, flows, revenue, income, sales)

    def gaps(self, state: Floats) -> Floats:
        """(47) with the numeraire last, (48), hours, prices."""
        at, base = self.at(state), self.base
        labour = base.labour_share * at.sales + base.nu * at.flows.sum(axis=1) - at.income
        labour = labour / self.earned
        labour[-1] = (np.exp(at.wage) - 1.0) @ self.earned / self.earned.sum()
        moved = self.transfer * at.income.sum() / self.earned.sum()
        made = (1.0 - base.labour_share) * at.sales
        budget = (at.revenue + at.income + made + moved) / self.spent - np.exp(at.spending)
        relief = np.log(1.0 - at.revenue / at.income)
        hours = at.hours - base.hours * (at.wage - at.price - relief)
        price = at.price - (1.0 - base.phi) * (at.spending - at.wage)
        price = price + np.log(at.total) / base.elasticity
        return np.concatenate([labour, budget, hours, price])

    def jacobian(self, state: Floats) -> Floats:
        """Derivatives of the gaps to the state."""
        at, base = self.at(state), self.base
        eps, kept = base.elasticity, 1.0 - base.nu
        sales_v = eps * ((kept[:, None] * at.flows).T @ at.share - np.diag(at.sales))
        bought = at.flows.sum(axis=1)
        bought_v = eps * base.nu[:, None] * (bought[:, None] * at.share - at.flows)
        sales_e, own = kept * at.flows.T, np.diag(at.income)
        labour_v = base.labour_share * sales_v + bought_v
        labour_e = base.labour_share * sales_e + np.diag(base.nu * bought)
        labour = self._row(labour_v, labour_e, -own) / self.earned[:, None]
        labour[-1] = 0.0
        labour[-1, : self.size] = np.exp(at.wage) * self.earned / self.earned.sum()
        made = 1.0 - base.labour_share
        budget_v = self.revenue_by_cost(at) + made * sales_v
        budget_e = made * sales_e + np.diag(at.revenue - self.spent * np.exp(at.spending))
        paid = own + self.transfer[:, None] * at.income[None, :] / self.earned.sum()
        budget = self._row(budget_v, budget_e, paid) / self.spent[:, None]
        return np.concatenate([labour, budget, self._hours(at), self._price(at)])

    def revenue_by_cost(self, at: _Point) -> Floats:
        """Derivatives of R to v [N, N]."""
        return self.base.elasticity * (at.revenue[:, None] * at.share - self.tariff * at.flows)

    def _row(self, by_cost: Floats, by_spending: Floats, by_income: Floats) -> Floats:
        """Columns for wages, spending, hours and prices; income moves with wages and hours."""
        by_wage, by_hours, by_price = self.to_cost
        wage, hours = by_wage * by_cost + by_income, by_hours * by_cost + by_income
        return np.concatenate([wage, by_spending, hours, by_price * by_cost], axis=1)

    def _hours(self, at: _Point) -> Floats:
        """The labour-supply rows: l - kappa (w - p - log(1 - tau))."""
        kappa, one = self.base.hours, np.eye(self.size)
        left = at.income - at.revenue
        tau = np.diag(at.revenue / left)
        row = -kappa * self._row(self.revenue_by_cost(at) / left[:, None], tau, -tau)
        n = self.size
        row[:, :n] -= kappa * one
        row[:, 2 * n : 3 * n] += one
        row[:, 3 * n :] += kappa * one
        return row

    def _price(self, at: _Point) -> Floats:
        """The price rows: p - (1 - phi) (e - w) + log(total) / eps."""
        firms, n = np.diag(1.0 - self.base.phi), self.size
        row = self._row(-at.share, -firms, np.zeros_like(firms))
        row[:, :n] += firms
        row[:, 3 * n :] += np.eye(n)
        return row
