"""`articraft trace`: what happened in a run, event by event.

A newcomer's mistake: to print payloads whole. One line says what an event was; ``--full`` and ``--json`` give
everything.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import CONTEXT, RUNS_DIR, AsJson, Quiet, RunsDir, show_help_when_bare
from harness.cli.places import find_run
from harness.cli.terminal import Terminal, escape
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.tape import TraceEvent

_LONGEST = 110
EPILOG = """\b
Exit status: 0 shown, 2 no such run, 7 the trace is damaged (`articraft audit` says where).

\b
Examples:
  articraft trace show runs/<id>
  articraft trace show <id> --kind tool_finished --turn 3 --full
  articraft trace show <id> --find "no hinge"
  articraft trace show <id> --json | jq .kind"""

app = typer.Typer(
    help="Read the trace of a run.",
    epilog="Example: articraft trace show runs/<id>",
    invoke_without_command=True,
    context_settings=CONTEXT,
    rich_markup_mode=None,
)


@app.callback()
def _trace(context: typer.Context) -> None:
    show_help_when_bare(context)


@app.command("show", context_settings=CONTEXT, epilog=EPILOG)
def show(
    run: Annotated[str, typer.Argument(help="A run's folder or id.", metavar="RUN")],
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Only events of this kind; may be given more than once.", metavar="KIND"),
    ] = None,
    turn: Annotated[int | None, typer.Option("--turn", help="Only events of this turn.", metavar="N")] = None,
    since: Annotated[int, typer.Option("--from", help="First sequence number shown.", metavar="N")] = 0,
    until: Annotated[
        int | None, typer.Option("--until", help="Last sequence number shown.", metavar="N")
    ] = None,
    find: Annotated[
        str, typer.Option("--find", help="Only events whose payload holds this text.", metavar="TEXT")
    ] = "",
    full: Annotated[bool, typer.Option("--full", help="Print the payloads too.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Void events of a resumed run and its resumptions too.")
    ] = False,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Print the events of a run, one a line; with --json one JSON object a line."""
    from harness.tape import read_trace

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folder = find_run(run, runs_dir=runs_dir)
    tape = read_trace(folder)
    known = sorted({event.kind for event in tape.written})
    if unknown := sorted(set(kinds or ()) - set(known)):
        raise UsageError(f"--kind: got {', '.join(unknown)}; this trace has {', '.join(known)}")
    chosen = [
        event
        for event in (tape.written if everything else tape.events)
        if (not kinds or event.kind in kinds)
        and (turn is None or event.payload.get("turn") == turn)
        and since <= event.seq <= (event.seq if until is None else until)
        and (not find or find.lower() in json.dumps(event.payload, ensure_ascii=False).lower())
    ]
    for event in chosen:
        if as_json:
            sys.stdout.write(json.dumps(vars(event), ensure_ascii=False) + "\n")
        else:
            terminal.out.print(_line(event), highlight=False)
            if full:
                text = json.dumps(event.payload, indent=2, ensure_ascii=False)
                terminal.out.print(escape(text), highlight=False)
    if tape.is_torn and not as_json:
        terminal.progress("[yellow]The last line was cut off and is left out.[/yellow]")
        terminal.next_steps({f"articraft resume {folder}": "carry the run on"})
    else:
        terminal.next_steps({f"articraft audit {folder}": "check the record"})


def _line(event: TraceEvent) -> str:
    words = " ".join(" ".join(_told(event.kind, event.payload)).split())
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1] + "…"
    turn = event.payload.get("turn", "")
    return (
        f"[dim]{event.seq:>4} {escape(event.time[11:23])}[/dim] {turn!s:>3} "
        f"[bold]{event.kind:<17}[/bold] {escape(words)}"
    )


def _told(kind: str, payload: Mapping[str, Any]) -> Iterator[str]:
    """A few words on an event."""
    if kind == "run_started":
        yield f"{payload['provider']}:{payload['model_id']} {payload['prompt']}"
    elif kind == "model_replied":
        calls = [call["name"] for call in payload["message"]["tool_calls"]]
        yield f"{payload['seconds']:.1f}s"
        if payload["cost_usd"]:
            yield f"${payload['cost_usd']:.4f}"
        yield from ([f"-> {', '.join(calls)}"] if calls else [])
        yield payload["message"]["text"]
    elif kind == "tool_started":
        yield f"{payload['call']['name']} {payload['call']['arguments']}"
    elif kind == "tool_finished":
        yield f"{payload['message']['name']} {'ok' if payload['ok'] else 'error'} {payload['seconds']:.1f}s"
        yield payload["message"]["content"]
    elif kind == "compile_finished":
        result = payload["result"]
        codes = [signal["code"] for signal in result["signals"] if signal["severity"] == "failure"]
        yield f"{payload['cause']}: {result['status']} {', '.join(codes)}"
    elif kind == "guidance_injected":
        yield str(payload["message"]["tag"])
    else:
        yield ", ".join(f"{name} {value}" for name, value in payload.items() if name != "turn")
