"""Outlook: what both sides are worth under each course of events that the record allows."""

from __future__ import annotations

from detente.outlook.payoff import Payoff, payoffs
from detente.outlook.points import Points, Solved, cases_of, pose
from detente.outlook.scene import Scene, set_scene

__all__ = ["Payoff", "Points", "Scene", "Solved", "cases_of", "payoffs", "pose", "set_scene"]
