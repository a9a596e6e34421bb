"""How long the record's questions take, and how that grows with dates and partners.

    python benchmarks/bench_rates.py

Prints medians over several runs. Machines differ and are noisy: compare ratios, and lines of
one run with each other.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import detente
from detente.ledger import Ledger
from detente.ledger.read import built_in_record, read_folders
from detente.rates.average import average_duty, direction
from detente.rates.products import Products
from detente.rates.quote import quote_rate
from detente.rates.series import Span, daily_series
from detente.rates.snapshot import take_snapshot
from detente.rates.weights import partners, traded_codes

DAY = date(2025, 7, 28)
AT = datetime(2025, 7, 28, 12, tzinfo=UTC)


def median(what: Callable[[], object], runs: int) -> float:
    """Median seconds of a call after one warm-up."""
    what()
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(name: str, seconds: float) -> None:
    """One line: what, how long, memory so far."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:58} {seconds * 1e3:10.2f} ms   {memory:6.0f} MB")


def cold(words: list[str]) -> float:
    """Median seconds of the command line in a fresh process."""
    call = [sys.executable, "-c", "from detente.cli import main; main()", *words]
    return median(lambda: subprocess.run(call, check=True, capture_output=True), 5)


def single(ledger: Ledger) -> None:
    """One rate, from Python and from the shell."""
    for code in ("8507600020", "850760", "8507"):
        warm = median(lambda c=code: quote_rate(ledger, "USA", "CHN", c, DAY, DAY), 30)
        report(f"one rate, warm, {code}", warm)
    report(
        "one rate, command line, cold",
        cold(["rate", "USA", "CHN", "8507.60.0020", "--on", "2025-07-28"]),
    )
    asked = ("USA", "CHN", "8507.60.0020", "2025-07-28")
    warm = median(lambda: detente.quote_rate(*asked), 30)
    report("one rate, warm, without a record of one's own", warm)
    report("detente --help, cold", cold(["--help"]))


def files() -> None:
    """A full snapshot from the shell, without a file and with one: time, memory, rows, size."""
    words = ["snapshot", "USA", "--on", "2025-07-28"]
    with TemporaryDirectory() as folder:
        for ending in ("", ".parquet", ".csv"):
            path = Path(folder) / f"rates{ending}"
            seconds, memory = alone([*words, *(["--out", str(path)] if ending else [])])
            size = f"{path.stat().st_size / 1e6:6.1f} MB file" if ending else ""
            name = f"detente snapshot, cold, {ending or 'no file'}"
            print(f"{name:58} {seconds * 1e3:10.2f} ms   {memory:6.0f} MB   {size}")


def alone(words: list[str]) -> tuple[float, float]:
    """Median seconds and largest memory (MB) of the command line in processes of their own."""
    told = "import resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    call = [sys.executable, "-c", "from detente.cli import main; main()", *words]
    code = f"import subprocess; subprocess.run({call!r}, check=True, capture_output=True); {told}"
    seconds = cold(words)
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return seconds, int(found.stdout) / 1024


def curves(ledger: Ledger) -> None:
    """Snapshot; averages by number of partners; daily series by number of days."""
    report(
        "snapshot, every line x every partner",
        median(lambda: take_snapshot(ledger, "USA", DAY, DAY), 3),
    )
    whole = Products(ledger, traded_codes("USA"))
    for count in (1, 5, 10, 25, 50):
        flows = [direction(ledger, "USA", p, whole) for p in partners("USA")[:count]]
        seconds = median(lambda f=flows: [average_duty(x, AT, DAY) for x in f], 3)
        report(f"averages of {count} partners, one date", seconds)
    for days in (30, 365, 1825, 3154):
        first = date(2018, 1, 1)
        span = Span(first, first + timedelta(days=days), ledger.coverage.until)
        flows = [direction(ledger, *sides) for sides in (("USA", "CHN"), ("CHN", "USA"))]
        seconds = median(lambda f=flows, s=span: [list(daily_series(x, s)) for x in f], 3)
        report(f"daily two-way series, {days} days", seconds)


if __name__ == "__main__":
    folder = [built_in_record()]
    record = detente.read_ledger()
    report("read the record (files cached)", median(lambda: read_folders(folder, False), 5))
    single(record)
    curves(record)
    files()
