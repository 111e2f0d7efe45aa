"""`articraft vary`: many objects from one entry of the library, by drawing its parameters; no model is asked.

A newcomer's mistake: to count only what passes. A set that fails is told with its findings, and asked for again it
is made again, unless its record was kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import RUNS_DIR, TIMEOUT_S, AsJson, Profile, Quiet, RunsDir, TimeoutS
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted
from harness.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from harness.config import RunSettings
    from harness.examples import Example
    from harness.examples.families import Families
    from harness.variation import Asset, Plan, Variation

MOST = 100_000
"""Sets of one entry in one call."""
_MOST_NAMED = 5
"""Failed sets named one by one."""

EPILOG = """\b
Parameters are called by their names or by the words of a prompt; lengths may carry m, cm or mm, angles rad or deg.
A second call with the same seed goes on where the first one was interrupted, and a larger --n adds to a smaller one.

\b
Exit status: 0 every set is sound, 1 some are not, 2 wrong usage, 130 interrupted (what was finished is kept).

\b
Examples:
  articraft vary drawer_cabinet --n 100
  articraft vary drawer_cabinet --n 20 --param drawers=2..6 --param width=60cm
  articraft vary all --n 20 --seed 7 --json"""


def vary(
    names: Annotated[
        list[str], typer.Argument(help="Entries of the library; all is every one.", metavar="NAME")
    ],
    number: Annotated[
        int, typer.Option("--n", "-n", help="Sets of values to draw for each.", min=1, max=MOST, metavar="N")
    ] = 20,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same sets.", metavar="N")] = 0,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            help="Fix a parameter or narrow its range; may be repeated.",
            metavar="NAME=VALUE|LOW..HIGH",
        ),
    ] = None,
    profile: Profile = "strict",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", help="Compile so many at once [default: one per processor].", min=1, metavar="N"
        ),
    ] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Also draw preview.png of each; takes longer than the rest.")
    ] = False,
    keep_failures: Annotated[
        bool, typer.Option("--keep-failures", help="Also keep the records of what is not sound.")
    ] = False,
    timeout_s: TimeoutS = TIMEOUT_S,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Vary an entry of the library: draw values for its parameters, compile each set, keep what passes.

    Each object is a run like any other, without a model: list, show, render, audit, replay and export take it.
    """
    from harness.config import RunSettings
    from harness.examples.families import read_families

    settings = RunSettings(
        runs_dir=runs_dir,
        profile=profile,
        compile_timeout_s=timeout_s,
        seed=seed,
        pictures=pictures,
    )
    terminal = Terminal(as_json=as_json, quiet=quiet)
    families = read_families(names)
    if families.broken and not families.examples:
        raise UsageError("\n".join(families.broken.values()))
    plans = _plans(families.examples, number, seed, param or [])
    for line in (*_broken_lines(families), *_fewer_lines(plans)):
        terminal.progress(line)
    done = _carry_out(plans, settings, jobs=jobs, keep_failures=keep_failures, terminal=terminal)
    if terminal.as_json:
        told = {"seed": seed, "profile": profile, "broken": dict(families.broken), **done.to_dict()}
        terminal.result(told, "")
    else:
        terminal.out.print(_table(done))
        for line in (*_failure_lines(done), _effort_line(done)):
            terminal.progress(line)
    terminal.next_steps(_next_steps(done))
    raise typer.Exit(int(_exit_code(done, families)))


def _plans(examples: Sequence[Example], number: int, seed: int, params: Sequence[str]) -> list[Plan]:
    from harness.examples.sampling import require_known, wish_from
    from harness.variation import plan_for

    wishes = [wish_from(text) for text in params]
    require_known(wishes, examples)
    return [plan_for(example, number, seed=seed, wishes=wishes) for example in examples]


