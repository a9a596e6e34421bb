"""Games on the payoffs of the equilibrium: best duties, wars, talks, truces that hold."""

from __future__ import annotations

from detente.games.best_response import BestResponse, Proof, Rate, best_response
from detente.games.firm_economy import FirmEconomy
from detente.games.game import Game, balanced, game_in, game_on
from detente.games.instruments import Instruments
from detente.games.journal import Journal
from detente.games.nash import NashEquilibrium, nash
from detente.games.objective import Objective
from detente.games.world_economy import WorldEconomy

__all__ = [
    "BestResponse",
    "FirmEconomy",
    "Game",
    "Instruments",
    "Journal",
    "NashEquilibrium",
    "Objective",
    "Proof",
    "Rate",
    "WorldEconomy",
    "balanced",
    "best_response",
    "game_in",
    "game_on",
    "nash",
]
