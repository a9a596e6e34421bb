"""The calibration of Caliendo and Parro (2015), and the simpler models of their Table 11."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.equilibrium import Equilibrium, solve
from detente.replicate.rows import Reference
from detente.worlds import TradeShares, World, world_from_shares
from detente.worlds.world import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """`base` with balanced trade; duties after NAFTA alone, after all changes, without NAFTA.

    `shares` is the published calibration; `codes` turns the paper's country names into ISO3.
    """

    shares: TradeShares
    base: World
    nafta: Floats
    after: Floats
    outside: Floats
    codes: dict[str, str]
    bloc: tuple[str, ...]
    members: list[int]
    goods: list[int]
    one_sector_elasticity: float

    @property
    def goods_names(self) -> list[str]:
        """Names of the traded sectors."""
        return [self.base.sectors[s] for s in self.goods]


def read_study(reference: Reference) -> Study:
    """Read the published arrays. Raises InputError if they are absent."""
    keys, codes = reference.names("arrays"), reference.names("countries")
    with np.load(reference.path("inputs")) as data:
        countries = tuple(codes[str(name)] for name in data["regions"])
        shares = TradeShares(
            countries=countries,
            sectors=tuple(map(str, data["sectors"])),
            expenditure=data["X_nj"] / 1e9,
            shares=data["pi_nij"],
            tariff=data[keys["before"]],
            input_share=data["gamma_nkj"],
            value_added_share=data["gamma_nj"],
            final_share=data["alpha_nj"],
            trade_elasticity=data["theta_j"],
        )
        nafta, after = data[keys["nafta"]], data[keys["after"]]
    base = _balanced(shares, reference)
    bloc = reference.list("bloc")
    members = [countries.index(code) for code in bloc]
    outside = after.copy()
    inner = np.ix_(members, members)
    outside[inner] = shares.tariff[inner]
    return Study(
        shares=shares,
        base=base,
        nafta=nafta,
        after=after,
        outside=outside,
        codes=codes,
        bloc=bloc,
        members=members,
        goods=[int(s) for s in np.flatnonzero(base.goods)],
        one_sector_elasticity=float(reference.text("one_sector_elasticity")),
    )


def _balanced(shares: TradeShares, reference: Reference) -> World:
    year = int(reference.text("year"))
    observed = world_from_shares(shares, title=reference.text("model"), year=year, currency_unit="")
    return solve(observed, observed.tariff, deficits="zero").as_world()


def other_models(study: Study) -> dict[str, Equilibrium]:
    """NAFTA with one traded sector, without materials, and with materials of the own sector."""
    return {
        "One sector": _one_sector(study),
        "No materials": _solved(_no_materials(study.shares), study.nafta),
        "No I-O": _solved(_own_materials(study.shares), study.nafta),
    }


def _solved(shares: TradeShares, duties: Floats) -> Equilibrium:
    """Balance trade, then change duties, each from the shares given."""
    observed = world_from_shares(shares, title="variant", year=0, currency_unit="")
    base = solve(observed, observed.tariff, deficits="zero").as_world()
    return solve(base, duties, deficits="zero")


def _no_materials(shares: TradeShares) -> TradeShares:
    """Value added is all of output; final shares are shares of expenditure."""
    spent = shares.expenditure
    return replace(
        shares,
        input_share=np.zeros_like(shares.input_share),
        value_added_share=np.ones_like(shares.value_added_share),
        final_share=spent / spent.sum(axis=1, keepdims=True),
    )


def _own_materials(shares: TradeShares) -> TradeShares:
    """Only the diagonal of the input-output table: gamma_jj as observed, value added the rest.

    Final use is what the sector does not use itself, not below zero.
    """
    used = shares.input_share * np.eye(len(shares.sectors))
    flows = shares.expenditure[:, None, :] * shares.shares / (1.0 + shares.tariff)
    final = np.maximum(shares.expenditure - used.sum(axis=2) * flows.sum(axis=0), 0.0)
    return replace(
        shares,
        input_share=used,
        value_added_share=1.0 - used.sum(axis=1),
        final_share=final / final.sum(axis=1, keepdims=True),
    )


def _one_sector(study: Study) -> Equilibrium:
    """One traded and one other sector; the duty is the median over traded sectors."""
    shares, goods = study.shares, np.zeros(len(study.shares.sectors), dtype=bool)
    goods[study.goods] = True
    to = np.stack([goods, ~goods]).astype(float)
    spent = shares.expenditure @ to.T
    paid = np.einsum("nis,zs->niz", shares.expenditure[:, None, :] * shares.shares, to)
    border = shares.expenditure[:, None, :] * shares.shares / (1.0 + shares.tariff)
    output = border.sum(axis=0)
    made = output @ to.T
    used = np.einsum("nkj,nj,yk,zj->nyz", shares.input_share, output, to, to)
    added = (output * shares.value_added_share) @ to.T
    merged = TradeShares(
        countries=shares.countries,
        sectors=("Traded", "Other"),
        expenditure=spent,
        shares=paid / spent[:, None, :],
        tariff=_median(shares.tariff, goods),
        input_share=used / made[:, None, :],
        value_added_share=added / made,
        final_share=shares.final_share @ to.T,
        trade_elasticity=np.full(2, study.one_sector_elasticity),
    )
    return _solved(merged, _median(study.nafta, goods))


def _median(tariff: Floats, goods: np.ndarray) -> Floats:
    """Median duty over traded sectors, none on the others [importer, exporter, 2]."""
    middle = np.median(tariff[:, :, goods], axis=2)
    return np.stack([middle, np.zeros_like(middle)], axis=2)
