"""What struck bargains say of the ranges: a deal that both took is an inequality on values.

    sum of v_ik over the items of the bargain >= 0, for both sides

Draws that break one are left out; what remains is the part of the ranges that agrees with what
was seen. Items that have since been given are valued as on the day of the bargain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.errors import CoverageError
from detente.leverage.settings import settings as leverage_settings
from detente.outlook import Points, set_scene
from detente.talks.items import ItemRow, read_items, valued
from detente.talks.settings import Bargain, bargains, settings


@dataclass(frozen=True, slots=True)
class Kept:
    """Draws that agree with the bargains known on a day.

    draws    positions of the draws kept;  share: of all draws
    titles   the bargains used
    """

    draws: NDArray[np.int64]
    share: float
    titles: tuple[str, ...]


def bargains_known(parties: tuple[str, str], day: date) -> tuple[Bargain, ...]:
    """The bargains between two sides that were public on a day."""
    return tuple(b for b in bargains() if b.known_on <= day and set(b.parties) == set(parties))


def keep_draws(points: Points, day: date, months: int) -> Kept:
    """The draws in which both sides preferred every struck bargain to none.

    Raises CoverageError where nearly no draw agrees: ranges and bargains contradict each other.
    """
    rows = {r.id: r for r in read_items()}
    kept: NDArray[np.bool_] | None = None
    used: list[str] = []
    for bargain in bargains_known(points.scene.parties, day):
        wanted = [rows[name] for name in bargain.items]
        items = valued(_then(points, bargain, wanted), wanted, months)
        if len(items) < len(bargain.items):
            continue
        total = sum(i.values for i in items)
        agrees = np.asarray(np.all(total >= 0, axis=1), dtype=bool)
        kept = agrees if kept is None else kept & agrees
        used.append(bargain.title)
    if kept is None:
        return Kept(np.arange(leverage_settings().draws + 1), 1.0, ())
    found = np.flatnonzero(kept)
    if found.size < settings().fewest_draws:
        raise CoverageError(
            f"Only {found.size} draws from the ranges agree with the bargains struck by {day}: "
            f"{'; '.join(used)}. The ranges contradict what was seen. Widen or move them in "
            "data/talks/items.yaml."
        )
    return Kept(found, found.size / kept.size, tuple(used))


def _then(points: Points, bargain: Bargain, wanted: Sequence[ItemRow]) -> Points:
    """The points of the record on the day of the bargain, where the trade model is asked."""
    if not any(row.scenario for row in wanted):
        return points
    one, other = points.scene.parties
    scene = set_scene(points.scene.ledger, one, other, bargain.known_on, None)
    return Points(scene, points.applier)
