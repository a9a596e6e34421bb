"""Calibrated economies: who makes, buys and taxes what, in one year, adding up exactly."""

from __future__ import annotations

from detente.worlds.aggregate import aggregate
from detente.worlds.cards import Source, WorldCard, card_text
from detente.worlds.check import check_world
from detente.worlds.economies import Economy, read_economies
from detente.worlds.load import default_world, list_worlds, load_world
from detente.worlds.shares import TradeShares, world_from_shares
from detente.worlds.world import World

__all__ = [
    "Economy",
    "Source",
    "TradeShares",
    "World",
    "WorldCard",
    "aggregate",
    "card_text",
    "check_world",
    "default_world",
    "list_worlds",
    "load_world",
    "read_economies",
    "world_from_shares",
]
