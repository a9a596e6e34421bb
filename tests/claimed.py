"""Sentences written for tests, and the claims read from them."""

from __future__ import annotations

from datetime import date

from detente.claims import Claim, read_claims
from detente.documents import from_text
from detente.documents.read import About

DAY = date(2025, 7, 28)


def claims(text: str, day: date | None = DAY, title: str | None = None) -> tuple[Claim, ...]:
    """The claims of a text published on a day."""
    about = About(published=day, title=title)
    return read_claims(from_text(text, about=about)).claims
