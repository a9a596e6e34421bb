"""Pieces of a long sweep on several processes, each written to the journal when it is done."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from detente.games.journal import Journal

THREADS = "OPENBLAS_NUM_THREADS"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its key in the journal, what computes it, and what it is for the screen.

    With several processes `compute` has to be picklable: a function of a module, or a partial.
    """

    key: str
    compute: Callable[[], list[float]]
    text: str


def finish(journal: Journal, pieces: Sequence[Piece], processes: int = 1) -> list[list[float]]:
    """All pieces in their order, from the journal or computed on this many processes.

    An interrupt lets the pieces that are being computed finish and keeps them; a second one does
    not wait. Raises what a piece raises.
    """
    left = [piece for piece in pieces if piece.key not in journal.known]
    if processes > 1 and len(left) > 1:
        _shared(journal, left, min(processes, len(left)))
    return [journal.piece(piece.key, piece.compute, piece.text) for piece in pieces]


def _shared(journal: Journal, left: list[Piece], processes: int) -> None:
    journal.tell(f"{len(left)} pieces on {processes} processes")
    with _one_thread_each(), _pool(processes) as pool:
        running = {pool.submit(piece.compute): piece for piece in left}
        try:
            for count, done in enumerate(as_completed(running), start=1):
                journal.keep(running[done].key, done.result())
                journal.tell(f"{count} of {len(left)} done, the last {running[done].text}")
        except KeyboardInterrupt:
            journal.tell("stopping: pieces that are under way are finished and kept")
            pool.shutdown(wait=True, cancel_futures=True)
            _keep_finished(journal, running)
            raise


def _keep_finished(journal: Journal, running: dict[Future[list[float]], Piece]) -> None:
    for future, piece in running.items():
        if future.done() and not future.cancelled() and future.exception() is None:
            journal.keep(piece.key, future.result())


def _pool(processes: int) -> ProcessPoolExecutor:
    """Fresh processes, which leave an interrupt to this one."""
    return ProcessPoolExecutor(processes, get_context("spawn"), _deaf)


def _deaf() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _one_thread_each() -> Generator[None]:
    """Let each new process use one thread for its arrays: the cores are shared out already."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[THREADS]
        else:
            os.environ[THREADS] = before
