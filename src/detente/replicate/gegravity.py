"""A trade agreement in structural gravity: the package's one pass and the closed economy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.equilibrium.armington import Endowments, resistances, solve_endowments
from detente.replicate.rows import Cell, Published, Reference, cells
from detente.worlds.world import Floats

PERCENT = 100.0


def tables(reference: Reference) -> list[Cell]:
    """Prices and welfare of 30 countries, closed and as the package computes them."""
    pairs = reference.rows("pairs")
    codes = sorted({row["exporter"] for row in pairs})
    at = codes.index(reference.text("reference"))
    partners = set(reference.list("partners"))
    before = _openness(reference, codes, lambda row: float(row["pta"]))
    after = _openness(
        reference,
        codes,
        lambda row: 1.0 if {row["exporter"], row["importer"]} == partners else float(row["pta"]),
    )
    output, spending = _totals(pairs, codes)
    sigma = float(reference.text("sigma"))
    base = resistances(before, output, spending, at)
    sold = output / output.sum() * base.outward
    share = (before * sold[:, None] * base.inward).T
    closed = solve_endowments(
        Endowments(share / share.sum(axis=1, keepdims=True), output, spending, sigma),
        (after / before).T,
        at,
    )
    later = resistances(after, output, spending, at)
    price = (later.outward / base.outward) ** (1.0 / (1.0 - sigma))
    index = (later.inward / base.inward) ** (1.0 / (sigma - 1.0))
    known = _published(reference)
    ours = {
        "welfare_change_pct_closed_ge": PERCENT * (closed.welfare - 1.0),
        "price_over_deu_price_closed_ge": closed.price,
        "welfare_change_pct_gegravity": PERCENT * (price / index - 1.0),
    }
    found = cells("can_jpn_pta_welfare_compare", codes, ours, known)
    prices = {"factory_gate_price_change_pct": PERCENT * (price - 1.0)}
    return found + cells("can_jpn_pta_country", codes, prices, known)


def _openness(
    reference: Reference, codes: list[str], agreement: Callable[[dict[str, str]], float]
) -> Floats:
    """K = exp(sum of coefficients times covariates) [exporter, importer]."""
    beta = {row["var"]: float(row["beta"]) for row in reference.rows("coefficients")}
    found = np.zeros((len(codes), len(codes)))
    for row in reference.rows("pairs"):
        known = {**row, "constant": "1", "pta": str(agreement(row))}
        power = sum(value * float(known[name]) for name, value in beta.items())
        found[codes.index(row["exporter"]), codes.index(row["importer"])] = np.exp(power)
    return found


def _totals(pairs: list[dict[str, str]], codes: list[str]) -> tuple[Floats, Floats]:
    output = {row["exporter"]: float(row["Y"]) for row in pairs}
    spending = {row["importer"]: float(row["E"]) for row in pairs}
    return np.array([output[c] for c in codes]), np.array([spending[c] for c in codes])


def _published(reference: Reference) -> Published:
    found: dict[tuple[str, str], float] = {}
    for name in ("compared", "countries"):
        for row in reference.rows(name):
            for column, value in row.items():
                if column != "country":
                    found[(row["country"], column)] = float(value)
    return found
