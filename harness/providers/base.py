"""What the loop asks of a provider: one reply to one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from harness.messages import AssistantMessage, Message


@dataclass(frozen=True)
class ToolSchema:
    """A tool as a model sees it."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """JSON schema of the arguments object."""


@dataclass(frozen=True)
class Request:
    """Everything one call needs; frozen, so that it can be recorded as it was sent."""

    system: str
    messages: tuple[Message, ...]
    tools: tuple[ToolSchema, ...]


class Provider(Protocol):
    """A source of replies: a model service, a tape, a script or the library."""

    name: str
    model_id: str

    async def reply(self, request: Request) -> AssistantMessage:
        """The next message of the assistant.

        Raises:
            ProviderError: the service failed; `retryable` says whether trying again makes sense.
        """
        ...

    async def close(self) -> None:
        """Release connections; may be called more than once."""
        ...
