"""Published tables recomputed from published data, cell beside cell."""

from __future__ import annotations

from detente.replicate.replicate import headings, list_replications, replicate
from detente.replicate.rows import Cell

__all__ = ["Cell", "headings", "list_replications", "replicate"]
