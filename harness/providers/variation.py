"""A provider for one entry of the library with given values: writes the program, compiles it, says what it made.

A newcomer's mistake: to have it try other values when these fail. Which sets pass is what is being found out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from harness.examples import Example
from harness.examples.sampling import settings_text
from harness.messages import AssistantMessage, ToolCall, ToolMessage
from harness.providers.base import OnProgress, Request, unwatched

MODEL_ID = "vary"


class VariationProvider:
    """The library's answer when entry and values are given, not read from a prompt.

    Args:
        example: the entry.
        values: parameter name -> value; the program's own for those left out.
        record: what the run's manifest keeps besides, e.g. the seed the values were drawn with.
    """

    name = "library"
    model_id = MODEL_ID

    def __init__(self, example: Example, values: Mapping[str, float], *, record: Mapping[str, Any]) -> None:
        self._example = example
        self._values = dict(values)
        self._record = {
            "entry": example.example_id,
            "title": example.title,
            "parameters": self._values,
            **record,
        }

    async def reply(self, request: Request, *, on_progress: OnProgress = unwatched) -> AssistantMessage:
        """Write and compile, or after that the closing words."""
        example = self._example
        about = f"the library's “{example.title}” ({example.example_id})"
        if self._values:
            about += f" with {settings_text(example, self._values)}"
        answers = [message for message in request.messages if isinstance(message, ToolMessage)]
        if answers:
            return AssistantMessage(text=f"This is {about}.", extra={"library": self._record})
        calls = (
            ToolCall("vary-1", "write_file", json.dumps({"content": example.with_values(self._values)})),
            ToolCall("vary-2", "compile_model", "{}"),
        )
        return AssistantMessage(
            text=f"Writing {about}.", tool_calls=calls, stop="tools", extra={"library": self._record}
        )

    async def close(self) -> None:
        """Nothing is held open."""
