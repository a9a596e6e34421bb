"""Throw damaged files at the record's reader; only errors meant for the user may come out.

    python benchmarks/fuzz/fuzz_reader.py [SECONDS]     mutations of the record's own files
    python benchmarks/fuzz/fuzz_reader.py --atheris     coverage-guided, needs the package atheris

Prints how many inputs were tried, refused and accepted; any other error stops the run.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from detente.errors import DetenteError
from detente.ledger.read import built_in_record
from detente.ledger.schema import ActFile, validate
from detente.strict_yaml import parse_yaml

BITS = (
    *("NO", "2500%", "&a ", "*a", "!!int ", "\t", "\x00", "- ", ": ", "{", "]", "'", '"', "1e999"),
    *("2025-13-45", "T25:61", "\u202e", "é", "|", ">", "? ", "---\n", "#", "\r\n", "0" * 400),
)


def try_text(text: str) -> str:
    """Read one text as an act file: `accepted` or `refused`."""
    message = ""
    try:
        validate(ActFile, parse_yaml(text, "fuzz.yaml"))
    except DetenteError as error:
        message = str(error)
    if message and not message.startswith("fuzz.yaml:"):
        raise SystemExit(f"a message without its place: {message}")
    return "refused" if message else "accepted"


def mutated(text: str, source: random.Random) -> str:
    """A real file with a few places cut, doubled, swapped or overwritten."""
    for _ in range(source.randint(1, 5)):
        at = source.randrange(len(text) + 1)
        width = source.choice((0, 1, 3, 20, 200))
        change = source.randrange(4)
        if change == 0:
            text = text[:at] + text[at + width :]
        elif change == 1:
            text = text[:at] + source.choice(BITS) + text[at:]
        elif change == 2:
            text = text[:at] + text[at : at + width] * 2 + text[at + width :]
        else:
            text = text[:at] + chr(source.randrange(1, 0x2FFF)) + text[at + 1 :]
    return text


def run(seconds: float, seed: int = 1) -> Counter[str]:
    """Mutate the record's own files for a time; counts of what came out."""
    source = random.Random(seed)
    files = [p.read_text(encoding="utf-8") for p in built_in_record().glob("measures/*/*.yaml")]
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        counts[try_text(mutated(source.choice(files), source))] += 1
    return counts


def guided() -> None:
    """Let atheris look for inputs that raise anything else."""
    import atheris

    atheris.instrument_all()
    atheris.Setup(sys.argv[:1], lambda data: try_text(data.decode("utf-8", "replace")))
    atheris.Fuzz()


if __name__ == "__main__":
    if "--atheris" in sys.argv:
        guided()
    else:
        found = run(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
        print(f"{sum(found.values())} inputs tried: {dict(found)}")
