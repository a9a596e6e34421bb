"""Ask the stages on power, deals and odds, on the points that a brief has solved already."""

from __future__ import annotations

from collections.abc import Iterator

from detente.brief.answers import Analogue, Deals, OddsNote, OutcomeOdds, Power, ThreatPoint
from detente.brief.setting import Setting
from detente.errors import CoverageError
from detente.forecast import Odds, odds
from detente.forecast.stake import stake_at
from detente.leverage.settings import settings
from detente.leverage.table import curve_of, played, shortest
from detente.outlook import Points
from detente.talks.settings import settings as talks_settings
from detente.talks.table import THREATS, Talks, deal_table, threat_point

HORIZON = "1y"


def power(points: Points) -> Power | None:
    """Every card of both sides, and the shortage curve; None where no card was known."""
    scene = points.scene
    try:
        cards = played(points, HORIZON)
    except CoverageError:
        return None
    short = shortest(scene.parties, scene.as_known)
    return Power(
        horizon=HORIZON,
        mass=settings().band,
        cards=cards,
        short=short.id if short else None,
        short_title=short.title if short else "",
        curve=curve_of(short.target) if short else None,
    )


def deals(points: Points) -> Deals | None:
    """The deal table against going on as today; None where nothing was on the table."""
    table = laid_out(points)
    if table is None:
        return None
    return Deals(
        threats=tuple(_threats(points)),
        concessions=tuple(sorted(table.concessions, key=lambda c: table.parties.index(c.by))),
        count=table.count,
        zone=table.zone,
        efficient=table.efficient,
        packages=table.packages,
        dots=table.dots,
        bargains=table.bargains.titles,
        agreeing=table.bargains.share,
        mass=talks_settings().band,
    )


def laid_out(points: Points) -> Talks | None:
    """The deal table of the brief, or None where there is nothing to put on it."""
    try:
        return deal_table(points, THREATS[0])
    except CoverageError:
        return None


def _threats(points: Points) -> Iterator[ThreatPoint]:
    """The threat points that can be posed on the day."""
    for name in THREATS:
        if name == "nash":  # the game of duties has a section of its own
            continue
        try:
            worth = threat_point(points, name)
        except CoverageError:
            continue
        yield ThreatPoint(name, (float(worth[0]), float(worth[1])))


def odds_note(setting: Setting, points: Points) -> OddsNote | None:
    """How the next deadline may end, and what a lapse would cost; None where none is pending.

    The odds use what was known on the day itself, also where the rest knows more.
    """
    found = pending_odds(setting)
    if found is None:
        return None
    question = found.question
    return OddsNote(
        question=question.text,
        deadline=question.id,
        title=question.title,
        due=question.due.date(),
        follows=question.follows,
        outcomes=tuple(
            OutcomeOdds(name, chance, found.pooled[name]) for name, chance in found.outcomes.items()
        ),
        mass=found.mass,
        reference_class=question.reference_class.title,
        n=found.n,
        n_all=found.n_all,
        n_clusters=found.n_clusters,
        cases_from=found.cases_from,
        cases_until=found.cases_until,
        lengths=found.lengths,
        analogues=tuple(Analogue(c.title, c.parties, c.due, c.outcome) for c in found.analogues),
        resolution=found.resolution,
        until=found.table_until,
        stale=found.stale,
        since=found.since,
        stake=stake_at(points, found),
    )


def pending_odds(setting: Setting) -> Odds | None:
    """The odds of the next deadline between the two sides, or None where none is pending."""
    try:
        return odds(setting.ledger, *setting.parties, setting.on)
    except CoverageError:
        return None
