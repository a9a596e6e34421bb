"""A chart of the page: drawn twice, for a wide page and for a phone, with what it says in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.brief.drawing import svg
from detente.brief.marks import Spec

WIDE, PHONE = 850, 360


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its heading, what to see in it, a description in words, its basis, the drawings."""

    id: str
    title: str
    subtitle: str
    source: str
    wide: str
    phone: str


def chart(
    name: str, title: str, subtitle: str, told: str, source: str, spec: Callable[[int], Spec]
) -> Chart:
    """Draw a specification, a function of the width in pixels, at both widths."""
    drawings = [
        svg(spec(width), f"{name}-{kind}", title, told)
        for width, kind in ((WIDE, "wide"), (PHONE, "phone"))
    ]
    return Chart(name, title, subtitle, source, *drawings)
