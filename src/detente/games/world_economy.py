"""Games on a world under switches: Caliendo and Parro's model and its variants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.equilibrium import Equilibrium, Switches, solve, variant_of
from detente.equilibrium.adjoint import Direct, Linear, Prices, linear_at, solve_adjoint
from detente.equilibrium.outcomes import consumer_price_change, welfare_change
from detente.errors import InputError, NoEquilibrium
from detente.games.economy import Result
from detente.games.instruments import Levers, Whole
from detente.games.objective import Objective
from detente.worlds import World
from detente.worlds.world import Flags, Floats

ADJOINT_TOLERANCE = 1e-9
ADJOINT_STEPS = 400
FEW_STEPS = 40


@dataclass(frozen=True, eq=False)
class WorldEconomy:
    """A world under switches; the economy of every game unless another is named."""

    world: World
    switches: Switches

    @property
    def model(self) -> World:
        """The world that the switches ask for; its labels count."""
        return variant_of(self.world, self.switches)

    @property
    def id(self) -> str:
        """Id of the world."""
        return self.world.id

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of the countries."""
        return self.model.countries

    @property
    def sectors(self) -> tuple[str, ...]:
        """Codes of the sectors."""
        return self.model.sectors

    @property
    def goods(self) -> Flags:
        """Which sectors are goods."""
        return self.model.goods

    @property
    def flows(self) -> Floats:
        """Border values of the base."""
        return self.model.flows

    @property
    def tariff(self) -> Floats:
        """Duties of the base."""
        return self.model.tariff

    @property
    def spending(self) -> Floats:
        """Expenditure of each country [N]."""
        return self.model.expenditure.sum(axis=1)

    @property
    def elasticity(self) -> Floats:
        """Trade elasticities [S]."""
        return self.model.trade_elasticity

    def country(self, code: str) -> int:
        """Position of a country. Raises InputError."""
        return self.model.country(code)

    def sector(self, code: str) -> int:
        """Position of a sector. Raises InputError."""
        return self.model.sector(code)

    def solve(self, tariff: Floats, export_tax: Floats, start: Result | None) -> Equilibrium:
        """The equilibrium under duties and export taxes. Raises NoEquilibrium."""
        return solve(
            self.world,
            tariff,
            export_tax=export_tax if export_tax.any() else None,
            switches=self.switches,
            start=start if isinstance(start, Equilibrium) else None,
        )

    def payoffs(self, objective: Objective, result: Result) -> Floats:
        """Every country's objective, new over base [N]."""
        found = _own(result)
        if objective.weights is None:
            return welfare_change(found)
        base = _with_revenue(found, self.model.output, self.model.revenue)
        now = sector_income(found)
        lobby = objective.weights
        return (lobby * now).sum(1) / (lobby * base).sum(1) / consumer_price_change(found)

    def incomes(self, result: Result) -> Floats:
        """E_ns, what each sector earns, duty within [N, S]."""
        return sector_income(_own(result))

    def slopes(
        self,
        objective: Objective,
        result: Result,
        levers: Levers,
        countries: list[int],
        whose: Whole | None = None,
    ) -> tuple[Floats, Floats]:
        """Derivatives of log payoffs to log(1 + rate) and b of (90), [K, C]; see `Economy`."""
        found = _own(result)
        try:
            at, prices = _priced(objective, found, countries, FEW_STEPS)
        except NoEquilibrium:
            at, prices = _priced(objective, found, countries, ADJOINT_STEPS)
        return cell_slopes(levers, found, at, prices, whose)


def _priced(
    objective: Objective, found: Equilibrium, countries: list[int], steps: int
) -> tuple[Linear, Prices]:
    """Shadow prices at an equilibrium. The country-level correction is that of the base, which
    serves up to duties of some 200%, or rebuilt at the point where few steps do not suffice.
    """
    at = linear_at(found, rebuilt=steps > FEW_STEPS)
    seeds = seeds_of(objective, found, at, countries)
    given = (seeds.income, seeds.price)
    prices, _ = solve_adjoint(at, given, ADJOINT_TOLERANCE, steps, seeds.direct)
    return at, prices


def _own(result: Result) -> Equilibrium:
    if not isinstance(result, Equilibrium):
        raise InputError("Game: an equilibrium of another model was given. Give one of this game.")
    return result


def sector_income(result: Equilibrium) -> Floats:
    """E_ns [N, S]: value added of a sector and its part of duty revenue."""
    return _with_revenue(result, result.output, result.revenue)


