"""Options that several commands share, declared once.

A newcomer's mistake: to read a default from the environment here. Settings that the environment can give
are None until `harness.config` fills them in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON value on stdout and nothing else there.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no advice on stderr.")]
RunsDir = Annotated[Path, typer.Option("--runs-dir", help="Folder of the runs.", metavar="DIR")]
Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        help="How severe the checks are: reference (as the public library), default (more warnings), "
        "strict (those warnings fail).",
        metavar="NAME",
    ),
]
TimeoutS = Annotated[
    float,
    typer.Option("--timeout-s", help="Seconds the program, its tests and the checks may take.", metavar="S"),
]

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""Every command's help answers to both names and uses the width of the window."""
RUNS_DIR = Path("runs")
TIMEOUT_S = 60.0


def show_help_when_bare(context: typer.Context) -> None:
    """Print the help of a group of commands that was called without one."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
