"""Read a document from a file, bytes or text, and find its day, title and publisher."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.documents.dateline import date_line
from detente.documents.decode import MAX_BYTES, check_size, decode, tidy
from detente.documents.document import DateBasis, Document
from detente.documents.page import is_page, page_text
from detente.documents.pdf import is_pdf, pdf_text
from detente.errors import DocumentError

SIDECAR = ".source"
ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|on|for|with|that|will|is|said|by|from)\b", re.IGNORECASE
)
ONLY_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|with|that|is|said|by|from|for|has|its|a|as|at|be|are|it|on|or|will|take)\b",
    re.I,
)
WORD = re.compile(r"[^\W\d_]+")
FEWEST_ENGLISH = 0.08
MIN_WORDS, SOME_WORDS = 40, 15
LAST_LATIN = "\u024f"


@dataclass(frozen=True, slots=True)
class About:
    """What is told about a document beside its text."""

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None


def read_document(path: Path | str, published: date | None = None) -> Document:
    """The document in a file, or on standard input for `-`.

    A file NAME.source beside NAME.txt (fields `key=value`, separated by ` | `) may tell
    publisher, title, date, url and licence. Raises DocumentError.
    """
    if str(path) == "-":
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        return from_bytes(raw, "standard input", About(published=published))
    file = Path(path)
    try:
        check_size(file.stat().st_size, file.name)
        raw = file.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror}). A text, HTML or PDF file was expected. "
            "Check the path and its permissions."
        ) from None
    about, told = sidecar(file)
    return from_bytes(raw, file.name, about, published, told)


def from_bytes(
    raw: bytes,
    name: str,
    about: About,
    published: date | None = None,
    beside: date | None = None,
) -> Document:
    """A document from bytes of plain text, HTML or PDF. Raises DocumentError."""
    title: str | None = None
    if is_pdf(raw):
        check_size(len(raw), name)
        text, title = pdf_text(raw, name)
    elif is_page(raw):
        check_size(len(raw), name)
        text, title = page_text(raw, name)
    else:
        text = decode(raw, name)
    known = About(
        published or about.published,
        about.title or title,
        about.publisher,
        about.url,
        about.licence,
    )
    return from_text(text, name=name, about=known, beside=beside)


def from_text(
    text: str, *, name: str = "text", about: About | None = None, beside: date | None = None
) -> Document:
    """A document from text. Raises DocumentError where it is empty or not English."""
    about = about or About()
    text = tidy(text, name)
    check_language(text, name)
    day, basis = chosen_day(text, about.published, beside)
    return Document(
        name=name,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest(),
        date=day,
        date_basis=basis,
        title=about.title,
        publisher=about.publisher,
        url=about.url,
        licence=about.licence,
        notes=() if day else ("no date: give --published; relative dates stay unresolved",),
    )


def chosen_day(text: str, told: date | None, beside: date | None) -> tuple[date | None, DateBasis]:
    """The caller's day, else the date line's, else the one in the file beside."""
    if told:
        return told, "caller"
    found = date_line(text)
    if found:
        return found, "text"
    return (beside, "sidecar") if beside else (None, "unknown")


def check_language(text: str, name: str) -> None:
    """Refuse empty texts and texts that are not English."""
    words = WORD.findall(text[:20_000])
    if not words:
        raise DocumentError(f"{name}: no words. An English text was expected. Check the file.")
    share = len(ENGLISH.findall(text[:20_000])) / len(words)
    few = len(words) >= MIN_WORDS and share < FEWEST_ENGLISH
    none = len(words) >= SOME_WORDS and ONLY_ENGLISH.search(text[:20_000]) is None
    other = sum(letter > LAST_LATIN for word in words for letter in word)
    if few or none or other * 2 > sum(map(len, words)):
        raise DocumentError(
            f"{name}: not English, as far as its commonest words tell. detente reads English "
            "only. Translate it first."
        )


def sidecar(file: Path) -> tuple[About, date | None]:
    """What the file beside a document says of it, and the day it gives."""
    path = file.with_suffix(SIDECAR)
    if path == file or not path.is_file() or path.stat().st_size > MAX_BYTES // 100:
        return About(), None
    line = path.read_text(encoding="utf-8", errors="replace")
    parts = (part.split("=", 1) for part in line.split(" | ") if "=" in part)
    fields = {key.strip(): value.strip() for key, value in parts}
    day = re.match(r"\d{4}-\d\d-\d\d", fields.get("date", ""))
    known = {k: v for k, v in fields.items() if not v.startswith(("unknown", "(none"))}
    about = About(
        None, known.get("title"), known.get("publisher"), known.get("url"), known.get("licence")
    )
    return about, date.fromisoformat(day[0]) if day else None
