"""Forecast: how likely a deadline is extended, settled or missed, from counted cases."""

from __future__ import annotations

from detente.forecast.cases import Case, read_cases, settled_by
from detente.forecast.odds import Odds, odds, odds_of
from detente.forecast.question import Question, pending_question

__all__ = [
    "Case",
    "Odds",
    "Question",
    "odds",
    "odds_of",
    "pending_question",
    "read_cases",
    "settled_by",
]
