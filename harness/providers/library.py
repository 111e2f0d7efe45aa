"""The provider that needs no key: it answers from the library of complete programs, and says no when nothing
fits.

A newcomer's mistake: to give it memory. Each reply is worked out from the messages of the request alone, so a
recorded run replays and a forked one goes on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.examples import ExampleLibrary, Fit, best_fit
from harness.messages import (
    AssistantMessage,
    ImagePart,
    Message,
    ToolCall,
    ToolMessage,
    UserMessage,
)
from harness.parameters import Reading, read_prompt
from harness.prompts import prompt_in
from harness.providers import ProviderOptions
from harness.providers.base import OnProgress, Request, unwatched

_HOW_TO_GET_MORE = (
    "For anything else, use a language model: set OPENAI_API_KEY, or start a local server that speaks the "
    "chat-completions protocol, set ARTICRAFT_BASE_URL to its address, and run with --provider chat --model "
    "NAME."
)


_MOST_TOLD = 16
"""Words without influence that the closing text lists; the run's manifest keeps all of them."""


class LibraryProvider:
    """Finds the entry a prompt asks for, writes its program, sets the parameters asked for, and compiles
    it.
    """

    name = "library"
    model_id = "examples"

    def __init__(self, library: ExampleLibrary | None = None) -> None:
        self._library = library

    async def reply(self, request: Request, *, on_progress: OnProgress = unwatched) -> AssistantMessage:
        """The next step of: search, write, set parameters, compile, report."""
        conversation = _Conversation(request.messages)
        if not conversation.calls("find_examples"):
            query = {"query": conversation.prompt, "limit": 3}
            return conversation.act([("find_examples", query)], text="Looking for it in the library.")
        library = self._library or ExampleLibrary.load()
        fit = best_fit(conversation.prompt, library.examples)
        if fit is None:
            return _refusal(_nothing_fits(conversation.prompt, library), {"entry": None})
        plan = _Plan(fit, read_prompt(conversation.prompt, fit.example))
        return _next_step(plan, conversation)

    async def close(self) -> None:
        """Nothing is held open."""


def create(_: ProviderOptions) -> LibraryProvider:
    """A provider over the bundled examples; it has no options."""
    return LibraryProvider()


@dataclass(frozen=True)
class _Plan:
    """What to do for a prompt that an entry fits."""

    fit: Fit
    reading: Reading

    @property
    def edits(self) -> list[tuple[str, str]]:
        """(old text, new text) for every value that differs from the program's own."""
        example = self.fit.example
        return [
            example.edit_for(name, value)
            for name, value in self.reading.settings.items()
            if value != example.parameter(name).default
        ]

    @property
    def settings_text(self) -> str:
        """The values that were asked for, e.g. ``DRAWERS = 5, WIDTH = 0.4 m``."""
        example = self.fit.example
        texts = []
        for name, value in self.reading.settings.items():
            parameter = example.parameter(name)
            texts.append(f"{name} = {parameter.text_of(value)} {parameter.unit}".strip())
        return ", ".join(texts)

    def record(self, *, with_settings: bool = True) -> dict[str, Any]:
        """What the run's manifest keeps."""
        return {
            "entry": self.fit.example.example_id,
            "title": self.fit.example.title,
            "matched_name": self.fit.name,
            "parameters": dict(self.reading.settings) if with_settings else {},
            "stands_in_for": self.fit.asked if self.fit.is_near else None,
            "unmet": list(self.reading.unmet),
            "unread": list(self.fit.unread),
        }


class _Conversation:
    """The messages so far, as this provider reads them."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._messages = messages

    @cached_property
    def prompt(self) -> str:
        """The user's own words."""
        return prompt_in(self._messages)

    @property
    def has_image(self) -> bool:
        """Whether a picture came with the prompt."""
        users = (one for one in self._messages if isinstance(one, UserMessage))
        return any(isinstance(part, ImagePart) for one in users for part in one.parts)

    def calls(self, name: str) -> list[ToolCall]:
        """Calls of that tool so far, in order."""
        replies = (one for one in self._messages if isinstance(one, AssistantMessage))
        return [call for reply in replies for call in reply.tool_calls if call.name == name]

    def answers(self, name: str) -> list[Mapping[str, Any]]:
        """Answers to the calls of that tool, in order."""
        ids = {call.id for call in self.calls(name)}
        found = (one for one in self._messages if isinstance(one, ToolMessage) and one.call_id in ids)
        return [json.loads(one.content) for one in found]

    def fault(self, *names: str) -> str | None:
        """The first error told by a call of those tools, None when all did as asked."""
        answers = (answer for name in names for answer in self.answers(name))
        return next((str(answer["error"]) for answer in answers if "error" in answer), None)

    def act(
        self,
        calls: Sequence[tuple[str, Mapping[str, Any]]],
        *,
        text: str,
        record: Mapping[str, Any] | None = None,
    ) -> AssistantMessage:
        """A reply that calls tools, their ids counted on from the calls so far."""
        replies = (one for one in self._messages if isinstance(one, AssistantMessage))
        first = 1 + sum(len(reply.tool_calls) for reply in replies)
        tool_calls = tuple(
            ToolCall(f"library-{number}", name, json.dumps(arguments))
            for number, (name, arguments) in enumerate(calls, first)
        )
        extra = {"library": dict(record)} if record else {}
        return AssistantMessage(text=text, tool_calls=tool_calls, stop="tools", extra=extra)


