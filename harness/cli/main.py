"""`articraft`: the commands, and how every one of them ends.

A newcomer's mistake: to catch errors in a command. Commands raise; here a `HarnessError` becomes one
sentence and its exit code, and anything else stays a traceback, because it is a bug.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any, cast

import typer

from harness.cli import (
    audit,
    bring_in,
    children,
    diff,
    doctor,
    examples,
    export,
    gen,
    listing,
    rate,
    render,
    replay,
    resume,
    show,
    trace,
    trash,
    vary,
)
from harness.cli import compile as compile_command
from harness.cli.options import CONTEXT, show_help_when_bare
from harness.cli.terminal import Terminal
from harness.errors import ExitCode, HarnessError


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
app.command("gen", context_settings=CONTEXT, epilog=gen.EPILOG)(_interruptible(gen.gen))
app.command(
    "compile",
    context_settings=CONTEXT,
    epilog=compile_command.EPILOG,
    short_help="Build, test and check a program.",
)(_interruptible(compile_command.compile_program))
app.command(
    "render", context_settings=CONTEXT, epilog=render.EPILOG, short_help="Make a picture of a run's object."
)(_interruptible(render.render))
app.command(
    "replay", context_settings=CONTEXT, epilog=replay.EPILOG, short_help="Play a run back and compare."
)(_interruptible(replay.replay))
app.command(
    "export", context_settings=CONTEXT, epilog=export.EPILOG, short_help="Write rows for training from runs."
)(_interruptible(export.export))
app.command(
    "doctor",
    context_settings=CONTEXT,
    epilog=doctor.EPILOG,
    short_help="What this machine has and lacks.",
)(_interruptible(doctor.doctor))
app.command(
    "vary",
    context_settings=CONTEXT,
    epilog=vary.EPILOG,
    short_help="Make many objects from a library entry.",
)(_interruptible(vary.vary))
app.add_typer(examples.app, name="examples")

_RECORDS: Sequence[tuple[str, Callable[..., None], str, str]] = (
    ("resume", resume.resume, resume.EPILOG, "Carry on a run that broke off."),
    ("edit", children.edit, children.EDIT_EPILOG, "Change the object of a run in a child run."),
    ("rerun", children.rerun, children.RERUN_EPILOG, "Ask for the object of a run once more."),
    ("audit", audit.audit, audit.EPILOG, "Check every claim of a record."),
    ("list", listing.list_runs, listing.LIST_EPILOG, "List runs."),
    ("search", listing.search, listing.SEARCH_EPILOG, "Find runs by words."),
    ("show", show.show, show.EPILOG, "Show one run."),
    ("rate", rate.rate, rate.RATE_EPILOG, "Rate a run's object."),
    ("tag", rate.tag, rate.TAG_EPILOG, "Change a run's tags and category."),
    ("trash", trash.trash, trash.TRASH_EPILOG, "Put runs in the trash."),
    ("restore", trash.restore, trash.RESTORE_EPILOG, "Bring a run back from the trash."),
    ("gc", trash.gc, trash.GC_EPILOG, "Remove what no run needs."),
    ("diff", diff.diff, diff.EPILOG, "Compare two runs."),
    ("import", bring_in.import_records, bring_in.EPILOG, "Import records of the reference's layout."),
)
"""Commands on records: name, function, end of the help, one line."""
for _name, _function, _epilog, _line in _RECORDS:
    app.command(_name, context_settings=CONTEXT, epilog=_epilog, short_help=_line)(_interruptible(_function))
app.add_typer(trace.app, name="trace")

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


@app.callback()
def _root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    show_help_when_bare(context)


def run(arguments: Sequence[str]) -> int:
    """Exit status of one command line, everything printed."""
    terminal = Terminal(as_json="--json" in arguments)
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
