"""What a fake server does when it is asked, in no service's words; each dialect puts it into its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harness.messages import Usage


@dataclass(frozen=True)
class Call:
    """A tool call; `arguments` is JSON text, or anything else to be malformed."""

    name: str
    arguments: str = "{}"


@dataclass(frozen=True)
class Say:
    """A reply."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    thought: str = ""
    usage: Usage = field(default_factory=lambda: Usage(100, 0, 20))
    stop: str = ""
    """Reason in the service's own words; empty for the one that fits."""
    refusal: str = ""
    cut_after: int | None = None
    """Close the connection after so many pieces of the stream."""
    pause_s: float = 0.0
    """Wait so long before every piece."""


@dataclass(frozen=True)
class Fail:
    """An answer with an error status."""

    status: int
    message: str = "no luck"
    kind: str = "some_error"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Break:
    """A stream that begins well and then reports a failure."""

    kind: str
    message: str


@dataclass(frozen=True)
class Raw:
    """Any bytes."""

    body: bytes
    content_type: str = "application/json"
    status: int = 200


Move = Say | Fail | Break | Raw
Body = dict[str, Any]
