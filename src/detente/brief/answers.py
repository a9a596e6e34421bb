"""What the stages on power, deals and odds answered, as the brief holds it.

Losses, worths and gains are USD bn a year; positive is a loss in `Power` and a gain in `Deals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.forecast.odds import Chance, Lengths
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
    stale    days between the last case and the day
    stake    both sides if it lapses against today; None where no truce runs out
    """

    question: str
    deadline: str
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
    stale: int
    stake: tuple[Payoff, Payoff] | None

    def outcome(self, name: str) -> OutcomeOdds | None:
        """An outcome by name."""
        return next((o for o in self.outcomes if o.outcome == name), None)
