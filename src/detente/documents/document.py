"""A document: its text, where it is from, and the day from which relative dates count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

DateBasis = Literal["caller", "text", "sidecar", "unknown"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text as shown. Every offset of a claim counts characters of `text`.

    `date` is the day of publication; `date_basis` says who told it: the caller, a date line in
    the text, or the file beside it. Without one, relative dates stay unresolved.
    """

    name: str
    text: str
    sha256: str
    date: date | None
    date_basis: DateBasis
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    notes: tuple[str, ...] = ()
