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


DOCUMENTATION = "documentation"
"""Tag of the message that is the same in all runs, and so worth caching."""

Part = TextPart | ImagePart
Stop = Literal["end", "tools", "length", "refusal"]


@dataclass(frozen=True)
class Usage:
    """Tokens of one call; unknown figures are 0."""

    input_tokens: int = 0
    """Everything sent, whether read from a cache, written to one, or neither."""
    cached_tokens: int = 0
    """Of the input, what was read from a cache."""
    output_tokens: int = 0
    """Everything made, thinking included."""
    cost_usd: float | None = None
    """What the service itself reported; None when it says nothing."""
    cache_write_tokens: int = 0
    """Of the input, what was written to a cache, however long it is kept."""
    cache_write_1h_tokens: int = 0
    """Of those written, what is kept for an hour, at a higher price."""
    reasoning_tokens: int = 0
    """Of the output, what was thinking, where the service tells."""

    def __add__(self, other: Usage) -> Usage:
        """Tokens of both calls; costs are added elsewhere, where unknown ones are kept apart."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            cache_write_1h_tokens=self.cache_write_1h_tokens + other.cache_write_1h_tokens,
            reasoning_tokens=self.reasoning_tokens + other.reasoning_tokens,
        )


@dataclass(frozen=True)
class ToolCall:
    """One call a model makes."""

    id: str
    name: str
    arguments: str
    """JSON text of an object, exactly as the model wrote it; the bare text of a freeform call stands in it
    under the name of its one argument."""


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
    stop: Stop = "end"
    """Why the model stopped; ``refusal`` means it declines the task and `text` says why."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Provider -> what only it understands and wants back unchanged: thinking with its signature, encrypted
    reasoning, raw content blocks; JSON values only."""
    role: Literal["assistant"] = "assistant"


@dataclass(frozen=True)
class ToolMessage:
    """The answer to one tool call."""

    call_id: str
    name: str
    content: str
    """JSON text: ``{"result": ...}`` or ``{"error": "..."}``, and ``"compilation"`` where code was
    touched."""
    images: tuple[ImagePart, ...] = ()
    """Pictures that belong to the result, for models that see."""
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
        images = tuple(ImagePart(**image) for image in values.pop("images", ()))
        return ToolMessage(**values, images=images)
    raise ValueError(f"message role: got {role!r}; want user, assistant or tool")


def _part(data: Mapping[str, Any]) -> Part:
    kinds = {"text": TextPart, "image": ImagePart}
    if data.get("type") not in kinds:
        raise ValueError(f"message part type: got {data.get('type')!r}; want one of {sorted(kinds)}")
    return kinds[data["type"]](**data)
