"""A run's events as lines on stderr, with one live line below them on a terminal.

A newcomer's mistake: to ask the run how it is doing. The display only listens; what it needs is in the
events.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import COLOURS, tally
from harness.events import (
    Compacted,
    CompileFinished,
    CompilePhase,
    Event,
    GuidanceInjected,
    LimitReached,
    ModelReplied,
    ReplyPhase,
    RunFinished,
    RunStarted,
    ToolFinished,
    ToolStarted,
    TurnStarted,
)

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

    from harness.providers.base import ReplyProgress

LONGEST_WORDS = 160
"""Characters of a reply or an error shown on one line."""
MOST_FINDINGS = 3
"""Findings named per compile while the run goes on; the last compile is printed in full at the end."""


class RunProgress:
    """A sink for run events; use it as a context manager, or the live line stays."""

    def __init__(self, terminal: Terminal, *, now: Callable[[], float] = time.monotonic) -> None:
        self._terminal = terminal
        self._now = now
        self._started = now()
        self._doing = "starting"
        self._turn = ""
        self._cost_usd: float | None = None
        self._live: Live | None = None

    def __enter__(self) -> RunProgress:
        if not self._terminal.quiet and self._terminal.err.is_terminal:
            from rich.live import Live

            self._live = Live(
                get_renderable=self._status, console=self._terminal.err, refresh_per_second=8, transient=True
            )
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, event: Event) -> None:
        """Show one event."""
        match event:
            case RunStarted():
                model = f" ({escape(event.model_id)})" if event.model_id else ""
                self._say(f"[bold]{escape(event.run_id)}[/bold]  provider {escape(event.provider)}{model}")
            case TurnStarted():
                self._turn, self._doing = f"turn {event.turn}/{event.max_turns}", "waiting for the model"
            case ReplyPhase():
                self._show_reply(event.progress)
            case ModelReplied():
                self._cost_usd = event.total_cost_usd
                cost = f", ${event.cost_usd:.4f}" if event.cost_usd else ""
                words = f"  {_one_line(event.message.text)}" if event.message.text.strip() else ""
                self._say(f"[bold]turn {event.turn}[/bold] [dim]{event.seconds:.1f} s{cost}[/dim]{words}")
            case ToolStarted():
                self._doing = event.call.name
            case ToolFinished():
                mark = "[green]ok[/green]" if event.ok else "[yellow]error[/yellow]"
                why = "" if event.ok else f"  {_one_line(_error_of(event.message.content))}"
                self._say(f"  {escape(event.message.name)} {mark} [dim]{event.seconds:.1f} s[/dim]{why}")
            case CompilePhase():
                self._doing = f"compiling: {event.phase}"
            case CompileFinished():
                self._show_compile(event)
            case GuidanceInjected():
                self._say(f"  [dim]reminder to the model: {escape(event.message.tag or 'guidance')}[/dim]")
            case Compacted():
                self._say(f"  [dim]conversation shortened ({event.trigger}): {event.how}[/dim]")
            case LimitReached():
                self._say(f"[yellow]limit[/yellow] {escape(event.message)}")
            case RunFinished():
                self._doing = "done"

    def _show_reply(self, progress: ReplyProgress) -> None:
        if progress.doing == "waiting":
            self._doing = "waiting to try again"
            self._say(f"  [yellow]attempt {progress.attempt} failed[/yellow]  {_one_line(progress.detail)}")
            return
        tool = f" {progress.detail}" if progress.detail else ""
        self._doing = f"{progress.doing}{tool} ({progress.characters:,} characters)"

    def _show_compile(self, event: CompileFinished) -> None:
        colour = "green" if event.result.status == "success" else "red"
        counts = tally(event.result.signals)
        self._say(
            f"  compile [{colour}]{event.result.status}[/{colour}]: {counts} [dim]{event.seconds:.1f} s[/dim]"
        )
        grave = [finding for finding in event.result.signals if finding.severity != "note"]
        for finding in grave[:MOST_FINDINGS]:
            colour = COLOURS[finding.severity]
            self._say(f"    [{colour}]{finding.severity}[/{colour}] {_one_line(finding.summary)}")
        if len(grave) > MOST_FINDINGS:
            self._say(f"    [dim]and {len(grave) - MOST_FINDINGS} more[/dim]")

    def _say(self, line: str) -> None:
        self._terminal.progress(line)

    def _status(self) -> Text:
        from rich.text import Text

        elapsed = self._now() - self._started
        spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[int(elapsed * 8) % 10]
        cost = f"${self._cost_usd:.4f}" if self._cost_usd else ""
        told = " · ".join(part for part in (self._turn, self._doing, cost, f"{elapsed:.0f} s") if part)
        return Text(f"{spinner} {told}", style="cyan", no_wrap=True, overflow="ellipsis")


def _error_of(content: str) -> str:
    """The error text inside a tool's JSON result."""
    try:
        return str(json.loads(content).get("error", ""))
    except (ValueError, AttributeError):
        return content


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return escape(line if len(line) <= LONGEST_WORDS else line[: LONGEST_WORDS - 1] + "…")
