"""An act of trade policy: a verb with its object, and the rule that joins them."""

from __future__ import annotations

from dataclasses import dataclass

from detente.claims.sentence import Verb
from detente.claims.tokens import Mention


@dataclass(frozen=True, slots=True)
class Act:
    """A verb, its object, and the rule that joins them."""

    rule: str
    verb: Verb | None
    object: Mention | None
    status: str
    promised: str
    coming: str
