"""Bytes to text: encodings, line ends, control characters; refuses what is no text."""

from __future__ import annotations

import re

from detente.errors import DocumentError

MAX_BYTES = 8_000_000
MAX_CHARACTERS = 500_000
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
BINARY_SHARE = 0.02
BINARY_LEAST = 4
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{2,30})", re.IGNORECASE)


def check_size(size: int, name: str) -> None:
    """Refuse what is too large to be an article or an act. Raises DocumentError."""
    if size > MAX_BYTES:
        raise DocumentError(
            f"{name}: {size / 1e6:.0f} MB. A document to read has at most "
            f"{MAX_BYTES / 1e6:.0f} MB. Cut out the part that matters."
        )


def decode(raw: bytes, name: str, declared: str | None = None) -> str:
    """Text of the bytes: by its mark, as declared, as UTF-8, else as Windows-1252.

    Raises DocumentError for empty and binary content.
    """
    check_size(len(raw), name)
    if not raw.strip():
        raise DocumentError(f"{name}: empty. A document with sentences was expected. Check it.")
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return tidy(raw[len(mark) :].decode(encoding, errors="replace"), name)
    head = raw[:4096]
    strange = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if b"\x00" in head or strange > max(BINARY_LEAST, BINARY_SHARE * len(head)):
        raise DocumentError(
            f"{name}: binary content, no text. Plain text, HTML or PDF was expected. "
            "Convert it first."
        )
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return tidy(raw.decode(encoding), name)
        except (UnicodeDecodeError, LookupError):
            continue
    return tidy(raw.decode("cp1252", errors="replace"), name)


def declared_charset(raw: bytes) -> str | None:
    """The charset that a page declares in its first bytes."""
    found = CHARSET.search(raw[:4096])
    return found[1].decode("ascii") if found else None


def tidy(text: str, name: str) -> str:
    """One kind of line end; no control characters. Raises DocumentError where too long."""
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(
            f"{name}: {len(text):,} characters. At most {MAX_CHARACTERS:,} are read. Split it."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return CONTROLS.sub(" ", text)
