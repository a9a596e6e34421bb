"""Documents as text: what was published, by whom, when, and where its sentences lie.

One noun, `Document`; one verb, `read_document`. It knows nothing of trade.
"""

from detente.documents.document import Document
from detente.documents.read import from_text, read_document

__all__ = ["Document", "from_text", "read_document"]
