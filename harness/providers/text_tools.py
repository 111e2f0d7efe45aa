"""Tool calls written as text, for models whose server has no tool calling; pure functions.

A newcomer's mistake: to ask for JSON. A program inside a JSON string needs every quote and line break escaped,
which small models get wrong; here each argument stands between its own tags, as it is. What models write by
habit instead (fenced JSON, ``<tool_call>``) is understood as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.messages import AssistantMessage, Message, Part, TextPart, ToolCall, ToolMessage, UserMessage
from harness.providers.base import Request, ToolSchema
from harness.providers.content import arguments_of
from harness.resources import resource_dir

_BLOCK = re.compile(
    r"<tool\s+name\s*=\s*[\"']?(?P<name>[\w.-]+)[\"']?\s*>(?P<body>.*?)(?P<end></tool>|\Z|(?=<tool\s+name))",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"<(?P<name>\w+)>(?P<text>.*?)</(?P=name)>", re.DOTALL)
_HABITS = re.compile(
    r"<tool_call>\s*(?P<tagged>\{.*?\})\s*(?:</tool_call>|\Z)|```(?:json|tool|tool_call)?\s*\n(?P<fenced>\{.*?\})\s*```",
    re.DOTALL,
)
_PLAIN_TYPES = ("integer", "number", "boolean")


def as_text_conversation(request: Request) -> Request:
    """The same request without tools: they are described in the system prompt, and calls and results are text."""
    if not request.tools:
        return request
    described = "\n\n".join([_instructions(), *(_described(tool) for tool in request.tools)])
    messages = tuple(_as_text(message) for message in request.messages)
    return Request(f"{request.system}\n\n{described}\n", messages, ())


def read_calls(reply: AssistantMessage, tools: Sequence[ToolSchema], *, call_prefix: str) -> AssistantMessage:
    """The reply with the calls in its text taken out and made calls.

    A block that cannot be read becomes a call whose arguments are what was written, so that the model is told.

    Args:
        reply: words alone.
        tools: what can be called.
        call_prefix: begins the ids of the calls.
    """
    schemas = {tool.name: tool for tool in tools}
    found: list[tuple[int, int, str, str]] = []
    for match in _BLOCK.finditer(reply.text):
        arguments = _arguments(match["body"], schemas.get(match["name"]))
        found.append((match.start(), match.end(), match["name"], arguments))
    for match in () if found else _HABITS.finditer(reply.text):
        call = _by_habit(match["tagged"] or match["fenced"], schemas, is_tagged=bool(match["tagged"]))
        if call is not None:
            found.append((match.start(), match.end(), *call))
    if not found:
        return reply
    calls = tuple(
        ToolCall(f"{call_prefix}_{position}", name, arguments)
        for position, (_, _, name, arguments) in enumerate(found, start=1)
    )
    return replace(reply, text=reply.text[: found[0][0]].strip(), tool_calls=calls, stop="tools")


def _instructions() -> str:
    return (resource_dir("prompts") / "text_tools.md").read_text(encoding="utf-8").strip()


def _described(tool: ToolSchema) -> str:
    required = set(tool.parameters.get("required", ()))
    lines = [f"## {tool.name}", tool.description]
    for name, schema in tool.parameters.get("properties", {}).items():
        needed = "required" if name in required else f"default {json.dumps(schema.get('default'))}"
        lines.append(f"- {name} ({_type_of(schema)}, {needed}): {schema.get('description', '')}")
    return "\n".join(lines)


def _type_of(schema: Mapping[str, Any]) -> str:
    choices = [choice.get("type") for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    return str(schema.get("type") or (choices[0] if choices else "string"))


def _as_text(message: Message) -> Message:
    if isinstance(message, ToolMessage):
        text = f'<tool_result name="{message.name}">\n{message.content}\n</tool_result>'
        parts: tuple[Part, ...] = (TextPart(text), *message.images)
        return UserMessage(parts, tag="tool_result")
    if isinstance(message, AssistantMessage) and message.tool_calls:
        blocks = "\n".join(_written(call) for call in message.tool_calls)
        return replace(message, text=f"{message.text}\n\n{blocks}".strip(), tool_calls=())
    return message


def _written(call: ToolCall) -> str:
    texts = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in arguments_of(call).items()
    }
    lines = [
        f"<{name}>\n{text}\n</{name}>" if "\n" in text else f"<{name}>{text}</{name}>"
        for name, text in texts.items()
    ]
    return "\n".join([f'<tool name="{call.name}">', *lines, "</tool>"])


def _arguments(body: str, tool: ToolSchema | None) -> str:
    """JSON text of the arguments in a block; what stands there, when it holds none that can be read."""
    if body.strip().startswith("{"):
        return body.strip()
    properties = tool.parameters.get("properties", {}) if tool else {}
    values = {
        match["name"]: _value(match["text"], properties.get(match["name"], {}))
        for match in _ARGUMENT.finditer(body)
    }
    if not values and body.strip():
        return body.strip()
    return json.dumps(values, ensure_ascii=False)


def _value(text: str, schema: Mapping[str, Any]) -> Any:
    if _type_of(schema) in _PLAIN_TYPES:
        try:
            return json.loads(text.strip().lower())
        except ValueError:
            return text.strip()
    block = text.removeprefix("\r")
    return block.removeprefix("\n").removesuffix("\n") if block.startswith("\n") else text


def _by_habit(text: str, schemas: Mapping[str, ToolSchema], *, is_tagged: bool) -> tuple[str, str] | None:
    """(name, arguments) of a call written as JSON; None when it is something else, such as sample data."""
    try:
        data = json.loads(text, strict=False)
    except ValueError:
        name = re.search(r'"name"\s*:\s*"([\w.-]+)"', text)
        return (name[1], text) if name and (is_tagged or name[1] in schemas) else None
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return None
    if not is_tagged and data["name"] not in schemas:
        return None
    arguments = data.get("arguments", data.get("parameters", {}))
    return data["name"], arguments if isinstance(arguments, str) else json.dumps(arguments)
