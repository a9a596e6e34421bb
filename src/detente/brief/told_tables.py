"""Tables of who asked and offered what: as the record has it, and in the words of texts."""

from __future__ import annotations

from datetime import date

from detente.brief.answers import Position, Quoted, Texts, ToldPosition, ToldRound
from detente.brief.brief import Brief
from detente.brief.record_tables import name_of
from detente.brief.table import Cell, Column, Group, Row, Table
from detente.brief.words import UNKNOWN, cited, counted, day, joined, plain, sentence, shown, the


def positions_table(brief: Brief) -> Table | None:
    """What each side asked of the other or offered it, and what came of it, as known."""
    if not brief.positions:
        return None
    groups = tuple(
        Group(
            f"By {the(name_of(brief, side))}",
            tuple(_position(p) for p in brief.positions if p.by == side),
        )
        for side in brief.parties
        if any(p.by == side for p in brief.positions)
    )
    columns = (
        Column("What"),
        Column("Kind"),
        Column("On"),
        Column("What came of it, as known"),
        Column("Sources"),
    )
    return Table("positions", "Asked, offered, delivered", columns, groups, stacked=True)


def _position(row: Position) -> Row:
    came = "open"
    if row.delivery is not None:
        came = {"full": "done", "partial": "done in part", "none": "not done"}.get(
            row.delivery, row.delivery
        )
    return Row(
        (
            Cell(sentence(row.what)),
            Cell(row.kind),
            Cell(day(row.on)),
            Cell(came, note=day(row.delivered_on) if row.delivered_on else ""),
            Cell(cited(row.cites), cites=row.cites),
        )
    )


def texts_tables(brief: Brief) -> tuple[Table, ...]:
    """Everything that the documents laid beside the brief say; nothing without any."""
    texts = brief.texts
    if texts is None:
        return ()
    marks = {note.name: f"T{k}" for k, note in enumerate(texts.documents, start=1)}
    found = (_documents(texts, marks), _rounds(texts, marks), _positions(brief, texts, marks),
             _denied(texts, marks))  # fmt: skip
    return tuple(t for t in found if t.groups[0].rows)


def texts_sentences(brief: Brief) -> tuple[str, ...]:
    """How the texts were read, and what was not found in them."""
    texts = brief.texts
    if texts is None:
        return ()
    used = sum(note.left_out is None for note in texts.documents)
    told = (
        f"{counted(used, 'document')} read by rules, none by a person: expect seven or eight of ten"
        " claims to be found and right. Nothing here enters a figure of the brief or the record."
    )
    empty = [
        name
        for name, rows in (
            ("round of talks", texts.rounds),
            ("demand, offer, refusal or threat of the two sides", texts.positions),
            ("claim that the record contradicts", texts.denied),
        )
        if not rows
    ]
    return (told, *(f"No {name} was found in them." for name in empty if used))


def _documents(texts: Texts, marks: dict[str, str]) -> Table:
    columns = (Column("Document"), Column("Published"), Column("Claims", numeric=True),
               Column("Used"))  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(
                    f"{marks[n.name]} {shown(n.title or n.name)}", shown(n.name) if n.title else ""
                ),
                Cell(day(n.published) if n.published else UNKNOWN),
                Cell(str(n.claims)),
                Cell("yes" if n.left_out is None else f"no: {n.left_out}"),
            )
        )
        for n in texts.documents
    )
    return Table("documents", "Documents laid beside", columns, (Group("", rows),), stacked=True)


def _rounds(texts: Texts, marks: dict[str, str]) -> Table:
    columns = (Column("Round"), Column("Dates"), Column("In the record"), Column("In whose words"))
    rows = tuple(
        Row(
            (
                Cell(r.city or "place not told"),
                Cell(_days(r)),
                Cell("yes" if r.row else "no"),
                Cell(_quotes(r.quotes, marks)),
            )
        )
        for r in texts.rounds
    )
    caption = "Rounds of talks as told"
    return Table("told-rounds", caption, columns, (Group("", rows),), stacked=True)


def _days(told: ToldRound) -> str:
    first, last = (_day(text) for text in (told.first, told.last))
    return first if first == last else f"{first} to {last}"


def _day(text: str | None) -> str:
    """A day in words; a month or a week as the text has it."""
    if text is None:
        return UNKNOWN
    try:
        if "-W" in text:
            return f"week of {day(date.fromisoformat(f'{text}-1'))}"
        return day(date.fromisoformat(text)) if len(text) == len("0000-00-00") else text
    except ValueError:
        return text


def _positions(brief: Brief, texts: Texts, marks: dict[str, str]) -> Table:
    columns = (Column("Who"), Column("What"), Column("When"), Column("In whose words"))
    rows = tuple(_told(brief, p, marks) for p in texts.positions)
    caption = "Who asks, offers, refuses, threatens what"
    return Table("told-positions", caption, columns, (Group("", rows),), stacked=True)


def _told(brief: Brief, told: ToldPosition, marks: dict[str, str]) -> Row:
    who, towards = (_names(brief, codes) for codes in (told.who, told.towards))
    kind = f"no {told.status}" if told.negated else told.status
    about = f": {plain(told.about).lower()}" if told.about else ""
    return Row(
        (
            Cell(who, f"to {towards}" if towards else ""),
            Cell(f"{kind}{about}"),
            Cell(_day(told.when)),
            Cell(_words(told.quote, marks)),
        )
    )


def _names(brief: Brief, codes: tuple[str, ...]) -> str:
    return joined([name_of(brief, code) for code in codes])


def _denied(texts: Texts, marks: dict[str, str]) -> Table:
    columns = (Column("Claim"), Column("What the record has"), Column("Rows"))
    rows = tuple(
        Row((Cell(_words(d.quote, marks)), Cell(d.why), Cell(", ".join(d.rows))))
        for d in texts.denied
    )
    caption = "What the record contradicts"
    return Table("denied", caption, columns, (Group("", rows),), stacked=True)


def _quotes(quotes: tuple[Quoted, ...], marks: dict[str, str]) -> str:
    """The first quote of each document, and how many more there are."""
    first = {q.document: q for q in reversed(quotes)}
    told = "; ".join(_words(q, marks) for q in quotes if first[q.document] is q)
    more = len(quotes) - len(first)
    return f"{told}; {more} more" if more else told


def _words(quote: Quoted, marks: dict[str, str]) -> str:
    who = f"{shown(quote.speaker)}, " if quote.speaker else ""
    return f"“{shown(quote.text)}” ({who}{marks[quote.document]})"
