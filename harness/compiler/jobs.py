"""What a worker is asked to do, how it ended, and what a caller may have to catch.

A newcomer's mistake: to read `Ending.answer` as the truth. It is what a process said in which author code ran.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from harness.compiler.sandbox import Limits
from harness.errors import ExitCode, HarnessError

PhaseListener = Callable[[str, float], None]


class Cancelled(HarnessError):  # noqa: N818 - not an error, an end the caller asked for
    """The caller asked for the job to stop; nothing was published."""

    exit_code = ExitCode.INTERRUPTED


class WorkerError(HarnessError):
    """The worker failed before any author code ran: an incomplete installation, or a bug of ours."""


@dataclass(frozen=True)
class Job:
    """What a worker is asked to do."""

    kind: Literal["compile", "judge", "probe", "render"]
    folder: Path
    """Work folder holding ``model.py``; the child's current directory."""
    source: str
    """Text of the program; the file in the folder is the program's to change."""
    timeout_s: float
    """Seconds from `started`, all phases together."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """As the kind of job wants them."""
    limits: Limits | None = None
    """None means those usual for `timeout_s`."""
    started: float = field(default_factory=time.monotonic)
    """Reading of the monotonic clock that the limit counts from."""
    required: tuple[str, ...] = ()
    """Layers of containment without which the worker refuses."""
    without: Collection[str] = ()
    """Layers left out, and ``zygote`` for a fresh process: how tests prove what the others do."""


@dataclass(frozen=True)
class Ending:
    """How a job ended, and everything it said."""

    cause: Literal["answered", "timeout", "output", "exit"]
    """``exit`` means that the process ended without an answer."""
    phase: str
    """The phase it was in."""
    answer: Mapping[str, Any]
    """The worker's answer; empty unless `cause` is ``answered``."""
    timings_ms: Mapping[str, float]
    isolation: tuple[str, ...]
    measured: str = ""
    """What a judge measured, for judges to come; empty unless one answered."""
    exit_status: int = 0
    """As `subprocess` has it: negative for a signal. Only told when `cause` is ``exit``."""
    breakdown: str = ""
    """Lines of a traceback: the worker itself failed after author code had begun, perhaps by its doing."""
    exit_call: Mapping[str, Any] | None = None
    """``{"line", "status"}`` of an immediate exit the program asked for."""
    parts: tuple[str, ...] = ()
    """Names of the parts the program had begun, in order."""
    stack: str = ""
    """What the fault handler wrote: Python frames at a crash or at the limit."""
    stdout: str = ""
    stderr: str = ""
