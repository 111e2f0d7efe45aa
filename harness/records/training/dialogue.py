"""A conversation in chat form, as training programs and chat templates take it.

A newcomer's mistake: to hand over a run as it went. Common templates refuse two calls in one reply, two user
messages in a row, a user message after a tool's result and ids that are not nine letters or digits; shape
``portable`` says the same without any of these, shape ``faithful`` leaves everything as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harness.messages import ImagePart, UserMessage
from harness.providers.base import ToolSchema
from harness.records.training.programs import EDITS
from harness.records.training.story import Done, Story, Turn

Shape = Literal["portable", "faithful"]
IMAGE = "<image>"
"""Stands in the text where a picture was; the message's ``images`` lists them in order."""
_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


@dataclass(frozen=True)
class Manner:
    """How conversations are told."""

    shape: Shape = "portable"
    reasoning: bool = False
    """Keep what the model thought, in ``reasoning_content``."""
    arguments_as_text: bool = False
    """Leave the arguments of calls as JSON text instead of objects."""
    last_k: int | None = None
    """Learn from that many assistant messages at the end only."""


def messages_of(story: Story, manner: Manner) -> list[dict[str, Any]]:
    """Messages from the system prompt to the last reply; only assistant messages can have a true ``loss``.

    Learnt from are replies whose calls worked and the closing words of a sound program. Failed calls, empty
    replies, replies cut off, and words that ended nothing stay in the dialogue without loss.
    """
    told: list[dict[str, Any]] = [{"role": "system", "content": story.system, "loss": False}]
    for message in story.opening:
        _tell(told, message, manner)
    for number, turn in enumerate(story.turns, start=1):
        is_last = number == len(story.turns)
        told += _reply(turn, number, manner, ends_well=is_last and story.status == "success")
        for message in turn.told:
            _tell(told, message, manner)
    while told[-1]["role"] != "assistant" and len(told) > 1:
        told.pop()
    if manner.last_k is not None:
        learnt = [message for message in told if message["loss"]]
        for message in learnt[: max(0, len(learnt) - manner.last_k)]:
            message["loss"] = False
    return told


def tools_of(tools: Sequence[ToolSchema]) -> list[dict[str, Any]]:
    """Schemas of the tools as chat completions take them; a freeform tool is a function of one text."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": dict(tool.parameters),
            },
        }
        for tool in tools
    ]


def image_path(image: ImagePart) -> str:
    """Where a picture lies beside the rows."""
    return f"images/{image.sha256}.{_SUFFIXES.get(image.media_type, 'bin')}"


def pictures_in(messages: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Path beside the rows -> SHA-256 of every picture in messages of `messages_of`."""
    return {image["path"]: image["sha256"] for message in messages for image in message.get("images", ())}


def _reply(turn: Turn, number: int, manner: Manner, *, ends_well: bool) -> list[dict[str, Any]]:
    reply = turn.reply
    first: dict[str, Any] = {"role": "assistant", "content": reply.text}
    if manner.reasoning and reply.thought:
        first["reasoning_content"] = reply.thought
    if not turn.done:
        return [first | {"loss": ends_well and bool(reply.text.strip())}]
    ids = [_call_id(number, position) for position in range(len(turn.done))]
    calls = [_call(done, call_id, manner) for done, call_id in zip(turn.done, ids, strict=True)]
    answers = [_answer(done, call_id) for done, call_id in zip(turn.done, ids, strict=True)]
    if manner.shape == "faithful":
        return [first | {"tool_calls": calls, "loss": all(map(_is_worth, turn.done))}, *answers]
    told: list[dict[str, Any]] = []
    for done, call, answer in zip(turn.done, calls, answers, strict=True):
        told += [first | {"tool_calls": [call], "loss": _is_worth(done)}, answer]
        first = {"role": "assistant", "content": ""}
    return told


def _is_worth(done: Done) -> bool:
    """Whether a call is an example to follow: it worked, and if it was an edit it changed something."""
    return done.ok and not (done.call.name in EDITS and done.before == done.after)


def _call_id(turn: int, position: int) -> str:
    """Nine letters or digits, the same in every export; the most that all templates accept."""
    return f"c{turn:05d}{position:03d}"


def _call(done: Done, call_id: str, manner: Manner) -> dict[str, Any]:
    arguments: Any = done.call.arguments
    if not manner.arguments_as_text:
        try:
            parsed = json.loads(arguments or "{}", strict=False)
        except (ValueError, RecursionError):
            parsed = None
        arguments = parsed if isinstance(parsed, dict) else arguments
    return {"id": call_id, "type": "function", "function": {"name": done.call.name, "arguments": arguments}}


def _answer(done: Done, call_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "role": "tool",
        "name": done.call.name,
        "tool_call_id": call_id,
        "content": done.answer.content + f"\n{IMAGE}" * len(done.answer.images),
        "loss": False,
    }
    if done.answer.images:
        answer["images"] = [_image(image) for image in done.answer.images]
    return answer


def _tell(told: list[dict[str, Any]], message: UserMessage, manner: Manner) -> None:
    """Add what the task or the house says; in portable shape it joins a user message or tool result before it."""
    text = "\n\n".join(IMAGE if isinstance(part, ImagePart) else part.text for part in message.parts)
    images = [_image(part) for part in message.parts if isinstance(part, ImagePart)]
    rules = [message.tag] if message.tag else []
    if manner.shape == "portable" and told[-1]["role"] in ("user", "tool"):
        last = told[-1]
        last["content"] += f"\n\n{text}"
    else:
        last = {"role": "user", "content": text, "loss": False}
        told.append(last)
    for name, more in (("images", images), ("told_by", rules)):
        if more:
            last[name] = [*last.get(name, ()), *more]


def _image(image: ImagePart) -> dict[str, str]:
    return {"path": image_path(image), "sha256": image.sha256, "media_type": image.media_type}
