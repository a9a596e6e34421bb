"""One entry of the record in full: a measure, a truce or a document, and what touches it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from datetime import date

from detente.errors import InputError
from detente.ledger.ledger import Ledger
from detente.ledger.measures import Measure, Scope, Source
from detente.ledger.schema import SourceRow
from detente.ledger.status import PAST, moment_text, shares_target, standing
from detente.ledger.truces import Citation, Truce

Field = tuple[str, str]
RELATIONS = ("replaces", "ends", "suspends", "exempts", "extends")


def described_entry(ledger: Ledger, name: str, on: date, as_known: date) -> list[Field]:
    """A measure, truce or document by its id (a document also by its number), field by field.

    Fields are label and text; a label may come more than once. `on` and `as_known` are those
    of the standing and of the incoming relations. Raises InputError with the nearest ids.
    """
    ledger.check_covered(on)
    found = name.strip().casefold()
    for m in ledger.measures.values():
        if m.id.casefold() == found:
            return [*described(ledger, m), *_standing(ledger, m, on, as_known)]
    for truce in ledger.truces.values():
        if truce.id.casefold() == found:
            return _truce(ledger, truce)
    for document in ledger.documents.values():
        if found and found in (document.id.casefold(), (document.number or "").casefold()):
            return _document(ledger, document)
    known = [*ledger.measures, *ledger.truces, *ledger.documents]
    folded = {n.casefold(): n for n in known}
    near = [folded[n] for n in difflib.get_close_matches(found, list(folded), 3)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "See `detente ledger show`."
    raise InputError(f'"{name}" is no measure, truce or document of the record. {hint}')


def _standing(ledger: Ledger, m: Measure, on: date, as_known: date) -> Iterator[Field]:
    """Where the row stands at the end of a day, and every row that acts on it."""
    if m.announced > as_known:
        yield "standing", f"not public on {as_known}"
        return
    state = standing(ledger, m, ledger.instant(on, m.imposer), as_known)
    by = f" by {state.by}" if state.by and state.by != m.id else ""
    until = f" until {moment_text(state.until)}" if state.until else ""
    told = "".join(f"; {relation.text()}" for relation in state.in_part)
    yield "standing", f"{state.state}{by} on {on}{until}{told}"
    yield from _incoming(ledger, m, as_known)
    for truce in ledger.truces.values():
        if m.id in (*truce.measures, *truce.removed) and truce.announced <= as_known:
            yield "truce", f"{truce.id}: {truce.title}"
    for conflict in ledger.conflicts:
        if m.id in conflict.affects:
            yield "conflict", f"{conflict.subject}; in use: {conflict.used}"


def _incoming(ledger: Ledger, m: Measure, as_known: date) -> Iterator[Field]:
    """Rows public by a day that replace, end, suspend, exempt or prolong this one."""
    for word in RELATIONS:
        for other in ledger.known(as_known):
            relation: tuple[str, ...] = getattr(other, word)
            named = relation and other.id != m.id and m.id in set(ledger.expand(relation))
            day = (other.effective or m.effective or ledger.instant(as_known, m.imposer)).date()
            if named and shares_target(ledger, other, m, day):
                label = "event" if other.status == "event" else f"{PAST[word]} by"
                yield label, _acting(other, m)


def _acting(other: Measure, m: Measure) -> str:
    """A row that acts on another: its id, its interval, and what narrows it."""
    start = moment_text(other.effective, other.effective_assumed) or "no date"
    parts = [
        f"{other.id} from {start}" + (f" to {moment_text(other.until)}" if other.until else "")
    ]
    if other.target != m.target:
        parts.append(f"for {', '.join(other.target)}")
    if not other.scope.empty and other.scope != m.scope:
        parts.append(f"on {scope_text(other.scope)}")
    if other.condition:
        parts.append(f"only on condition: {other.condition.replace('_', ' ')}")
    return ", ".join(parts)


def _truce(ledger: Ledger, truce: Truce) -> list[Field]:
    """A truce's fields, what it names and what follows it."""
    fields: list[tuple[str, str | None]] = [
        ("id", truce.id),
        ("title", truce.title),
        ("parties", ", ".join(ledger.places.name(p) for p in truce.parties)),
        ("announced", truce.announced.isoformat()),
        ("start", moment_text(truce.start)),
        ("until", moment_text(truce.until)),
        ("extends", truce.extends),
    ]
    fields += [(f"acts of {side}", ", ".join(ids)) for side, ids in truce.acts.items()]
    fields += [("removed", ", ".join(truce.removed))]
    fields += [("term", text) for text in truce.conditions]
    fields += [("then, by law", truce.after.legal)]
    fields += [
        ("said to return", f"{ledger.places.name(a.imposer)}: {', '.join(a.reinstates)}")
        for a in truce.after.announced
    ]
    fields += [("confidence", truce.confidence), ("note", truce.note), ("file", truce.origin)]
    return [(label, text) for label, text in fields if text] + _documents(ledger, truce.source)


