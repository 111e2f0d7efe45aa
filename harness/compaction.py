"""Keeps a conversation within what a model can read: old results become stubs, then old turns a summary.

Stubs cost nothing and lose nothing that cannot be had again; only when they do not suffice is a model asked for a
summary. A newcomer's mistake: to shorten the record. Only what is sent gets shorter; the trace and the loop's own
messages stay whole.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from harness.messages import AssistantMessage, Message, ToolCall, ToolMessage, UserMessage
from harness.prompts import compaction_prompt, summary_message
from harness.providers.base import Request
from harness.tokens import message_tokens

MOST_TOKENS = 272_000
"""Prompt tokens that are never exceeded, whatever a model could read: beyond, services ask about twice the price."""
UNKNOWN_CONTEXT_TOKENS = 128_000
HARD_SHARE = 0.90
ENOUGH_SHARE = 0.55
"""Share of the limit below which stubs alone are room enough."""
_BANDS = ((0.85, 3, 2), (0.70, 4, 2), (0.55, 5, 3))
"""Share of the limit -> failing compiles in a row, and turns that could go."""
_CACHED_SHARE = 0.60
"""Share of the prompt read from a cache from which shortening it costs more than it saves, so one more is waited."""
_COOLDOWN_TURNS = 2
_COOLDOWN_GROWTH = 1.20
FRESH_RESULTS = 2
"""Latest compile reports that stay whole."""
_EXCERPT_CHARACTERS = 2_000


@dataclass(frozen=True)
class Pressure:
    """How full the next request would be, and how the work goes."""

    turn: int
    """The turn about to begin."""
    prompt_tokens: int
    cached_tokens: int
    limit_tokens: int
    failures_in_row: int
    failure: str
    """What the last compile failed with, as one text; empty when it did not."""
    items: int
    """Messages between the opening and the last reply."""


@dataclass(frozen=True)
class LastPlateau:
    """The last time that a plateau was the reason."""

    turn: int
    prompt_tokens: int
    failure: str


def limit_of(context_tokens: int | None) -> int:
    """Prompt tokens at which a request counts as full."""
    return min(context_tokens or UNKNOWN_CONTEXT_TOKENS, MOST_TOKENS)


def trigger(pressure: Pressure, last: LastPlateau | None) -> str:
    """Why the conversation must get shorter now: ``hard_pressure``, ``compile_plateau``, or empty."""
    if pressure.turn <= 2 or not pressure.items:
        return ""
    if pressure.prompt_tokens >= ceil(HARD_SHARE * pressure.limit_tokens):
        return "hard_pressure"
    if not pressure.failures_in_row or not pressure.failure:
        return ""
    if last is not None and last.failure == pressure.failure:
        return ""
    share = pressure.prompt_tokens / pressure.limit_tokens
    band = next((band for band in _BANDS if share >= band[0]), None)
    if band is None:
        return ""
    _, streak, items = band
    if pressure.cached_tokens >= _CACHED_SHARE * pressure.prompt_tokens:
        streak += 1
    if pressure.failures_in_row < streak or pressure.items < items:
        return ""
    is_cooling = last is not None and pressure.turn - last.turn < _COOLDOWN_TURNS
    if (
        last is not None
        and is_cooling
        and pressure.prompt_tokens < ceil(_COOLDOWN_GROWTH * last.prompt_tokens)
    ):
        return ""
    return "compile_plateau"


@dataclass(frozen=True)
class History:
    """A conversation in three: what stays whole at both ends, and what may go."""

    opening: tuple[Message, ...]
    middle: tuple[Message, ...]
    tail: tuple[Message, ...]
    """The last reply and all that followed, so that every result stays with its call."""

    @classmethod
    def of(cls, messages: Sequence[Message]) -> History:
        """The parts of `messages`; at most two messages open it."""
        start = next(
            (at for at, one in enumerate(messages) if not isinstance(one, UserMessage)), len(messages)
        )
        start = min(start, 2)
        last = max(
            (at for at, one in enumerate(messages) if isinstance(one, AssistantMessage)), default=start
        )
        return cls(tuple(messages[:start]), tuple(messages[start:last]), tuple(messages[last:]))

    def with_stubs(self) -> tuple[Message, ...]:
        """The conversation with old compile reports, pages, examples and pictures as one line each."""
        calls = {
            call.id: call
            for one in self.middle
            if isinstance(one, AssistantMessage)
            for call in one.tool_calls
        }
        reports = [
            one for one in (*self.middle, *self.tail) if isinstance(one, ToolMessage) and _is_report(one)
        ]
        fresh = {id(one) for one in reports[-FRESH_RESULTS:]}
        middle = [
            _stub(one, calls.get(one.call_id))
            if isinstance(one, ToolMessage) and id(one) not in fresh
            else one
            for one in self.middle
        ]
        return (*self.opening, *middle, *self.tail)

    def with_summary(self, text: str) -> tuple[Message, ...]:
        """The conversation with `text` in place of the middle."""
        return (*self.opening, summary_message(text), *self.tail)

    def digest(self) -> str:
        """What was done in the middle, a line for each call, found without a model."""
        results = {one.call_id: one for one in self.middle if isinstance(one, ToolMessage)}
        lines = [
            f"- {call.name}: {_one_line(results[call.id].content if call.id in results else 'no result')}"
            for one in self.middle
            if isinstance(one, AssistantMessage)
            for call in one.tool_calls
        ]
        return "\n".join(["Calls made so far, with the beginning of each result:", *lines])

    def summary_request(self) -> Request:
        """What a model is asked, so that its reply can stand for the middle."""
        task = "\n\n".join(_words(one) for one in self.opening[1:])
        done = "\n\n".join(_words(one) for one in self.middle)
        text = f"# The task\n\n{task}\n\n# The record to shorten\n\n{done}"
        return Request(compaction_prompt(), (UserMessage.text(text),), ())


def tokens_saved(before: Sequence[Message], after: Sequence[Message]) -> int:
    """About how many tokens the second conversation has less."""
    return sum(map(message_tokens, before)) - sum(map(message_tokens, after))


def _is_report(message: ToolMessage) -> bool:
    return message.name == "compile_model"


def _stub(message: ToolMessage, call: ToolCall | None) -> ToolMessage:
    """The message as one line, where its content is old news or can be asked for again."""
    what = {
        "compile_model": "the report of an earlier compile; findings may have changed since",
        "find_examples": "examples found earlier; search again to see one",
        "read_file": f"a file shown earlier{_path_of(call)}; read it again if needed",
    }.get(message.name)
    if what is None or len(message.content) < 2 * len(what):
        return replace(message, images=()) if message.images else message
    return replace(message, content=json.dumps({"result": f"[left out: {what}]"}), images=())


def _path_of(call: ToolCall | None) -> str:
    try:
        path = json.loads(call.arguments).get("path") if call else None
    except (ValueError, AttributeError):
        path = None
    return f" ({path})" if isinstance(path, str) else ""


def _words(message: Message) -> str:
    if isinstance(message, ToolMessage):
        return f"[result of {message.name}]\n{_cut(message.content)}"
    if isinstance(message, AssistantMessage):
        calls = [f"[call of {call.name}]\n{_cut(call.arguments)}" for call in message.tool_calls]
        return "\n".join(["[model]", message.text, *calls])
    texts = [part.text if part.type == "text" else "[picture]" for part in message.parts]
    return "\n".join([f"[{message.tag or 'user'}]", *texts])


def _cut(text: str) -> str:
    if len(text) <= _EXCERPT_CHARACTERS:
        return text
    half = _EXCERPT_CHARACTERS // 2
    return f"{text[:half]}\n[... {len(text) - 2 * half} characters left out ...]\n{text[-half:]}"


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:160]}…"
