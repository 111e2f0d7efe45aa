"""Recorded replies as long as there are any, then those of a live provider: how runs are resumed and forked.

A newcomer's mistake: to let the recorded replies cost anything. They were paid for when they were recorded; the
budget counts them again, the service is not asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.errors import RecordError
from harness.messages import AssistantMessage, Usage, message_from_dict
from harness.providers.base import (
    OnProgress,
    Provider,
    Request,
    Traits,
    Wire,
    traits_of,
    unwatched,
    wire_of,
)
from harness.tape import TraceEvent


class ContinuingProvider:
    """Goes on where a tape ends.

    Args:
        events: the part of a tape whose replies are given again.
        live: who answers afterwards; its name and model are this provider's.
        is_paid: whether the run's own budget paid for the recorded replies; those of another run cost nothing.
    """

    def __init__(self, events: Sequence[TraceEvent], live: Provider, *, is_paid: bool = True) -> None:
        self.name = live.name
        self.model_id = live.model_id
        self._live = live
        self._is_live = False
        replies = [_reply_of(event) for event in events if event.kind == "model_replied"]
        self._replies = iter(replies if is_paid else [replace(reply, usage=Usage()) for reply in replies])

    async def reply(self, request: Request, *, on_progress: OnProgress = unwatched) -> AssistantMessage:
        """The next recorded reply, or the live provider's."""
        recorded = next(self._replies, None)
        if recorded is not None:
            return recorded
        self._is_live = True
        return await self._live.reply(request, on_progress=on_progress)

    @property
    def wire(self) -> Wire | None:
        """The live provider's last exchange, once it has been asked."""
        return wire_of(self._live) if self._is_live else None

    async def traits(self) -> Traits:
        """Those of the live provider."""
        return await traits_of(self._live)

    async def close(self) -> None:
        """Release the live provider's connections."""
        await self._live.close()


def _reply_of(event: TraceEvent) -> AssistantMessage:
    message = message_from_dict(event.payload["message"])
    if not isinstance(message, AssistantMessage):
        raise RecordError(f"event {event.seq} holds a message of role {message.role!r}; want assistant")
    return message
