import io

import pytest
from rich.console import Console

from harness.cli.progress import RunProgress
from harness.cli.terminal import Terminal
from harness.compiler.result import CompileResult
from harness.events import (
    Compacted,
    CompileFinished,
    CompilePhase,
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
from harness.messages import AssistantMessage, ToolCall, ToolMessage, Usage, UserMessage
from harness.providers.base import ReplyProgress
from sdk.findings import Finding

FLOATS = Finding(code="QC_ISOLATED_PART", severity="failure", kind="isolated", summary="'lid' floats")
NOTE = Finding(code="N", severity="note", kind="n", summary="a note")
CALL = ToolCall("1", "read_file", "{}")
EVENTS = [
    RunStarted("run-1", "a bin", "chat", "model-7", {}, "", (), (), "", {}),
    TurnStarted(1, 100),
    ReplyPhase(1, ReplyProgress("waiting", detail="the service answered 529")),
    ReplyPhase(1, ReplyProgress("calling", 12_345, attempt=2, detail="write_file")),
    ModelReplied(1, AssistantMessage("I will [read]\nfirst."), "0", 2.34, 0.0123, 0.0123),
    ToolStarted(1, CALL),
    ToolFinished(1, ToolMessage("1", "read_file", '{"error": "no such file"}'), False, 0.1, "0"),
    CompilePhase("build", 1.0),
    CompileFinished("tool", "0", CompileResult("failure", (FLOATS,) * 5 + (NOTE,)), 0.4),
    GuidanceInjected(1, UserMessage.text("please", tag="compile_required")),
    Compacted(2, "hard_pressure", "stubs", "", 90_000, 40_000, Usage(), None, "", ""),
    LimitReached("turns", "100 turns are used up"),
    RunFinished("failed", "turns", "", 4, "0"),
]


def played(terminal: Terminal) -> None:
    with RunProgress(terminal) as progress:
        for event in EVENTS:
            progress(event)


def test_a_log_has_one_plain_line_per_thing(capsys):
    played(Terminal())
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "run-1  provider chat (model-7)",
        "  attempt 1 failed  the service answered 529",
        "turn 1 2.3 s, $0.0123  I will [read] first.",
        "  read_file error 0.1 s  no such file",
        "  compile failure: 5 failures, 1 note 0.4 s",
        *["    failure 'lid' floats"] * 3,
        "    and 2 more",
        "  reminder to the model: compile_required",
        "  conversation shortened (hard_pressure): stubs",
        "limit 100 turns are used up",
    ]


def test_quiet_says_nothing(capsys):
    played(Terminal(quiet=True))
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_live_line_with_the_turn_and_the_cost():
    terminal = Terminal()
    screen = io.StringIO()
    terminal.err = Console(file=screen, force_terminal=True, width=80)
    played(terminal)
    shown = screen.getvalue()
    assert "turn 1/100" in shown
    assert "$0.0123" in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")  # the cursor comes back


def test_the_live_line_ends_when_the_run_crashes():
    terminal = Terminal()
    screen = io.StringIO()
    terminal.err = Console(file=screen, force_terminal=True, width=80)
    with pytest.raises(RuntimeError), RunProgress(terminal):
        raise RuntimeError
    assert screen.getvalue().endswith("\x1b[?25h") or "\x1b[?25h" in screen.getvalue()
