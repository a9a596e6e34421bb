"""Claims: what a document says is done, due, discussed, wanted, foretold, with its exact quote.

One noun, `Claim`; one verb, `read_claims`. Rules and word lists only: no model is trained or
downloaded, and the same text always gives the same claims.
"""

from detente.claims.claim import Claim
from detente.claims.read import Reading, read_claims

__all__ = ["Claim", "Reading", "read_claims"]
