"""How real income moves with every instrument of every country, exactly and at once.

    d log W_m / d log(1 + t_nij) = pi_nij lP_nj - (1 + theta_j) M_nij aM_nij                    (34)
    d log W_m / d log d_nij      = pi_nij lP_nj - theta_j M_nij aM_nij                          (35)
    d log W_m / d log(1 + e_nij) = (35) - B_nij (aY_ij - aR_i)                                  (36)

with the shadow prices of adjoint.py for country m, M trade at the border, B the receipts of
producers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.equilibrium.adjoint import Linear, Prices, linear_at, solve_adjoint
from detente.equilibrium.result import Equilibrium
from detente.worlds.world import Floats

MAX_ITERATIONS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Derivatives of log real income of `countries`, in that order, at one equilibrium.

    Arrays come as [importer, exporter, sector] for one country at a time. They are with respect
    to log(1 + rate): divide by 1 + rate for the derivative to the rate itself. `prices` are the
    shadow prices, one column for each country.
    """

    result: Equilibrium
    countries: tuple[str, ...]
    prices: Prices
    at: Linear
    iterations: int

    def tariff(self, country: str) -> Floats:
        """d log W / d log(1 + t) [importer, exporter, sector]; zero at home."""
        return self._layout(self._wedge(country) - self._border(country))

    def trade_cost(self, country: str) -> Floats:
        """d log W / d log d [importer, exporter, sector], sales at home included."""
        return self._layout(self._wedge(country), home=True)

    def export_tax(self, country: str) -> Floats:
        """d log W / d log(1 + e) [importer, exporter, sector]; zero at home."""
        at, k = self.at, self._column(country)
        received = at.border if at.received is None else at.received
        kept = self.prices.receipt[:, :, k] - self.prices.revenue[None, :, k]
        lost = at.spent[:, :, None] * received * kept[:, None, :]
        return self._layout(self._wedge(country) - lost)

    def _column(self, country: str) -> int:
        self.result.world.country(country)
        return self.countries.index(country)

    def _value(self, country: str) -> Floats:
        """aM [S, importer, exporter]."""
        at, k = self.at, self._column(country)
        revenue, trade = self.prices.revenue[:, k], self.prices.trade[:, k]
        receipt = self.prices.receipt[:, :, k]
        tax = self.result.export_tax
        kept = 1.0 if tax is None else 1.0 / (1.0 + tax.transpose(2, 0, 1))
        seller = kept * receipt[:, None, :] + (1.0 - kept) * revenue
        value = seller - revenue[:, None] + trade[:, None] + trade
        return value - 2.0 * np.diag(trade) + np.zeros_like(at.border)

    def _border(self, country: str) -> Floats:
        """M aM [S, importer, exporter]."""
        return self.at.spent[:, :, None] * self.at.border * self._value(country)

    def _wedge(self, country: str) -> Floats:
        """(35), [S, importer, exporter]."""
        at, k = self.at, self._column(country)
        theta = at.scenario.base.elasticity[:, :, None]
        return at.share * self.prices.price[:, :, k, None] - theta * self._border(country)

    @staticmethod
    def _layout(values: Floats, home: bool = False) -> Floats:
        found = np.ascontiguousarray(values.transpose(1, 2, 0))
        if not home:
            found[np.eye(found.shape[0], dtype=bool)] = 0.0
        return found


def welfare_gradients(
    result: Equilibrium, countries: Sequence[str] | None = None, *, tolerance: float = 1e-9
) -> Gradients:
    """Gradients of log real income (11) of some countries (all if None) at an equilibrium.

    Raises InputError for an unknown country, NoEquilibrium if the adjoint does not converge to
    `tolerance` relative to the seeds.
    """
    chosen = result.world.countries if countries is None else tuple(countries)
    positions = [result.world.country(code) for code in chosen]
    at = linear_at(result)
    sectors, n = at.spent.shape
    income = np.zeros((n, len(chosen)))
    price = np.zeros((sectors, n, len(chosen)))
    for k, m in enumerate(positions):
        income[m, k] = 1.0 / at.income[m]
        price[:, m, k] = -at.scenario.base.final_share[:, m]
    prices, iterations = solve_adjoint(at, (income, price), tolerance, MAX_ITERATIONS)
    return Gradients(result, chosen, prices, at, iterations)


def welfare_gradient(result: Equilibrium, country: str, *, tolerance: float = 1e-9) -> Floats:
    """d log W / d log(1 + t) of one country for every tariff [importer, exporter, sector]."""
    return welfare_gradients(result, [country], tolerance=tolerance).tariff(country)