def _carry_out(
    plans: Sequence[Plan],
    settings: RunSettings,
    *,
    jobs: int | None,
    keep_failures: bool,
    terminal: Terminal,
) -> Variation:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from harness.compiler.service import MAX_CHILDREN
    from harness.variation import vary as carry_out

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=terminal.err, transient=True, disable=terminal.quiet)
    with bar:
        task = bar.add_task("Varying", total=sum(len(plan.sets) for plan in plans))

        def show(asset: Asset) -> None:
            bar.update(task, advance=1, description=escape(asset.entry))

        return asyncio.run(
            carry_out(
                plans,
                settings,
                jobs=min(jobs or MAX_CHILDREN, MAX_CHILDREN),
                keep_failures=keep_failures,
                on_asset=show,
            )
        )


def _broken_lines(families: Families) -> list[str]:
    return [f"[red]broken[/red] {escape(message)}" for message in families.broken.values()]


def _fewer_lines(plans: Sequence[Plan]) -> list[str]:
    """Where there are fewer different sets than were asked for."""
    return [
        f"[dim]{plan.example.example_id}: only {counted(len(plan.sets), 'different set')} of values, "
        f"{plan.asked} asked for[/dim]"
        for plan in plans
        if len(plan.sets) < plan.asked
    ]


def _table(done: Variation) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Entry", "Sets", "Made", "There", "Failed", "s each", "Failures by code"):
        side = "left" if heading in ("Entry", "Failures by code") else "right"
        table.add_column(heading, justify=side)
    for plan in done.plans:
        row = done.family(plan)
        codes = ", ".join(f"{code} {count}" for code, count in row["failures"].items())
        counts = [str(row[name]) for name in ("sets", "made", "there")]
        failed = f"[red]{row['failed']}[/red]" if row["failed"] else "0"
        each = "" if row["median_s"] is None else f"{row['median_s']:.2f}"
        table.add_row(row["entry"], *counts, failed, each, escape(codes))
    if len(done.plans) > 1:
        rows = [done.family(plan) for plan in done.plans]
        sums = [str(sum(row[name] for row in rows)) for name in ("sets", "made", "there", "failed")]
        table.add_row("[bold]all[/bold]", *sums, "", "")
    return table


def _failure_lines(done: Variation) -> list[str]:
    """The first sets that failed: values, finding, and where the record is if it was kept."""
    failed = [asset for asset in done.assets if asset.state == "failed"]
    lines = []
    for asset in failed[:_MOST_NAMED]:
        values = ", ".join(f"{name} = {value:g}" for name, value in asset.values.items())
        kept = f" [dim]{escape(str(asset.run_dir))}[/dim]" if asset.run_dir else ""
        lines.append(f"[red]failed[/red] {asset.entry} {values}: {escape(asset.summary)}{kept}")
    if len(failed) > _MOST_NAMED:
        lines.append(f"[dim]and {len(failed) - _MOST_NAMED} more; --json lists all[/dim]")
    if done.is_interrupted:
        left = sum(len(plan.sets) for plan in done.plans) - len(done.assets)
        lines.append(f"[yellow]Interrupted[/yellow]: {counted(left, 'set')} left; the same call goes on")
    return lines


def _effort_line(done: Variation) -> str:
    compiled = sum(asset.state != "there" for asset in done.assets)
    each = f", {done.wall_s / compiled:.2f} s each" if compiled else ""
    return f"[dim]{counted(compiled, 'set')} compiled in {done.wall_s:.1f} s{each}[/dim]"


def _next_steps(done: Variation) -> dict[str, str]:
    sound = next((asset.run_dir for asset in done.assets if asset.state != "failed" and asset.run_dir), None)
    if sound is None:
        return {"articraft examples list": "what the library holds"}
    return {
        f"articraft render {sound}": "a picture of one of them",
        f"articraft list --runs-dir {sound.parent}": "all runs",
    }


def _exit_code(done: Variation, families: Families) -> ExitCode:
    if done.is_interrupted:
        return ExitCode.INTERRUPTED
    is_sound = not families.broken and all(asset.state != "failed" for asset in done.assets)
    return ExitCode.SUCCESS if is_sound else ExitCode.FINDINGS
