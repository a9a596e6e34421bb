"""The errors a user can meet, one small tree.

    DetenteError
    ├── InputError      an argument: unknown country, product, date, unwritable output
    ├── FileFault       a data file is malformed (path and line are in the message)
    ├── LedgerError     the record has faults, all of them listed
    ├── ScenarioError   a scenario names something that is not there, or cannot be applied
    ├── CoverageError   the question lies outside what the record or the world covers
    ├── DocumentError   a text cannot be read: empty, binary, too large, not English
    ├── WorldError      a calibrated economy is damaged or inconsistent
    └── NoEquilibrium   the solver did not find an equilibrium

Every message reads: where, what is there, what was expected, what to do.
The command line prints it and ends with exit code 1; nothing is written.
"""

from __future__ import annotations


class DetenteError(Exception):
    """Base of every error that is the user's to mend; its text is for that person."""


class InputError(DetenteError):
    """An argument does not name something detente knows."""


class FileFault(DetenteError):
    """A data file is malformed at a line."""


class LedgerError(DetenteError):
    """The record is malformed or contradicts itself; one line for each fault."""


class ScenarioError(DetenteError):
    """A scenario cannot be laid over the record."""


class CoverageError(DetenteError):
    """The question is outside coverage: the answer is unknown, which is not zero."""


class DocumentError(DetenteError):
    """A document cannot be read, or is not what can be read."""


class WorldError(DetenteError):
    """A calibrated economy fails its checks."""


class NoEquilibrium(DetenteError):
    """No equilibrium was found, or none exists; never replaced by a number."""


def reason(error: Exception) -> str:
    """Why a file cannot be read, in words: `Is a directory`, `byte 0 is not UTF-8`."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8"
    return str(getattr(error, "strerror", None) or error)
