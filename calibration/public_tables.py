"""Reading the public tables by file name, and writing lists, cards and frames reproducibly."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Inputs:
    """A folder with the public tables, anywhere below it; each table is known by its file name."""

    folder: Path

    def find(self, name: str) -> Path:
        """Path of the one file of that name; raises FileNotFoundError when there is none."""
        found = sorted(self.folder.rglob(name))
        if not found:
            message = f"{self.folder}: no file {name}. Expected the public table of that name."
            raise FileNotFoundError(message)
        return found[0]

    def text(self, name: str) -> pd.DataFrame:
        """A CSV table with every cell as text; empty cells stay empty."""
        return pd.read_csv(self.find(name), dtype=str, keep_default_na=False).astype(object)

    def frame(self, name: str) -> pd.DataFrame:
        """A parquet table."""
        return pd.read_parquet(self.find(name))


def digits(codes: pd.Series) -> pd.Series:
    """Codes without points and letters."""
    return codes.astype(str).str.replace(r"\D", "", regex=True)


def fraction(percent: float | str) -> str:
    """A rate in percent as the text of a fraction: 7.5 -> 0.075."""
    text = f"{float(percent) / 100:.6f}".rstrip("0").rstrip(".")
    return text or "0"


def facts() -> dict[str, Any]:
    """Facts that the public tables leave out (list_facts.yaml)."""
    return read_yaml(HERE / "list_facts.yaml")


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file as plain values."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def write_yaml(value: dict[str, Any], path: Path, heading: str) -> None:
    """A YAML file under one comment line, in block style and in the given order."""
    yaml = YAML()
    yaml.width = 100
    yaml.indent(mapping=2, sequence=2, offset=0)
    stream = io.StringIO()
    yaml.dump(value, stream)
    path.write_text(f"# {heading}\n{stream.getvalue()}", encoding="utf-8")


def write_list(frame: pd.DataFrame, path: Path) -> None:
    """A list as gzipped CSV without a time stamp, so that equal lists are equal files."""
    data = frame.to_csv(index=False, lineterminator="\n").encode("utf-8")
    path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """A parquet file, compressed."""
    frame.to_parquet(path, index=False, compression="zstd", compression_level=19)
