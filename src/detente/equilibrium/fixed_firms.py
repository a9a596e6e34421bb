"""The economy of Ossa (2014): many sectors, a fixed number of firms, profits, no inputs.

Ralph Ossa (2014), "Trade Wars and Trade Talks with Data", American Economic Review 104(12):
4104-4146. Axes are [importer, exporter, sector]; the paper writes the exporter first.

    P^_ns   = [ sum_i gamma_nis (w^_i k^_nis)^(1-sigma_s) ]^(1/(1-sigma_s)),  k^ = (1+t')/(1+t) (60)
    M'_nis  = M_nis w^_i^(1-sigma_s) k^_nis^-sigma_s P^_ns^(sigma_s-1) X^_n                     (61)
    w^_i wL_i = sum_s (1 - 1/sigma_s) sum_n M'_nis                                              (62)
    X^_n X_n  = w^_n wL_n - NX_n + sum_s sum_m M'_mns / sigma_s + sum_is t'_nis M'_nis          (63)
    sum_i w^_i wL_i = sum_i wL_i,    W^_n = X^_n / prod_s P^_ns^mu_ns                           (64)

gamma are shares of spending with duty, mu sector shares, NX net exports. One condition of the
2N is redundant. Unknowns are log w^ and log X^.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.equilibrium.newton import solve_dense
from detente.errors import InputError
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True, eq=False)
class FixedFirms:
    """A base: `flows` before duty and `tariff` [importer, exporter, sector]; `sigma` [S]."""

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Floats
    tariff: Floats
    sigma: Floats

    @property
    def expenditure(self) -> Floats:
        """X_n, duty included."""
        return ((1.0 + self.tariff) * self.flows).sum(axis=(1, 2))

    @property
    def spending_share(self) -> Floats:
        """gamma [importer, exporter, sector], sums to one over exporters."""
        paid = (1.0 + self.tariff) * self.flows
        return paid / paid.sum(axis=1, keepdims=True)

    @property
    def sector_share(self) -> Floats:
        """mu [N, S]."""
        paid = ((1.0 + self.tariff) * self.flows).sum(axis=1)
        return paid / paid.sum(axis=1, keepdims=True)

    @property
    def labour_income(self) -> Floats:
        """wL_i."""
        return ((1.0 - 1.0 / self.sigma) * self.flows).sum(axis=(0, 2))

    @property
    def net_exports(self) -> Floats:
        """NX_n."""
        return self.flows.sum(axis=(0, 2)) - self.flows.sum(axis=(1, 2))

    def region(self, name: str) -> int:
        """Position of a region. Raises InputError."""
        if name not in self.regions:
            raise InputError(f'"{name}" is no region. Choose one of {", ".join(self.regions)}.')
        return self.regions.index(name)


@dataclass(frozen=True, slots=True, eq=False)
class FirmEquilibrium:
    """A solved scenario: changes `wage`, `spending`, `price` [N], `sector_price` [N, S], flows."""

    base: FixedFirms
    tariff: Floats
    wage: Floats
    spending: Floats
    sector_price: Floats
    flows: Floats
    residual: float
    iterations: int

    @property
    def price(self) -> Floats:
        """Consumer prices."""
        return np.exp((self.base.sector_share * np.log(self.sector_price)).sum(axis=1))

    @property
    def welfare(self) -> Floats:
        """W^ (64)."""
        return self.spending / self.price

    @property
    def profits(self) -> Floats:
        """Change of total profits [N]."""
        return (self.flows / self.base.sigma).sum((0, 2)) / (self.base.flows / self.base.sigma).sum(
            (0, 2)
        )

    @property
    def imports(self) -> Floats:
        """Change of imports at the border [N]."""
        return _abroad(self.flows).sum((1, 2)) / _abroad(self.base.flows).sum((1, 2))

    def as_base(self) -> FixedFirms:
        """The scenario as the next base."""
        return replace(self.base, flows=self.flows, tariff=self.tariff)


class _System:
    """The gaps of (62)-(64), relative, and their derivatives; states are logs [2N]."""

    def __init__(self, base: FixedFirms, tariff: Floats, net_exports: Floats) -> None:
        self.base, self.tariff, self.net_exports = base, tariff, net_exports
        self.labour, self.spent = base.labour_income, base.expenditure
        self.power = 1.0 - base.sigma
        wedge = np.log((1.0 + tariff) / (1.0 + base.tariff))
        self.weight = base.spending_share * np.exp(self.power * wedge)
        self.level = base.flows * np.exp(-base.sigma * wedge)

    def prices(self, state: Floats) -> Floats:
        """(60), logs [N, S]."""
        wage = state[: self.labour.size]
        offers = self.weight * np.exp(self.power * wage[None, :, None])
        return np.log(offers.sum(axis=1)) / self.power

    def flows(self, state: Floats) -> Floats:
        """(61)."""
        n = self.labour.size
        wage, spending = state[:n], state[n:]
        relative = self.power * (wage[None, :, None] - self.prices(state)[:, None, :])
        return self.level * np.exp(relative + spending[:, None, None])

    def gaps(self, state: Floats) -> Floats:
        """(62) and (63), each over its size; the numeraire in place of the last line of (62)."""
        n, flows, sigma = self.labour.size, self.flows(state), self.base.sigma
        earned = np.exp(state[:n]) * self.labour
        paid = ((1.0 - 1.0 / sigma) * flows).sum(axis=(0, 2))
        labour = (paid - earned) / self.labour
        labour[-1] = earned.sum() / self.labour.sum() - 1.0
        profits = (flows / sigma).sum(axis=(0, 2))
        revenue = (self.tariff * flows).sum(axis=(1, 2))
        spent = np.exp(state[n:]) * self.spent
        budget = (earned - self.net_exports + profits + revenue - spent) / self.spent
        return np.concatenate([labour, budget])

    def jacobian(self, state: Floats) -> Floats:
        """Derivatives of the gaps to log wages and log spending."""
        n, flows, sigma = self.labour.size, self.flows(state), self.base.sigma
        paid = (1.0 + self.tariff) * flows
        share = paid / paid.sum(axis=1, keepdims=True)
        earned, one = np.exp(state[:n]) * self.labour, np.eye(n)

        def by_wage(value: Floats, whose: str) -> Floats:
            """Effect of log w_k on sums of value x flows over n or i: (sigma-1)(share_k - 1_k)."""
            moved = (sigma - 1.0) * value * flows
            whole = np.einsum(f"nis,nks->{whose}k", moved, share)
            axis = "nis->ni" if whose == "n" else "nis->i"
            own = np.einsum(axis, moved)
            return whole - (own if whose == "n" else np.diag(own))

        kept = np.broadcast_to(1.0 - 1.0 / sigma, flows.shape)
        labour = np.concatenate(
            [by_wage(kept, "i") - np.diag(earned), np.einsum("nis,nis->in", kept, flows)], axis=1
        )
        labour /= self.labour[:, None]
        labour[-1] = np.concatenate([earned, np.zeros(n)]) / self.labour.sum()
        profit = 1.0 / np.broadcast_to(sigma, flows.shape)
        wages = np.diag(earned) + by_wage(profit, "i") + by_wage(self.tariff, "n")
        own = (self.tariff * flows).sum(axis=(1, 2)) - np.exp(state[n:]) * self.spent
        spending = np.einsum("nis,nis->in", profit, flows) + one * own
        budget = np.concatenate([wages, spending], axis=1) / self.spent[:, None]
        return np.concatenate([labour, budget])


def solve_firms(
    base: FixedFirms,
    tariff: Floats,
    *,
    net_exports: Floats | None = None,
    start: FirmEquilibrium | None = None,
    tolerance: float = 1e-13,
) -> FirmEquilibrium:
    """The equilibrium under new duties [importer, exporter, sector].

    `net_exports` [N] in money at the numeraire, the base's own if None; zeros purge imbalances.
    Raises InputError for a wrong shape, NoEquilibrium without a solution.
    """
    if tariff.shape != base.flows.shape:
        raise InputError(
            f"solve_firms: the duties have shape {tariff.shape}. Expected {base.flows.shape}, axes "
            "[importer, exporter, sector]. Build them for this economy."
        )
    given = base.net_exports if net_exports is None else net_exports
    system = _System(base, tariff, given)
    n = len(base.regions)
    first = np.zeros(2 * n) if start is None else np.log(np.r_[start.wage, start.spending])
    state, steps = solve_dense(system.gaps, system.jacobian, first, tolerance)
    return FirmEquilibrium(
        base=base,
        tariff=tariff,
        wage=np.exp(state[:n]),
        spending=np.exp(state[n:]),
        sector_price=np.exp(system.prices(state)),
        flows=system.flows(state),
        residual=float(np.abs(system.gaps(state)).max()),
        iterations=steps,
    )


def firm_gradients(result: FirmEquilibrium) -> Floats:
    """d log W_m / d log(1 + t_nis) [m, importer, exporter, sector], by the adjoint of (60)-(64).

    With l the solution of J' l = d log W / d state: minus l times the derivative of the gaps to
    the wedge, plus the direct effect on prices.
    """
    base, n = result.base, len(result.base.regions)
    system = _System(base, result.tariff, np.zeros(n))
    state = np.log(np.r_[result.wage, result.spending])
    mu, sigma = base.sector_share, base.sigma
    paid = (1.0 + result.tariff) * result.flows
    share = paid / paid.sum(axis=1, keepdims=True)
    seed = np.concatenate([-np.einsum("ms,mks->mk", mu, share), np.eye(n)], axis=1)
    shadow = np.linalg.solve(system.jacobian(state).T, seed.T).T
    labour, budget = shadow[:, :n] / system.labour, shadow[:, n:] / system.spent
    labour[:, -1] = 0.0
    value = (1.0 - 1.0 / sigma) * labour[:, None, :, None] + budget[:, None, :, None] / sigma
    value = value + budget[:, :, None, None] * result.tariff
    worth = value * result.flows
    through_price = (sigma - 1.0) * share * worth.sum(axis=2, keepdims=True)
    duty = budget[:, :, None, None] * (1.0 + result.tariff) * result.flows
    gradient = sigma * worth - through_price - duty
    own = np.arange(n)
    gradient[own, own] -= mu[:, None, :] * share[own]
    gradient[:, own, own] = 0.0
    return gradient


def _abroad(flows: Floats) -> Floats:
    return np.where(np.eye(flows.shape[0], dtype=bool)[:, :, None], 0.0, flows)
