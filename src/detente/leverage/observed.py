"""What licences let through: month by month since they began, as a duty, and until supply is back.

left      tonnes of a month over the mean of the months up to the announcement
price     unit value over its mean in the same months
duty      what would cut demand to the first quarter's share (licence.duty_of_drop)
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from detente.errors import InputError
from detente.leverage.licence import Equivalent, licence_equivalent
from detente.leverage.settings import leverage_file, leverage_folder
from detente.strict_yaml import Document, Tree, read_yaml

MONTHS, QUARTER = 12, 3
LEAST = 0.01
"""Below this share of the usual tonnes a unit value says nothing."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Supply of one good to one destination since a licence began.

    months    each month known: name, share of the usual tonnes, price over the usual one (None
              where next to nothing was shipped)
    first     mean share of the first quarter of the licence, and the duty that explains it
    back      months until the mean of a quarter is back at most of the usual, None if not yet
    """

    product: str
    title: str
    destination: str
    measure: str
    since: str
    usual_tonnes: float
    months: tuple[tuple[str, float, float | None], ...]
    first: float
    equivalent: Equivalent
    back: int | None
    source: str


def card() -> Document:
    """The card of the table of exports."""
    return read_yaml(leverage_folder() / "minerals.yaml", "minerals.yaml")


@lru_cache(maxsize=1)
def exports() -> Mapping[tuple[str, str], Mapping[str, tuple[float, float]]]:
    """Tonnes and USD m by month, of each product and destination."""
    found: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}
    path = leverage_folder() / "minerals.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            by = found.setdefault((row["product"], row["destination"]), {})
            by[row["month"]] = (float(row["tonnes"]), float(row["usd_m"]))
    return found


def supplies(targets: Sequence[str], as_known: date) -> tuple[Supply, ...]:
    """Every licensed good to each target and to all, in the months known on a day."""
    found: list[Supply] = []
    for row in card().rows("licences"):
        for destination in (*targets, "ALL"):
            series = exports().get((str(row["product"]), destination))
            supply = _supply(row, destination, series, as_known) if series else None
            if supply is not None:
                found.append(supply)
    return tuple(found)


def _supply(
    row: Mapping[str, Tree],
    destination: str,
    series: Mapping[str, tuple[float, float]],
    as_known: date,
) -> Supply | None:
    using = {k: str(v) for k, v in card().mapping().items() if isinstance(v, str)}
    since, announced = str(row["since"]), date.fromisoformat(str(row["announced"]))
    last = known_until(as_known)
    before = _months_before(f"{announced:%Y-%m}", int(using["usual_months"]))
    tonnes = [series.get(m, (0.0, 0.0))[0] for m in before]
    usual, value = sum(tonnes), sum(series.get(m, (0.0, 0.0))[1] for m in before)
    shown = [m for m in _months_from(since, int(using["shown_months"])) if m <= last]
    if announced > as_known or not shown or usual <= 0:
        return None
    mean, price = usual / len(before), value / usual
    path = [(m, *_month(series.get(m), mean, price)) for m in shown]
    shares = [left for _, left, _ in path]
    first = sum(shares[:QUARTER]) / len(shares[:QUARTER])
    return Supply(
        product=str(row["product"]),
        title=str(row["title"]),
        destination=destination,
        measure=str(row["measure"]),
        since=since,
        usual_tonnes=mean,
        months=tuple(path),
        first=first,
        equivalent=_explained(first, float(str(row["share"]))),
        back=_back(shares, float(using["back_at"])),
        source=using["source"],
    )


def _month(
    shipped: tuple[float, float] | None, usual: float, price: float
) -> tuple[float, float | None]:
    tonnes, value = shipped or (0.0, 0.0)
    left = tonnes / usual
    return left, value / tonnes / price if left > LEAST else None


def _explained(left: float, share: float) -> Equivalent:
    """The duty of a drop; where no price explains it, it is rationing without limit."""
    nest = {k: float(str(v)) for k, v in leverage_file().mapping("magnets", "nest").items()}
    try:
        return licence_equivalent(min(1.0, left), share=share, sigma=nest["sigma"], eta=nest["eta"])
    except InputError:
        return Equivalent(float("inf"), "quantity", rationing=True)


def _back(path: Sequence[float], enough: float) -> int | None:
    """Months until a quarter is on average at `enough` of the usual; 0 where it never fell."""
    for k in range(len(path) - QUARTER + 1):
        if sum(path[k : k + QUARTER]) / QUARTER >= enough:
            return k
    return None


def known_until(as_known: date) -> str:
    """The last month whose figures were out on a day."""
    row = {k: int(str(v)) for k, v in card().mapping("known_after").items()}
    lag = row["months"] + (1 if as_known.day < row["day"] else 0)
    count = as_known.year * MONTHS + as_known.month - 1 - lag
    return f"{count // MONTHS:04d}-{count % MONTHS + 1:02d}"


def _months_from(first: str, count: int) -> list[str]:
    start = int(first[:4]) * MONTHS + int(first[5:]) - 1
    return [f"{k // MONTHS:04d}-{k % MONTHS + 1:02d}" for k in range(start, start + count)]


def _months_before(last: str, count: int) -> list[str]:
    """So many months, the last one included."""
    end = int(last[:4]) * MONTHS + int(last[5:])
    return [f"{k // MONTHS:04d}-{k % MONTHS + 1:02d}" for k in range(end - count, end)]