def _with_revenue(result: Equilibrium, output: Floats, revenue: Floats) -> Floats:
    earned = result.world.value_added_share * output
    return earned * (1.0 + revenue / earned.sum(axis=1))[:, None]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Direct derivatives of log payoffs, one column for each of K countries (see adjoint.py)."""

    income: Floats
    price: Floats
    direct: Direct


def seeds_of(objective: Objective, result: Equilibrium, at: Linear, countries: list[int]) -> Seeds:
    """Seeds of the adjoint for the log payoffs of `countries`, money in world value added."""
    n, k = at.income.size, len(countries)
    columns = np.arange(k)
    income, price = np.zeros((n, k)), np.zeros((at.spent.shape[0], n, k))
    price[:, countries, columns] = -at.scenario.base.final_share[:, countries]
    if objective.weights is not None:
        return Seeds(income, price, _weighted(objective.weights, result, at, countries))
    income[countries, columns] = 1.0 / at.income[countries]
    if result.switches.labour != "elastic":
        return Seeds(income, price, Direct())
    return _with_effort(result, at, countries, Seeds(income, price, Direct()))


def _with_effort(result: Equilibrium, at: Linear, countries: list[int], plain: Seeds) -> Seeds:
    """(23): extra hours cost d log W = [ .. - y L^(1+1/kappa) d log L ] / level."""
    kappa, world = result.switches.labour_supply, result.world
    now = result.income / consumer_price_change(result)
    level = welfare_change(result) * (world.income - kappa / (1 + kappa) * world.labour_income)
    cost = world.labour_income * result.hours_change ** (1.0 + 1.0 / kappa) / level
    part, columns = (now / level)[countries], np.arange(len(countries))
    earned = np.zeros_like(plain.income)
    wage = np.zeros((at.norm.shape[0], *plain.income.shape))
    earned[countries, columns] = -(cost / at.earned[0])[countries]
    wage[0, countries, columns] = cost[countries]
    return Seeds(plain.income * part, plain.price * part, Direct(earned=earned, wage=wage))


def _weighted(weights: Floats, result: Equilibrium, at: Linear, countries: list[int]) -> Direct:
    """Derivatives of log sum_s l_s E_s to receipts [S, N, K] and to revenue [N, K].

    sum_s l_s E_s = A (1 + R / F) with A = sum_s l_s gamma_s Y_s and F = sum_s gamma_s Y_s.
    """
    added, lobby = result.world.value_added_share.T, weights.T
    earned = added * at.paid
    total, wanted = earned.sum(axis=0), (lobby * earned).sum(axis=0)
    kept = at.revenue / total / (total + at.revenue)
    slope = added * (lobby / wanted - kept)
    columns = np.arange(len(countries))
    receipt = np.zeros((*at.spent.shape, columns.size))
    receipt[:, countries, columns] = slope[:, countries]
    duty = np.zeros((total.size, columns.size))
    duty[countries, columns] = (1.0 / (total + at.revenue))[countries]
    return Direct(revenue=duty, receipt=receipt)


def cell_slopes(
    levers: Levers, result: Equilibrium, at: Linear, prices: Prices, whose: Whole | None
) -> tuple[Floats, Floats]:
    """Slope and b of (90), [K, C] with each column of shadow prices, or [1, C] with `whose`."""
    n, i, s = levers.importer, levers.exporter, levers.sector
    theta = at.scenario.base.elasticity[s, 0]
    flow = at.spent[s, n] * at.border[s, n, i]
    kept = np.ones(n.size)
    if result.export_tax is not None:
        kept = 1.0 / (1.0 + result.export_tax[n, i, s])

    def worth(values: Floats, *place: Whole) -> Floats:
        return values[place].T if whose is None else values[(*place, whose)][None]

    seller, own_revenue = worth(prices.receipt, s, i), worth(prices.revenue, i)
    value = kept * seller + (1.0 - kept) * own_revenue - worth(prices.revenue, n)
    value = value + worth(prices.trade, n) + worth(prices.trade, i)
    shared = at.share[s, n, i] * worth(prices.price, s, n)
    sold = flow * kept * (seller - own_revenue)
    border = (1.0 + theta) * (sold * levers.taxed + flow * value * ~levers.taxed)
    duty = shared - (1.0 + theta) * flow * value
    tax = shared - theta * flow * value - sold
    return tax * levers.taxed + duty * ~levers.taxed, border
