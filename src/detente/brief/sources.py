"""Numbers the documents a brief cites, in the order in which they are first cited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from detente.brief.brief import SourceNote
from detente.ledger import Ledger, Measure


class Citations:
    """Collects documents and gives each one number."""

    def __init__(self, ledger: Ledger, as_known: date) -> None:
        self.ledger, self.as_known = ledger, as_known
        self.numbers: dict[str, int] = {}

    def cite(self, documents: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the documents, new ones added at the end.

        A document published after the day of knowledge is left out: the brief cannot have
        read it, even where a row known earlier cites it too.
        """
        found: list[int] = []
        for name in documents:
            document = self.ledger.documents.get(name)
            if document and (document.published or self.as_known) <= self.as_known:
                found.append(self.numbers.setdefault(name, len(self.numbers) + 1))
        return tuple(dict.fromkeys(found))

    def of(self, measure: Measure) -> tuple[int, ...]:
        """Numbers of a measure's documents."""
        return self.cite(s.document for s in measure.source)

    def notes(self) -> tuple[SourceNote, ...]:
        """All documents cited so far."""
        rows: list[SourceNote] = []
        for name, number in self.numbers.items():
            document = self.ledger.documents[name]
            rows.append(SourceNote(number, name, document.text(), document.read, document.url))
        return tuple(rows)
