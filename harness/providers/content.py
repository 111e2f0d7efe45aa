"""What the codecs share: turns, pictures, arguments, cut calls, progress.

A newcomer's mistake: to send back a call that was cut off in the middle. Services refuse arguments that are not
whole, so such a call is dropped from the reply, and the model is told that its reply was cut.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from harness.messages import AssistantMessage, ImagePart, Message, Stop, ToolCall, ToolMessage, UserMessage
from harness.providers.base import OnProgress, ReplyProgress

INVALID_JSON = "INVALID_JSON"
"""Name under which arguments that are no JSON object go back to services that take objects only."""
_CHARACTERS_PER_NOTICE = 200


def turns(messages: Sequence[Message]) -> Iterator[AssistantMessage | list[UserMessage | ToolMessage]]:
    """Replies, and between them everything said to the model, together.

    A reply that holds nothing is left out: services refuse empty messages.
    """
    said: list[UserMessage | ToolMessage] = []
    for message in messages:
        if not isinstance(message, AssistantMessage):
            said.append(message)
        elif message.text.strip() or message.tool_calls:
            if said:
                yield said
            yield message
            said = []
    if said:
        yield said


def results_first(said: Sequence[UserMessage | ToolMessage]) -> tuple[list[ToolMessage], list[UserMessage]]:
    """(tool results, other messages) of one turn, each in order."""
    results = [message for message in said if isinstance(message, ToolMessage)]
    return results, [message for message in said if isinstance(message, UserMessage)]


def as_base64(part: ImagePart, images: Mapping[str, bytes]) -> str:
    """The picture's bytes as text.

    Args:
        part: the picture.
        images: SHA-256 -> bytes of every picture in the conversation.
    """
    return base64.b64encode(images[part.sha256]).decode()


def as_data_url(part: ImagePart, images: Mapping[str, bytes]) -> str:
    """The picture as a ``data:`` address."""
    return f"data:{part.media_type};base64,{as_base64(part, images)}"


def arguments_of(call: ToolCall) -> dict[str, Any]:
    """The call's arguments as an object; what is none is wrapped, so that the model sees what it wrote."""
    try:
        value = json.loads(call.arguments or "{}", strict=False)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {INVALID_JSON: call.arguments}


def failed(message: ToolMessage) -> bool:
    """Whether the result is an error."""
    try:
        content = json.loads(message.content)
    except ValueError:
        return False
    return isinstance(content, dict) and bool(content.get("error"))


def whole_calls(calls: Sequence[ToolCall], stop: Stop) -> tuple[ToolCall, ...]:
    """The calls to act on: of a reply that was cut, only those whose arguments arrived whole."""
    if stop != "length":
        return tuple(calls)
    return tuple(call for call in calls if INVALID_JSON not in arguments_of(call))


def settled(stop: Stop, calls: Sequence[ToolCall]) -> Stop:
    """Why a reply ended, made to agree with what it holds."""
    if calls and stop in ("end", "length"):
        return "tools"
    return "end" if stop == "tools" and not calls else stop


class Meter:
    """Turns what arrives into progress, now and then.

    Args:
        on_progress: told at every change of activity and every few hundred characters.
    """

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._characters = 0
        self._told = 0
        self._doing = ""
        self._detail = ""

    def add(
        self, doing: Literal["thinking", "writing", "calling"], text: str | None, *, detail: str = ""
    ) -> None:
        """Enter a piece of the reply."""
        self._characters += len(text or "")
        self._detail = detail or (self._detail if doing == self._doing else "")
        has_changed = doing != self._doing or bool(detail)
        if has_changed or self._characters - self._told >= _CHARACTERS_PER_NOTICE:
            self._doing, self._told = doing, self._characters
            self._on_progress(ReplyProgress(doing, self._characters, detail=self._detail))
