"""Calibrated economies: who makes, buys and taxes what, in one year, adding up exactly."""

from __future__ import annotations

from detente.worlds.aggregate import aggregate
from detente.worlds.blocs import bloc_groups, read_blocs, read_groups
from detente.worlds.build import Inputs, build_world
from detente.worlds.cards import Source, WorldCard, card_text
from detente.worlds.check import check_solvable, check_world
from detente.worlds.economies import Economy, read_economies
from detente.worlds.labelled import labelled, plain
from detente.worlds.load import default_world, list_worlds, load_world
from detente.worlds.orientation import largest_trade, refuse_reversed
from detente.worlds.save import save_world
from detente.worlds.shares import TradeShares, world_from_shares
from detente.worlds.shocks import AddedDuty, Shock, read_shocks, shocked
from detente.worlds.world import World

__all__ = [
    "AddedDuty",
    "Economy",
    "Inputs",
    "Shock",
    "Source",
    "TradeShares",
    "World",
    "WorldCard",
    "aggregate",
    "bloc_groups",
    "build_world",
    "card_text",
    "check_solvable",
    "check_world",
    "default_world",
    "labelled",
    "largest_trade",
    "list_worlds",
    "load_world",
    "plain",
    "read_blocs",
    "read_economies",
    "read_groups",
    "read_shocks",
    "refuse_reversed",
    "save_world",
    "shocked",
    "world_from_shares",
]
