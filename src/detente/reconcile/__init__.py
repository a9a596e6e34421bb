"""Claims held against the record: what it confirms, what it contradicts, what would be new.

Here alone what documents say meets what the record holds. Nothing is ever written into it.
"""

from detente.reconcile.check import check_claims
from detente.reconcile.draft import Draft, draft_rows
from detente.reconcile.finding import Finding
from detente.reconcile.talks import Met, TalksTable, talks_table

__all__ = [
    "Draft",
    "Finding",
    "Met",
    "TalksTable",
    "check_claims",
    "draft_rows",
    "talks_table",
]
