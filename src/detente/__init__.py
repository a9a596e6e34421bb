"""detente makes a trade conflict computable.

    import detente

    brief = detente.build_brief("USA", "CHN", on="2025-07-28")
    print(brief.markdown())

Stages in order: ledger, rates and worlds, equilibrium, brief. Each exports one noun and
one verb; this module offers them under short names and imports them when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.version import __version__

if TYPE_CHECKING:
    from detente.api import build_brief, quote_rate, read_ledger, read_scenario, solve
    from detente.worlds import load_world

__all__ = [
    "__version__",
    "build_brief",
    "load_world",
    "quote_rate",
    "read_ledger",
    "read_scenario",
    "solve",
]

HOMES = {
    "build_brief": "detente.api",
    "load_world": "detente.worlds",
    "quote_rate": "detente.api",
    "read_ledger": "detente.api",
    "read_scenario": "detente.api",
    "solve": "detente.api",
}


def __getattr__(name: str) -> Any:
    """Import an exported name on first use, so that `import detente` costs nothing."""
    if name not in HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(HOMES[name]), name)
