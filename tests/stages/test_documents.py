"""Documents: encodings, pages, PDFs, days of publication, and what is refused with which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.documents import from_text, read_document
from detente.documents.dateline import date_line
from detente.documents.decode import MAX_BYTES
from detente.documents.fold import fold
from detente.documents.page import check_markup
from detente.documents.read import About, from_bytes
from detente.documents.sections import blocks, sentences
from detente.errors import DocumentError

PAGE = """<!doctype html><html><head><title>Duties on tin rise</title></head><body><nav>Home</nav>
<article><h1>Duties on tin rise</h1><p>The government of Norland said on Monday that it will raise
the duty on tin to 12% from 1 September 2031. The measure is meant to protect the mines of the
north, where the price of tin has fallen for the third year in a row.</p><p>Eastmark, which sells
most of the tin, called the decision a mistake and asked for talks in the capital of Suda before
the end of the month.</p></article><footer>Share this</footer></body></html>"""


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("The “truce” of the EU".encode(), "The “truce” of the EU"),
        ("\ufeffThe truce of the EU".encode(), "The truce of the EU"),
        ("The “truce” of the EU".encode("cp1252"), "The “truce” of the EU"),
        ("The truce of the EU".encode("utf-16"), "The truce of the EU"),
        (b"The truce\r\nof the\rEU", "The truce\nof the\nEU"),
        (b"The truce\x07 of the EU", "The truce  of the EU"),
    ],
)
def test_encodings_and_line_ends(raw: bytes, expected: str) -> None:
    assert from_bytes(raw, "x", About()).text == expected


REFUSED = [
    (b"", "x.txt: empty. A document with sentences was expected. Check it."),
    (b" \n\t ", "x.txt: empty. A document with sentences was expected. Check it."),
    (b"\x00\x01\x02PNG" * 40, "x.txt: binary content, no text. Plain text, HTML or PDF was "
     "expected. Convert it first."),
    ("Der Zoll auf Stahl steigt. " * 20, "x.txt: not English, as far as its commonest words tell. "
     "detente reads English only. Translate it first."),
    (b"123 456 789", "x.txt: no words. An English text was expected. Check the file."),
    (b"the " * 200_000, "x.txt: 800,000 characters. At most 500,000 are read. Split it."),
    (b"a" * (MAX_BYTES + 1), "x.txt: 8 MB. A document to read has at most 8 MB. Cut out the part "
     "that matters."),
    (b"%PDF-1.7 broken", "x.txt: not readable as PDF"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "message"), REFUSED, ids=lambda value: str(value)[:20])
def test_what_cannot_be_read_is_refused_with_a_message(raw: bytes | str, message: str) -> None:
    if b"PDF" in (raw if isinstance(raw, bytes) else b""):
        pytest.importorskip("pypdf")
    data = raw.encode() if isinstance(raw, str) else raw
    with pytest.raises(DocumentError) as error:
        from_bytes(data, "x.txt", About())
    assert str(error.value).startswith(message)


def test_a_missing_file_and_a_huge_one(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "none.txt")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(DocumentError, match="50 MB"):
        read_document(large)


def test_a_page_gives_its_article() -> None:
    pytest.importorskip("trafilatura")
    document = from_bytes(PAGE.encode(), "page.html", About(published=date(2031, 8, 4)))
    assert "raise\nthe duty on tin" in document.text or "raise the duty on tin" in document.text
    assert "Share this" not in document.text
    assert document.title == "Duties on tin rise"


@pytest.mark.parametrize("raw", [b"<div>" * 5_000, b"<b></b>" * 70_000])
def test_pages_made_to_exhaust_a_parser_are_refused(raw: bytes) -> None:
    with pytest.raises(DocumentError, match="tags or nesting"):
        check_markup(raw, "bomb.html")


LINES = [
    ("May 8, 2031", date(2031, 5, 8)),
    ("On:\u00a0July 28, 2031 4:26 AM", date(2031, 7, 28)),
    ("Published 3 June 2031", date(2031, 6, 3)),
    ("2031-06-03", date(2031, 6, 3)),
    ("Monday, 3 June 2031", date(2031, 6, 3)),
    ("NORLAND CITY, June 3, 2031 — The minister said", date(2031, 6, 3)),
    ("On June 3, 2031, the minister signed the order that ends the tax on tin for all firms", None),
    ("February 30, 2031", None),
]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=lambda value: str(value)[:24])
def test_the_day_of_publication_stands_in_a_line_of_its_own(
    line: str, expected: date | None
) -> None:
    assert date_line(f"A headline\n\n{line}\n\nThe text of it.") == expected


def test_the_caller_goes_before_the_text_and_the_text_before_the_file_beside(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The duty of the EU.\n\nMay 8, 2031\n", encoding="utf-8")
    beside = "title=T | publisher=P | date=2031-05-01 (given) | url=unknown | licence=L"
    (tmp_path / "a.source").write_text(beside, encoding="utf-8")
    assert (read_document(file).date, read_document(file).date_basis) == (date(2031, 5, 8), "text")
    told = read_document(file, date(2031, 5, 9))
    assert (told.date, told.date_basis, told.publisher, told.url) == (
        date(2031, 5, 9), "caller", "P", None,
    )  # fmt: skip
    file.write_text("The duty of the EU.\n", encoding="utf-8")
    assert read_document(file).date_basis == "sidecar"


def test_without_a_day_the_document_says_so() -> None:
    document = from_text("The duty of the EU.")
    assert document.date is None
    assert document.notes == ("no date: give --published; relative dates stay unresolved",)


def test_sentences_end_where_they_end() -> None:
    text = fold(
        "Mr. Smith of the U.S. met him at 5 p.m. on Monday. The rate is 2.5%. “Why?” he asked."
    ).text
    (block,) = blocks(text)
    assert [text[a:b] for a, b in sentences(text, block)] == [
        "Mr. Smith of the U.S. met him at 5 p.m. on Monday.",
        "The rate is 2.5%.",
        '"Why?" he asked.',
    ]


def test_furniture_headings_and_wrapped_lines() -> None:
    text = "\n".join(
        [
            "Norland raises duties on tin",
            "By Ann Writer",
            "June 3, 2031",
            "",
            "The minister of Norland said that the duty on tin goes up to the level",
            "of the year before, and that it stays there.",
            "- a point of the list that is long enough",
            "About the author",
            "Ann Writer is a journalist of the Norland Post.",
        ]
    )
    roles = [block.role for block in blocks(fold(text).text)]
    assert roles == ["headline", "furniture", "stamp", "text", "text", "furniture", "furniture"]
