"""Where a command's words go: results to stdout, progress, advice and errors to stderr.

A newcomer's mistake: to print progress to stdout. With ``--json`` stdout carries exactly one JSON value,
and without it a shell pipe should carry the result alone.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import ExitCode

if TYPE_CHECKING:
    from rich.console import Console

NAME = "articraft"


class Terminal:
    """Speaks for one command."""

    def __init__(self, *, as_json: bool = False, quiet: bool = False) -> None:
        self.as_json = as_json
        self.quiet = quiet

    @cached_property
    def out(self) -> Console:
        """Console on stdout; wraps nothing when stdout is no terminal."""
        return _console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """Console on stderr."""
        return _console(sys.stderr)

    def progress(self, text: str) -> None:
        """A line for whoever is waiting."""
        if not self.quiet:
            self.err.print(text, highlight=False)

    def result(self, payload: Any, text: str) -> None:
        """The command's answer: `payload` as JSON, or `text`, which may carry rich markup."""
        if self.as_json:
            sys.stdout.write(json.dumps(payload, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
        else:
            self.out.print(text, highlight=False)

    def next_steps(self, steps: Mapping[str, str]) -> None:
        """Useful commands after this one: command -> what it does."""
        if self.quiet or self.as_json or not steps:
            return
        commands = [command.replace(NAME, own_name(), 1) for command in steps]
        width = max(map(len, commands))
        lines = [
            f"  {escape(command):<{width}}  [dim]{escape(purpose)}[/dim]"
            for command, purpose in zip(commands, steps.values(), strict=True)
        ]
        self.err.print("\n".join(["[dim]Next:[/dim]", *lines]), highlight=False)

    def error(self, message: str, *, code: ExitCode) -> None:
        """The reason a command fails: one JSON object on stdout, or a sentence on stderr."""
        if self.as_json:
            self.result({"error": {"code": code.name.lower(), "message": message}}, "")
        else:
            self.err.print(f"[bold red]error:[/bold red] {escape(message)}", highlight=False)


def own_name() -> str:
    """What to type to run this program again: its name, or its path when the shell would not find the name."""
    called = Path(sys.argv[0])
    if called.name != NAME or shutil.which(NAME):
        return NAME
    return str(called)


def escape(text: str) -> str:
    """`text` as rich shows it literally, brackets and all."""
    from rich.markup import escape as rich_escape

    return rich_escape(text)


def _console(stream: Any) -> Console:
    from rich.console import Console

    return Console(file=stream, soft_wrap=True)
