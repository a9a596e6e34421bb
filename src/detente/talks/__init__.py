"""Talks: which packages of concessions both sides would take, against which threat."""

from __future__ import annotations

from detente.talks.table import Package, Talks, talks

__all__ = ["Package", "Talks", "talks"]
