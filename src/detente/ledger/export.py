"""The whole record as one flat table, for spreadsheets and data frames."""

from __future__ import annotations

from collections.abc import Sequence

from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure, Source

COLUMNS = (
    "id",
    "title",
    "imposer",
    "target",
    "except_target",
    "instrument",
    "family",
    "rate_rule",
    "rate",
    "specific",
    "content",
    "products",
    "except_products",
    "content_products",
    "basis",
    "announced",
    "effective",
    "effective_hour_assumed",
    "until",
    "until_announced",
    "replaces",
    "ends",
    "suspends",
    "exempts",
    "extends",
    "condition",
    "status",
    "documents",
    "confidence",
    "note",
    "file",
)


def as_table(ledger: Ledger) -> dict[str, list[str]]:
    """Columns of text, one entry a measure; lists are joined with `;`, rates are fractions."""
    rows = [_row(ledger, m) for m in ledger.measures.values()]
    return {name: [row[k] for row in rows] for k, name in enumerate(COLUMNS)}


def _row(ledger: Ledger, m: Measure) -> list[str]:
    inside = ["all"] if m.scope.everything else [*m.scope.lists, *m.scope.codes]
    return [
        m.id,
        m.title,
        m.imposer,
        _joined(m.target),
        _joined(m.except_target),
        m.instrument,
        m.family or "",
        m.rate.kind,
        "" if m.rate.rate is None else f"{m.rate.rate:.10g}",
        m.specific or "",
        m.content or "",
        _joined(inside),
        _joined([*m.scope.except_lists, *m.scope.except_codes]),
        _joined([*m.content_scope.lists, *m.content_scope.codes]),
        m.basis or "",
        m.announced.isoformat(),
        m.effective.isoformat() if m.effective else "",
        "yes" if m.effective_assumed else "no",
        m.until.isoformat() if m.until else "",
        m.until_announced.isoformat() if m.until else "",
        _joined(m.replaces),
        _joined(m.ends),
        _joined(m.suspends),
        _joined(m.exempts),
        _joined(m.extends),
        m.condition or "",
        m.status or "",
        _joined([_cited(ledger, s) for s in m.source]),
        m.confidence,
        m.note or "",
        m.origin,
    ]


def _cited(ledger: Ledger, source: Source) -> str:
    text = ledger.documents[source.document].text() if source.document in ledger.documents else ""
    return f"{source.document} ({text}{f', {source.section}' if source.section else ''})"


def _joined(parts: Sequence[str]) -> str:
    return "; ".join(parts)
