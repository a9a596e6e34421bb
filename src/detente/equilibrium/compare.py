"""One set of shocks on several worlds: how far a result depends on the calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.equilibrium.outcomes import real_income_change
from detente.equilibrium.solve import solve
from detente.worlds import Shock, World, shocked


@dataclass(frozen=True, slots=True)
class Moved:
    """Change of real income of a place under a shock, by world; None where the world lacks it."""

    shock: str
    place: str
    changes: tuple[float | None, ...]

    @property
    def spread(self) -> float | None:
        """Highest less lowest change; None for fewer than two worlds."""
        known = [change for change in self.changes if change is not None]
        return max(known) - min(known) if len(known) > 1 else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Standard shocks on several worlds; changes are fractions of real income."""

    worlds: tuple[str, ...]
    shocks: tuple[Shock, ...]
    rows: tuple[Moved, ...]


def compare(worlds: Sequence[World], shocks: Sequence[Shock], places: Sequence[str]) -> Comparison:
    """Solve every shock on every world and report the places by code.

    Raises InputError where a world lacks a country of a shock, NoEquilibrium as `solve` does.
    """
    rows: list[Moved] = []
    for shock in shocks:
        found = [_changes(world, shock) for world in worlds]
        rows += [Moved(shock.id, place, tuple(c.get(place) for c in found)) for place in places]
    return Comparison(tuple(world.id for world in worlds), tuple(shocks), tuple(rows))


def _changes(world: World, shock: Shock) -> dict[str, float]:
    real = real_income_change(solve(world, shocked(world, shock)))
    return {code: float(x) - 1.0 for code, x in zip(world.countries, real, strict=True)}
