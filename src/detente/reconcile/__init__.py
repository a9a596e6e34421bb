"""Claims held against the record: what it confirms, what it contradicts, what would be new.

Here alone what documents say meets what the record holds. Nothing is ever written into it.
"""

from detente.reconcile.check import Finding, check_claims
from detente.reconcile.draft import Draft, draft_rows

__all__ = ["Draft", "Finding", "check_claims", "draft_rows"]
