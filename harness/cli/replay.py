"""`articraft replay`: play a recorded run back and say whether everything comes out the same.

A newcomer's mistake: to expect the network. The model's replies come from the trace; only tools and
compiler run anew.
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
    from harness.replay import ReplayReport

EPILOG = """\b
Exit status: 0 the same, 1 it differs, 2 no such run, 7 the record is damaged; with --fork-at that of gen.

\b
Examples:
  articraft replay runs/20300131-120000-folding-drone-3f9a2c
  articraft replay <id> --tools --strict --json
  articraft replay <id> --until 40
  articraft replay <id> --fork-at 40 --provider anthropic"""


def replay(
    run: Annotated[str, typer.Argument(help="A run's folder or id.", metavar="RUN")],
    taped: Annotated[
        bool,
        typer.Option("--tools", "--taped", help="Answer compiles, probes and searches from the trace too."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Every request must be the recorded one too, byte by byte.")
    ] = False,
    until: Annotated[
        int | None, typer.Option("--until", help="Compare up to this event only.", metavar="N")
    ] = None,
    fork_at: Annotated[
        int | None,
        typer.Option("--fork-at", help="Repeat up to this event, then go on live in a new run.", metavar="N"),
    ] = None,
    provider: Annotated[
        str | None, typer.Option("--provider", help="With --fork-at: who goes on.", metavar="P")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="With --fork-at: the model's id.", metavar="M")
    ] = None,
    prompt: Annotated[
        str | None, typer.Option("--prompt", help="With --fork-at: other words for the task.", metavar="TEXT")
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play a run back from its trace, without a model, and compare every result with the record."""
    terminal = Terminal(as_json=as_json, quiet=quiet or as_json)
    folder = find_run(run, runs_dir=runs_dir)
    if fork_at is not None:
        _fork(folder, fork_at, provider=provider, model=model, prompt=prompt, terminal=terminal)
        return
    if provider or model or prompt:
        raise UsageError("--provider, --model and --prompt: got no --fork-at; want the event to go on from")
    from harness.replay import replay as replay_run

    terminal.progress(f"[dim]Replaying {escape(str(folder))}[/dim]")
    report = replay_run(folder, tools=taped, strict=strict, until=until)
    terminal.result(report.to_dict(), _report(report))
    if report.is_identical:
        terminal.next_steps({f"articraft render {folder}": "a picture of the object"})
    elif not taped:
        terminal.next_steps(
            {f"articraft replay {folder} --tools": "see whether the conversation itself differs"}
        )
    raise typer.Exit(int(ExitCode.SUCCESS if report.is_identical else ExitCode.FINDINGS))


def _fork(
    parent: Path,
    at: int,
    *,
    provider: str | None,
    model: str | None,
    prompt: str | None,
    terminal: Terminal,
) -> None:
    from harness.cli.children import carry_out
    from harness.fork import fork

    carry_out(
        parent,
        {"provider": provider, "model": model},
        lambda settings, around: fork(parent, at=at, settings=settings, prompt=prompt, surroundings=around),
        terminal=terminal,
    )


def _report(report: ReplayReport) -> str:
    """Markup for a reader: the same or not, where it parts, and what changed since."""
    same = counted(report.compared, "result")
    if report.is_identical:
        lines = [
            f"[bold green]Identical[/bold green]: {same} compared, status {escape(report.replayed_status)}"
        ]
    else:
        lines = [f"[bold red]Differs[/bold red] after {same} came out the same"]
    if not report.is_complete:
        lines.append("[yellow]The record breaks off[/yellow]; only its beginning was compared.")
    if report.divergence is not None:
        lines += [
            f"  at        {escape(report.divergence.what)} [dim]({report.divergence.kind})[/dim]",
            f"  recorded  {escape(report.divergence.expected)}",
            f"  replayed  {escape(report.divergence.found)}",
        ]
    if report.changed:
        lines.append(f"[dim]Changed since the run: {escape(', '.join(report.changed))}[/dim]")
    return "\n".join(lines)
