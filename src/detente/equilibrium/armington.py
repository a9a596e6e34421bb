"""The closed one-sector endowment economy of gravity models (Armington), with iceberg costs.

Each country sells a fixed endowment at price p_i. With baseline shares lambda [importer,
exporter], k = d^(1 - sigma), and phi_n = E_n / Y_n with E scaled to sum to sum Y:

    lambda'_ni = lambda_ni k_ni p_i^(1-sigma) / sum_m lambda_nm k_nm p_m^(1-sigma)           (50)
    p_i Y_i    = sum_n lambda'_ni s phi_n p_n Y_n,   s = sum p Y / sum phi p Y               (51)
    P^_n       = [ sum_i lambda_ni k_ni p_i^(1-sigma) ]^(1/(1-sigma)),   W^_n = p_n / P^_n   (52)

Arkolakis, Costinot and Rodriguez-Clare (2012), "New Trade Models, Same Old Gains?", American
Economic Review 102(1): 94-130: W^_n = (lambda'_nn / lambda_nn)^(-1/(sigma-1)) without cost at home.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.newton import solve_dense
from detente.errors import NoEquilibrium
from detente.worlds.world import Floats

SETTLED = 1e-15
MAX_ROUNDS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Endowments:
    """A base: `share` [importer, exporter] sums to one over exporters; `output`, `spending` [N]."""

    share: Floats
    output: Floats
    spending: Floats
    sigma: float


@dataclass(frozen=True, slots=True, eq=False)
class EndowmentEquilibrium:
    """`price` p [N] relative to the reference country, `share` new, `index` P^, `welfare` W^."""

    price: Floats
    share: Floats
    index: Floats
    welfare: Floats
    residual: float
    iterations: int


def solve_endowments(base: Endowments, cost: Floats, reference: int = 0) -> EndowmentEquilibrium:
    """Prices after costs change to `cost` (k = d^(1-sigma)) [importer, exporter]."""
    weight, power = base.share * cost, 1.0 - base.sigma
    ratio = base.spending / base.spending.sum() * base.output.sum() / base.output
    n = base.output.size

    def demand(state: Floats) -> tuple[Floats, Floats, Floats]:
        offer = weight * np.exp(power * state)
        share = offer / offer.sum(axis=1, keepdims=True)
        money = np.exp(state) * base.output
        wished = ratio * money
        return share, money, wished * money.sum() / wished.sum()

    def gaps(state: Floats) -> Floats:
        share, money, wished = demand(state)
        gap = (wished @ share) / money - 1.0
        gap[reference] = state[reference]
        return gap

    def jacobian(state: Floats) -> Floats:
        share, money, wished = demand(state)
        flows = wished[:, None] * share
        sold = flows.sum(axis=0)
        by_price = power * (np.diag(sold) - flows.T @ share)
        scale = money / money.sum() - wished / wished.sum()
        whole = (by_price + flows.T + sold[:, None] * scale) / money[:, None]
        whole -= np.diag(sold / money)
        whole[reference] = np.eye(n)[reference]
        return whole

    state, steps = solve_dense(gaps, jacobian, np.zeros(n), 1e-13)
    offer = weight * np.exp(power * state)
    index = offer.sum(axis=1) ** (1.0 / power)
    price = np.exp(state)
    return EndowmentEquilibrium(
        price=price,
        share=offer / offer.sum(axis=1, keepdims=True),
        index=index,
        welfare=price / index,
        residual=float(np.abs(gaps(state)).max()),
        iterations=steps,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Resistances:
    """Multilateral resistances of structural gravity: `outward` a [N], `inward` b [N]."""

    outward: Floats
    inward: Floats


def resistances(openness: Floats, output: Floats, spending: Floats, reference: int) -> Resistances:
    """a_i = 1 / sum_j K_ij e_j b_j and b_j = 1 / sum_i K_ij y_i a_i, with b = 1 at the reference.

    `openness` K [exporter, importer]; y and e are shares of the world. Anderson and van Wincoop
    (2003). Raises NoEquilibrium if repetition does not settle.
    """
    sold, spent = output / output.sum(), spending / spending.sum()
    inward = np.ones_like(sold)
    for _ in range(MAX_ROUNDS):
        outward = 1.0 / (openness @ (spent * inward))
        following = 1.0 / ((sold * outward) @ openness)
        following /= following[reference]
        settled = np.abs(following / inward - 1.0).max() <= SETTLED * 10.0
        inward = following
        if settled:
            return Resistances(1.0 / (openness @ (spent * inward)), inward)
    raise NoEquilibrium(
        f"Resistances do not settle in {MAX_ROUNDS} rounds. Trade costs must be finite and every "
        "country connected. Check the openness matrix."
    )
