"""`articraft`: the commands, and how every one of them ends.

A newcomer's mistake: to catch errors in a command. Commands raise; here a `HarnessError` becomes one
sentence and its exit code, and anything else stays a traceback, because it is a bug.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Annotated, Any, cast

import typer

from harness.cli.options import CONTEXT, show_help_when_bare
from harness.cli.terminal import Terminal
from harness.errors import ExitCode, HarnessError


@dataclass(frozen=True)
class _Command:
    """Where a command's function is, and what the list of commands says of it."""

    module: str
    function: str
    summary: str | None = None
    """One line; the function's own first where left out."""
    epilog: str = "EPILOG"
    """Name of the end of its help in the module."""


COMMANDS = {
    "gen": _Command("gen", "gen"),
    "compile": _Command("compile", "compile_program", "Build, test and check a program."),
    "render": _Command("render", "render", "Make a picture of a run's object."),
    "replay": _Command("replay", "replay", "Play a run back and compare."),
    "export": _Command("export", "export", "Write rows for training from runs."),
    "doctor": _Command("doctor", "doctor", "What this machine has and lacks."),
    "vary": _Command("vary", "vary", "Make many objects from a library entry."),
    "resume": _Command("resume", "resume", "Carry on a run that broke off."),
    "edit": _Command("children", "edit", "Change the object of a run in a child run.", "EDIT_EPILOG"),
    "rerun": _Command("children", "rerun", "Ask for the object of a run once more.", "RERUN_EPILOG"),
    "audit": _Command("audit", "audit", "Check every claim of a record."),
    "list": _Command("listing", "list_runs", "List runs.", "LIST_EPILOG"),
    "search": _Command("listing", "search", "Find runs by words.", "SEARCH_EPILOG"),
    "show": _Command("show", "show", "Show one run."),
    "rate": _Command("rate", "rate", "Rate a run's object.", "RATE_EPILOG"),
    "tag": _Command("rate", "tag", "Change a run's tags and category.", "TAG_EPILOG"),
    "trash": _Command("trash", "trash", "Put runs in the trash.", "TRASH_EPILOG"),
    "restore": _Command("trash", "restore", "Bring a run back from the trash.", "RESTORE_EPILOG"),
    "gc": _Command("trash", "gc", "Remove what no run needs.", "GC_EPILOG"),
    "diff": _Command("diff", "diff", "Compare two runs."),
    "import": _Command("bring_in", "import_records", "Import records of the reference's layout."),
}
"""In the order of the list. A command's module is loaded when it, or that list, is asked for."""

GROUPS = ("examples", "trace")
"""Modules whose commands have commands of their own."""


class Interrupted(HarnessError):  # noqa: N818 - the user's wish, not an error
    """Ctrl-C while a command was at work."""

    exit_code = ExitCode.INTERRUPTED


def _interruptible(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with Ctrl-C as an error like others; typer would end without a word."""

    @wraps(command)
    def said(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except KeyboardInterrupt:
            raise Interrupted("interrupted") from None

    return said


# Click's UsageError lives at another address in each generation of typer; this is the one in use.
_CommandLineError: type[Exception] = cast("type[Exception]", typer.BadParameter.__base__)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("articraft")
        except PackageNotFoundError:
            number = "0 (not installed)"
        typer.echo(f"articraft {number}")
        raise typer.Exit


def _root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    show_help_when_bare(context)


def app_of(names: Sequence[str]) -> typer.Typer:
    """The command line with those commands and groups."""
    app = typer.Typer(
        name="articraft",
        help="From a sentence to an articulated 3D asset that loads in a robot simulator.",
        epilog="Start with: articraft gen 'folding drone'",
        invoke_without_command=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings=CONTEXT,
    )
    app.callback()(_root)
    for name in names:
        if name in GROUPS:
            app.add_typer(import_module(f"harness.cli.{name}").app, name=name)
            continue
        command = COMMANDS[name]
        module = import_module(f"harness.cli.{command.module}")
        app.command(
            name,
            context_settings=CONTEXT,
            epilog=getattr(module, command.epilog),
            short_help=command.summary,
        )(_interruptible(getattr(module, command.function)))
    return app


def run(arguments: Sequence[str]) -> int:
    """Exit status of one command line, everything printed."""
    terminal = Terminal(as_json="--json" in arguments)
    known = (*COMMANDS, *GROUPS)
    app = app_of(arguments[:1] if set(arguments[:1]) & set(known) else known)
    try:
        status = app(list(arguments), prog_name="articraft", standalone_mode=False)
    except HarnessError as error:
        terminal.error(str(error), code=error.exit_code)
        return int(error.exit_code)
    except _CommandLineError as error:
        return _refuse(error, terminal)
    except BrokenPipeError:
        # The reader of our output, such as `head`, has gone; Python would complain again at exit.
        sys.stdout = None
        return int(ExitCode.SUCCESS)
    return int(status or 0)


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:]))


def _refuse(error: Exception, terminal: Terminal) -> int:
    """Say what is wrong with the command line and where its help is."""
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "articraft"
    terminal.error(f"{message}\nSee: {command} --help", code=ExitCode.USAGE)
    return int(ExitCode.USAGE)
