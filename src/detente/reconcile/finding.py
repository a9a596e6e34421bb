"""What the record says of one claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.claims import Claim

Verdict = Literal["confirmed", "partial", "contradicted", "new", "unclear"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim, what the record says of it, by which rows, and why.

    `of_state` is True where a partial finding differs only in whether the row is in force: then
    the record lacks nothing.
    """

    claim: Claim
    verdict: Verdict
    rows: tuple[str, ...]
    why: str
    of_state: bool = False
