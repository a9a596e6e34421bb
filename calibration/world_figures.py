"""Figures by which world-2023 is judged: sizes, shares, average duties, balances."""

from __future__ import annotations

import numpy as np
from balance import Floats

from detente.worlds import World

MANUFACTURES = ("FOO", "OMF")
"""First and last manufacturing sector."""


def figures(world: World) -> dict[str, float]:
    """Every figure by name; percent unless it is money (USD bn or tn) or a ratio."""
    cross = world.flows.copy()
    own = np.arange(len(world.countries))
    cross[own, own] = 0.0
    return {
        **_sizes(world, cross),
        **_us(world, cross),
        **_production(world),
        **_duties(world, cross),
        **_balances(world),
    }


def _gdp(world: World) -> Floats:
    return world.labour_income + world.revenue


def _sizes(world: World, cross: Floats) -> dict[str, float]:
    gdp, output, goods = _gdp(world), world.output.sum(axis=1), cross[:, :, world.goods].sum()
    of_goods = {
        f"mining_{code}": 100.0 * cross[:, :, world.sector(code)].sum() / goods
        for code in ("ENM", "ONM")
    }
    by_country = {
        f"output_{code}": output[world.country(code)] / gdp[world.country(code)]
        for code in ("CHN", "USA")
    }
    return {
        "gdp": gdp.sum() / 1e3,
        "goods": goods / 1e3,
        "services": cross[:, :, ~world.goods].sum() / 1e3,
        "output": output.sum() / gdp.sum(),
        **by_country,
        **of_goods,
    }


def _us(world: World, cross: Floats) -> dict[str, float]:
    usa, china = world.country("USA"), world.country("CHN")
    bought, sold = cross[usa][:, world.goods].sum(), cross[:, usa][:, world.goods].sum()
    of_china = cross[usa, china, world.goods].sum()
    found = {
        "us_imports": bought,
        "us_exports": sold,
        "us_goods_deficit": bought - sold,
        "us_deficit": world.deficit[usa],
        "us_from_china": of_china,
        "china_share": 100.0 * of_china / bought,
    }
    share = 100.0 * cross[usa, china] / np.maximum(cross[usa].sum(axis=0), 1e-300)
    paid = ((1.0 + world.tariff[usa]) * cross[usa]).sum(axis=0)
    use = 100.0 * paid / world.expenditure[usa]
    for code in ("ELE", "ELQ", "TEX", "OMF"):
        found[f"china_share_{code}"] = share[world.sector(code)]
    for code in ("TEX", "ELQ", "ELE", "MAC", "OMF", "PHA", "VEH"):
        found[f"us_penetration_{code}"] = use[world.sector(code)]
    return found


def _production(world: World) -> dict[str, float]:
    added, gdp = world.value_added, _gdp(world)
    share = 100.0 * added / added.sum(axis=1, keepdims=True)
    first, last = (world.sector(code) for code in MANUFACTURES)
    made = world.goods & (np.arange(len(world.sectors)) >= first)
    assert made[last]
    manufacturing = added[:, made].sum(axis=1)
    found = {
        f"added_{place}_{code}": share[world.country(place), world.sector(code)]
        for place, code in (
            ("USA", "ELE"), ("USA", "VEH"), ("CHN", "ELE"), ("CHN", "VEH"), ("CHN", "TEX"),
        )
    }  # fmt: skip
    for place in ("CHN", "USA", "DEU", "JPN", "KOR", "MEX"):
        at = world.country(place)
        found[f"manufacturing_{place}"] = 100.0 * manufacturing[at] / gdp[at]
        found[f"world_manufacturing_{place}"] = 100.0 * manufacturing[at] / manufacturing.sum()
    return found


def _duties(world: World, cross: Floats) -> dict[str, float]:
    usa, china = world.country("USA"), world.country("CHN")
    revenue, value = world.tariff * cross, cross[:, :, world.goods].sum(axis=2)
    paid = revenue.sum(axis=2)
    return {
        "duty_USA": 100.0 * paid[usa].sum() / value[usa].sum(),
        "duty_USA_CHN": 100.0 * paid[usa, china] / value[usa, china],
        "duty_CHN_USA": 100.0 * paid[china, usa] / value[china, usa],
    }


def _balances(world: World) -> dict[str, float]:
    own, share = np.arange(len(world.countries)), 100.0 * world.deficit / _gdp(world)
    found = {f"deficit_{code}": value for code, value in zip(world.countries, share, strict=True)}
    return found | {
        "lowest_value_added_share": 100.0 * world.value_added_share.min(),
        "highest_value_added_share": 100.0 * world.value_added_share.max(),
        "lowest_domestic_share": 100.0 * (world.flows[own, own] / world.output).min(),
    }
