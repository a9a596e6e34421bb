"""`--resume FILE`: a journal on the command line, and what an interrupt says."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.brief import progress

if TYPE_CHECKING:
    from detente.games import Journal

INTERRUPTED = 130
Resume = Annotated[
    Path | None,
    typer.Option("--resume", metavar="FILE", help="Keep finished pieces here, and use them."),
]


@contextmanager
def resumable(path: Path | None) -> Generator[Journal]:
    """A journal that tells its progress; after an interrupt it says what is kept."""
    from detente.games import Journal

    with progress() as tell:
        journal = Journal(path, tell)
        try:
            yield journal
        except KeyboardInterrupt:
            typer.echo(_left(journal), err=True)
            raise typer.Exit(INTERRUPTED) from None


def _left(journal: Journal) -> str:
    if journal.path is None:
        return "Stopped, and nothing is kept. With --resume FILE finished pieces would be."
    return (
        f"Stopped. Finished pieces kept in {journal.path}: {len(journal.known)}; "
        "the same command goes on from there."
    )
