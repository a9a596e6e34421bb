"""Leverage: who can hurt whom, how soon, at what own cost, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.leverage.cut_off import CutOff, GlobalLicence
from detente.leverage.dependence import Dependence, Lines
from detente.leverage.indicators import Flagged
from detente.leverage.licence import Equivalent
from detente.leverage.losses import Estimate
from detente.leverage.observed import Supply
from detente.leverage.power import Power
from detente.leverage.secondary import Secondary
from detente.leverage.shortage import Curve


@dataclass(frozen=True, slots=True)
class Played:
    """A card if it is played: losses in USD bn a year over the horizon, positive is a loss.

    days_to_bite    until the target's stocks no longer cover the gap
    half_life       years from the peak until half of the target's loss is gone, None if never
    basis           drawn (ranges of the card) or model (the trade model, long run)
    judged          the worth itself is a judgement;  assumed: some number is
    """

    id: str
    title: str
    holder: str
    against: str
    target: Estimate
    sender: Estimate
    days_to_bite: float
    half_life: float | None
    basis: str
    judged: bool
    assumed: bool
    instead_of: str | None
    note: str | None
    known_on: date
    sources: tuple[str, ...]

    @property
    def hurts_sender_more(self) -> bool:
        """True where playing the card costs its holder more than its target."""
        return self.sender.mid > self.target.mid


@dataclass(frozen=True, slots=True)
class Month:
    """A month of licensing: what was let through, and the duty that would do the same."""

    month: str
    destination: str
    left: float
    equivalent: Equivalent
    source: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Losses from all cards of one side that a trade share stands behind, USD bn a year.

    drift    change of `target` a year at the horizon: below 0 the cards lose their force
    """

    holder: str
    target: float
    sender: float
    drift: float


@dataclass(frozen=True, slots=True)
class Sides:
    """Inputs from the other side in a country's industries, at face value and looked through."""

    buyer: str
    source: str
    face: float
    through: float
    top: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Leverage:
    """The whole table. Dependence and lines are empty where no imports by product are held."""

    parties: tuple[str, str]
    on: date
    as_known: date
    horizon: str
    cards: tuple[Played, ...]
    sums: tuple[Sums, ...]
    curve: Curve | None
    licence: tuple[Month, ...]
    wedge: Equivalent | None
    dependence: tuple[Dependence, ...]
    lines: Lines | None
    reliance: tuple[Sides, ...]
    power: tuple[Power, ...]
    cut_offs: tuple[CutOff, ...]
    licences: tuple[GlobalLicence, ...]
    indicators: tuple[Flagged, ...]
    supplies: tuple[Supply, ...]
    secondary: Secondary | None
    world: str
    world_year: int

    def card(self, name: str) -> Played:
        """A card by id; KeyError where it was not known."""
        return {c.id: c for c in self.cards}[name]

    @property
    def drift(self) -> float | None:
        """d/dt of the first side's hold less the other's: above 0 time is with the first."""
        by = {s.holder: s.drift for s in self.sums}
        one, other = self.parties
        return by[one] - by[other] if one in by and other in by else None
