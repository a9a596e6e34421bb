"""A small invented record: Norland and Eastmark, a steel duty and a truce."""

from __future__ import annotations

import gzip
from pathlib import Path

from detente.ledger import Ledger
from detente.ledger import read as reading

PLACES = """\
places:
- {code: NOR, name: Norland, timezone: UTC, aliases: [The North]}
- {code: EAS, name: Eastmark, timezone: UTC}
- {code: SUD, name: Suda, timezone: UTC}
groups:
- code: UNION
  name: The Union
  members: [SUD, {code: EAS, start: 2031-06-01}]
"""
DOCUMENTS = """\
documents:
- id: gazette-1
  kind: notice
  publisher: Norland Gazette
  number: No. 1
  published: 2031-01-02
  read: text
"""
COVERAGE = """\
start: 2030-01-01
until: 2040-01-01
note: Invented.
"""
DUTIES = """\
act: gazette-1
measures:
- id: BASE
  title: Base duty
  imposer: NOR
  target: [all]
  instrument: base_duty
  family: mfn
  rate: 2%
  products: all
  announced: 2030-01-01
  effective: 2030-01-01
  source: [{document: gazette-1}]
  confidence: high
- id: STEEL
  title: Steel duty
  imposer: NOR
  target: [all]
  instrument: ad_valorem_duty
  family: steel
  rate: 25%
  products: {codes: [72, 7318]}
  announced: 2031-01-02
  effective: 2031-02-01T00:01+00:00
  source: [{document: gazette-1, section: 2}]
  confidence: high
"""


class Record:
    """A record folder under construction, to be read as if it were built in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("places.yaml", PLACES)
        self.write("documents/gazette.yaml", DOCUMENTS)
        self.write("coverage.yaml", COVERAGE)
        self.write("measures/duties.yaml", DUTIES)

    def write(self, name: str, text: str) -> Path:
        """Write a file of the record."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def add(self, name: str, rows: str) -> Path:
        """Write a file with one act's measures."""
        return self.write(f"measures/{name}.yaml", f"act: gazette-1\nmeasures:\n{rows}")

    def product_list(self, name: str, text: str) -> Path:
        """Write a product list."""
        path = self.folder / "lists" / f"{name}.csv.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()))
        return path

    def read(self, *overlays: Path) -> Ledger:
        """Read the folder in place of the built-in record."""
        return reading.read_folders([self.folder, *overlays])


def row(name: str, **fields: str) -> str:
    """A measure row with sensible fields, any of them replaced; None-like '' drops a field."""
    base = {
        "title": name.title(),
        "imposer": "NOR",
        "target": "[all]",
        "instrument": "ad_valorem_duty",
        "family": "other_duty",
        "rate": "10%",
        "products": "all",
        "announced": "2031-03-01",
        "effective": "2031-03-01",
        "source": "[{document: gazette-1}]",
        "confidence": "high",
    }
    lines = [f"- id: {name}"]
    lines += [f"  {k}: {v}" for k, v in {**base, **fields}.items() if v]
    return "\n".join(lines) + "\n"
