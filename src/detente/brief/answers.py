"""What the stages on power, deals and odds answered, as the brief holds it.

Losses, worths and gains are USD bn a year; positive is a loss in `Power` and a gain in `Deals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.forecast.odds import Chance, Lengths
from detente.forecast.settle import Since
from detente.leverage import Played
from detente.leverage.shortage import Curve
from detente.outlook import Payoff
from detente.talks.table import Concession, Dot, Package


@dataclass(frozen=True, slots=True)
class Power:
    """Who can hurt whom over a horizon, with bands of a mass.

    short, short_title   the card that the shortage curve is of; None where none is short
    """

    horizon: str
    mass: float
    cards: tuple[Played, ...]
    short: str | None
    short_title: str
    curve: Curve | None

    def card(self, name: str) -> Played | None:
        """A card by id."""
        return next((c for c in self.cards if c.id == name), None)


@dataclass(frozen=True, slots=True)
class ThreatPoint:
    """What happens without a deal, and what it is worth to both against today."""

    id: str
    worth: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Deals:
    """The deal table against the first of its threat points.

    count, zone, efficient   packages, those both sides take, the efficient ones of these
    dots                     packages by worth to both, at the median of the draws
    bargains, agreeing       struck bargains that narrow the ranges, share of draws that agree
    """

    threats: tuple[ThreatPoint, ...]
    concessions: tuple[Concession, ...]
    count: int
    zone: int
    efficient: int
    packages: tuple[Package, ...]
    dots: tuple[Dot, ...]
    bargains: tuple[str, ...]
    agreeing: float
    mass: float


@dataclass(frozen=True, slots=True)
class HoldsSide:
    """One side in the game of duties; shares of a year's real income, duties are fractions.

    duty, war_duty     mean on the other's goods by the trade of the world: today, and in the war
                       of best responses between the two
    war_gain           real income in that war over today
    tempted, feared    what raising its duties adds while the other keeps to today's, and what the
                       punishment costs over today (below zero where it pays)
    deal_gain          real income over today under the deepest cut that holds
    waiting            worth of waiting for `Holds.days`, and the same in USD bn
    """

    party: str
    duty: float
    war_duty: float
    war_gain: float
    tempted: float
    feared: float
    deal_gain: float
    waiting: float
    waiting_usd_bn: float | None


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether today's duties hold as a truce, how deep a cut would, and on whose side time is.

    punished    what follows a breach: `snap_back_legal` or `war`
    survives    the chance a quarter of an outside break that today's duties survive; below zero
                where they do not hold, one where nothing outside matters
    deal_level  the deepest cut that holds: 0 is no duties on each other, 1 those of the war
    told, deal_told   what both withstand, in words
    favoured    the side that waiting costs less, None if it is even
    """

    world: str
    punished: str
    sides: tuple[HoldsSide, HoldsSide]
    survives: float
    told: str
    deal_level: float
    deal_told: str
    favoured: str | None
    days: float
    yearly_rate: float
    adaptation: float


@dataclass(frozen=True, slots=True)
class Position:
    """What a side asked of the other or offered it, by the record, with what came of it."""

    id: str
    by: str
    what: str
    kind: str
    on: date
    delivery: str | None
    delivered_on: date | None
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, its day, and who is said to have spoken them."""

    document: str
    published: str | None
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class TextNote:
    """A document laid beside the brief; `left_out` says why it was not used."""

    name: str
    title: str | None
    published: date | None
    claims: int
    left_out: str | None


@dataclass(frozen=True, slots=True)
class ToldRound:
    """A round as documents tell of it; `row` is that of the record, days may be a month or week."""

    city: str | None
    first: str | None
    last: str | None
    state: str
    row: str | None
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class ToldPosition:
    """Who demands, offers, refuses or threatens what, when, in whose words; codes of the record."""

    who: tuple[str, ...]
    towards: tuple[str, ...]
    status: str
    negated: bool
    about: str | None
    when: str | None
    quote: Quoted


@dataclass(frozen=True, slots=True)
class AgainstRecord:
    """A claim that rows of the record contradict, and how."""

    kind: str
    quote: Quoted
    rows: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What documents say beside the brief; none of it enters a number."""

    documents: tuple[TextNote, ...]
    rounds: tuple[ToldRound, ...]
    positions: tuple[ToldPosition, ...]
    denied: tuple[AgainstRecord, ...]


@dataclass(frozen=True, slots=True)
class OutcomeOdds:
    """Probability of an outcome with its band, and its share over all cases."""

    outcome: str
    chance: Chance
    pooled: float


@dataclass(frozen=True, slots=True)
class Analogue:
    """A settled deadline that is near to the one in question."""

    title: str
    parties: tuple[str, ...]
    due: date
    outcome: str


@dataclass(frozen=True, slots=True)
class OddsNote:
    """How the next deadline may end.

    mass     probability in a band
    n        settled cases of the reference class, of n_all in n_clusters
    title    of the deadline
    until    last day of the table of cases, `stale` days before the day of the odds
    since    deadlines of the class settled later by the record, not counted
    stake    both sides if it lapses against today; None where no truce runs out
    """

    question: str
    deadline: str
    title: str
    due: date
    follows: str
    outcomes: tuple[OutcomeOdds, ...]
    mass: float
    reference_class: str
    n: int
    n_all: int
    n_clusters: int
    cases_from: date
    cases_until: date
    lengths: Lengths
    analogues: tuple[Analogue, ...]
    resolution: str
    until: date
    stale: int
    since: tuple[Since, ...]
    stake: tuple[Payoff, Payoff] | None

    def outcome(self, name: str) -> OutcomeOdds | None:
        """An outcome by name."""
        return next((o for o in self.outcomes if o.outcome == name), None)
