"""The rates of duty that a clause tells."""

from __future__ import annotations

from detente.claims.amounts import Percent, is_duty, percents
from detente.claims.clauses import Clause
from detente.claims.setting import Setting


def duty_rates(setting: Setting, clause: Clause) -> list[Percent]:
    """The rates of duty in a clause."""
    tokens = clause.sentence.tokens
    first, last = tokens[clause.first].start, tokens[clause.last - 1].end
    text = setting.folded.text
    found = percents(text, first, last)
    sure = [p for p in found if p.basis == "percentage_points" or is_duty(text, first, last, p)]
    if any(p.previous is not None for p in sure):
        return [p for p in found if p in sure or p.previous is not None]
    return sure


def ends_of(clause: Clause) -> tuple[int, int]:
    """Where a clause begins and ends in the plain copy."""
    tokens = clause.sentence.tokens
    return tokens[clause.first].start, tokens[clause.last - 1].end
