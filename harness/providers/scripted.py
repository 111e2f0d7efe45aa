"""Replies written in advance: the provider that tests drive the true loop with.

A newcomer's mistake: to mock the loop's parts instead. A script of replies runs everything for real but the
model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from harness.errors import ProviderError, UsageError
from harness.messages import AssistantMessage, ToolCall, message_from_dict
from harness.providers import ProviderOptions
from harness.providers.base import OnProgress, Request, unwatched

Script = Iterable[AssistantMessage] | Callable[[Request], AssistantMessage]


class ScriptedProvider:
    """Answers from a list, a generator, or a function of the request.

    Args:
        script: what to answer; a finished list is an error of the provider. Tool calls without an id get one.
    """

    name = "scripted"

    def __init__(self, script: Script, *, model_id: str = "script") -> None:
        self.model_id = model_id
        self.requests: list[Request] = []
        """Every request so far, for tests to look at."""
        self._answer = script if callable(script) else _in_order(iter(script))

    async def reply(self, request: Request, *, on_progress: OnProgress = unwatched) -> AssistantMessage:
        """The next reply of the script.

        Raises:
            ProviderError: it has ended.
        """
        self.requests.append(request)
        reply, turn = self._answer(request), len(self.requests)
        calls = tuple(
            call if call.id else replace(call, id=f"call_{turn}_{position}")
            for position, call in enumerate(reply.tool_calls, start=1)
        )
        return replace(reply, tool_calls=calls, stop="tools" if calls else reply.stop)

    async def close(self) -> None:
        """Nothing to release."""


def call(name: str, **arguments: object) -> ToolCall:
    """A tool call whose id the provider fills in."""
    return ToolCall("", name, json.dumps(arguments))


def calling(*calls: ToolCall, text: str = "") -> AssistantMessage:
    """A reply that calls tools."""
    return AssistantMessage(text, calls, stop="tools")


def saying(text: str) -> AssistantMessage:
    """A reply of words alone."""
    return AssistantMessage(text)


def create(options: ProviderOptions) -> ScriptedProvider:
    """A provider that reads its replies from the JSON file that the model id names.

    Raises:
        UsageError: the file cannot be read, or is no list of assistant messages.
    """
    path = Path(options.model_id)
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        replies = [
            message_from_dict({"role": "assistant", **_with_text_arguments(entry)}) for entry in entries
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"script {path}: {error}; want a JSON list of assistant messages") from error
    return ScriptedProvider(
        [reply for reply in replies if isinstance(reply, AssistantMessage)], model_id=path.name
    )


def _with_text_arguments(entry: dict) -> dict:
    """The message with ids filled in and arguments as text, so that a script may hold plain objects."""
    calls = [
        {"id": "", **item, "arguments": _as_text(item.get("arguments", {}))}
        for item in entry.get("tool_calls", ())
    ]
    return {**entry, "tool_calls": calls}


def _as_text(arguments: object) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _in_order(replies: Iterator[AssistantMessage]) -> Callable[[Request], AssistantMessage]:
    def answer(_: Request) -> AssistantMessage:
        reply = next(replies, None)
        if reply is None:
            raise ProviderError("the script has ended")
        return reply

    return answer
