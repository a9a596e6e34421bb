"""What documents say, laid beside a brief: rounds, positions, claims the record contradicts.

Nothing of it enters a number of the brief, and nothing is written into the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from detente.brief.answers import AgainstRecord, Quoted, TextNote, Texts, ToldPosition, ToldRound
from detente.brief.setting import Setting
from detente.claims import Reading
from detente.claims.calendar import Held, Quote
from detente.reconcile import Met, check_claims, talks_table
from detente.reconcile.rows import codes_of

LEFT_OUT = ("stance",)
"""Positions that ask, offer, refuse or threaten nothing."""


def laid_beside(setting: Setting, readings: Sequence[Reading]) -> Texts | None:
    """The documents given, as known on the day of knowledge; None without any."""
    if not readings:
        return None
    day = setting.as_known
    notes = tuple(_note(r, day) for r in readings)
    used = [r for r, note in zip(readings, notes, strict=True) if note.left_out is None]
    table = talks_table(setting.ledger, day, used)
    return Texts(
        documents=notes,
        rounds=tuple(_round(m) for m in table.rounds if m.told and _between(m, setting)),
        positions=tuple(_positions(setting, table.positions)),
        denied=tuple(_denied(setting, used)),
    )


def _note(reading: Reading, day: date) -> TextNote:
    published, why = reading.document.date, None
    if published is None:
        why = "it tells no day of publication"
    elif published > day:
        why = "it was published later than the brief may know"
    return TextNote(
        name=reading.document.name,
        title=reading.document.title,
        published=published,
        claims=len(reading.claims),
        left_out=why,
    )


def _between(met: Met, setting: Setting) -> bool:
    return not met.parties or set(met.parties) <= set(setting.parties)


def _round(met: Met) -> ToldRound:
    return ToldRound(
        city=met.city,
        first=met.first,
        last=met.last,
        state=met.state,
        row=met.row,
        quotes=tuple(_quoted(q) for q in met.told),
    )


def _quoted(quote: Quote) -> Quoted:
    return Quoted(quote.document, quote.published, quote.speaker, quote.text)


def _positions(setting: Setting, positions: Iterable[Held]) -> Iterator[ToldPosition]:
    """What one of the two sides, or somebody for it, asks, offers, refuses or threatens."""
    for held in positions:
        who, towards = codes_of(held.who), codes_of(held.towards)
        if held.status in LEFT_OUT or not set(who) & set(setting.parties):
            continue
        yield ToldPosition(
            who=who,
            towards=towards,
            status=held.status,
            negated=held.negated,
            about=held.about,
            when=held.when,
            quote=_quoted(held.quote),
        )


def _denied(setting: Setting, readings: Iterable[Reading]) -> Iterator[AgainstRecord]:
    """Claims on duties, deadlines and rounds that the record contradicts."""
    for reading in readings:
        name, day = reading.document.name, reading.document.date
        for found in check_claims(reading, setting.ledger):
            if found.verdict == "contradicted":
                claim = found.claim
                quote = Quoted(name, day.isoformat() if day else None, claim.speaker, claim.quote)
                yield AgainstRecord(claim.kind, quote, found.rows, found.why)
