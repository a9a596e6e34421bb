"""Divide a table of a few large economies among their countries, by an older table of countries.

    M[n,i,k] = bloc flow [b(n), b(i), k] x w[n,i,K] / (sum of w over the pair of blocs)

and likewise for inputs, value added and final use; w is the older table, K the group of sector k.
"""

from __future__ import annotations

import numpy as np
from balance import Floats
from world_sources import Table


def divided(blocs: Table, older: Table, bloc_of: list[str]) -> Table:
    """The blocs' table at the older table's places; `bloc_of` names each place's bloc."""
    at = [blocs.places.index(name) for name in bloc_of]
    member = np.array([[float(b == own) for own in at] for b in range(len(blocs.places))])
    pair = np.einsum("an,bi,nik->abk", member, member, older.flows, optimize=True)
    return Table(
        places=older.places,
        flows=_part(older.flows, pair[np.ix_(at, at)]) * blocs.flows[np.ix_(at, at)],
        inputs=_by_place(member, at, older.inputs) * blocs.inputs[at],
        value_added=_by_place(member, at, older.value_added) * blocs.value_added[at],
        final=_by_place(member, at, older.final) * blocs.final[at],
    )


def _by_place(member: Floats, at: list[int], older: Floats) -> Floats:
    total = np.tensordot(member, older, axes=1)
    return _part(older, total[at])


def _part(value: Floats, total: Floats) -> Floats:
    return np.where(total > 0.0, value / np.where(total > 0.0, total, 1.0), 0.0)
