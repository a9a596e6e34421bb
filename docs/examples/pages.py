"""Write what each example answers into its page, between two marks.

    python docs/examples/pages.py

A test recomputes every page and fails where one is out of date.
"""

from __future__ import annotations

import re
from pathlib import Path

from detente.scenarios import Solution, read_scenario, solve_scenario
from detente.scenarios.answer import Outcome, outcomes

PAGES = Path(__file__).parent
EXAMPLES = PAGES.parents[1] / "examples"
BEGIN, END = "<!-- begin of the answer -->", "<!-- end of the answer -->"
BETWEEN = re.compile(f"{BEGIN}\n.*?{END}\n", re.DOTALL)
LARGEST, LOSERS, GAINERS = 5, 4, 4
HEAD = (
    "| | real income, % | USD bn | USD a household | prices, % | exports, % | imports, % |\n"
    "|---|---:|---:|---:|---:|---:|---:|\n"
)


def main() -> None:
    """Bring every page up to date."""
    for page in sorted(PAGES.glob("*.md")):
        page.write_text(current(page), encoding="utf-8")
        print(page.name)


def current(page: Path) -> str:
    """The page with its answer computed now."""
    text = page.read_text(encoding="utf-8")
    solution = solve_scenario(read_scenario(EXAMPLES / f"{page.stem}.yaml"))
    block = f"{BEGIN}\n{answer(solution)}{END}\n"
    if BETWEEN.search(text):
        return BETWEEN.sub(lambda _: block, text)
    return f"{text}\n{block}"


def answer(solution: Solution) -> str:
    """The largest economies, who loses and who gains most, and how it was solved."""
    result, switches = solution.equilibrium, solution.scenario.switches
    rows = sorted(outcomes(solution, parts=False), key=lambda row: row.real_income)
    size = dict(zip(result.world.countries, result.world.labour_income, strict=True))
    known = [row.country for row in rows if row.usd_bn is not None]
    largest = sorted(known, key=lambda code: -size[code])[:LARGEST]
    ends = rows[:LOSERS] + rows[-GAINERS:]
    shown = [row for row in rows if row in ends or row.country in largest]
    licences = "".join(
        f"{Path(licence.name).name}: wedge up to {100 * licence.highest_wedge:.1f}%, rent to "
        f"{licence.rents}.\n"
        for licence in solution.licences
    )
    return (
        f"Base: {solution.base}. The {LARGEST} largest economies, the {LOSERS} that lose most and "
        f"the {GAINERS} that gain most, of {len(rows)}:\n\n"
        f"{HEAD}{''.join(map(_row, shown))}\n{licences}"
        f"Solved in {result.iterations} iterations; deficits {switches.deficits}, revenue "
        f"{switches.revenue}, labour {switches.labour}, horizon {switches.horizon}.\n"
    )


def _row(row: Outcome) -> str:
    usd = "" if row.usd_bn is None else f"{row.usd_bn:+.1f}"
    each = "" if row.usd_per_household is None else f"{row.usd_per_household:+.0f}"
    return (
        f"| {row.country} | {row.real_income:+.3f} | {usd} | {each} | "
        f"{row.consumer_prices:+.2f} | {row.exports:+.1f} | {row.imports:+.1f} |\n"
    )


if __name__ == "__main__":
    main()
