"""Who sells to whom, said in words, and a table that says it the wrong way round.

Nothing in a table of trade tells its importers from its exporters once the two headings are
swapped: totals by country add up either way. But surpluses between countries last: a table in
which they all run against those of the default world is taken for swapped.
"""

from __future__ import annotations

import numpy as np

from detente.errors import WorldError
from detente.worlds.world import Floats, World

FEWEST_PAIRS = 28
OPPOSITE = -0.5


def largest_trade(world: World, count: int = 3) -> tuple[str, ...]:
    """The largest flows between two countries as sentences, to be read back by whoever built it."""
    trade = _between(world.flows)
    order = np.argsort(-trade, axis=None)[:count]
    pairs = [divmod(int(at), len(world.countries)) for at in order]
    return tuple(
        f"{world.countries[n]} buys {trade[n, i]:,.4g} {world.currency_unit} from "
        f"{world.countries[i]}, and {world.countries[i]} buys {trade[i, n]:,.4g} from "
        f"{world.countries[n]}."
        for n, i in pairs
    )


def refuse_reversed(world: World, known: World) -> None:
    """Raise WorldError where surpluses between countries run against those of a known world.

    Compares log(M_ni / M_in) of all pairs of countries that both worlds have; silent with fewer
    than 28 such pairs or a correlation above -0.5.
    """
    shared = [code for code in world.countries if code in known.countries]
    mine, theirs = (_lean(which, shared) for which in (world, known))
    both = np.isfinite(mine) & np.isfinite(theirs)
    if both.sum() < FEWEST_PAIRS:
        return
    alike = float(np.corrcoef(mine[both], theirs[both])[0, 1])
    if alike < OPPOSITE:
        raise WorldError(
            f"World {world.id}: importers and exporters look swapped. In it "
            f"{largest_trade(world, 1)[0]} Its surpluses between {int(both.sum())} pairs of "
            f"countries run against those of {known.id} (correlation {alike:.2f}). Check the "
            "headings importer and exporter; if the table is right, build with --sure."
        )


def _between(flows: Floats) -> Floats:
    """Trade of all sectors [importer, exporter], nothing at home."""
    trade = flows.sum(axis=2)
    np.fill_diagonal(trade, 0.0)
    return trade


def _lean(world: World, codes: list[str]) -> Floats:
    """log(M_ni / M_in) for each pair of the countries once; not finite without trade both ways."""
    at = [world.country(code) for code in codes]
    trade = _between(world.flows)[np.ix_(at, at)]
    with np.errstate(divide="ignore", invalid="ignore"):
        lean = np.log(trade) - np.log(trade.T)
    return lean[np.triu_indices(len(at), 1)]
