"""Commands of detente. Each parses its words, asks one stage, prints one value.

Heavy imports stand inside the commands, so that `detente --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from detente.errors import DetenteError
from detente.version import __version__

app = typer.Typer(
    name="detente",
    help="What is in force in a trade conflict, what comes back, what it costs, who says so.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

On = Annotated[str, typer.Option("--on", metavar="DATE", help="The day, YYYY-MM-DD.")]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="DATE", help="Use nothing public after this day."),
]
LedgerFolder = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="A folder laid over the built-in record."),
]
ChartFile = Annotated[
    Path | None, typer.Option("--chart", metavar="FILE", help="Write the chart as SVG.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def main() -> NoReturn:
    """Run the command line; a user's mistake prints one message and exits with 1.

    One thread for linear algebra unless the environment says otherwise: the matrices are small, and
    threads that wait for each other double the time on a busy machine.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    debug = "--debug" in sys.argv
    words = [w for w in sys.argv[1:] if w != "--debug"]
    code: object = 0
    try:
        code = app(args=words, standalone_mode=False)
        sys.stdout.flush()
    except DetenteError as error:
        if debug:
            raise
        fail(str(error))
    except typer.Abort:
        fail("Stopped.")
    except BrokenPipeError:
        leave_quietly()
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # Rich's own answer to a cut pipe
            leave_quietly()
        raise
    except Exception as error:
        message = usage_message(error)
        if debug or message is None:
            raise
        fail(message)
    sys.exit(code if isinstance(code, int) else 0)


def leave_quietly() -> NoReturn:
    """End with 0 after the reader of a pipe went away, as after `| head`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def usage_message(error: Exception) -> str | None:
    """The message of a mistyped command, or None for any other failure."""
    describe = getattr(error, "format_message", None)
    if describe is None:
        return None
    text = str(describe()).rstrip(".") or "A command is missing"
    return f"{text}{'' if text.endswith('?') else '.'} See `{command_of(error)} --help`."


def command_of(error: Exception) -> str:
    """The command that was mistyped, as far as it was understood: `detente ledger show`."""
    context, names = getattr(error, "ctx", None), list[str]()
    while context is not None and context.parent is not None:
        names.insert(0, str(context.info_name))
        context = context.parent
    return " ".join(["detente", *names])


def fail(message: str) -> NoReturn:
    """Print a message on standard error and exit with 1."""
    print(message, file=sys.stderr)
    sys.exit(1)


def version_wanted(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        print(f"detente {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def overview(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=version_wanted, is_eager=True, help="Version.")
    ] = False,
) -> None:
    """Without a command: the stages in order, each with an example."""
    if context.invoked_subcommand is None:
        print((Path(__file__).parent / "stages.txt").read_text(encoding="utf-8").rstrip())
