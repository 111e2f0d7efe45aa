"""What the harness decided by limits, sizes and the clock in the part of a run that is repeated from its tape.

A newcomer's mistake: to decide anew. A resumed run may have higher limits and a replay has none, so the same rules
would say other things than were said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.events import Compacted
from harness.messages import ImagePart, ToolMessage, Usage, UserMessage, message_from_dict
from harness.tape import TraceEvent

BUDGET_WARNING = "budget_nearly_spent"


@dataclass(frozen=True)
class Repetition:
    """The decisions of a tape."""

    turns: int = 0
    """The last turn that was begun."""
    warnings: Mapping[int, UserMessage] = field(default_factory=dict)
    """Turn -> warning of the budget after it."""
    compactions: Mapping[int, Compacted] = field(default_factory=dict)
    """Turn -> how the conversation was shortened before it."""

    pictures: Mapping[str, tuple[ImagePart, ...]] = field(default_factory=dict)
    """Hash of a program -> what the model was shown of it."""
    images: Mapping[str, bytes] = field(default_factory=dict)
    """SHA-256 -> bytes of these pictures, as far as they are kept."""

    @classmethod
    def of(cls, events: Iterable[TraceEvent], *, blobs: Path | None = None) -> Repetition:
        """The decisions among `events`.

        Args:
            events: the part of a tape that is repeated.
            blobs: folder with the bytes of pictures; None where nobody is going to be sent them.
        """
        turns, warnings, compactions, pictures = 0, {}, {}, {}
        compiled = ""
        for event in events:
            payload = event.payload
            if event.kind == "compile_finished":
                compiled = payload["code_sha256"]
            if event.kind in ("tool_finished", "guidance_injected") and (shown := _shown(payload["message"])):
                pictures[payload.get("code_sha256") or compiled] = shown
            if event.kind == "turn_started":
                turns = payload["turn"]
            elif event.kind == "compacted":
                usage = Usage(**payload["usage"])
                compactions[payload["turn"]] = Compacted(**{**payload, "usage": usage})
            elif event.kind == "guidance_injected" and payload["message"]["tag"] == BUDGET_WARNING:
                message = message_from_dict(payload["message"])
                if isinstance(message, UserMessage):
                    warnings[payload["turn"]] = message
        hashes = {part.sha256 for shown in pictures.values() for part in shown}
        return cls(turns, warnings, compactions, pictures, _kept(blobs, hashes))


def _shown(message: Mapping[str, Any]) -> tuple[ImagePart, ...]:
    """Pictures of the object in what the model was told."""
    told = message_from_dict(message)
    if isinstance(told, ToolMessage):
        return told.images
    return (
        tuple(part for part in told.parts if isinstance(part, ImagePart))
        if isinstance(told, UserMessage)
        else ()
    )


def _kept(blobs: Path | None, hashes: Iterable[str]) -> dict[str, bytes]:
    if blobs is None:
        return {}
    return {sha256: (blobs / sha256).read_bytes() for sha256 in hashes if (blobs / sha256).is_file()}


NOTHING = Repetition()
