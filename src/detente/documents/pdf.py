"""The text of a PDF file."""

from __future__ import annotations

import io
import logging
import re
import warnings
from typing import Any

from detente.documents.decode import tidy
from detente.errors import DocumentError

MAX_PAGES = 300
MAX_PAGE_CHARACTERS = 200_000
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what is wrong is said here
WRAPPED = re.compile(r"(?<=[^.:;!?\"”’)\n])\n(?=[a-z0-9$(“\"])")


def is_pdf(raw: bytes) -> bool:
    """True where the bytes begin as a PDF."""
    return raw[:1024].lstrip().startswith(b"%PDF-")


def pdf_text(raw: bytes, name: str) -> tuple[str, str | None]:
    """Text and title; lines of a paragraph joined, words broken at line ends mended.

    Raises DocumentError for damaged, locked, scanned or endless files.
    """
    try:
        import pypdf
    except ImportError:
        raise DocumentError(
            f"{name}: PDF. Reading it needs the package pypdf. "
            "Install it with: pip install 'detente[read]'"
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file: Any = pypdf.PdfReader(io.BytesIO(raw))
            text = joined(file, name)
            title = file.metadata.title if file.metadata else None
    except DocumentError:
        raise
    except Exception as error:  # pypdf raises many kinds on damaged files
        raise DocumentError(
            f"{name}: not readable as PDF ({type(error).__name__}). A whole, unlocked file was "
            "expected. Save it again, or give its text."
        ) from None
    if not text.strip():
        raise DocumentError(f"{name}: a PDF without text, perhaps scanned. Run OCR on it first.")
    return mended(tidy(text, name)), str(title) if title else None


def joined(file: Any, name: str) -> str:
    """The text of all pages."""
    if len(file.pages) > MAX_PAGES:
        raise DocumentError(f"{name}: {len(file.pages)} pages; at most {MAX_PAGES} are read.")
    parts = [str(page.extract_text() or "")[:MAX_PAGE_CHARACTERS] for page in file.pages]
    return "\n".join(parts)


def mended(text: str) -> str:
    """Broken words put together and wrapped lines joined."""
    return WRAPPED.sub(" ", HYPHENATED.sub("", text))
