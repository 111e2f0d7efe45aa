"""`articraft audit`: whether records tell the truth, one line per claim.

A newcomer's mistake: to read "cannot be checked" as good news. It is printed with its reason and does not count as a
failure.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted
from harness.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from harness.audit import AuditReport

_MARKS = {
    "holds": "[green]holds[/green]            ",
    "fails": "[bold red]fails[/bold red]            ",
    "cannot be checked": "[yellow]cannot be checked[/yellow]",
}
EPILOG = """\b
Exit status: 0 no claim fails, 1 a claim fails, 2 no such run, 7 there is no readable record.

\b
Examples:
  articraft audit runs/<id>
  articraft audit runs/* --no-recompile
  articraft audit <id> --html report.html"""


def audit(
    runs: Annotated[list[str], typer.Argument(help="Runs' folders or ids.", metavar="RUN...")],
    recompile: Annotated[
        bool, typer.Option("--recompile/--no-recompile", help="Build the program again and compare.")
    ] = True,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write one offline page about one run.", metavar="FILE"),
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check every claim of a run's record against its own events and files."""
    from harness.audit import audit as audit_run

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folders = [find_run(run, runs_dir=runs_dir) for run in runs]
    if html is not None and len(folders) > 1:
        raise UsageError(f"--html: got {len(folders)} runs; want one")
    reports = []
    for number, folder in enumerate(folders, start=1):
        terminal.progress(f"[dim]Auditing {escape(str(folder))} ({number} of {len(folders)})[/dim]")
        reports.append(audit_run(folder, recompile=recompile))
    if html is not None:
        from harness.records.page import write_page

        write_page(html, reports[0])
        terminal.progress(f"Page: {escape(str(html))}")
    payload = [report.to_dict() for report in reports]
    terminal.result(payload if len(payload) > 1 else payload[0], "\n".join(map(_report, reports)))
    sound = all(report.holds for report in reports)
    first = folders[0]
    terminal.next_steps(
        {f"articraft replay {first}": "run tools and compiler again"}
        if sound
        else {f"articraft trace show {first}": "the events"}
    )
    raise typer.Exit(int(ExitCode.SUCCESS if sound else ExitCode.FINDINGS))


def _report(report: AuditReport) -> str:
    """Markup for a reader: one line per claim, its reasons below it."""
    head = (
        "[bold green]The record holds[/bold green]"
        if report.holds
        else f"[bold red]{counted(len(report.failed), 'claim')} fail: {', '.join(report.failed)}[/bold red]"
    )
    lines = [f"{escape(report.run_id)}: {head}"]
    for finding in report.findings:
        lines.append(f"  {_MARKS[finding.verdict]} [bold]{finding.claim:<12}[/bold] {escape(finding.says)}")
        lines += [f"      {escape(detail)}" for detail in finding.details]
    return "\n".join(lines)
