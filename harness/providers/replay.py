"""Replies taken from the tape of an earlier run, and its ending when they are used up.

A newcomer's mistake: to end a replay by an error when the tape is at its end. The recorded run stopped there
for a reason, and the replayed loop must meet the same one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.errors import ProviderError, RecordError
from harness.messages import AssistantMessage, message_from_dict
from harness.outcome import CANCELLED, Ending, LimitHit, RunEnd
from harness.providers import ProviderOptions
from harness.providers.base import OnProgress, Request, unwatched
from harness.trace import Tape, read_trace

_CANCELLED = json.dumps({"error": CANCELLED})
_ENDED_FROM_OUTSIDE = ("interrupted", "crash")
"""Endings that no reply brings about; every other one the replayed loop must reach by itself."""


class TapeProvider:
    """Answers what the recorded provider answered, whatever it is asked."""

    name = "replay"

    def __init__(self, tape: Tape, *, model_id: str) -> None:
        self.model_id = model_id
        self._replies = iter(_replies(tape))
        self._ending = _ending(tape)

    async def reply(self, request: Request, *, on_progress: OnProgress = unwatched) -> AssistantMessage:
        """The next reply on the tape; at its end, whatever ended the recorded run is raised."""
        reply = next(self._replies, None)
        if reply is None:
            raise self._ending()
        return reply

    async def close(self) -> None:
        """Nothing to release."""


def create(options: ProviderOptions) -> TapeProvider:
    """A provider that answers from the trace in the run folder that the model id names."""
    path = Path(options.model_id)
    return TapeProvider(read_trace(path), model_id=path.name)


def _replies(tape: Tape) -> list[AssistantMessage]:
    """The recorded replies; of a run that broke off, the last one keeps only the calls that were carried out."""
    replied = tape.all("model_replied")
    replies = [_reply(event.payload["message"]) for event in replied]
    end = tape.first("run_finished")
    if not replies or (end is not None and end.payload["reason"] not in _ENDED_FROM_OUTSIDE):
        return replies
    results = [event.payload["message"] for event in tape.all("tool_finished") if event.seq > replied[-1].seq]
    done = {message["call_id"] for message in results if message["content"] != _CANCELLED}
    calls = tuple(call for call in replies[-1].tool_calls if call.id in done)
    return [*replies[:-1], replace(replies[-1], tool_calls=calls)] if calls else replies[:-1]


def _reply(data: Mapping[str, Any]) -> AssistantMessage:
    message = message_from_dict(data)
    if not isinstance(message, AssistantMessage):
        raise RecordError(f"the tape holds a reply of role {message.role!r}; want assistant")
    return message


def _ending(tape: Tape) -> Callable[[], Exception]:
    limit, end = tape.first("limit_reached"), tape.first("run_finished")
    if limit is not None:
        return lambda: LimitHit(limit.payload["limit"], limit.payload["message"])
    if end is not None and end.payload["status"] == "provider_error":
        return lambda: ProviderError(end.payload["message"])
    if end is not None and end.payload["reason"] in _ENDED_FROM_OUTSIDE:
        return lambda: RunEnd(Ending(end.payload["status"], end.payload["reason"], end.payload["message"]))
    if end is None:
        return lambda: RunEnd(Ending("cancelled", "tape_end", "the tape breaks off here"))
    return lambda: RunEnd(Ending("failed", "tape_end", "the recorded run had ended before this reply"))
