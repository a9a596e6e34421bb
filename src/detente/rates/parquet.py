"""Parquet files out of repeated blocks: a page is encoded once and written wherever it recurs.

The layout follows the format's public specification (github.com/apache/parquet-format): words
as RLE_DICTIONARY pages, numbers as PLAIN pages with null where not a number, gzip, and a footer
in Thrift's compact protocol. `decisions/0100` says why the database does not write these.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC = b"PAR1"
PLAIN, RLE, RLE_DICTIONARY, GZIP = 0, 3, 8, 2
DATA_PAGE, DICTIONARY_PAGE = 0, 2
FLOAT, BYTE_ARRAY = 4, 6
GZIP_HEADER = 16  # added to the window bits of zlib
I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12
SHORT = 15  # items of a list whose number fits its first byte
Field = tuple[int, int, bytes]  # id, kind, encoded value


@dataclass(frozen=True, slots=True)
class Page:
    """An encoded page with its header; `count` values, `plain` bytes before compression."""

    data: bytes
    count: int
    plain: int


def words_page(words: Sequence[str]) -> Page:
    """The dictionary of a column of words."""
    raw = b"".join(struct.pack("<I", len(b)) + b for b in (w.encode() for w in words))
    return _page(raw, len(words), DICTIONARY_PAGE, PLAIN)


def places_page(places: NDArray[np.int32], size: int) -> Page:
    """Places in a dictionary of `size` words, one a row."""
    width = max(1, (size - 1).bit_length())
    return _page(bytes([width]) + _packed(places, width), places.size, DATA_PAGE, RLE_DICTIONARY)


def same_page(place: int, size: int, count: int) -> Page:
    """One place in a dictionary of `size` words, on `count` rows."""
    width = max(1, (size - 1).bit_length())
    run = _varint(count << 1) + place.to_bytes((width + 7) // 8, "little")
    return _page(bytes([width]) + run, count, DATA_PAGE, RLE_DICTIONARY)


def numbers_page(numbers: NDArray[np.float32]) -> Page:
    """Numbers, null where not a number."""
    held = ~np.isnan(numbers)
    levels = _packed(held.astype(np.int32), 1)
    raw = struct.pack("<I", len(levels)) + levels + numbers[held].astype("<f4").tobytes()
    return _page(raw, numbers.size, DATA_PAGE, PLAIN)


@dataclass(slots=True)
class Writer:
    """A file in the making: columns of words by name with their dictionaries, then numbers."""

    stream: BinaryIO
    words: dict[str, Page]
    numbers: tuple[str, ...]
    rows: int = 0
    _groups: list[bytes] = field(default_factory=list[bytes])

    def __post_init__(self) -> None:
        self.stream.write(MAGIC)

    def group(self, pages: dict[str, Sequence[Page]]) -> None:
        """Write a row group: for each column its pages, which hold the same rows."""
        found = [self._chunk(name, pages[name]) for name in (*self.words, *self.numbers)]
        count = sum(page.count for page in pages[next(iter(pages))])
        self.rows += count
        fields: list[Field] = [
            (1, LIST, _list(STRUCT, [chunk for chunk, _ in found])),
            (2, I64, _number(sum(size for _, size in found))),
            (3, I64, _number(count)),
        ]
        self._groups.append(_struct(fields))

    def _chunk(self, name: str, pages: Sequence[Page]) -> tuple[bytes, int]:
        start = self.stream.tell()
        lead = [self.words[name]] if name in self.words else []
        for page in (*lead, *pages):
            self.stream.write(page.data)
        plain = sum(page.plain for page in (*lead, *pages))
        codings = [PLAIN, RLE, *([RLE_DICTIONARY] if lead else [])]
        data = start + sum(len(page.data) for page in lead)
        meta: list[Field] = [
            (1, I32, _number(BYTE_ARRAY if lead else FLOAT)),
            (2, LIST, _list(I32, map(_number, codings))),
            (3, LIST, _list(BINARY, [_text(name)])),
            (4, I32, _number(GZIP)),
            (5, I64, _number(sum(page.count for page in pages))),
            (6, I64, _number(plain)),
            (7, I64, _number(self.stream.tell() - start)),
            (9, I64, _number(data)),
            *([(11, I64, _number(start))] if lead else []),
        ]
        return _struct([(2, I64, _number(data)), (3, STRUCT, _struct(meta))]), plain

    def close(self, by: str) -> None:
        """Write the footer; `by` names the program."""
        count = len(self.words) + len(self.numbers)
        columns = [
            _struct([(4, BINARY, _text("schema")), (5, I32, _number(count))]),
            *(_column(name, True) for name in self.words),
            *(_column(name, False) for name in self.numbers),
        ]
        fields: list[Field] = [
            (1, I32, _number(1)),
            (2, LIST, _list(STRUCT, columns)),
            (3, I64, _number(self.rows)),
            (4, LIST, _list(STRUCT, self._groups)),
            (6, BINARY, _text(by)),
        ]
        footer = _struct(fields)
        self.stream.write(footer + struct.pack("<I", len(footer)) + MAGIC)


def _column(name: str, words: bool) -> bytes:
    """A column of the schema: words are always there, numbers may be null."""
    fields: list[Field] = [
        (1, I32, _number(BYTE_ARRAY if words else FLOAT)),
        (3, I32, _number(0 if words else 1)),
        (4, BINARY, _text(name)),
        *([(6, I32, _number(0))] if words else []),
    ]
    return _struct(fields)


def _page(raw: bytes, count: int, kind: int, coding: int) -> Page:
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS + GZIP_HEADER)
    packed = packer.compress(raw) + packer.flush()
    about: list[Field] = [(1, I32, _number(count)), (2, I32, _number(coding))]
    if kind == DATA_PAGE:
        about += [(3, I32, _number(RLE)), (4, I32, _number(RLE))]
    place = 5 if kind == DATA_PAGE else 7
    sizes = enumerate(map(_number, (kind, len(raw), len(packed))), 1)
    header = _struct([*((n, I32, size) for n, size in sizes), (place, STRUCT, _struct(about))])
    return Page(header + packed, count, len(header) + len(raw))


def _packed(values: NDArray[np.int32], width: int) -> bytes:
    """Bit-packed run of values, the lowest bit first, filled up to a multiple of eight."""
    groups = -(-values.size // 8)
    filled = np.zeros(groups * 8, np.int32)
    filled[: values.size] = values
    bits = ((filled[:, np.newaxis] >> np.arange(width)) & 1).astype(np.uint8)
    return _varint(groups << 1 | 1) + np.packbits(bits, bitorder="little").tobytes()


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _number(number: int) -> bytes:
    """A whole number that is never negative, in zigzag."""
    return _varint(number << 1)


def _text(text: str) -> bytes:
    return _varint(len(text.encode())) + text.encode()


def _list(kind: int, items: Iterable[bytes]) -> bytes:
    held = list(items)
    short = len(held) < SHORT
    head = bytes([len(held) << 4 | kind]) if short else bytes([0xF0 | kind]) + _varint(len(held))
    return head + b"".join(held)


def _struct(fields: Iterable[Field]) -> bytes:
    """A structure of Thrift's compact protocol from its fields in order of id."""
    found, last = bytearray(), 0
    for number, kind, value in fields:
        found.append((number - last) << 4 | kind)
        found += value
        last = number
    return bytes(found) + b"\0"
