"""Odds on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from detente.forecast import Odds
    from detente.forecast.report import Report
    from detente.forecast.scores import Scores, Skill
    from detente.forecast.verdict import Verdict
    from detente.outlook import Payoff


def print_odds(odds: Odds, out: Console) -> None:
    """The forecast with its question, its rule, its class and its nearest cases."""
    from rich.table import Table

    question = odds.question
    out.print(f"[bold]{question.text}[/bold]", highlight=False)
    out.print(f"As known on {odds.as_known}. If nothing is done: {question.follows}.\n")
    table = Table("outcome", "x in 10", "p", f"{odds.mass:.0%} band", "pooled", box=None)
    for name, c in odds.outcomes.items():
        row = (f"{c.p * 10:.0f}", f"{c.p:.2f}", f"{c.low:.2f} to {c.high:.2f}")
        table.add_row(name, *row, f"{odds.pooled[name]:.2f}")
    out.print(table)
    out.print(
        f"\nReference class: {question.reference_class.title}, n = {odds.n} of {odds.n_all} "
        f"settled deadlines in {odds.n_clusters} clusters, {odds.cases_from} to "
        f"{odds.cases_until}.",
        highlight=False,
    )
    for case in odds.analogues:
        out.print(
            f"  nearest: {case.title} ({'-'.join(case.parties)}, due {case.due}): {case.outcome}",
            highlight=False,
        )
    out.print(_length(odds), highlight=False)
    out.print(f"Resolution: {odds.resolution}", highlight=False)
    for text in stale_sentences(odds):
        out.print(text, highlight=False)


def stale_sentences(odds: Odds) -> list[str]:
    """That the table of cases has ended, and what the record has seen since."""
    from detente.brief.words import counted

    if not odds.stale:
        return []
    told = [
        f"The table of cases ends on {odds.table_until}, {counted(odds.stale, 'day')} before this "
        "day: how later deadlines ended is not counted, and the odds of a class stay as they were."
    ]
    if odds.since:
        seen = "; ".join(f"{s.title} (due {s.due}): {s.outcome}" for s in odds.since)
        told.append(f"Settled since by the record, not counted: {seen}.")
    return told


def _length(odds: Odds) -> str:
    found = odds.lengths
    if not found.n:
        return "No extension with a date had been seen."
    return (
        f"Length if extended: median {found.median:.0f} days, half between {found.low:.0f} and "
        f"{found.high:.0f}; {found.open_share:.0%} until further notice."
    )


def print_stake(found: tuple[Payoff, Payoff] | None, out: Console) -> None:
    """What a lapse would cost both sides, beside the odds and not in them."""
    if found is None:
        out.print("Stake: the record poses no lapse for this deadline.")
        return
    parts = [
        f"{p.party} {p.share:+.2%}" + (f" ({p.usd_bn:+.0f} USD bn)" if p.usd_bn else "")
        for p in found
    ]
    out.print(
        f"Stake, real income if it lapses against today: {', '.join(parts)}. Weight in the odds: "
        "none, until it is shown to help.",
        highlight=False,
    )


def print_verdict(found: Verdict, out: Console) -> None:
    """Scores of a store."""
    from rich.table import Table

    from detente.brief.words import counted

    out.print(
        f"{counted(found.n, 'settled forecast')} of {counted(found.clusters, 'deadline')}, "
        f"{found.open} open, {found.void_share:.0%} void.",
        highlight=False,
    )
    if found.scores:
        table = Table("", "Brier", "log", "RPS", "RPS less", "log less", box=None)
        table.add_row("detente", *_three(found.scores), "", "")
        for stick in found.yardsticks:
            less = [_less(s, found.clusters) for s in (stick.rps, stick.log)]
            table.add_row(stick.name, *_three(stick.scores), *less)
        out.print(table)
    out.print(found.says, highlight=False)


def print_report(found: Report, out: Console) -> None:
    """Scores on settled deadlines."""
    from rich.table import Table

    head = ("model", "how", "n", "Brier averted", "log averted", "Brier", "log", "RPS", "RPS less")
    table = Table(*head, box=None)
    for row in found.rows:
        s = row.scores
        two = (f"{s.averted_brier:.3f}", f"{s.averted_log:.3f}")
        less = _band(row.skill) if row.skill else ""
        table.add_row(row.model, row.how, str(s.n), *two, *_three(s), less)
    out.print(table)
    for tried in found.covariates:
        word = "helps" if tried.earned else "not shown to help, weight none"
        out.print(
            f"{tried.name}: RPS {tried.scores.rps:.3f} against {tried.simple.rps:.3f} without, "
            f"{_band(tried.skill)}: {word}",
            highlight=False,
        )


def _three(s: Scores) -> tuple[str, str, str]:
    return f"{s.brier:.3f}", f"{s.log:.3f}", f"{s.rps:.3f}"


def _less(s: Skill, clusters: int) -> str:
    """A difference with its band; of one deadline there is none."""
    return _band(s) if clusters > 1 else f"{s.mean:+.3f} (no band)"


def _band(s: Skill) -> str:
    return f"{s.mean:+.3f} [{s.low:+.3f}, {s.high:+.3f}]"
