"""Printing and writing: the terminal, tables, files."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from detente.brief.explain import Explanation


def console() -> Console:
    """A terminal of its real width, or 100 columns in a pipe."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=100, color_system=None)


TABLES = (".csv", ".parquet", ".json")
CHARTS = (".svg",)


def check_writable(path: Path, endings: Sequence[str] = ()) -> None:
    """Refuse an output that cannot be written, before any work is done.

    `endings` are those the command understands; none means that any will do.
    """
    folder = path.parent
    if path.is_dir():
        example = f"{path}/brief{endings[0] if endings else '.html'}"
        raise InputError(f"{path} is a folder. Name a file, as in {example}.")
    if endings and path.suffix not in endings:
        told = f'"{path.suffix}" is none this command writes' if path.suffix else "there is none"
        known = " or ".join(filter(None, (", ".join(endings[:-1]), endings[-1])))
        raise InputError(f"{path}: the ending says the format, and {told}. Use {known}.")
    if not folder.is_dir():
        raise InputError(f"{path}: there is no folder {folder}. Create it, or choose another.")
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise InputError(f"{path} cannot be written. Choose another place or mend its permissions.")


def write_output(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises InputError where that fails."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".detente-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(
            f"{path} cannot be written ({error.strerror}). Choose another place."
        ) from None


def print_json(value: Any) -> None:
    """Print a value as JSON; numbers that are not finite become null."""
    from detente.brief.json import plain_value, rounded

    print(json.dumps(rounded(plain_value(value)), indent=2, ensure_ascii=False))


def print_explanation(found: Explanation, as_json: bool) -> None:
    """The chain behind a number."""
    if as_json:
        print_json(found)
        return
    out = console()
    out.print(f"[bold]{found.value:.6g}[/bold]  {found.says}", highlight=False)
    for step in found.steps:
        out.print(f"\n[bold]{step.heading}[/bold]")
        for line in step.lines:
            out.print(f"  {line}", highlight=False, markup=False, soft_wrap=False)


def write_table(path: Path, columns: Mapping[str, Any]) -> None:
    """Write columns as one of TABLES, whole or not at all; the ending has been checked."""
    kind = path.suffix.removeprefix(".")
    if kind == "json":
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        write_output(path, json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
        return
    if kind == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
        write_output(path, text.getvalue())
        return
    write_parquet(path, columns)


def write_parquet(path: Path, columns: Mapping[str, Any]) -> None:
    """Write columns as a compressed Parquet file, whole or not at all."""
    import duckdb
    import numpy as np

    names = ", ".join(f'"{name}"' for name in columns)
    given = {name: np.asarray(values) for name, values in columns.items()}

    def write(part: Path) -> None:
        with duckdb.connect(":memory:") as connection:
            connection.register("given", given)
            connection.execute(
                f"copy (select {names} from given) to '{part}' (format parquet, compression zstd)"
            )

    write_whole(path, write)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside the one wanted and put it in its place when it is whole.

    Raises InputError where the disk refuses.
    """
    import duckdb

    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".detente-") as folder:
            part = Path(folder) / "part"
            write(part)
            part.replace(path)
    except (OSError, duckdb.IOException) as error:
        why = str(error).splitlines()[0]
        raise InputError(f"{path} cannot be written ({why}). Choose another place.") from None
