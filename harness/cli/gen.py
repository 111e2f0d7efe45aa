"""`articraft gen`: one object from one sentence.

A newcomer's mistake: to look for the key here. Which provider answers is decided in `harness.providers`;
this file says which one it was.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import RUNS_DIR, TIMEOUT_S, AsJson, Profile, Quiet, RunsDir, TimeoutS
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted

if TYPE_CHECKING:
    from harness.candidates import Candidates
    from harness.cli.progress import RunProgress
    from harness.config import RunSettings
    from harness.outcome import RunOutcome

STATUS_WORDS = {
    "success": "[bold green]Done[/bold green]",
    "success_at_limit": "[bold green]Done[/bold green], ended by a limit with sound code",
    "partial": "[bold yellow]Partly done[/bold yellow]: model.py is the last sound revision, "
    "model.latest.py the very last",
    "failed": "[bold red]Failed[/bold red]: no revision compiled clean",
    "declined": "[bold yellow]Declined[/bold yellow]",
    "provider_error": "[bold red]Provider failed[/bold red]",
    "cancelled": "[bold yellow]Interrupted[/bold yellow]",
}

EPILOG = """\b
Exit status: 0 done, 1 checks failed, 2 wrong usage, 3 the program could not run, 4 a limit, 5 nothing in
the library fits, 6 the provider failed, 7 the run folder cannot be used, 130 interrupted.

\b
Examples:
  articraft gen "folding drone"
  articraft gen "a cabinet with five drawers, 40 cm wide"
  articraft gen "a chest with three drawers" --candidates 3
  articraft gen "desk lamp like this one" --provider chat --model my-model --image lamp.jpg"""


def gen(
    prompt: Annotated[str, typer.Argument(help="What to build, in words.", metavar="PROMPT")],
    provider: Annotated[
        str | None,
        typer.Option(
            "--provider",
            help="library, openai, anthropic, gemini, chat, ollama, ... or NAME:MODEL [default: by the keys set].",
            metavar="P",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Model id as the provider knows it.", metavar="M")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", help="Address of the service or server.", metavar="URL"),
    ] = None,
    effort: Annotated[
        str | None,
        typer.Option("--effort", help="How long to think: low, medium, high or xhigh.", metavar="E"),
    ] = None,
    image: Annotated[
        Path | None, typer.Option("--image", help="Reference picture: PNG, JPEG, WebP or GIF.", metavar="F")
    ] = None,
    max_turns: Annotated[
        int | None, typer.Option("--max-turns", help="Turns of the model [default: 100].", metavar="N")
    ] = None,
    max_cost_usd: Annotated[
        float | None, typer.Option("--max-cost-usd", help="Spend no more than this.", metavar="X")
    ] = None,
    max_wall_s: Annotated[
        float | None, typer.Option("--max-wall-s", help="Take no longer than this.", metavar="S")
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    profile: Profile = "strict",
    run_id: Annotated[
        str | None, typer.Option("--run-id", help="Name of the run's folder.", metavar="ID")
    ] = None,
    timeout_s: TimeoutS = TIMEOUT_S,
    seed: Annotated[
        int | None, typer.Option("--seed", help="For services that sample reproducibly.", metavar="N")
    ] = None,
    candidates: Annotated[
        int,
        typer.Option(
            "--candidates", help="Make this many attempts, keep all, name the soundest.", metavar="N"
        ),
    ] = 1,
    eyes: Annotated[
        bool, typer.Option("--eyes/--no-eyes", help="Show the object to models that see, after each compile.")
    ] = True,
    summarizer: Annotated[
        str | None,
        typer.Option(
            "--summarizer", help="NAME:MODEL that shortens long conversations [default: itself].", metavar="P"
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Run with --max-cost-usd although the model's price is unknown.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the exact first request as JSON; ask nobody.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Generate an articulated object from a sentence.

    Without a key the library provider answers: it fits a finished example to the prompt, or says that none
    fits.
    """
    from harness.cli.progress import RunProgress
    from harness.config import read_dotenv, settings_from
    from harness.run import generate

    environ = {**read_dotenv(Path(".env")), **os.environ}
    settings = settings_from(
        environ,
        provider=provider,
        model=model,
        base_url=base_url,
        effort=effort,
        image=image,
        max_turns=max_turns,
        max_cost_usd=max_cost_usd,
        max_wall_s=max_wall_s,
        runs_dir=runs_dir,
        profile=profile,
        run_id=run_id,
        compile_timeout_s=timeout_s,
        seed=seed,
        force=force,
        eyes=eyes,
        summarizer=summarizer,
    )
    terminal = Terminal(as_json=as_json, quiet=quiet)
    if dry_run:
        from harness.dry_run import first_request

        request = asyncio.run(first_request(prompt, settings, environ=environ))
        terminal.result(request, escape(json.dumps(request, indent=2, ensure_ascii=False)))
        return
    with RunProgress(terminal) as progress:
        if candidates == 1:
            outcome = asyncio.run(generate(prompt, settings, sinks=[progress], environ=environ))
            payload, told = outcome.to_dict(), report(outcome)
        else:
            found = asyncio.run(_attempts(prompt, settings, candidates, progress, environ))
            outcome = found.best
            payload, told = found.to_dict(), f"{attempts_table(found)}\n\n{report(outcome)}"
    terminal.result(payload, told)
    terminal.next_steps(next_steps(outcome, profile))
    raise typer.Exit(int(outcome.exit_code))


