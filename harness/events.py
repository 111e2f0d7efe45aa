"""What happens in a run, as frozen values on a bus; the trace and the terminal listen, nobody answers.

A newcomer's mistake: to steer the loop from a listener. A listener that raises ends the run loudly, which is
right for a trace that cannot be written and a bug anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult
    from harness.messages import AssistantMessage, ToolCall, ToolMessage, Usage, UserMessage
    from harness.providers.base import ReplyProgress, ToolSchema, Wire


@dataclass(frozen=True)
class RunStarted:
    """All that a replay needs besides the replies."""

    run_id: str
    prompt: str
    provider: str
    model_id: str
    settings: Mapping[str, Any]
    """Profile, limits, effort and the like; JSON values only."""
    system: str
    tools: tuple[ToolSchema, ...]
    opening: tuple[UserMessage, ...]
    scaffold: str
    """The text of model.py before the first edit."""
    versions: Mapping[str, str]
    lineage: Mapping[str, Any] | None = None
    """The run this one grew out of, and how; None for a run from a prompt alone."""


@dataclass(frozen=True)
class TurnStarted:
    """The provider is about to be asked."""

    turn: int
    max_turns: int


@dataclass(frozen=True)
class ReplyPhase:
    """The reply is on its way; not kept in the trace."""

    turn: int
    progress: ReplyProgress


@dataclass(frozen=True)
class ModelReplied:
    """One reply, whole."""

    turn: int
    message: AssistantMessage
    request_sha256: str
    """Hash of the canonical request this answers."""
    seconds: float
    cost_usd: float | None
    """Cost of this call; None when nobody knows the price."""
    total_cost_usd: float | None
    wire: Wire | None = None
    """What went over the wire; None when no service was asked."""


@dataclass(frozen=True)
class ToolStarted:
    """A tool call is about to be carried out."""

    turn: int
    call: ToolCall


@dataclass(frozen=True)
class ToolFinished:
    """A tool call has its one result."""

    turn: int
    message: ToolMessage
    ok: bool
    """False when the result is an error the model should mend."""
    seconds: float
    code_sha256: str
    """Hash of model.py after the call."""


@dataclass(frozen=True)
class CompilePhase:
    """The compiler has reached a phase; not kept in the trace."""

    phase: str
    elapsed_ms: float


How = Literal["stubs", "summary", "digest", "nothing"]
"""Old results as stubs; a model's summary; a list of what was done, where no summary could be had; nothing, where
there was nothing to leave out."""
CompileCause = Literal["tool", "finish", "limit", "final"]


@dataclass(frozen=True)
class CompileFinished:
    """A compile that really ran."""

    cause: CompileCause
    """The model asked, the model tried to finish, a limit fell, or the finished program is being exported."""
    code_sha256: str
    result: CompileResult
    seconds: float


@dataclass(frozen=True)
class GuidanceInjected:
    """The harness itself spoke to the model."""

    turn: int
    message: UserMessage
    """Its tag is the rule that made it speak."""


@dataclass(frozen=True)
class Compacted:
    """What is sent to the model became shorter; the record did not."""

    turn: int
    """The turn about to begin."""
    trigger: str
    """``hard_pressure`` or ``compile_plateau``."""
    how: How
    summary: str
    """What stands for the turns left out; empty where only results became stubs."""
    before_tokens: int
    """Of the prompt, as the service counted the one before, or estimated."""
    after_tokens: int
    usage: Usage
    """Of the call that wrote the summary."""
    cost_usd: float | None
    """Cost of that call; None when nobody knows the price."""
    model_id: str
    """Who wrote the summary; empty where nobody was asked."""
    error: str
    """Why there is no summary although one was wanted; empty when all went well."""


@dataclass(frozen=True)
class LimitReached:
    """A limit ends the run."""

    limit: str
    """``turns``, ``cost_usd``, ``wall_s``, ``tokens`` or ``no_action``."""
    message: str


@dataclass(frozen=True)
class RunFinished:
    """The last event of every run."""

    status: str
    reason: str
    message: str
    exit_code: int
    code_sha256: str
    """Hash of the model.py that is left in the run folder."""


@dataclass(frozen=True)
class RunResumed:
    """A run that broke off is carried on; written by the trace itself."""

    after: int
    """Sequence number of the last event that still counts, -1 for none; later ones are void."""
    torn: tuple[str, ...]
    """SHA-256 of the half-written lines before this one."""
    limits: Mapping[str, Any]
    """What the run may spend from here on, all of it counted."""


Event = (
    RunStarted
    | TurnStarted
    | ReplyPhase
    | ModelReplied
    | ToolStarted
    | ToolFinished
    | CompilePhase
    | CompileFinished
    | GuidanceInjected
    | Compacted
    | LimitReached
    | RunFinished
    | RunResumed
)
Sink = Callable[[Event], None]


class EventBus:
    """Hands each event to every sink, in order, at once."""

    def __init__(self, sinks: Iterable[Sink] = ()) -> None:
        self._sinks = list(sinks)

    def subscribe(self, sink: Sink) -> None:
        """Add a listener for all later events."""
        self._sinks.append(sink)

    def emit(self, event: Event) -> None:
        """Deliver `event`."""
        for sink in self._sinks:
            sink(event)
