"""China's exports in a year of new duties: the model beside the customs' first figures.

    python benchmarks/out_of_sample.py [--write docs/out-of-sample.md]

Base: the default world under the record's duties of the last day of the year before. Scenario: the
mean over the year's days of the record's duties, all importers. Nothing else changes, so the model
has no growth: shares of partners are compared as well as growth. Nothing is fitted to the figures.
"""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from detente.equilibrium import Equilibrium, Switches, solve
from detente.ledger import read_ledger
from detente.rates.applied import Applier
from detente.worlds import World, default_world, load_world
from detente.worlds.blocs import read_blocs

ACTUAL = Path(__file__).with_name("china_exports_2025.yaml")
HORIZONS = ("short", "medium", "long")
SELLER, BUYER = "CHN", "USA"
STEP = timedelta(days=3)
MARK = "<!-- table: out-of-sample -->"


def main() -> None:
    """Print the table, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    given = YAML(typ="safe").load(ACTUAL.read_text(encoding="utf-8"))
    year = given["released"].year - 1
    world = load_world(default_world())
    before, mean = duties(world, year)
    base = solve(world, before).as_world()
    results = {h: solve(base, mean, switches=Switches(horizon=h)) for h in HORIZONS}
    text = table(given, base, results) + "\n" + rates(base, before, mean)
    if asked.write is None:
        print(text)
        return
    page = asked.write.read_text(encoding="utf-8")
    whole = re.sub(
        f"{re.escape(MARK)}.*?{re.escape(MARK)}", f"{MARK}\n\n{text}\n{MARK}", page, flags=re.S
    )
    asked.write.write_text(whole, encoding="utf-8")


def duties(world: World, year: int) -> tuple[np.ndarray, np.ndarray]:
    """The record's duties on the eve of the year, and their mean over its days."""
    ledger = read_ledger()
    applier, known = Applier(ledger, world), date(year, 12, 31)

    def on(day: date) -> np.ndarray:
        return applier.applied_rates(ledger, ledger.instant(day, BUYER), known).rate

    days = [date(year, 1, 1)]
    while days[-1] + STEP <= known:
        days.append(days[-1] + STEP)
    return on(date(year - 1, 12, 31)), np.mean([on(day) for day in days], axis=0)


def table(given: dict, base: World, results: dict[str, Equilibrium]) -> str:
    """Growth by partner: published, model, and both relative to all exports."""
    blocs = read_blocs()
    lines = [
        "| partner | published | short run | medium | long "
        "| published, relative | medium, relative |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    whole = given["total_exports"]["growth"]
    abroad = [c for c in base.countries if c != SELLER]
    model_whole = {h: growth(base, results[h], abroad, [SELLER]) for h in HORIZONS}
    for row in given["partners"]:
        members = row["members"]
        codes = blocs[members] if isinstance(members, str) else members
        codes = [code for code in codes if code in base.countries]
        model = {h: growth(base, results[h], codes, [SELLER]) for h in HORIZONS}
        cells = [row["growth"], *model.values(), over(row["growth"], whole)]
        cells.append(over(model["medium"], model_whole["medium"]))
        lines.append(f"| {row['name']} | " + " | ".join(f"{c:+.1f}" for c in cells) + " |")
    totals = [whole, *model_whole.values()]
    lines.append("| all exports | " + " | ".join(f"{c:+.1f}" for c in totals) + " | | |")
    back = [given["imports_from_usa"]["growth"]]
    back += [growth(base, results[h], [SELLER], [BUYER]) for h in HORIZONS]
    lines.append("| imports from the US | " + " | ".join(f"{c:+.1f}" for c in back) + " | | |")
    return "\n".join(lines) + "\n"


def growth(base: World, result: Equilibrium, buyers: list[str], sellers: list[str]) -> float:
    """Percent growth of goods trade."""
    pair = np.ix_([base.country(b) for b in buyers], [base.country(s) for s in sellers])
    now = result.flows[pair][..., base.goods].sum()
    return 100.0 * float(now / base.flows[pair][..., base.goods].sum() - 1.0)


def over(one: float, whole: float) -> float:
    """Growth relative to that of the whole, percent."""
    return 100.0 * ((1.0 + one / 100.0) / (1.0 + whole / 100.0) - 1.0)


def rates(base: World, before: np.ndarray, mean: np.ndarray) -> str:
    """Average duties on the pair, both ways."""
    said: list[str] = []
    for importer, exporter in ((BUYER, SELLER), (SELLER, BUYER)):
        pair = base.cell(importer=importer, exporter=exporter)
        weight = base.flows[pair][base.goods]
        one, two = (
            100 * float(r[pair][base.goods] @ weight / weight.sum()) for r in (before, mean)
        )
        said.append(
            f"{importer} on {exporter} {one:.1f}% before, {two:.1f}% on average in the year"
        )
    return "Average duties in the model, weighted by base trade: " + "; ".join(said) + ".\n"


if __name__ == "__main__":
    main()
