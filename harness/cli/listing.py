"""`articraft list` and `articraft search`: which runs there are.

A newcomer's mistake: to read run folders here. The index is asked, which first reads what has changed on disk.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted
from harness.errors import UsageError

_PROMPT_CHARACTERS = 60
_SLOW = 500
"""Runs to read that are worth a word of progress."""
LIST_EPILOG = """\b
Examples:
  articraft list
  articraft list --status success --min-joints 3 --order rating
  articraft list --category lamp --since 2030-01-01 --json"""
SEARCH_EPILOG = """\b
Every word must occur in the prompt, the object, its parts and joints, its tags or its category, or begin a word there.

\b
Examples:
  articraft search drawer handle
  articraft search lamp --min-rating 4 --provider openai"""

Category = Annotated[str | None, typer.Option("--category", help="Only this category.", metavar="NAME")]
Tag = Annotated[str | None, typer.Option("--tag", help="Only runs with this tag.", metavar="TAG")]
Provider = Annotated[str | None, typer.Option("--provider", help="Only this provider.", metavar="P")]
Model = Annotated[str | None, typer.Option("--model", help="Only this model id.", metavar="M")]
Status = Annotated[str | None, typer.Option("--status", help="Only runs that ended so.", metavar="STATUS")]
MinJoints = Annotated[int | None, typer.Option("--min-joints", help="At least so many joints.", metavar="N")]
MaxJoints = Annotated[int | None, typer.Option("--max-joints", help="At most so many joints.", metavar="N")]
MaxCost = Annotated[float | None, typer.Option("--max-cost-usd", help="Cost no more.", metavar="X")]
MinRating = Annotated[float | None, typer.Option("--min-rating", help="Mean stars, 1 to 5.", metavar="X")]
Since = Annotated[str | None, typer.Option("--since", help="Made on this day or later.", metavar="DATE")]
Until = Annotated[str | None, typer.Option("--until", help="Made before this day.", metavar="DATE")]
Parent = Annotated[str | None, typer.Option("--parent", help="Only children of this run.", metavar="ID")]
Limit = Annotated[int, typer.Option("--limit", help="Show so many.", metavar="N")]
Offset = Annotated[int, typer.Option("--offset", help="Pass over so many.", metavar="N")]


def list_runs(
    category: Category = None,
    tag: Tag = None,
    provider: Provider = None,
    model: Model = None,
    status: Status = None,
    min_joints: MinJoints = None,
    max_joints: MaxJoints = None,
    max_cost_usd: MaxCost = None,
    min_rating: MinRating = None,
    since: Since = None,
    until: Until = None,
    parent: Parent = None,
    order: Annotated[
        str, typer.Option("--order", help="newest, oldest, rating, cost, joints or name.", metavar="ORDER")
    ] = "newest",
    limit: Limit = 50,
    offset: Offset = 0,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew first.")] = False,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List runs, newest first."""
    from harness.records.index import ORDERS, Wanted

    if order not in ORDERS:
        raise UsageError(f"--order: got {order!r}; want one of {', '.join(ORDERS)}")
    wanted = Wanted(
        category=category,
        tag=tag,
        provider=provider,
        model_id=model,
        status=status,
        min_joints=min_joints,
        max_joints=max_joints,
        max_cost_usd=max_cost_usd,
        min_rating=min_rating,
        since=since,
        until=until,
        parent=parent,
        order=order,
        limit=limit,
        offset=offset,
    )
    _show(wanted, runs_dir, rebuild=rebuild, terminal=Terminal(as_json=as_json, quiet=quiet))


def search(
    words: Annotated[list[str], typer.Argument(help="What to look for.", metavar="WORD...")],
    category: Category = None,
    tag: Tag = None,
    provider: Provider = None,
    status: Status = None,
    min_joints: MinJoints = None,
    max_joints: MaxJoints = None,
    min_rating: MinRating = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    offset: Offset = 0,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find runs by words, best match first."""
    from harness.records.index import Wanted

    text = " ".join(words)
    if not any(letter.isalnum() for letter in text):
        raise UsageError(f"words: got {text!r}; want at least one word")
    wanted = Wanted(
        words=text,
        category=category,
        tag=tag,
        provider=provider,
        status=status,
        min_joints=min_joints,
        max_joints=max_joints,
        min_rating=min_rating,
        since=since,
        until=until,
        limit=limit,
        offset=offset,
    )
    _show(wanted, runs_dir, rebuild=False, terminal=Terminal(as_json=as_json, quiet=quiet))


def _show(wanted: Any, runs_dir: Path, *, rebuild: bool, terminal: Terminal) -> None:
    from harness.records.index import BROKEN_OFF, RunIndex

    if not runs_dir.is_dir():
        raise UsageError(f"--runs-dir: {runs_dir} is no folder; articraft gen 'folding drone' makes one")

    def watch(done: int, total: int) -> None:
        if total > _SLOW:
            terminal.progress(f"[dim]Reading runs: {done} of {total}[/dim]")

    with RunIndex(runs_dir) as index:
        if rebuild:
            index.rebuild(on_progress=watch)
        else:
            index.refresh(on_progress=watch)
        rows, total = index.find(wanted)
    terminal.result({"total": total, "runs": rows}, _table(rows, total, wanted.offset))
    broken = next((row["run_id"] for row in rows if row["status"] == BROKEN_OFF), None)
    if broken is not None:
        terminal.next_steps({f"articraft resume {broken}": "carry on the run that broke off"})
    elif rows:
        terminal.next_steps({f"articraft show {rows[0]['run_id']}": "everything about one run"})
    else:
        terminal.next_steps({"articraft list": "all runs"})


def _table(rows: list[dict[str, Any]], total: int, offset: int) -> str:
    """Markup: a line per run."""
    if not rows:
        return "No such runs."
    width = max(len(row["run_id"]) for row in rows)
    lines = [
        f"[bold]{'run':<{width}}  {'status':<16} {'joints':>6} {'stars':>5} {'USD':>8}  prompt[/bold]",
        *(_line(row, width) for row in rows),
    ]
    if total > len(rows):
        lines.append(f"[dim]{offset + 1} to {offset + len(rows)} of {counted(total, 'run')}[/dim]")
    return "\n".join(lines)


def _line(row: dict[str, Any], width: int) -> str:
    good = (row["status"] or "").startswith("success")
    colour = "green" if good else "yellow"
    stars = "" if row["rating"] is None else f"{row['rating']:.1f}"
    cost = "" if row["cost_usd"] is None else f"{row['cost_usd']:.4f}"
    prompt = " ".join((row["prompt"] or "").split())
    if len(prompt) > _PROMPT_CHARACTERS:
        prompt = prompt[: _PROMPT_CHARACTERS - 1] + "…"
    joints = "" if row["joints"] is None else row["joints"]
    return (
        f"{escape(row['run_id']):<{width}}  [{colour}]{row['status'] or '?':<16}[/{colour}] {joints!s:>6} "
        f"{stars:>5} {cost:>8}  {escape(prompt)}"
    )
