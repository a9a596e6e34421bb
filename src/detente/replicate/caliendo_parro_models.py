"""The calibration of Caliendo and Parro (2015), and the simpler models of their Table 11."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.equilibrium import Equilibrium, solve
from detente.replicate.rows import Reference
from detente.worlds import TradeShares, World, world_from_shares
from detente.worlds.world import Flags, Floats


@dataclass(frozen=True, slots=True)
class Raw:
    """The authors' input files, traded sectors first; money in billions of dollars.

    `imports` [importer, exporter, traded sector], `output` and `value_added_share` [N, S];
    `materials` [N, input, user], shares of an input in all inputs of a user.
    """

    imports: Floats
    output: Floats
    value_added_share: Floats
    materials: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """`base` with balanced trade; duties after NAFTA alone, after all changes, without NAFTA.

    `shares` is the published calibration and `raw` what it was made from; `codes` turns the
    paper's country names into ISO3. `money` is the authors' unit, in the base's.
    """

    shares: TradeShares
    raw: Raw
    base: World
    nafta: Floats
    after: Floats
    outside: Floats
    codes: dict[str, str]
    bloc: tuple[str, ...]
    members: list[int]
    goods: list[int]
    one_sector_elasticity: float
    money: float

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Importer and exporter, each member with each other."""
        return [(n, i) for n in self.bloc for i in self.bloc if n != i]

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
        raw=_raw(reference, shares),
        base=base,
        nafta=nafta,
        after=after,
        outside=outside,
        codes=codes,
        bloc=bloc,
        members=members,
        goods=[int(s) for s in np.flatnonzero(base.goods)],
        one_sector_elasticity=float(reference.text("one_sector_elasticity")),
        money=float(reference.text("authors_unit_usd_billion")),
    )


def _raw(reference: Reference, shares: TradeShares) -> Raw:
    """Stacked text files as arrays; imports are in thousands of dollars, output in dollars."""
    n, s = len(shares.countries), len(shares.sectors)
    with np.load(reference.path("raw")) as data:
        return Raw(
            imports=data[reference.names("arrays")["imports"]].reshape(-1, n, n).transpose(1, 2, 0)
            / 1e6,
            output=data["GO"].T / 1e9,
            value_added_share=data["B"].T,
            materials=data["IO"].reshape(n, s, s),
        )


def _balanced(shares: TradeShares, reference: Reference) -> World:
    observed = _observed(shares, reference.text("model"), int(reference.text("year")))
    return solve(observed, observed.tariff, deficits="zero").as_world()


def _observed(shares: TradeShares, title: str, year: int) -> World:
    return world_from_shares(shares, title=title, year=year, currency_unit="")


def with_deficits(study: Study) -> Study:
    """The same with the observed deficits kept, as fixed shares of world income."""
    observed = _observed(study.shares, study.base.title, study.base.year)
    base = solve(observed, observed.tariff, deficits="fixed_share").as_world()
    return replace(study, base=base)


def other_models(study: Study) -> dict[str, Equilibrium]:
    """NAFTA with one traded sector, without materials, and with materials of the own sector."""
    goods = np.isin(np.arange(len(study.base.sectors)), study.goods)
    return {
        "One sector": _solved(_one_sector(study, goods), _median(study.nafta, goods)),
        "No materials": _solved(_no_materials(study.shares), study.nafta),
        "No I-O": _solved(_own_materials(study), study.nafta),
    }


def _solved(shares: TradeShares, duties: Floats) -> Equilibrium:
    """Balance trade, then change duties, each from the shares given."""
    observed = _observed(shares, "variant", 0)
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


def _own_materials(study: Study) -> TradeShares:
    """Materials of the own sector only: gamma_jj is its share in all materials as observed.

    So the authors' programs have it; value added is the rest of output.
    """
    shares, own = study.shares, np.einsum("nkk->nk", study.raw.materials)
    flows = shares.expenditure[:, None, :] * shares.shares / (1.0 + shares.tariff)
    return replace(
        shares,
        input_share=own[:, :, None] * np.eye(own.shape[1]),
        value_added_share=1.0 - own,
        final_share=_final(shares.expenditure, own * flows.sum(axis=0)),
    )


def _final(spent: Floats, used: Floats) -> Floats:
    """Shares of what materials leave of expenditure, none below zero [N, S]."""
    left = np.maximum(spent - used, 0.0)
    return left / left.sum(axis=1, keepdims=True)


def _one_sector(study: Study, goods: Flags) -> TradeShares:
    """One traded and one other sector, aggregated as the authors' programs do.

    Sums of trade and output, medians of value-added shares and duties, plain means of shares
    in materials.
    """
    raw, to = study.raw, np.stack([goods, ~goods]).astype(np.float64)
    flows = np.zeros((*raw.imports.shape[:2], 2))
    flows[:, :, 0] = raw.imports.sum(axis=2)
    output = np.maximum(raw.output @ to.T, flows.sum(axis=0))
    flows += np.eye(output.shape[0])[:, :, None] * (output - flows.sum(axis=0))[None]
    tariff = _median(study.shares.tariff, goods)
    spent = ((1.0 + tariff) * flows).sum(axis=1)
    mean = to / to.sum(axis=1, keepdims=True)
    materials = np.einsum("nkj,yk,zj->nyz", raw.materials, mean, mean)
    materials = materials / materials.sum(axis=1, keepdims=True)
    added = np.stack([np.median(raw.value_added_share[:, of], axis=1) for of in (goods, ~goods)], 1)
    used = materials * (1.0 - added)[:, None, :]
    return TradeShares(
        countries=study.shares.countries,
        sectors=("Traded", "Other"),
        expenditure=spent,
        shares=(1.0 + tariff) * flows / spent[:, None, :],
        tariff=tariff,
        input_share=used,
        value_added_share=added,
        final_share=_final(spent, np.einsum("nkj,nj->nk", used, output)),
        trade_elasticity=np.full(2, study.one_sector_elasticity),
    )


def _median(tariff: Floats, goods: Flags) -> Floats:
    """Median duty over traded sectors, none on the others [importer, exporter, 2]."""
    middle = np.median(tariff[:, :, goods], axis=2)
    return np.stack([middle, np.zeros_like(middle)], axis=2)
