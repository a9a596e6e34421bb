"""The main text of an HTML page."""

from __future__ import annotations

import re
from typing import Any

from detente.documents.decode import declared_charset, decode
from detente.errors import DocumentError

MAX_TAGS = 60_000
MAX_DEPTH = 250
TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})[^<>]{0,4000}>")
VOID = frozenset(
    b"br hr img input meta link area base col embed source track wbr p li td tr".split()
)
LOOKS_LIKE_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)


def is_page(raw: bytes) -> bool:
    """True where the first bytes look like HTML."""
    return LOOKS_LIKE_PAGE.search(raw[:4096]) is not None


def page_text(raw: bytes, name: str) -> tuple[str, str | None]:
    """The article's text and title, markup and furniture left out.

    Raises DocumentError where the page is nested or large beyond reason, or holds no article.
    """
    check_markup(raw, name)
    text = decode(raw, name, declared_charset(raw))
    try:
        import trafilatura
    except ImportError:
        raise DocumentError(
            f"{name}: HTML. Reading pages needs the package trafilatura. "
            "Install it with: pip install 'detente[read]'"
        ) from None
    reader: Any = trafilatura
    body = reader.extract(text, include_comments=False, include_tables=True, fast=True)
    if not body:
        raise DocumentError(
            f"{name}: no article found on this page. A page with running text was expected. "
            "Save the text itself and give that file."
        )
    about: Any = reader.extract_metadata(text)
    title = about.title if about is not None and about.title else None
    return str(body), str(title) if title else None


def check_markup(raw: bytes, name: str) -> None:
    """Refuse pages made to exhaust a parser: too many tags, or nesting too deep."""
    depth = deepest = count = 0
    for count, tag in enumerate(TAG.finditer(raw), start=1):
        if tag[2].lower() in VOID or tag[0].endswith(b"/>"):
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
        if count > MAX_TAGS or deepest > MAX_DEPTH:
            break
    if count > MAX_TAGS or deepest > MAX_DEPTH:
        raise DocumentError(
            f"{name}: more than {MAX_TAGS:,} tags or nesting deeper than {MAX_DEPTH}. "
            "An article was expected. Save its text and give that file."
        )
