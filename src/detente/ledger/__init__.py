"""The record of what governments did, and the questions it answers by itself.

One noun, `Ledger`; one verb, `read_ledger`. It knows law and dates, and no economics.
"""

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure
from detente.ledger.read import read_ledger

__all__ = ["Ledger", "Measure", "read_ledger"]