async def _attempts(
    prompt: str, settings: RunSettings, count: int, progress: RunProgress, environ: Mapping[str, str]
) -> Candidates:
    from harness.candidates import generate_best

    return await generate_best(prompt, settings, count=count, sinks=[progress], environ=environ)


def attempts_table(found: Candidates) -> str:
    """Markup: one line for each attempt, the best one marked."""
    lines: list[tuple[str, ...]] = [("", "run", "status", "failures", "warnings", "met", "cost", "turns")]
    for told in found.table():
        met = sum(told["coverage"].values()) - told["coverage"].get("dropped", 0)
        lines.append(
            (
                "*" if told["best"] else "",
                told["run_id"],
                told["status"],
                str(told["failures"]),
                str(told["warnings"]),
                f"{told['coverage'].get('met', 0)} of {met}" if met else "-",
                "unknown" if told["cost_usd"] is None else f"${told['cost_usd']:.4f}",
                str(told["turns"]),
            )
        )
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        escape("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        for line in lines
    )


def report(outcome: RunOutcome) -> str:
    """Markup for a reader: how it ended, who built it, where things are."""
    cost = f", ${outcome.cost_usd:.4f}" if outcome.cost_usd else ""
    counts = f"{counted(outcome.turns, 'turn')}, {counted(outcome.compiles, 'compile')}"
    lines = [f"{STATUS_WORDS[outcome.status]} [dim]({counts}{cost}, {outcome.wall_s:.1f} s)[/dim]"]
    if outcome.message.strip():
        lines.append(escape(outcome.message.strip()))
    if outcome.provider == "library":
        lines.append(_library_note(outcome))
    found = ", ".join(counted(count, severity) for severity, count in outcome.findings.items() if count)
    if found:
        lines.append(f"Findings: {found}")
    if missing := outcome.coverage.get("missing", 0):
        lines.append(
            f"Of the prompt's checklist {missing} of {sum(outcome.coverage.values())} are missing by name."
        )
    places = {
        "URDF": outcome.urdf,
        "program": outcome.program if outcome.compiles else None,
        "picture": outcome.preview,
        "trace": outcome.trace if outcome.trace.exists() else None,
    }
    lines += [f"  {name:<8} {escape(str(place))}" for name, place in places.items() if place is not None]
    return "\n".join(lines)


def _library_note(outcome: RunOutcome) -> str:
    """Plain words on where a library object came from."""
    entry = outcome.library.get("entry")
    if not entry:
        return "[dim]No language model was asked: the library provider answered.[/dim]"
    values = outcome.library.get("parameters") or {}
    with_values = (
        " with " + ", ".join(f"{name} = {value}" for name, value in values.items()) if values else ""
    )
    return (
        f"[dim]No language model was asked: this is the library's example[/dim] {escape(str(entry))}"
        f"[dim]{escape(with_values)}.[/dim]"
    )


def next_steps(outcome: RunOutcome, profile: str) -> dict[str, str]:
    """Useful commands after a run."""
    run = str(outcome.run_dir)
    if outcome.ok:
        return {
            f"articraft render {run} --open": "a picture of the opened pose",
            f"articraft compile {run} --profile {profile}": "check it again",
            f'articraft edit {run} "..."': "change the object in a child run",
            f"articraft replay {run}": "play the run back from its trace",
            f"articraft audit {run}": "check the record",
        }
    if outcome.status in ("cancelled", "provider_error"):
        return {f"articraft resume {run}": "carry the run on where it broke off"}
    if outcome.compiles:
        return {
            f"articraft compile {run} --profile {profile}": "see what is wrong with the program",
            f"articraft replay {run}": "play the run back from its trace",
        }
    if outcome.provider == "library":
        return {"articraft examples list": "what the library holds"}
    return {}
