"""The conversation in our own form; each provider's codec translates it and nothing else does.

A newcomer's mistake: to put provider fields here. What only one provider understands travels in
`AssistantMessage.extra`, untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class TextPart:
    """Words."""

    text: str
    type: Literal["text"] = "text"


@dataclass(frozen=True)
class ImagePart:
    """A picture kept in the run's blobs."""

    sha256: str
    media_type: str
    type: Literal["image"] = "image"


Part = TextPart | ImagePart


@dataclass(frozen=True)
class Usage:
    """Tokens of one call; unknown figures are 0."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None
    """What the service itself reported; None when it says nothing."""


@dataclass(frozen=True)
class ToolCall:
    """One call a model makes."""

    id: str
    name: str
    arguments: str
    """JSON text of an object, exactly as the model wrote it (or the bare text of a freeform tool)."""


@dataclass(frozen=True)
class UserMessage:
    """What the task, the docs packet or the harness itself says to the model."""

    parts: tuple[Part, ...]
    tag: str = ""
    """Rule that injected it, e.g. ``compile_required``; empty for the task itself."""
    role: Literal["user"] = "user"

    @classmethod
    def text(cls, text: str, *, tag: str = "") -> UserMessage:
        """A message of words alone."""
        return cls((TextPart(text),), tag=tag)


@dataclass(frozen=True)
class AssistantMessage:
    """One reply of a model."""

    text: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    thought: str = ""
    usage: Usage = field(default_factory=Usage)
    stop: Literal["end", "tools", "length", "refusal"] = "end"
    """Why the model stopped; ``refusal`` means it declines the task and `text` says why."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    role: Literal["assistant"] = "assistant"


@dataclass(frozen=True)
class ToolMessage:
    """The answer to one tool call."""

    call_id: str
    name: str
    content: str
    """JSON text: ``{"result": ...}`` or ``{"error": "..."}``, and ``"compilation"`` where code was
    touched."""
    role: Literal["tool"] = "tool"


Message = UserMessage | AssistantMessage | ToolMessage


def message_to_dict(message: Message) -> dict[str, Any]:
    """JSON-ready form of a message."""
    return asdict(message)


def message_from_dict(data: Mapping[str, Any]) -> Message:
    """Inverse of `message_to_dict`.

    Raises:
        ValueError: unknown role or part type.
    """
    values = dict(data)
    role = values.pop("role", None)
    if role == "user":
        return UserMessage(tuple(_part(part) for part in values["parts"]), tag=values.get("tag", ""))
    if role == "assistant":
        values["tool_calls"] = tuple(ToolCall(**call) for call in values.get("tool_calls", ()))
        values["usage"] = Usage(**values.get("usage", {}))
        return AssistantMessage(**values)
    if role == "tool":
        return ToolMessage(**values)
    raise ValueError(f"message role: got {role!r}; want user, assistant or tool")


def _part(data: Mapping[str, Any]) -> Part:
    kinds = {"text": TextPart, "image": ImagePart}
    if data.get("type") not in kinds:
        raise ValueError(f"message part type: got {data.get('type')!r}; want one of {sorted(kinds)}")
    return kinds[data["type"]](**data)
