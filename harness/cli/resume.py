"""`articraft resume`: carry on a run that was killed, interrupted or ended by a limit.

A newcomer's mistake: to name another model here. A resumed run is the same run; `replay --fork-at` makes another.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from harness.cli.gen import next_steps, report
from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal

EPILOG = """\b
Nothing on the record is changed: the run is repeated from it, compared, and goes live where it ends.

\b
Exit status: that of `articraft gen`; 2 the run has ended for good, 7 the record is damaged or in use.

\b
Examples:
  articraft resume runs/20300131-120000-folding-drone-3f9a2c
  articraft resume 20300131-120000-folding-drone-3f9a2c --max-turns 150"""


def resume(
    run: Annotated[str, typer.Argument(help="A run's folder or id.", metavar="RUN")],
    max_turns: Annotated[
        int | None, typer.Option("--max-turns", help="A new limit; what is spent counts.", metavar="N")
    ] = None,
    max_cost_usd: Annotated[
        float | None, typer.Option("--max-cost-usd", help="A new limit.", metavar="X")
    ] = None,
    max_wall_s: Annotated[
        float | None, typer.Option("--max-wall-s", help="A new limit.", metavar="S")
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Carry on a run that broke off, from its last complete event."""
    from harness.cli.progress import RunProgress
    from harness.config import read_dotenv
    from harness.resume import resume as resume_run

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folder = find_run(run, runs_dir=runs_dir)
    given = {"max_turns": max_turns, "max_cost_usd": max_cost_usd, "max_wall_s": max_wall_s}
    limits = {name: value for name, value in given.items() if value is not None}
    environ = {**read_dotenv(Path(".env")), **os.environ}
    with RunProgress(terminal) as progress:
        outcome = asyncio.run(resume_run(folder, limits=limits, sinks=[progress], environ=environ))
    terminal.result(outcome.to_dict(), report(outcome))
    terminal.next_steps(next_steps(outcome, "strict"))
    raise typer.Exit(int(outcome.exit_code))
