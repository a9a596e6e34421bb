"""The command line: parse, call, render."""

from detente.cli import brief, ledger, rate, read, world
from detente.cli.app import app, main

__all__ = ["app", "brief", "ledger", "main", "rate", "read", "world"]
