"""Leverage: what each side can do to the other, how soon, and what it costs itself."""

from __future__ import annotations

from detente.leverage.result import Leverage, Played
from detente.leverage.table import leverage

__all__ = ["Leverage", "Played", "leverage"]
