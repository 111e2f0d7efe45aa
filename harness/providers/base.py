"""What the loop asks of a provider: one reply to one request.

A newcomer's mistake: to treat progress as part of the reply. It is shown and forgotten; a call that is cut and
tried again begins its progress anew, and only the whole reply counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from harness.messages import AssistantMessage, Message


@dataclass(frozen=True)
class Freeform:
    """How a tool's one argument may be given as bare text instead of JSON, where a service offers that."""

    argument: str
    """Name of the argument."""
    grammar: str = ""
    """Lark grammar of the text; empty for any text."""


@dataclass(frozen=True)
class ToolSchema:
    """A tool as a model sees it."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """JSON schema of the arguments object."""
    freeform: Freeform | None = None


@dataclass(frozen=True)
class Request:
    """Everything one call needs; frozen, so that it can be recorded as it was sent."""

    system: str
    messages: tuple[Message, ...]
    tools: tuple[ToolSchema, ...]


@dataclass(frozen=True)
class ReplyProgress:
    """How far a reply has come."""

    doing: Literal["thinking", "writing", "calling", "waiting"]
    """Thinking, writing words, writing a tool call, or waiting to try again."""
    characters: int = 0
    """What has arrived so far in this attempt."""
    attempt: int = 1
    detail: str = ""
    """The tool being called, or what went wrong."""


OnProgress = Callable[[ReplyProgress], None]


def unwatched(_: ReplyProgress) -> None:
    """Nobody looks."""


@dataclass(frozen=True)
class Traits:
    """What a model can do; None where nobody knows."""

    context_tokens: int | None = None
    accepts_images: bool | None = None
    has_tools: bool | None = None
    """Whether the service has tool calling of its own."""

    @property
    def is_small(self) -> bool:
        """Whether the context is too small to preload pages: they are named instead, and read on demand."""
        return self.context_tokens is not None and self.context_tokens < SMALL_CONTEXT_TOKENS


SMALL_CONTEXT_TOKENS = 32_768
"""A first packet of 6,000 tokens should leave most of the window for the work."""


class Provider(Protocol):
    """A source of replies: a model service, a tape, a script or the library."""

    name: str
    model_id: str

    async def reply(self, request: Request, *, on_progress: OnProgress = unwatched) -> AssistantMessage:
        """The next message of the assistant.

        Raises:
            ProviderError: the service failed; `retryable` says whether trying again makes sense.
        """
        ...

    async def close(self) -> None:
        """Release connections; may be called more than once."""
        ...


@dataclass(frozen=True)
class Wire:
    """What went over the wire for one reply, beside what the record holds anyway."""

    parameters: Mapping[str, Any]
    """What was sent besides system prompt, conversation and tools, which the tape tells; no key, no headers."""
    response: Any
    """What came back, whole, before it was read."""


@runtime_checkable
class Wired(Protocol):
    """A provider that can show the last exchange; None when there was none."""

    wire: Wire | None


def wire_of(provider: Provider) -> Wire | None:
    """The exchange behind the provider's last reply, where there was one."""
    return provider.wire if isinstance(provider, Wired) else None


@runtime_checkable
class Describing(Protocol):
    """A provider that can say what its model can do."""

    async def traits(self) -> Traits:
        """What is known before the first request; asking again costs nothing."""
        ...


async def traits_of(provider: Provider) -> Traits:
    """What the provider's model can do; nothing is known of one that cannot say."""
    return await provider.traits() if isinstance(provider, Describing) else Traits()
