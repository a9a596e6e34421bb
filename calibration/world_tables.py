"""Each country's input-output table, moved to new trade and GDP by minimum cross-entropy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from balance import CountryTable, Floats, balanced
from world_sources import Table

SMALL = 1e-7
"""Least prior of any cell, in USD bn: the balance needs positive cells."""
STEPS = 500


@dataclass(frozen=True, slots=True)
class Account:
    """One country's fixed totals: imports with duty, exports, value added, final spending."""

    imports: Floats
    exports: Floats
    value_added: float
    spent: float


@dataclass(frozen=True, slots=True)
class Balanced:
    """A country's table, the factors on uses of each good and on each user, and the priors."""

    table: CountryTable
    good_factor: Floats
    user_factor: Floats


def country_table(older: Table, place: int, account: Account) -> Balanced:
    """The balanced table of a country whose technology is that of `place` in the older table."""
    prior = scaled_to_exports(prior_table(older, place, account), account)
    table = balanced(prior, account.imports, account.exports, account.value_added)
    good = table.final / prior.final
    user = (table.inputs / prior.inputs / good[:, None]).mean(axis=0)
    return Balanced(table, good, user)


def prior_table(older: Table, place: int, account: Account) -> CountryTable:
    """The older table at the country's size: inputs, value added and home sales by value added,
    final use by spending; every cell a small positive number at least."""
    factor = account.value_added / older.value_added[place].sum()
    final = older.final[place] * (account.spent / older.final[place].sum())
    return CountryTable(
        inputs=np.maximum(older.inputs[place] * factor, SMALL),
        value_added=np.maximum(older.value_added[place] * factor, SMALL),
        final=np.maximum(final, SMALL),
        domestic=np.maximum(older.flows[place, place] * factor, SMALL),
    )


def scaled_to_exports(prior: CountryTable, account: Account) -> CountryTable:
    """Columns scaled to home sales plus exports, with value added in total as wanted.

        c_j = (h d_j + E_j) / (sum_k Z_kj + V_j),   h <- h V / sum_j c_j V_j

    Otherwise the balance would squeeze the home sales of sectors whose exports grew fast.
    """
    cost, home = prior.inputs.sum(axis=0) + prior.value_added, 1.0
    for _ in range(STEPS):
        factor = (home * prior.domestic + account.exports) / cost
        change = account.value_added / float(factor @ prior.value_added)
        home *= change
        if abs(change - 1.0) < 1e-12:
            break
    else:
        raise ValueError("The columns do not settle at the wanted value added.")
    return CountryTable(
        inputs=prior.inputs * factor,
        value_added=prior.value_added * factor,
        final=prior.final,
        domestic=prior.domestic * home,
    )
