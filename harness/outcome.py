"""How a run can end, and what its caller is told.

A newcomer's mistake: to treat `RunEnd` as an error. It is how the loop stops; an error is a `HarnessError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from harness.errors import ExitCode
from harness.messages import Usage

Status = Literal[
    "success", "success_at_limit", "partial", "failed", "declined", "provider_error", "cancelled"
]
"""success           the model finished and its last revision compiled clean
success_at_limit  a limit ended the run while the last revision was clean
partial           an earlier revision compiled clean; it is model.py, the later one is model.latest.py
failed            no revision compiled clean
declined          the provider refuses the task
provider_error    the provider failed for good; a clean revision, if any, is still exported
cancelled         interrupted by the user"""


CANCELLED = "not carried out: the run was cancelled"
"""The error of tool calls that an interrupted run leaves behind."""


@dataclass(frozen=True)
class Ending:
    """Why the loop stopped."""

    status: Status
    reason: str
    """Short and stable: ``finished``, ``turns``, ``cost_usd``, ``wall_s``, ``tokens``, ``no_action``,
    ``refusal``, ``provider``, ``interrupted``, ``final_compile``, ``crash`` or ``tape_end``."""
    message: str
    """One sentence, or the model's own last words."""


class RunEnd(Exception):  # noqa: N818 - a normal way to stop, not an error
    """Ends the loop with these last words."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.message)
        self.ending = ending


class LimitHit(Exception):  # noqa: N818 - a normal way to stop, not an error
    """A limit fell; what that makes of the run depends on the state of the code."""

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit
        self.message = message


LIMITS = frozenset({"turns", "cost_usd", "wall_s", "tokens"})
_EXIT_CODES: Mapping[Status, ExitCode] = {
    "success": ExitCode.SUCCESS,
    "success_at_limit": ExitCode.SUCCESS,
    "provider_error": ExitCode.PROVIDER,
    "cancelled": ExitCode.INTERRUPTED,
}


def exit_code_of(ending: Ending, *, provider: str, program_ran: bool) -> ExitCode:
    """Exit status of a command that ends so.

    Args:
        ending: how the loop stopped.
        provider: the library has a code of its own for "nothing fits".
        program_ran: whether the last compile built an object, however bad.
    """
    if ending.status in _EXIT_CODES:
        return _EXIT_CODES[ending.status]
    if ending.status == "declined":
        return ExitCode.NOTHING_FITS if provider == "library" else ExitCode.PROVIDER
    if ending.reason in LIMITS:
        return ExitCode.LIMITS
    return ExitCode.FINDINGS if program_ran else ExitCode.PROGRAM


@dataclass(frozen=True, kw_only=True)
class RunOutcome:
    """What `harness.run.generate` gives back; the same facts stand in run.json."""

    status: Status
    reason: str
    message: str
    exit_code: ExitCode
    run_id: str
    run_dir: Path
    provider: str
    model_id: str
    turns: int
    tool_calls: int
    compiles: int
    cost_usd: float | None
    """Total; None when a price is unknown."""
    usage: Usage
    wall_s: float
    library: Mapping[str, Any] = field(default_factory=dict)
    """What the library provider chose and set; empty for other providers."""
    findings: Mapping[str, int] = field(default_factory=dict)
    """Severity -> count in the compile of the program that is left."""
    coverage: Mapping[str, int] = field(default_factory=dict)
    """``met``, ``missing``, ``unclear`` or ``dropped`` -> count in the checklist of the prompt; empty without one."""
    urdf: Path | None = None
    """None when no revision compiled clean."""
    preview: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether the program left behind is the latest one and compiled clean."""
        return self.status in ("success", "success_at_limit")

    @property
    def coverage_share(self) -> float:
        """Share of the checklist that is met, what was dropped left out; 1 without one."""
        asked = sum(count for state, count in self.coverage.items() if state != "dropped")
        return self.coverage.get("met", 0) / asked if asked else 1.0

    @property
    def program(self) -> Path:
        """The model.py left behind."""
        return self.run_dir / "model.py"

    @property
    def trace(self) -> Path:
        """The tape of the run."""
        return self.run_dir / "trace.jsonl"

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form for ``--json``."""
        return {
            "status": self.status,
            "reason": self.reason,
            "message": self.message,
            "exit_code": int(self.exit_code),
            "run_id": self.run_id,
            "run_dir": str(self.run_dir),
            "program": str(self.program),
            "trace": str(self.trace),
            "urdf": self.urdf and str(self.urdf),
            "preview": self.preview and str(self.preview),
            "provider": self.provider,
            "model_id": self.model_id,
            "turns": self.turns,
            "tool_calls": self.tool_calls,
            "compiles": self.compiles,
            "cost_usd": self.cost_usd,
            "usage": {
                "input_tokens": self.usage.input_tokens,
                "cached_tokens": self.usage.cached_tokens,
                "output_tokens": self.usage.output_tokens,
            },
            "wall_s": round(self.wall_s, 3),
            "library": dict(self.library),
            "findings": dict(self.findings),
            "coverage": dict(self.coverage),
        }
