"""The one-sector economy of Ignatenko et al. (2025): firm entry, elastic hours, tax relief.

Anna Ignatenko, Ahmad Lashkaripour, Luca Macedoni and Ina Simonovska (2025), "Making America
Great Again? The Economic Impacts of Liberation Day Tariffs", Journal of International
Economics. Axes here are [importer, exporter]; the paper writes the exporter first.

    A_nj   = lambda_nj (w^_j L^_j^-psi)^-eps (1 + t_nj)^(-eps phi_n)                         (40)
    M'_nj  = E_n E^_n / (1 + t_nj) A_nj / sum_k A_nk
    P^_n   = (E^_n / w^_n)^(1 - phi_n) (sum_j A_nj)^(-1/eps)                                 (41)
    Y'_i   = sum_n (1 - nu_n) M'_ni + nu_i sum_j M'_ij,    Y'_i = w^_i L^_i Y_i              (42)
    E_i E^_i = R_i + Y'_i + T_i sum_n Y'_n / sum_n Y_n,    R_i = sum_j t_ij M'_ij            (43)
    L^_i   = [ w^_i / ((1 - tau_i) P^_i) ]^kappa,    tau_i = R_i / Y'_i or 0                 (44)
    W^_i   = d_i E^_i / P^_i + (1 - d_i) w^_i L^_i / P^_i,
             d_i = E_i / (E_i - kappa (1 - tau_i) Y_i / (1 + kappa))                         (45)

The numeraire is sum_n (P^_n - 1) E_n = 0; it takes the place of the last line of (42). Bases
have no duty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.equilibrium.newton import solve_dense
from detente.errors import InputError
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True, eq=False)
class EntryEconomy:
    """A base: `flows` [importer, exporter] before duty, domestic sales included.

    `nu` is the share of sales paid as fixed costs where the buyer is, `phi` the pass-through
    exponent of duties, both [N]; `elasticity` eps, `hours` kappa, `scale` psi.
    """

    countries: tuple[str, ...]
    flows: Floats
    nu: Floats
    phi: Floats
    elasticity: float
    hours: float
    scale: float

    @property
    def expenditure(self) -> Floats:
        """E_n."""
        return self.flows.sum(axis=1)

    @property
    def income(self) -> Floats:
        """Y_i, from (42) at the base."""
        return (1.0 - self.nu) @ self.flows + self.nu * self.expenditure

    @property
    def share(self) -> Floats:
        """lambda [importer, exporter]."""
        return self.flows / self.expenditure[:, None]

    def country(self, code: str) -> int:
        """Position of a country. Raises InputError."""
        if code not in self.countries:
            raise InputError(f'"{code}" is not among {len(self.countries)} countries. Check it.')
        return self.countries.index(code)


@dataclass(frozen=True, slots=True, eq=False)
class EntryEquilibrium:
    """A solved scenario: changes [N], border `flows` [importer, exporter], `revenue` [N]."""

    economy: EntryEconomy
    tariff: Floats
    relief: bool
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
        """W^ (45)."""
        base, kappa = self.economy, self.economy.hours
        tau = self.revenue / self.income if self.relief else np.zeros_like(self.revenue)
        effort = kappa * (1.0 - tau) * base.income / (1.0 + kappa)
        weight = base.expenditure / (base.expenditure - effort)
        worked = (1.0 - weight) * self.wage * self.hours
        return (weight * self.spending + worked) / self.price


@dataclass(frozen=True, slots=True)
class _Point:
    """Everything (40)-(44) need at one state."""

    wage: Floats
    spending: Floats
    hours: Floats
    share: Floats
    flows: Floats
    revenue: Floats
    income: Floats
    log_price: Floats
    relief: Floats


class _System:
    """The gaps of (42)-(44), relative, and their derivatives; states are logs [3N]."""

    def __init__(self, economy: EntryEconomy, tariff: Floats, transfer: Floats, relief: bool):
        self.base, self.tariff, self.transfer, self.relief = economy, tariff, transfer, relief
        self.spent, self.earned = economy.expenditure, economy.income
        drag = -economy.elasticity * economy.phi[:, None] * np.log1p(tariff)
        self.weight = economy.share * np.exp(drag)

    def at(self, state: Floats) -> _Point:
        """(40), (41) and what follows from them."""
        base, n = self.base, self.spent.size
        wage, spending, hours = state[:n], state[n : 2 * n], state[2 * n :]
        offer = self.weight * np.exp(-base.elasticity * (wage - base.scale * hours))
        total = offer.sum(axis=1)
        share = offer / total[:, None]
        flows = (self.spent * np.exp(spending))[:, None] * share / (1.0 + self.tariff)
        revenue = (self.tariff * flows).sum(axis=1)
        income = np.exp(wage + hours) * self.earned
        price = (1.0 - base.phi) * (spending - wage) - np.log(total) / base.elasticity
        tau = revenue / income if self.relief else np.zeros(n)
        return _Point(
            np.exp(wage), np.exp(spending), np.exp(hours), share, flows, revenue, income, price, tau
        )

    def gaps(self, state: Floats) -> Floats:
        """(42) with the numeraire last, (43), (44)."""
        at, base = self.at(state), self.base
        n = self.spent.size
        received = (1.0 - base.nu) @ at.flows + base.nu * at.flows.sum(axis=1)
        labour = (received - at.income) / self.earned
        labour[-1] = ((np.exp(at.log_price) - 1.0) @ self.spent) / self.spent.sum()
        moved = self.transfer * at.income.sum() / self.earned.sum()
        budget = (at.revenue + at.income + moved) / self.spent - at.spending
        wanted = state[:n] - np.log(1.0 - at.relief) - at.log_price
        return np.concatenate([labour, budget, state[2 * n :] - base.hours * wanted])

    def jacobian(self, state: Floats) -> Floats:
        """Derivatives of the gaps to log wages, spending and hours, from (40)-(44)."""
        at, base, one = self.at(state), self.base, np.eye(self.spent.size)
        eps, kept = base.elasticity, 1.0 - base.nu
        bought = at.flows.sum(axis=1)
        # v = log w - psi log L: its effect on flows is eps M (share . v - v_j).
        to_sales = eps * ((kept[:, None] * at.flows).T @ at.share - np.diag(kept @ at.flows))
        to_cost = eps * base.nu[:, None] * (bought[:, None] * at.share - at.flows)
        labour_v = to_sales + to_cost
        labour_e = kept * at.flows.T + np.diag(base.nu * bought)
        revenue_v = eps * (at.revenue[:, None] * at.share - self.tariff * at.flows)
        price_e = np.diag(1.0 - base.phi)
        own = np.diag(at.income)
        labour = (labour_v - own, labour_e, -base.scale * labour_v - own)
        price = (at.share - price_e, price_e, -base.scale * at.share)
        shift = self.transfer[:, None] * at.income[None, :] / self.earned.sum()
        paid = own + shift
        budget = (
            revenue_v + paid,
            np.diag(at.revenue - self.spent * at.spending),
            -base.scale * revenue_v + paid,
        )
        slope = self._relief_slopes(at, revenue_v)
        hours = [base.hours * (p - s) for p, s in zip(price, slope, strict=True)]
        hours[0] = hours[0] - base.hours * one
        hours[2] = hours[2] + one
        top = np.concatenate(labour, axis=1) / self.earned[:, None]
        level = np.exp(at.log_price) * self.spent / self.spent.sum()
        top[-1] = level @ np.concatenate(price, axis=1)
        middle = np.concatenate(budget, axis=1) / self.spent[:, None]
        return np.concatenate([top, middle, np.concatenate(hours, axis=1)])

    def _relief_slopes(self, at: _Point, revenue_v: Floats) -> tuple[Floats, Floats, Floats]:
        """Derivatives of -log(1 - tau)."""
        one = np.diag(at.relief / (1.0 - at.relief))
        if not self.relief:
            return one, one, one
        by_trade = revenue_v / (at.income * (1.0 - at.relief))[:, None]
        return by_trade - one, one, -self.base.scale * by_trade - one


def solve_entry(
    economy: EntryEconomy,
    tariff: Floats,
    *,
    revenue: Literal["income_tax_relief", "lump_sum"] = "income_tax_relief",
    transfer: Floats | None = None,
    tolerance: float = 1e-11,
) -> EntryEquilibrium:
    """The equilibrium under duties [importer, exporter], fractions; zero at home.

    `transfer` [N] is what countries spend beyond their income (the base's own if None), a fixed
    share of world income. Raises InputError for a wrong shape, NoEquilibrium without a solution.
    """
    n = len(economy.countries)
    if tariff.shape != (n, n) or (np.diag(tariff) != 0.0).any() or (tariff <= -1.0).any():
        raise InputError(
            f"solve_entry: the duties have shape {tariff.shape}. Expected [importer, exporter] for "
            f"{n} countries, above -1 and zero at home. Build them for this economy."
        )
    given = economy.expenditure - economy.income if transfer is None else transfer
    relief = revenue == "income_tax_relief"
    system = _System(economy, tariff, given, relief)
    state, steps = solve_dense(system.gaps, system.jacobian, np.zeros(3 * n), tolerance)
    at = system.at(state)
    return EntryEquilibrium(
        economy=economy,
        tariff=tariff,
        relief=relief,
        wage=at.wage,
        spending=at.spending,
        hours=at.hours,
        price=np.exp(at.log_price),
        flows=at.flows,
        revenue=at.revenue,
        residual=float(np.abs(system.gaps(state)).max()),
        iterations=steps,
    )


def uniform_tariff(elasticity: float, phi: float, reach: float) -> float:
    """The paper's formula 1 / ((1 + reach eps) phi - 1) for a uniform duty against all."""
    return 1.0 / ((1.0 + reach * elasticity) * phi - 1.0)


def market_reach(flows: Floats, nu: Floats, at: int, budget: float) -> float:
    """The paper's delta: how far a country's exports are from owning their markets.

    sum over foreign n of (1 - nu_n) M_n,at (1 - lambda_n,at), over (1 - nu_at)(budget - M_at,at).
    """
    share = flows[:, at] / flows.sum(axis=1)
    value = (1.0 - nu) * flows[:, at] * (1.0 - share)
    return float((value.sum() - value[at]) / ((1.0 - nu[at]) * (budget - flows[at, at])))