def _document(ledger: Ledger, d: Citation) -> list[Field]:
    """A document's fields and the rows that cite it."""
    fields: list[tuple[str, str | None]] = [
        ("id", d.id),
        ("kind", d.kind.replace("_", " ")),
        ("title", d.title),
        ("number", d.number),
        ("publisher", d.publisher),
        ("reference", d.reference),
        ("published", d.published.isoformat() if d.published else None),
        ("url", d.url),
        ("read", d.read),
        ("note", d.note),
    ]
    for m in ledger.measures.values():
        sections = [s.section for s in m.source if s.document == d.id]
        if sections or m.act == d.id:
            told = ", ".join(s for s in sections if s)
            fields.append(("cited by", f"{m.id}{f' ({told})' if told else ''}: {m.title}"))
    for truce in ledger.truces.values():
        if any(s.document == d.id for s in truce.source):
            fields.append(("cited by", f"{truce.id}: {truce.title}"))
    return [(label, text) for label, text in fields if text]


def _documents(ledger: Ledger, sources: Iterable[Source | SourceRow]) -> list[Field]:
    """Each citation as a field."""
    found: list[Field] = []
    for source in sources:
        known = ledger.documents.get(source.document)
        text = known.text() if known else source.document
        how = f" [{known.read}]" if known else ""
        section = f", {source.section}" if source.section else ""
        found.append(("document", f"{source.document}: {text}{section}{how}"))
    return found


def described(ledger: Ledger, m: Measure) -> list[tuple[str, str]]:
    """A measure's fields as label and text, empty ones left out."""
    fields: list[tuple[str, str | None]] = [
        ("id", m.id),
        ("title", m.title),
        ("imposer", ledger.places.name(m.imposer)),
        ("target", ", ".join(ledger.places.name(t) for t in m.target)),
        ("except", ", ".join(ledger.places.name(t) for t in m.except_target)),
        ("instrument", m.instrument),
        ("family", m.family),
        ("rate", m.rate.text()),
        ("specific", m.specific),
        ("products", scope_text(m.scope)),
        ("on content", f"{m.content}: {scope_text(m.content_scope)}" if m.content else None),
        ("basis", m.basis),
        ("announced", m.announced.isoformat()),
        ("effective", moment_text(m.effective, m.effective_assumed)),
        ("until", moment_text(m.until)),
        ("replaces", ", ".join(m.replaces)),
        ("ends", ", ".join(m.ends)),
        ("suspends", ", ".join(m.suspends)),
        ("exempts", ", ".join(m.exempts)),
        ("extends", ", ".join(m.extends)),
        ("condition", m.condition),
        ("status", m.status),
        ("confidence", m.confidence),
        ("note", m.note),
        ("file", m.origin),
    ]
    return [(label, text) for label, text in fields if text] + _documents(ledger, m.source)


def scope_text(scope: Scope) -> str:
    """A scope as words."""
    inside = ["all"] if scope.everything else [*scope.lists, *scope.codes]
    outside = [*scope.except_lists, *scope.except_codes]
    return ", ".join(inside) + (f"; except {', '.join(outside)}" if outside else "")
