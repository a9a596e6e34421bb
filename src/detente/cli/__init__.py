"""The command line: parse, call, render."""

from detente.cli import (
    brief,
    ledger,
    leverage,
    odds,
    rate,
    read,
    record,
    replicate,
    screen,
    series,
    snapshot,
    solve,
    talks,
    war,
    world,
)
from detente.cli.app import app, main

__all__ = [
    "app",
    "brief",
    "ledger",
    "leverage",
    "main",
    "odds",
    "rate",
    "read",
    "record",
    "replicate",
    "screen",
    "series",
    "snapshot",
    "solve",
    "talks",
    "war",
    "world",
]