def _next_step(plan: _Plan, conversation: _Conversation) -> AssistantMessage:
    """Write, set, compile and report; once more with the program's own values when the asked ones fail."""
    if not plan.reading.is_possible:
        return _refusal(_cannot_be(plan), plan.record())
    example, edits = plan.fit.example, plan.edits
    written, compiled = conversation.calls("write_file"), conversation.answers("compile_model")
    fallen_back = len(written) > 1
    record = plan.record(with_settings=not fallen_back)
    fault = conversation.fault("write_file", "replace")
    if fault is not None:
        return _refusal(f"The library entry “{example.title}” could not be written: {fault}", record)
    if not written:
        text = f"{_offered(plan.fit)} Writing its program."
        return conversation.act([("write_file", {"content": example.program})], text=text, record=record)
    if edits and not fallen_back and not conversation.calls("replace"):
        calls = [("replace", {"old_string": old, "new_string": new}) for old, new in edits]
        return conversation.act(calls, text=f"Setting {plan.settings_text}.", record=record)
    if len(compiled) < len(written):
        return conversation.act([("compile_model", {})], text="Compiling it.", record=record)
    if _is_clean(compiled[-1]):
        text = _report(plan, conversation, fallen_back=fallen_back)
        return AssistantMessage(text=text, extra={"library": record})
    if edits and not fallen_back:
        text = f"With {plan.settings_text} it does not compile; trying the program's own values."
        record = plan.record(with_settings=False)
        return conversation.act([("write_file", {"content": example.program})], text=text, record=record)
    # Not a refusal: something does fit, and what the run made of it is unsound.
    text = f"The library entry “{example.title}” does not compile here:\n{_told(compiled[-1])}"
    return AssistantMessage(text=text, extra={"library": record})


def _report(plan: _Plan, conversation: _Conversation, *, fallen_back: bool) -> str:
    """The closing words: what was made, and everything asked for that was not done."""
    example, reading = plan.fit.example, plan.reading
    sentences = [_offered(plan.fit)]
    if fallen_back:
        failure = _told(conversation.answers("compile_model")[0])
        sentences.append(
            f"It does not compile with {plan.settings_text}, so it has its own values instead. "
            f"What went wrong: {failure.strip().rstrip('.')}."
        )
    elif reading.settings:
        sentences.append(f"Set as asked: {plan.settings_text}; everything else is as in the library.")
    else:
        sentences.append("All its dimensions are as in the library.")
    if reading.unmet:
        sentences.append(f"Could not be honoured, for want of a parameter: {_quoted(reading.unmet)}.")
    if plan.fit.unread:
        sentences.append(
            f"Words of the prompt that had no influence: {_quoted(plan.fit.unread, most=_MOST_TOLD)}."
        )
    if conversation.has_image:
        sentences.append("The picture was not looked at: the library reads words only.")
    if example.parameters:
        names = ", ".join(f"{one.name} ({one.range_text})" for one in example.parameters)
        sentences.append(f"This entry can vary: {names}.")
    return " ".join(sentences)


def _offered(fit: Fit) -> str:
    """What the library gives for the prompt, and whether that is what was asked for."""
    entry = f"“{fit.example.title}” ({fit.example.example_id})"
    if fit.is_near:
        return f"The library has no “{fit.asked}”; what it has nearest, and gives instead, is its {entry}."
    return f"This is the library's {entry}."


def _cannot_be(plan: _Plan) -> str:
    example = plan.fit.example
    reasons = "\n".join(f"- {reason}" for reason in plan.reading.refusals)
    return (
        f"The library's “{example.title}” ({example.example_id}) is the nearest entry, but not with these values:\n"
        f"{reasons}\nAsk again within these limits. {_HOW_TO_GET_MORE}"
    )


def _nothing_fits(prompt: str, library: ExampleLibrary) -> str:
    entries = "\n".join(f"- {one.title} ({one.example_id})" for one in library.nearest(prompt))
    return f"The library has nothing that fits “{prompt}”. Nearest entries:\n{entries}\n{_HOW_TO_GET_MORE}"


def _refusal(text: str, record: Mapping[str, Any]) -> AssistantMessage:
    return AssistantMessage(text=text, stop="refusal", extra={"library": dict(record)})


def _is_clean(answer: Mapping[str, Any]) -> bool:
    return (answer.get("compilation") or {}).get("status") == "success"


def _told(answer: Mapping[str, Any]) -> str:
    """What a compile said, shortest form first."""
    return str((answer.get("compilation") or {}).get("error") or answer.get("error") or answer.get("result"))


def _quoted(pieces: Sequence[str], *, most: int | None = None) -> str:
    text = ", ".join(f"“{piece}”" for piece in pieces[:most])
    left = 0 if most is None else len(pieces) - most
    return f"{text} and {left} more" if left > 0 else text
