"""Turns the death of a worker into the finding that says what ended it, and where in the program.

A newcomer's mistake: to ask the dead for an exception. All that is left is an exit status, what the fault
handler wrote, and the notice of an immediate exit.
"""

from __future__ import annotations

import re
import signal

from harness.compiler.faults import EXIT_HINT, MEMORY_HINT, AuthorFrame, runtime_finding
from harness.compiler.jobs import Ending
from sdk.findings import Finding

_NATIVE = (signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGSEGV)
_STACK_FRAME = re.compile(r'^  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>.*)$')
_OUT_OF_MEMORY = ("bad_alloc", "MemoryError", "Cannot allocate memory", "out of memory")


def finding_from_ending(ending: Ending, *, program_file: str, source: str, timeout_s: float) -> Finding:
    """The finding for a worker that gave no answer: the limit, an exit, a crash, or its memory."""
    frames = _stack_frames(ending.stack, program_file=program_file)
    message = ""
    hints: tuple[str, ...] = ()
    if ending.parts and ending.phase == "build":
        count = len(ending.parts)
        message = f"Parts begun: {count}, the last {ending.parts[-1]!r}"
    if ending.breakdown:
        summary = "InternalError: the worker could not finish after the program had run"
        message = ending.breakdown
    elif ending.cause == "timeout":
        summary = f"TimeoutError: still running after {timeout_s:g} s"
        message = "\n".join(line for line in (message, _phases_done(ending)) if line)
        hints = (
            "look for a loop without end, a mesh far finer than the object needs, "
            "or booleans over many solids one by one",
        )
    elif ending.cause == "output":
        summary = "OutputLimitError: the program printed more than the sandbox keeps"
        hints = ("print a few figures, not whole meshes; a loop that prints may have no end",)
    elif ending.exit_call is not None:
        summary = f"SystemExit: the program ended its process with status {ending.exit_call['status']}"
        frames = [AuthorFrame(**frame) for frame in ending.exit_call["frames"]]
        hints = (EXIT_HINT,)
    elif ending.exit_status < 0:
        summary, hints = _death_by_signal(-ending.exit_status, ending.stderr)
    else:
        summary = f"UnexpectedExit: the process ended with status {ending.exit_status} before it answered"
        hints = ("do not replace or end the process, and leave its descriptors open",)
    return runtime_finding(summary, message, phase=ending.phase, frames=frames, source=source, hints=hints)


def _phases_done(ending: Ending) -> str:
    """One line: the phases done before the last; their times, which differ from run to run, are elsewhere."""
    phases = [phase for phase in ending.timings_ms if phase not in ("fork", "total", ending.phase)]
    return f"Phases done before: {', '.join(phases)}" if phases else ""


def is_limit(ending: Ending) -> bool:
    """Whether time, memory or output ended the worker, rather than the program's own doing."""
    if ending.cause != "exit":
        return ending.cause in ("timeout", "output")
    if ending.exit_call is not None or ending.breakdown:
        return False
    return -ending.exit_status in (signal.SIGKILL, signal.SIGXCPU, signal.SIGXFSZ) or _ran_out_of_memory(
        ending.stderr
    )


def _death_by_signal(number: int, stderr: str) -> tuple[str, tuple[str, ...]]:
    """Summary and hints for a worker that died by a signal."""
    if number == signal.SIGXCPU:
        return "CpuLimitError: the processor time allowed is used up", ("do less work, or do it once",)
    if number == signal.SIGKILL or _ran_out_of_memory(stderr):
        return (
            "MemoryError: the process was killed, most likely for its memory",
            (MEMORY_HINT,),
        )
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = "unnamed"
    hints = ("native code failed; look at what the named line hands to it",) if number in _NATIVE else ()
    return f"Crash: the process died by signal {number} ({name})", hints


def _ran_out_of_memory(stderr: str) -> bool:
    return any(mark in stderr for mark in _OUT_OF_MEMORY)


def _stack_frames(stack: str, *, program_file: str) -> list[AuthorFrame]:
    """Author frames of the thread that matters in a fault handler's report, outermost first.

    A crash marks the thread at fault as current; a report of all threads ends with the main one.
    """
    current: list[AuthorFrame] = []
    in_faulting_thread = False
    for line in stack.splitlines():
        if line.startswith(("Thread 0x", "Current thread 0x")):
            if in_faulting_thread and current:
                break
            in_faulting_thread = line.startswith("Current")
            current = []
        elif (match := _STACK_FRAME.match(line)) and match["file"] == program_file:
            current.append(AuthorFrame(int(match["line"]), match["name"]))
    return current[::-1]
