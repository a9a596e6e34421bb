"""The calibration of Ignatenko et al. (2025) from trade, GDP and two published shares.

    E_i  = Y_i + (1 - nu_i) [ imports_i - sum_n (1 - nu_n) X_ni ],  X_ii = max(0, E_i - imports_i)
    phi_i = phi~ + (1 + theta) / ((1 - nu_i) theta) - 1/theta - 1,  theta = eps / 0.67

Everything else is recomputed from the completed matrix. The two nu solve a system of two
regions (the protagonist and the rest as one) with published targets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.equilibrium.firm_entry import EntryEconomy
from detente.replicate.rows import Reference
from detente.worlds.world import Flags, Floats

KRUSD = 1000.0


@dataclass(frozen=True, slots=True)
class Materials:
    """beta, the rate printed as optimal with materials, and the bounds of both searches."""

    labour_share: float
    printed_optimum: float
    highest_own: float
    highest_answer: float


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The base, the listed duties [importer, exporter], the protagonist's place, regions."""

    base: EntryEconomy
    listed: Floats
    at: int
    regions: dict[str, Flags]
    firm_elasticity: float
    high_elasticity: float
    federal_share: float
    floor: float
    heavy: float
    gdp: Floats
    materials: Materials

    def with_passthrough(self, level: float) -> EntryEconomy:
        """Firm-level pass-through phi~ at a level below one."""
        return replace(self.base, phi=passthrough(self.base.nu, self.firm_elasticity, level))

    def with_elasticity(self) -> EntryEconomy:
        """The higher elasticity, psi and phi unchanged."""
        return replace(self.base, elasticity=self.high_elasticity)


def read_setting(reference: Reference) -> Setting:
    """Read and calibrate. Raises InputError if files are absent."""
    known = {row["name"]: float(row["value"]) for row in reference.rows("parameters")}
    lands = reference.rows("countries")
    codes = tuple(row["iso3"] for row in lands)
    at = codes.index(reference.text("protagonist"))
    flows = _matrix(reference, codes)
    gdp = np.array([float(row["gdp_usd"]) for row in lands]) / KRUSD
    targets = (known["nu_target_row"], known["nu_target_usa"])
    rest, own = solve_nu(flows, gdp, at, targets)
    nu = np.full(len(codes), rest)
    nu[at] = own
    listed = np.zeros_like(flows)
    listed[at] = [float(row["us_tariff_applied"]) for row in lands]
    listed[at, at] = 0.0
    member = np.array([row["in_eu_group"] == "1" for row in lands])
    rival = np.array([code == reference.text("rival") for code in codes])
    other = np.arange(len(codes)) != at
    base = EntryEconomy(
        countries=codes,
        flows=completed(flows, gdp, nu),
        nu=nu,
        phi=passthrough(nu, known["theta"], 1.0),
        elasticity=known["eps"],
        hours=known["kappa"],
        scale=known["psi"],
    )
    regions = {
        reference.text("bloc"): member,
        reference.text("rival"): rival,
        "non_US_avg": other,
        "RoW": other & ~member & ~rival,
    }
    return Setting(
        base,
        listed,
        at,
        regions,
        known["theta"],
        known["eps_high"],
        known["federal_budget_share_gdp"],
        float(reference.text("floor_duty")),
        float(reference.text("heavy_duty")),
        gdp,
        _materials(reference, known["beta_io"]),
    )


def _materials(reference: Reference, labour_share: float) -> Materials:
    highest = reference.names("highest_duty_searched")
    printed = float(reference.text("printed_optimal_duty_with_materials"))
    return Materials(labour_share, printed, float(highest["own"]), float(highest["answer"]))


def _matrix(reference: Reference, codes: tuple[str, ...]) -> Floats:
    """Recorded trade [importer, exporter]; empty cells are zero."""
    found = np.zeros((len(codes), len(codes)))
    for row in reference.rows("flows"):
        exporter = codes.index(row["exporter_iso3"])
        found[:, exporter] = [float(row[code] or 0.0) for code in codes]
    return found


def completed(flows: Floats, gdp: Floats, nu: Floats) -> Floats:
    """The matrix with domestic sales from GDP, none where imports exceed expenditure."""
    imports = flows.sum(axis=1)
    spent = gdp + (1.0 - nu) * (imports - (1.0 - nu) @ flows)
    whole = flows.copy()
    np.fill_diagonal(whole, np.maximum(spent - imports, 0.0))
    return whole


def passthrough(nu: Floats, theta: float, level: float) -> Floats:
    """phi_i."""
    return level + (1.0 + theta) / ((1.0 - nu) * theta) - 1.0 / theta - 1.0


def solve_nu(
    flows: Floats, gdp: Floats, at: int, targets: tuple[float, float]
) -> tuple[float, float]:
    """nu of the rest and of the protagonist: mean shares of fixed costs in home sales and exports.

    Newton's method with differences; negative solutions count as zero.
    """
    inside = np.zeros((2, gdp.size))
    inside[0], inside[0, at], inside[1, at] = 1.0, 0.0, 1.0
    trade, output = inside @ flows @ inside.T, inside @ gdp
    sold = np.array([trade[1, 0], trade[0, 1]])

    def gaps(nu: Floats) -> Floats:
        spent = output + (1.0 - nu) * (trade.sum(axis=1) - (1.0 - nu) @ trade)
        home = spent - sold[::-1]
        share = home / (home + sold)
        mean = share * nu + (1.0 - share) * nu[::-1]
        return mean - np.array(targets)

    nu, step = np.array(targets, dtype=np.float64), 1e-7
    for _ in range(50):
        columns = [gaps(nu + step * e) - gaps(nu - step * e) for e in np.eye(2)]
        slope: Floats = np.column_stack(columns).astype(np.float64) / (2.0 * step)
        moved = np.asarray(np.linalg.solve(slope, gaps(nu)), dtype=np.float64)
        nu = nu - moved
        if np.abs(moved).max() < 1e-15:
            break
    rest, own = (max(0.0, float(value)) for value in nu)
    return rest, own


def eaton_kortum(base: EntryEconomy) -> EntryEconomy:
    """The same trade without fixed costs abroad: nu = 0, phi = 1."""
    zero = np.zeros_like(base.nu)
    return replace(base, nu=zero, phi=np.ones_like(zero))
