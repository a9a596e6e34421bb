"""A snapshot as a file: each treatment is laid out once and written for each of its partners.

A full snapshot has millions of rows but only some dozens of treatments, so neither time nor
memory grows with the number of partners as the file does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.rates import parquet
from detente.rates.snapshot import TOTAL, Small, Snapshot, Treatment
from detente.version import __version__

COLUMNS = ("partner", "code", "measure", "rate")
TOGETHER = 16  # partners in a row group
MARK = "\0"
Whole = NDArray[np.int32]


def write_long(snapshot: Snapshot, partners: Sequence[str], path: Path, kind: str) -> int:
    """Write columns partner, code, measure, rate to a new file; the number of rows.

    The rows of `snapshot.long_table` in its order: partner by partner, `total` on every line,
    then each layer above zero. `kind` is `.parquet` or `.csv`; an unknown rate is null in the
    one and `nan` in the other. Raises InputError for a partner that the snapshot lacks, OSError
    where the disk refuses.
    """
    chosen = [snapshot.treatment(p) for p in partners]
    return (_write_csv if kind == ".csv" else _write_parquet)(snapshot, partners, chosen, path)


def _measures(treatments: Sequence[Treatment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([TOTAL, *(m for t in treatments for m in t.measures)]))


def _laid_out(t: Treatment, measures: Sequence[str]) -> tuple[Whole, Whole, Small]:
    """Positions of codes and of measures, and rates: a row a line, then a row a layer on it."""
    rates = np.vstack([t.rate[np.newaxis], t.layers])
    kept = rates != 0
    kept[0] = True
    row, line = np.nonzero(kept)
    position = {name: k for k, name in enumerate(measures)}
    names = np.array([position[name] for name in (TOTAL, *t.measures)], np.int32)
    return line.astype(np.int32), names[row], rates[row, line]


def _write_parquet(
    snapshot: Snapshot, partners: Sequence[str], chosen: Sequence[Treatment], path: Path
) -> int:
    measures = _measures(chosen)
    pages: dict[int, tuple[parquet.Page, ...]] = {}
    for t in chosen:
        if id(t) not in pages:
            code, measure, rate = _laid_out(t, measures)
            pages[id(t)] = (
                parquet.places_page(code, len(snapshot.codes)),
                parquet.places_page(measure, len(measures)),
                parquet.numbers_page(rate),
            )
    words = zip(COLUMNS, (partners, snapshot.codes, measures), strict=False)
    with path.open("wb") as stream:
        dictionaries = {name: parquet.words_page(column) for name, column in words}
        file = parquet.Writer(stream, dictionaries, COLUMNS[-1:])
        for start in range(0, len(partners), TOGETHER):
            blocks = [
                (parquet.same_page(k, len(partners), pages[id(t)][0].count), *pages[id(t)])
                for k, t in enumerate(chosen[start : start + TOGETHER], start)
            ]
            file.group(dict(zip(COLUMNS, zip(*blocks, strict=True), strict=True)))
        file.close(f"detente {__version__}")
    return file.rows


def _write_csv(
    snapshot: Snapshot, partners: Sequence[str], chosen: Sequence[Treatment], path: Path
) -> int:
    texts: dict[int, tuple[str, int]] = {}
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(COLUMNS) + "\n")
        for partner, t in zip(partners, chosen, strict=True):
            if id(t) not in texts:
                lines = list(_lines(snapshot.codes, t))
                texts[id(t)] = "".join(lines), len(lines)
            text, rows = texts[id(t)]
            stream.write(text.replace(MARK, partner))
            count += rows
    return count


def _lines(codes: Sequence[str], t: Treatment) -> Iterator[str]:
    """A treatment as lines of CSV with a mark for the partner."""
    measures = _measures([t])
    code, measure, rate = _laid_out(t, measures)
    told = [_cell(name) for name in measures]
    values, which = np.unique(rate, return_inverse=True)
    ends = ["," + str(value) + "\n" for value in values]
    for c, m, v in zip(code.tolist(), measure.tolist(), which.tolist(), strict=True):
        yield f"{MARK},{codes[c]},{told[m]}{ends[v]}"


def _cell(text: str) -> str:
    """A word as a cell of CSV, quoted where it needs to be."""
    found = io.StringIO()
    csv.writer(found, lineterminator="").writerow([text])
    return found.getvalue()
