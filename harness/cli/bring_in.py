"""`articraft import`: records of the reference's layout become runs of ours.

A newcomer's mistake: to import from inside the runs folder. The source is another place, and is only read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted

EPILOG = """\b
Imported runs are marked partial: their traces lack what a replay needs. They are listed, compiled, rated and edited
like others.

\b
Examples:
  articraft import path/to/data
  articraft import path/to/data/records/rec_hinge_0001 --runs-dir seeds"""


def import_records(
    source: Annotated[Path, typer.Argument(help="A record, or a folder of records.", metavar="PATH")],
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Import records of the reference's layout."""
    from harness.records.reference import find_records
    from harness.records.reference import import_records as bring_in

    terminal = Terminal(as_json=as_json, quiet=quiet)
    records = find_records(source)
    results = []
    for number, imported in enumerate(bring_in(records, runs_dir), start=1):
        results.append(imported)
        terminal.progress(
            f"[dim]{number} of {len(records)}  {escape(imported.record_id)}: {escape(imported.reason)}[/dim]"
        )
    done = [result for result in results if result.run_dir is not None]
    payload = {
        "imported": [str(result.run_dir) for result in done],
        "passed_over": {result.record_id: result.reason for result in results if result.run_dir is None},
    }
    passed_over = len(results) - len(done)
    terminal.result(payload, f"{counted(len(done), 'record')} imported, {passed_over} passed over.")
    if done:
        terminal.next_steps(
            {
                f"articraft compile {done[0].run_dir} --profile reference": "build and check it",
                "articraft list": "all runs",
            }
        )
