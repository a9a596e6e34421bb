"""The answers of `detente war` on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 12
NOTHING = 1e-9


def print_war(answer: dict[str, Any], out: Console) -> None:
    """Print whichever answer it is."""
    out.print(f"Duties of today: {answer['duties_today']}.", style="dim", highlight=False)
    if "politics" in answer:
        for row in answer["politics"]:
            _politics(row, out)
        return
    if "player" in answer:
        _alone(answer, out)
    else:
        _war(answer, out)
    _proof(answer["proof"], out)


def _alone(answer: dict[str, Any], out: Console) -> None:
    out.print(
        f"[bold]{answer['player']}[/bold] gains {answer['gain_percent']:+.3f}% of real income "
        f"with duties of {answer['mean_rate_percent']:.1f}% on average "
        f"(median {answer['median_rate_percent']:.1f}%), nobody answering.",
        highlight=False,
    )
    tried = answer["restarts_less_gain_percent"]
    if tried:
        text = f"{len(tried)} other starts find {_more(max(tried))}"
        lost = answer["starts_without_result"]
        out.print(f"{text}{f'; {lost} ended nowhere' if lost else ''}.", highlight=False)
    _rates(answer["rates"], out)


def _more(gain: float) -> str:
    """A gain that should be none: nothing below a billionth of a percent."""
    return "nothing" if gain < NOTHING else f"{gain:.0e}% more"


def _rates(rows: list[Any], out: Console) -> None:
    """The rates on the most trade."""
    from rich.table import Table

    table = Table("partner", "sector", "levy", box=None, pad_edge=False)
    for heading in ("rate", "trade, share of spending"):
        table.add_column(heading, justify="right")
    for rate in sorted(rows, key=lambda row: -row.trade)[:SHOWN]:
        bound = " (bound)" if rate.at_bound else ""
        words = rate.partner or "all", rate.sector or "all", rate.levy.replace("_", " ")
        table.add_row(*words, f"{rate.rate:.1%}{bound}", f"{rate.trade:.2%}")
    out.print(table)
    if len(rows) > SHOWN:
        out.print(f"and {len(rows) - SHOWN} more; --json prints all.", highlight=False)


def _war(answer: dict[str, Any], out: Console) -> None:
    from rich.table import Table

    table = Table("player", box=None, pad_edge=False)
    for heading in ("real income", "mean duty", "median", "mean today", "gains by deviating"):
        table.add_column(heading, justify="right")
    for row in answer["players"]:
        left = row["gain_by_deviating_percent"]
        table.add_row(
            row["player"],
            f"{row['real_income_percent']:+.3f}%",
            f"{row['mean_rate_percent']:.1f}%",
            f"{row['median_rate_percent']:.1f}%",
            f"{row['mean_rate_today_percent']:.1f}%",
            "not checked" if left is None else _more(left),
        )
    out.print(table)
    _bystanders(answer, out)
    _equilibria(answer, out)
    _truces(answer, out)
    _deals(answer, out)


def _bystanders(answer: dict[str, Any], out: Console) -> None:
    around = sorted(answer["bystanders"].items(), key=lambda pair: -abs(pair[1]))[:SHOWN]
    if around:
        words = ", ".join(f"{code} {gain:+.3f}%" for code, gain in around)
        out.print(f"\nBystanders: {words}", highlight=False)


def _equilibria(answer: dict[str, Any], out: Console) -> None:
    many, tried = len(answer["other_equilibria"]), answer["other_starts"]
    if not tried:
        return
    starts = "another start" if tried == 1 else f"{tried} other starts"
    text = f"From {starts}: {f'{many} other' if many else 'no other'} equilibrium"
    if answer["rest_points_that_are_none"]:
        text += f", {len(answer['rest_points_that_are_none'])} rest point(s) that somebody leaves"
    if answer["starts_without_result"]:
        text += f", {answer['starts_without_result']} without result"
    out.print(f"\n{text}.", highlight=False)


def _truces(answer: dict[str, Any], out: Console) -> None:
    """Every truce with its reason, then the findings of the standoff."""
    if "truces" not in answer:
        return
    out.print("\n[bold]Truces[/bold], from no duties between the players to the war")
    for row in answer["truces"]:
        duties = ", ".join(f"{code} {rate:.1f}%" for code, rate in row["mean_rate_percent"].items())
        out.print(
            f"  {row['part_of_the_war']:.0%} of the war's duties ({duties}): {row['sentence']}; "
            f"{_why(row)}.",
            highlight=False,
        )
    found = answer.get("standoff")
    if found:
        out.print("\n[bold]The two alone[/bold]")
        for sentence in found["sentences"]:
            out.print(f"  {sentence}", highlight=False)


def _why(row: dict[str, Any]) -> str:
    """Who would break it first, and for what."""
    who = row["breaks_first"]
    gain, cost = row["gain_by_breach_percent"][who], row["cost_of_war_percent"][who]
    if cost <= 0.0:
        return f"the war pays {who} {-cost:.3f}% more than this truce, so it fears nothing"
    return (
        f"{who} would break it first: {gain:.3f}% more until the other answers, against "
        f"{cost:.3f}% less in the war that follows"
    )


def _deals(answer: dict[str, Any], out: Console) -> None:
    names = {"egalitarian": "Equal gains", "nash": "Nash bargain"}
    for row in answer.get("talks", ()):
        if row["gains_percent"] is None:
            out.print(row["why_none"], highlight=False)
            continue
        words = ", ".join(f"{code} {gain:+.3f}%" for code, gain in row["gains_percent"].items())
        name = names.get(row["point"], "Kalai-Smorodinsky point")
        rates = ", ".join(f"{code} {rate:.1f}%" for code, rate in row["mean_rate_percent"].items())
        article = "" if row["threat"].startswith("free") else "the "
        over = f"{article}{row['threat']}"
        out.print(f"{name} over {over}: {words}; duties {rates}", highlight=False)
    if "frontier" in answer:
        out.print("\n[bold]Frontier[/bold], gains over today by parts of the first and the second")
    for row in answer.get("frontier", ()):
        words = ", ".join(f"{code} {gain:+.3f}%" for code, gain in row["gains_percent"].items())
        out.print(f"  {row['parts']}  {words}", highlight=False)


def _politics(row: dict[str, Any], out: Console) -> None:
    """The statement first: weights that are not identified are no findings."""
    out.print(f"[bold]{row['statement']}[/bold]", highlight=False)
    values = " ".join(f"{value:.1e}" for value in row["singular_values"][:SHOWN])
    out.print(f"Singular values of the conditions: {values}", highlight=False)
    ranked = sorted(row["weights"].items(), key=lambda pair: -pair[1])
    shown = ranked[: SHOWN // 2] + ranked[-SHOWN // 2 :] if len(ranked) > SHOWN else ranked
    words = ", ".join(f"{sector} {weight:.2f}" for sector, weight in shown)
    out.print(
        f"Weights, mean one: {words}. They explain {row['fit']:.0%} of the duties' distance from "
        "an optimum at equal weights.",
        highlight=False,
    )


def _proof(proof: dict[str, Any], out: Console) -> None:
    out.print(
        f"\nNo single rate moved adds more than {proof['largest_gain_by_one_rate_percent']:.0e}%. "
        f"Of {proof['rates']} rates {proof['flat_rates']} bear on too little trade to matter.",
        highlight=False,
    )
    if proof["rates_at_a_bound"]:
        out.print(
            f"Rates that stand at a bound, where the player would go beyond: "
            f"{proof['rates_at_a_bound']}.",
            highlight=False,
        )
