"""Cross-border services of one year by pair and sector, in USD bn."""

from __future__ import annotations

import numpy as np
from balance import Floats
from world_goods import Places
from world_sources import Assumed, Sectors, Table

STEPS = 500


def services_flows(  # noqa: PLR0913 - every earlier step feeds this one
    table: Table,
    gdp: Floats,
    goods: Floats,
    bloc_of: list[str],
    sectors: Sectors,
    places: Places,
    assumed: Assumed,
) -> Floats:
    """Older flows raised by growth at both ends, then scaled to assumed totals.

    `goods` are bilateral totals; `bloc_of` names the bloc of each country. Countries of the
    bloc that holds the rest of the world divide its older flows by size.
    """
    flows = _raised(table, gdp, sectors, places)
    flows[:, :, sectors.at("TRD") - sectors.goods] *= assumed.number("trade_margins_abroad")
    inside = np.array([bloc == bloc_of[places.at(places.rest)] for bloc in bloc_of])
    flows = _within(_shared(flows, np.sqrt(gdp * _trade(goods)), inside), goods, inside)
    own = np.arange(len(places.codes))
    flows[own, own] = 0.0
    return _scaled(flows * (assumed.number("services_world") / flows.sum()), places, assumed)


def _trade(goods: Floats) -> Floats:
    return goods.sum(axis=0) + goods.sum(axis=1)


def _raised(table: Table, gdp: Floats, sectors: Sectors, places: Places) -> Floats:
    """Flows between countries of the world; those split from the rest stand for it by size."""
    at = np.array(places.table)
    now = np.array([gdp[at == t].sum() for t in range(len(table.places))])
    growth = np.sqrt(now / table.value_added.sum(axis=1))
    older = table.flows[:, :, sectors.goods :] * (growth[:, None] * growth[None, :])[:, :, None]
    part = gdp / now[at]
    return older[np.ix_(at, at)] * (part[:, None] * part[None, :])[:, :, None]


def _shared(flows: Floats, size: Floats, inside: np.ndarray) -> Floats:
    """Divide the bloc's flows with each other country by old share and by size, half and half."""
    by_size = size[inside] / size[inside].sum()
    done = flows.copy()
    outside = np.flatnonzero(~inside)
    members = np.flatnonzero(inside)
    sold, bought = flows[np.ix_(outside, members)], flows[np.ix_(members, outside)]
    weight = np.sqrt(sold * by_size[None, :, None])
    done[np.ix_(outside, members)] = _parts(weight, 1) * sold.sum(axis=1, keepdims=True)
    weight = np.sqrt(bought * by_size[:, None, None])
    done[np.ix_(members, outside)] = _parts(weight, 0) * bought.sum(axis=0, keepdims=True)
    return done


def _parts(weight: Floats, axis: int) -> Floats:
    total = weight.sum(axis=axis, keepdims=True)
    return weight / np.where(total > 0.0, total, 1.0)


def _within(flows: Floats, goods: Floats, inside: np.ndarray) -> Floats:
    """Flows inside the bloc: goods trade times the bloc's services per goods with others."""
    done, members, outside = flows.copy(), np.flatnonzero(inside), np.flatnonzero(~inside)
    services = flows[np.ix_(outside, members)].sum(axis=(0, 1))
    services = services + flows[np.ix_(members, outside)].sum(axis=(0, 1))
    of_goods = goods[np.ix_(outside, members)].sum() + goods[np.ix_(members, outside)].sum()
    done[np.ix_(members, members)] = (
        goods[np.ix_(members, members)][:, :, None] * services / of_goods
    )
    return done


def _scaled(flows: Floats, places: Places, assumed: Assumed) -> Floats:
    """Scale pairs until exports and imports of every country hold; the world total stays."""
    done = flows.copy()
    exports = _totals(flows.sum(axis=(0, 2)), assumed.by("services_exports", "exporter"), places)
    imports = _totals(flows.sum(axis=(1, 2)), assumed.by("services_imports", "importer"), places)
    for _ in range(STEPS):
        done *= (exports / done.sum(axis=(0, 2)))[None, :, None]
        done *= (imports / done.sum(axis=(1, 2)))[:, None, None]
        if np.abs(done.sum(axis=(0, 2)) - exports).max() <= 1e-12 * exports.sum():
            return done
    raise ValueError("Services do not reach the assumed totals by alternate scaling.")


def _totals(have: Floats, known: dict[str, float], places: Places) -> Floats:
    """Known totals, and all others in proportion so that the sum stays."""
    fixed = np.array([code in known for code in places.codes])
    scale = (have.sum() - sum(known.values())) / have[~fixed].sum()
    return np.array(
        [known.get(code, scale * value) for code, value in zip(places.codes, have, strict=True)]
    )
