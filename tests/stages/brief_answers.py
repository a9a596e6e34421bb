"""Invented cards, concessions and odds for the brief about Norland and Eastmark."""

from __future__ import annotations

from datetime import date

from detente.brief.answers import (
    AgainstRecord,
    Analogue,
    Deals,
    Holds,
    HoldsSide,
    OddsNote,
    OutcomeOdds,
    Position,
    Power,
    Quoted,
    TextNote,
    Texts,
    ThreatPoint,
    ToldPosition,
    ToldRound,
)
from detente.forecast.odds import Chance, Lengths
from detente.leverage import Played
from detente.leverage.losses import Estimate
from detente.leverage.shortage import curve
from detente.outlook import Payoff
from detente.talks.packages import Price
from detente.talks.table import Concession, Dot, Package

ON = date(2031, 7, 28)


def card(name: str, holder: str, target: float, sender: float, model: bool = False) -> Played:
    """A card; the band is a fifth to either side, or nothing for the model's."""
    width = 0.0 if model else 0.2
    return Played(
        id=name,
        title=f"{name.replace('-', ' ').capitalize()} <held> back",
        holder=holder,
        against="EMK" if holder == "NOR" else "NOR",
        target=Estimate(target * (1 - width), target, target * (1 + width)),
        sender=Estimate(sender * (1 - width), sender, sender * (1 + width)),
        days_to_bite=0.0 if model else 45.0,
        half_life=None if model else 1.4,
        basis="model" if model else "drawn",
        judged=False,
        assumed=not model,
        instead_of=None,
        note=None,
        known_on=ON,
        sources=("own assumption",),
    )


def power() -> Power:
    """Two cards of each side; one of Norland's hurts Norland more."""
    cards = (
        card("duty", "NOR", 8.0, 12.0, model=True),
        card("spice-oil", "NOR", 0.4, 0.9),
        card("rare-clay", "EMK", 21.5, 0.06),
        card("timber", "EMK", 1.2, 0.5),
    )
    return Power("1y", 0.9, cards, "rare-clay", "Rare clay", curve(0.001, 0.6, (0.05, 0.2, 1.0)))


def deals() -> Deals:
    """Two concessions, four packages."""
    clay, duty = ("rare-clay", "duty-half")
    concessions = (
        Concession(duty, "half of the duty", "NOR", False, (-9.0, -3.0, 1.0), (4.0, 4.0, 4.0)),
        Concession(clay, "clay licences", "EMK", True, (5.0, 20.0, 60.0), (-3.0, -1.0, 0.0)),
    )
    both = Package(
        items=(duty, clay),
        in_zone=0.93,
        efficient=0.81,
        gain=((-1.0, 17.0, 57.0), (1.0, 3.0, 4.0)),
        price=Price(0.0, 3.0),
        names=("Nash", "egalitarian"),
    )
    dots = (
        Dot((), (0.0, 0.0), True, False, ()),
        Dot((duty,), (-3.0, 4.0), False, True, ()),
        Dot((clay,), (20.0, -1.0), False, True, ()),
        Dot((duty, clay), (17.0, 3.0), True, True, ("Nash", "egalitarian")),
    )
    threats = (
        ThreatPoint("status_quo", (0.0, 0.0)),
        ThreatPoint("snap_back_legal", (-11.0, -7.0)),
    )
    return Deals(threats, concessions, 4, 2, 1, (both,), dots, ("Tarn, clay",), 0.31, 0.9)


def odds() -> OddsNote:
    """The odds of the Harbour pause."""
    outcomes = (
        OutcomeOdds("extended", Chance(0.63, 0.49, 0.74), 0.61),
        OutcomeOdds("deal", Chance(0.24, 0.09, 0.39), 0.17),
        OutcomeOdds("lapsed", Chance(0.13, 0.05, 0.25), 0.22),
    )
    return OddsNote(
        question="The Harbour pause ends: is it extended, settled, or does it lapse?",
        deadline="harbour-pause",
        title="The Harbour pause ends",
        due=date(2031, 8, 12),
        follows="34% is levied again on both sides",
        outcomes=outcomes,
        mass=0.9,
        reference_class="a truce running out",
        n=19,
        n_all=121,
        n_clusters=39,
        cases_from=date(2025, 1, 1),
        cases_until=date(2031, 7, 1),
        lengths=Lengths(12, 31.0, 61.0, 92.0, 0.13),
        analogues=(Analogue("List <3>", ("NOR", "EMK"), date(2030, 1, 1), "extended"),),
        resolution="Extended: an act published by the deadline.",
        until=date(2031, 7, 1),
        stale=27,
        since=(),
        stake=(Payoff("NOR", -0.0011, -3.2), Payoff("EMK", -0.0015, None)),
    )


def holds() -> Holds:
    """A truce that Norland would break first; waiting costs Eastmark more."""
    return Holds(
        world="toy-9",
        punished="snap_back_legal",
        sides=(
            HoldsSide("NOR", 0.31, 0.12, 0.002, 0.0004, 0.001, 0.003, -0.0002, -0.6),
            HoldsSide("EMK", 0.22, 0.11, 0.003, 0.0, 0.0012, 0.004, -0.0004, None),
        ),
        survives=0.6,
        told="holds against a 60% chance a quarter of an outside break, not 70%",
        deal_level=0.25,
        deal_told="holds against a 30% chance a quarter of an outside break, not 40%",
        favoured="NOR",
        days=90.0,
        yearly_rate=0.05,
        adaptation=0.2,
    )


def positions() -> tuple[Position, ...]:
    """A demand that was met in part, and an offer that is open."""
    met = date(2031, 7, 1)
    return (
        Position("clay", "NOR", "clay <freed>", "demand", ON, "partial", met, (5,)),
        Position("duty", "EMK", "duty halved", "offer", ON, None, None, (12,)),
    )


def texts() -> Texts:
    """One report that was used and one that came too late."""
    report = "report <1>.txt"
    said = Quoted(report, "2031-07-27", "Bea Lund", "they want the clay <freed>\u202e now")
    return Texts(
        documents=(
            TextNote(report, "On the eve of Tarn", date(2031, 7, 27), 9, None),
            TextNote("late.txt", None, date(2031, 8, 1), 2, "it was published later"),
        ),
        rounds=(ToldRound("Tarn", "2031-07-28", "2031-07", "ongoing", "tarn-2031", (said,)),),
        positions=(
            ToldPosition(("NOR",), ("EMK",), "demand", False, "export_licence", "2031-W30", said),
        ),
        denied=(AgainstRecord("measure", said, ("NOR-1",), "the record has 10%"),),
    )
