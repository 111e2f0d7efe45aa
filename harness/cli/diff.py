"""`articraft diff`: what is different between two runs.

A newcomer's mistake: to read exit status 1 as an error. As with `diff`, it says that there are differences.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal, escape
from harness.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from harness.records.comparison import Comparison

_LONGEST = 60
EPILOG = """\b
Exit status: 0 no difference, 1 there are differences, 2 no such run.

\b
Examples:
  articraft diff <id> <id of its child>
  articraft diff A B --pictures both.png --no-program"""


def diff(
    before: Annotated[str, typer.Argument(help="A run's folder or id.", metavar="A")],
    after: Annotated[str, typer.Argument(help="Another's.", metavar="B")],
    program: Annotated[
        bool, typer.Option("--program/--no-program", help="Show how the programs differ.")
    ] = True,
    pictures: Annotated[
        Path | None, typer.Option("--pictures", help="Write both pictures to one PNG file.", metavar="FILE")
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare program, parts, joints, sizes, findings and effort of two runs."""
    from harness.records.comparison import compare_runs, side_by_side

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folders = [find_run(run, runs_dir=runs_dir) for run in (before, after)]
    comparison = compare_runs(*folders)
    if pictures is not None:
        try:
            side_by_side(comparison, pictures)
        except (ValueError, OSError) as error:
            raise UsageError(f"--pictures: {error}") from error
    terminal.result(comparison.to_dict(), _report(comparison, with_program=program))
    if pictures is None and all(comparison.pictures):
        terminal.next_steps({f"articraft diff {before} {after} --pictures both.png": "see both"})
    differs = bool(comparison.changes or comparison.program)
    raise typer.Exit(int(ExitCode.FINDINGS if differs else ExitCode.SUCCESS))


def _report(comparison: Comparison, *, with_program: bool) -> str:
    lines = [
        f"  [bold]{escape(change.what):<32}[/bold] {_told(change.before)} -> {_told(change.after)}"
        for change in comparison.changes
    ]
    if with_program:
        lines += [_coloured(line) for line in comparison.program.splitlines()]
    elif comparison.program:
        lines.append("  The programs differ.")
    return "\n".join(lines) or "No difference."


def _told(value: Any) -> str:
    if value is None:
        return "[dim]none[/dim]"
    text = f"{value:.6g}" if isinstance(value, float) else " ".join(str(value).split())
    return escape(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _coloured(line: str) -> str:
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return f"[{colour}]{escape(line)}[/{colour}]" if colour else escape(line)
