"""A claim: who does or says what to whom, how much, when, in whose words, and where it stands."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["measure", "deadline", "talks", "position", "forecast", "fact"]
KINDS: tuple[Kind, ...] = ("measure", "deadline", "talks", "position", "forecast", "fact")
ALWAYS = [
    "id",
    "kind",
    "actor",
    "target",
    "instrument",
    "rate_pct",
    "product",
    "date_from",
    "date_to",
    "status",
    "speaker",
    "quote",
    "start",
    "end",
    "core",
    "rule",
]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document.

    `actor` and `target` are ISO alpha-2 codes, `EU` for the bloc, `*` for all or most. Dates are
    text at the precision told: `YYYY`, `YYYY-MM`, `YYYY-Www` or `YYYY-MM-DD`. `rate_pct` is a
    rate of duty in percent, or percentage points where `rate_basis` says so. `quote` is
    `text[start:end]` of the document. `rule` says why the claim was made.
    """

    kind: Kind
    status: str | None
    actor: tuple[str, ...]
    target: tuple[str, ...]
    instrument: str | None
    rate_pct: float | None
    product: str | None
    date_from: str | None
    date_to: str | None
    speaker: str | None
    quote: str
    start: int
    end: int
    rule: str
    id: str = ""
    core: bool = True
    rate_prev_pct: float | None = None
    rate_basis: str | None = None
    duration_days: int | None = None
    amount: float | None = None
    unit: str | None = None
    share_pct: float | None = None
    place: str | None = None
    heads: tuple[str, ...] = ()
    round: int | None = None
    imposed: str | None = None
    commitment: bool = False
    conditional: bool = False
    negated: bool = False
    superseded: bool = False

    def mapping(self) -> dict[str, Any]:
        """The claim as the published schema has it; optional keys only where they say something."""
        everything: dict[str, Any] = {
            f.name: getattr(self, f.name) for f in dataclasses.fields(self)
        }
        for key in ("actor", "target", "heads"):
            everything[key] = list(everything[key])
        kept = {key: everything[key] for key in ALWAYS}
        kept |= {k: v for k, v in everything.items() if k not in kept and v not in (None, False)}
        if self.kind == "talks":
            kept |= {"place": self.place, "heads": list(self.heads)}
        elif not self.heads:
            kept.pop("heads", None)
        return kept
