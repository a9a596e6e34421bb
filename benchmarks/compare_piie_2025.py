"""Averages between the United States and China in 2025 beside PIIE's.

    python benchmarks/compare_piie_2025.py [--write docs/series-compared.md]

PIIE weighs by what each side sold to the world in 2017; its figure lies between ours by trade of
2024 (2017 for China) and ours with every traded line counted once. Its steps of June to September
2025 fit duties on metal derivatives that fall on the whole value instead of the metal's share.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
from compare_series import Table, gap, pct, record, written

from detente.rates import stack
from detente.rates.average import Direction, direction
from detente.rates.products import Floats, Products
from detente.strict_yaml import read_yaml

FIGURES = Path(__file__).parent / "piie_2025.yaml"
SIDES = {"USA": "CHN", "CHN": "USA"}


def whole(products: Products, metal: str) -> Floats:
    """A metal's share of value taken as all of it."""
    del metal
    return np.ones(products.size)


def averages(flow: Direction, day: date) -> tuple[float, float]:
    """Duty on a day: by trade, and counting every traded line once."""
    total = flow.stack(record().instant(day, flow.importer), record().coverage.until).total
    known = ~np.isnan(total)
    weighted = float(total[known] @ flow.value[known] / flow.value[known].sum())
    return weighted, float(total[known].mean())


def piie_2025() -> Table:
    """Both directions, on the days of its figures."""
    rows: list[tuple[str, ...]] = []
    for point in read_yaml(FIGURES, FIGURES.name).rows("points"):
        importer, day = str(point["importer"]), date.fromisoformat(str(point["from"]))
        flow = direction(record(), importer, SIDES[importer])
        weighted, plain = averages(flow, day)
        with patch.object(stack, "content_share", whole):
            full, _ = averages(flow, day)
        theirs = float(str(point["average"])) / 100
        cells = (importer, pct(weighted), pct(plain), pct(theirs))
        differences = (gap(full - weighted), gap(theirs - full))
        note = "" if point["read"] == "yes" else "not read"
        rows.append((day.isoformat(), *cells, *differences, note))
    columns = ("from", "importer", "ours, by trade", "ours, lines once", "PIIE")
    return Table("piie-2025", (*columns, "metals on full value", "rest: weights", ""), tuple(rows))


def main(arguments: Sequence[str]) -> None:
    """Print the table, or write it into a page."""
    table = piie_2025()
    if list(arguments[:1]) == ["--write"]:
        page = Path(arguments[1])
        page.write_text(written(page.read_text(encoding="utf-8"), [table]), encoding="utf-8")
    else:
        print(table.markdown())


if __name__ == "__main__":
    main(sys.argv[1:])
