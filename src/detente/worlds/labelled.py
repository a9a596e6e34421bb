"""Labels at the border: an array that names its axes cannot be read the wrong way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

from detente.errors import InputError
from detente.worlds.world import Floats, World

if TYPE_CHECKING:
    from xarray import DataArray

    Named: TypeAlias = "Floats | DataArray"

AXES = ("importer", "exporter", "sector")
SWAPPED_BY = 0.25


def labelled(world: World, values: Floats) -> DataArray:
    """Values [importer, exporter, sector] with the world's names; needs xarray.

    Change them by name, `duties.loc[{"importer": "USA", "exporter": "CHN"}] += 0.1`, and solve.
    """
    from xarray import DataArray

    labels = (world.countries, world.countries, world.sectors)
    coordinates = {axis: list(names) for axis, names in zip(AXES, labels, strict=True)}
    return DataArray(np.array(values), dims=AXES, coords=coordinates)


def plain(world: World, values: Named, what: str) -> Floats:
    """The array [importer, exporter, sector] behind `values`, whose axes and labels may be in any
    order if they are named. Raises InputError for other axes or labels, and for a plain array of
    duties that is the world's own with importer and exporter swapped.
    """
    if not hasattr(values, "dims"):
        return _unnamed(world, cast("Floats", values), what)
    named = cast("Any", values)
    axes: tuple[str, ...] = tuple(map(str, named.dims))
    if sorted(axes) != sorted(AXES) or any(axis not in named.coords for axis in AXES):
        raise InputError(
            f"solve: {what} has the axes {', '.join(axes)}. Expected importer, exporter and "
            "sector, each with its labels. Build it with detente.worlds.labelled(world, values)."
        )
    for axis, names in zip(AXES, (world.countries, world.countries, world.sectors), strict=True):
        _refuse_labels(world, what, axis, [str(x) for x in named.coords[axis].to_numpy()], names)
    at = {"importer": list(world.countries), "exporter": list(world.countries)}
    ordered = named.transpose(*AXES).sel({**at, "sector": list(world.sectors)})
    return np.array(ordered.to_numpy(), dtype=np.float64)


def _unnamed(world: World, values: Floats, what: str) -> Floats:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(
            f"solve: {what} is no array of numbers. Expected the axes [importer, exporter, sector] "
            f"of {world.id}. Build it with detente.worlds.labelled(world, values)."
        ) from None
    if what == "tariff":
        _refuse_swapped(world, array)
    return array


def _refuse_labels(
    world: World, what: str, axis: str, given: list[str], names: tuple[str, ...]
) -> None:
    if sorted(given) == sorted(names):
        return
    strange = sorted(set(given) - set(names)) or sorted({x for x in given if given.count(x) > 1})
    absent = sorted(set(names) - set(given))
    raise InputError(
        f"solve: {what} does not have the labels of {world.id} on its axis {axis}: too many "
        f"{strange}, missing {absent}. Every label of the world must stand there once. Build it "
        "with detente.worlds.labelled(world, values)."
    )


def _refuse_swapped(world: World, rates: Floats) -> None:
    """A plain array cannot say which axis is which, but duties that were left alone can."""
    if rates.shape != world.tariff.shape:
        return
    kept = float((rates == world.tariff).mean())
    swapped = float((rates.swapaxes(0, 1) == world.tariff).mean())
    if swapped > kept + SWAPPED_BY:
        raise InputError(
            f"solve: tariff agrees with the duties of {world.id} in {100.0 * kept:.0f}% of its "
            f"cells, and in {100.0 * swapped:.0f}% once importer and exporter are swapped. The "
            "axes are [importer, exporter, sector]: tariff[n, i] is what n levies on imports from "
            "i. Swap them, or, if it is meant so, name the axes: detente.worlds.labelled(world, "
            "values)."
        )
