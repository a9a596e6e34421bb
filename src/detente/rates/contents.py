"""Metal content of goods as a share of value, where a duty falls on the content only."""

from __future__ import annotations

from functools import lru_cache

from detente.rates.products import Floats, Products
from detente.rates.trade import trade_table


@lru_cache(maxsize=4)
def _shares(metal: str) -> dict[str, float]:
    """By code of ten digits, and the mean over each code of eight."""
    table = trade_table("us-metal-content", ("code", metal))
    shares: dict[str, float] = dict(zip(table["code"].tolist(), table[metal].tolist(), strict=True))
    inside: dict[str, list[float]] = {}
    for code, share in shares.items():
        inside.setdefault(code[:8], []).append(share)
    return {**{c: sum(v) / len(v) for c, v in inside.items()}, **shares}


def content_share(products: Products, metal: str) -> Floats:
    """share[p]: value of the metal in the good over its customs value, an estimate.

    By code, else the mean over longer codes within it; where nothing is known the duty
    falls on the whole value, as customs does when the content is not declared.
    """
    shares = _shares(metal)
    return products.content(metal, lambda code: shares.get(code, shares.get(code[:8], 1.0)))
