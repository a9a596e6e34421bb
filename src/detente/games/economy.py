"""What a game needs of an economy, and the two kinds that the engine solves.

`WorldEconomy` is a world under switches (Caliendo and Parro, with or without inputs);
`FirmEconomy` is Ossa's (2014), with profits of a fixed number of firms. Another model plays as
soon as it can be solved, valued and differentiated in this form.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias

from detente.equilibrium import Equilibrium
from detente.equilibrium.fixed_firms import FirmEquilibrium
from detente.games.instruments import Levers, Market, Whole
from detente.games.objective import Objective
from detente.worlds.world import Floats

Result: TypeAlias = Equilibrium | FirmEquilibrium


class Economy(Market, Protocol):
    """Labels and flows (a `Market`), and three questions."""

    @property
    def tariff(self) -> Floats:
        """Duties of the base [importer, exporter, sector]."""
        ...

    def solve(self, tariff: Floats, export_tax: Floats, start: Result | None) -> Result:
        """The equilibrium under duties and export taxes. Raises NoEquilibrium."""
        ...

    def payoffs(self, objective: Objective, result: Result) -> Floats:
        """Every country's objective, new over base [N]."""
        ...

    def incomes(self, result: Result) -> Floats:
        """E_ns, what each sector earns, duty within [N, S]; any one unit."""
        ...

    def slopes(
        self,
        objective: Objective,
        result: Result,
        levers: Levers,
        countries: list[int],
        whose: Whole | None = None,
    ) -> tuple[Floats, Floats]:
        """Derivatives [K, C] of the log payoffs of K countries to log(1 + rate) of each cell.

        And b of (90) [K, C], the part that falls with the rate. With `whose` [C], places among the
        K, only each cell's derivative for that country [1, C].
        """
        ...
