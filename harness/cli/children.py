"""`articraft edit` and `articraft rerun`, and how `replay --fork-at` makes its child: runs that grow out of runs.

A newcomer's mistake: to give a child its own defaults. What is not said on the command line is as the parent had it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.gen import next_steps, report
from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal

if TYPE_CHECKING:
    from harness.config import RunSettings
    from harness.fork import Surroundings
    from harness.outcome import RunOutcome

Start = Callable[["RunSettings", "Surroundings"], Awaitable["RunOutcome"]]

EDIT_EPILOG = """\b
The child begins with the parent's program; the parent stays as it is.

\b
Examples:
  articraft edit runs/<id> "make the handle longer"
  articraft edit <id> "five drawers instead of three" --provider anthropic"""
RERUN_EPILOG = """\b
Examples:
  articraft rerun runs/<id>
  articraft rerun <id> --provider openai --model gpt-5.4 --max-cost-usd 2"""

Provider = Annotated[
    str | None, typer.Option("--provider", help="Who answers [default: as the parent].", metavar="P")
]
Model = Annotated[str | None, typer.Option("--model", help="Model id [default: as the parent].", metavar="M")]
Profile = Annotated[
    str | None,
    typer.Option("--profile", help="reference, default or strict [default: as the parent].", metavar="NAME"),
]
MaxTurns = Annotated[int | None, typer.Option("--max-turns", help="Turns of the model.", metavar="N")]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost-usd", help="Spend no more than this.", metavar="X")
]
RunId = Annotated[str | None, typer.Option("--run-id", help="Name of the child's folder.", metavar="ID")]
Run = Annotated[str, typer.Argument(help="The parent's folder or id.", metavar="RUN")]


def edit(
    run: Run,
    instruction: Annotated[str, typer.Argument(help="What to change, in words.", metavar="TEXT")],
    provider: Provider = None,
    model: Model = None,
    profile: Profile = None,
    max_turns: MaxTurns = None,
    max_cost_usd: MaxCost = None,
    run_id: RunId = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Make a child run that changes the object of a run."""
    from harness.fork import edit as edit_run

    parent = find_run(run, runs_dir=runs_dir)
    given = _given(provider, model, profile, max_turns, max_cost_usd, run_id)
    carry_out(
        parent,
        given,
        lambda settings, around: edit_run(parent, instruction, settings=settings, surroundings=around),
        terminal=Terminal(as_json=as_json, quiet=quiet),
    )


def rerun(
    run: Run,
    provider: Provider = None,
    model: Model = None,
    profile: Profile = None,
    max_turns: MaxTurns = None,
    max_cost_usd: MaxCost = None,
    run_id: RunId = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Ask for the object of a run once more, in a run of its own."""
    from harness.fork import rerun as rerun_run

    parent = find_run(run, runs_dir=runs_dir)
    given = _given(provider, model, profile, max_turns, max_cost_usd, run_id)
    carry_out(
        parent,
        given,
        lambda settings, around: rerun_run(parent, settings=settings, surroundings=around),
        terminal=Terminal(as_json=as_json, quiet=quiet),
    )


def carry_out(parent: Path, given: dict[str, Any], start: Start, *, terminal: Terminal) -> None:
    """Carry out a child run beside its parent and end the command with its exit status."""
    from harness.cli.progress import RunProgress
    from harness.config import read_dotenv, settings_from
    from harness.fork import Surroundings, inherited_settings

    environ = {**read_dotenv(Path(".env")), **os.environ}
    inherited = inherited_settings(parent)
    if given.get("provider") is not None:
        inherited.pop("model", None)
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = settings_from(environ, **{**inherited, **chosen, "runs_dir": parent.resolve().parent})
    with RunProgress(terminal) as progress:
        around = Surroundings(sinks=[progress], environ=environ)

        async def whole() -> RunOutcome:
            return await start(settings, around)

        outcome = asyncio.run(whole())
    terminal.result(outcome.to_dict(), report(outcome))
    steps = {f"articraft diff {parent.name} {outcome.run_id}": "what is different from the parent"}
    terminal.next_steps({**(steps if outcome.compiles else {}), **next_steps(outcome, settings.profile)})
    raise typer.Exit(int(outcome.exit_code))


def _given(
    provider: str | None,
    model: str | None,
    profile: str | None,
    max_turns: int | None,
    max_cost_usd: float | None,
    run_id: str | None,
) -> dict[str, Any]:
    return {
        "provider": provider,
        "model": model,
        "profile": profile,
        "max_turns": max_turns,
        "max_cost_usd": max_cost_usd,
        "run_id": run_id,
    }
