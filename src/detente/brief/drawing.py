"""From a Vega-Lite specification to an SVG that a page can hold inline."""

from __future__ import annotations

import re
from html import escape

from detente.brief.marks import COLOURS, GRID, INK, MUTED, Spec

FONT = "sans-serif"
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_NAMESPACE = re.compile(r'xmlns="[^"]*"')
_OPENING = re.compile(r"^<svg[^>]*>")
_NOISE = re.compile(r' (?:role|aria-[a-z]+|class|font-family|stroke-miterlimit)="[^"]*"')
_TAG = re.compile(r"<[^>]*>")
_FRACTION = re.compile(r"(\.\d)\d+")
_IDS = re.compile(r'(id="|url\(#)([\w-]+)')


def svg(spec: Spec, name: str, title: str, description: str, *, standalone: bool = False) -> str:
    """The drawing as one <svg> element; `name` makes its ids unique on the page.

    A `standalone` one names its namespace, as a file of its own must. Width and height give
    way to a viewBox; title and description are for screen readers.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(spec | {"config": _CONFIG, "background": None})
    width, height = _size(drawn)
    body = _NOISE.sub("", _OPENING.sub("", drawn.strip(), count=1))
    body = _TAG.sub(lambda tag: _FRACTION.sub(r"\1", tag[0]), body)
    body = _IDS.sub(rf"\g<1>{name}-\g<2>", body)
    space = f"{_NAMESPACE.findall(drawn)[0]} " if standalone else ""
    size = name.rsplit("-", 1)[-1]
    return (
        f'<svg {space}class="{size}" viewBox="0 0 {width} {height}" role="img"'
        f' style="max-width:{width}px" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{themed(body)}'
    )


def themed(drawn: str) -> str:
    """Each drawn colour as a CSS variable with the colour itself as fallback."""
    for number, colour in enumerate(COLOURS):
        drawn = drawn.replace(f'"{colour}"', f'"var(--chart-{number},{colour})"')
    return drawn


def _size(drawn: str) -> tuple[int, int]:
    found = _SIZE.search(drawn)
    if found is None:
        raise ValueError("the drawing states no size")
    return round(float(found[1])), round(float(found[2]))


_AXIS: Spec = {
    "labelColor": MUTED,
    "labelFontSize": 11,
    "gridColor": GRID,
    "domainColor": GRID,
    "tickColor": GRID,
    "labelFont": FONT,
    "titleFont": FONT,
    "titleFontSize": 11,
    "titleFontWeight": "normal",
    "titleColor": MUTED,
}
_CONFIG: Spec = {
    "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
    "aria": False,
    "font": FONT,
    "view": {"stroke": None},
    "axis": _AXIS,
    "title": {
        "anchor": "start", "fontSize": 12.5, "fontWeight": 600, "color": INK, "font": FONT,
        "offset": 12, "lineHeight": 15,
    },
    "legend": {"labelColor": INK, "labelFontSize": 11.5, "labelFont": FONT},
    "text": {"font": FONT},
    "concat": {"spacing": 22},
}  # fmt: skip
