"""Games on the payoffs of the equilibrium: best duties, wars, talks, truces that hold."""

from __future__ import annotations

from detente.games.best_response import BestResponse, Proof, Rate, best_response
from detente.games.extension import Choice, Extension, extension_value, side_of_time
from detente.games.firm_economy import FirmEconomy
from detente.games.game import Game, balanced, game_in, game_on
from detente.games.instruments import Instruments
from detente.games.inverse_optimum import Matched, matched_weights
from detente.games.journal import Journal
from detente.games.nash import NashEquilibrium, nash
from detente.games.objective import Objective
from detente.games.politics import Weights, political_weights
from detente.games.standoff import Standoff, standoff, war_between
from detente.games.talks import Deal, Threat, along, bargain, frontier, status_quo, threat_at
from detente.games.truces import (
    Patience,
    Stage,
    Truce,
    Verdict,
    critical_factor,
    deepest_cut,
    deepest_truce,
    truce_at,
    verdict,
)
from detente.games.world_economy import WorldEconomy

__all__ = [
    "BestResponse",
    "Choice",
    "Deal",
    "Extension",
    "FirmEconomy",
    "Game",
    "Instruments",
    "Journal",
    "Matched",
    "NashEquilibrium",
    "Objective",
    "Patience",
    "Proof",
    "Rate",
    "Stage",
    "Standoff",
    "Threat",
    "Truce",
    "Verdict",
    "Weights",
    "WorldEconomy",
    "along",
    "balanced",
    "bargain",
    "best_response",
    "critical_factor",
    "deepest_cut",
    "deepest_truce",
    "extension_value",
    "frontier",
    "game_in",
    "game_on",
    "matched_weights",
    "nash",
    "political_weights",
    "side_of_time",
    "standoff",
    "status_quo",
    "threat_at",
    "truce_at",
    "verdict",
    "war_between",
]
