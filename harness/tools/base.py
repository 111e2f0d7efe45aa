"""What a tool is: a coroutine function whose signature and docstring are the schema a model sees.

A newcomer's mistake: to let an exception other than `ToolError` mean "tell the model". Any other exception is
a bug and ends the run.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from harness.errors import ToolError
from harness.messages import ImagePart
from harness.providers.base import Freeform, ToolSchema
from harness.workspace import Workspace


class NoMatchError(ToolError):
    """The text an edit was to replace is not in the file; the first one of a run earns some advice."""


class CompileReport(Protocol):
    """What `compile_model` needs to know of a compile."""

    @property
    def text(self) -> str:
        """What is told to the model."""
        ...

    @property
    def error(self) -> str | None:
        """One line; None when it compiled clean."""
        ...

    @property
    def images(self) -> tuple[ImagePart, ...]:
        """Pictures of the object, for a model that sees."""
        ...


@dataclass
class ToolContext:
    """What tools act on; one per run."""

    workspace: Workspace
    compile: Callable[[], Awaitable[CompileReport]]
    probe: Callable[[str, float | None, bool], Awaitable[Mapping[str, Any]]]
    """(code, timeout in seconds or None for the compile's, include_stdout) -> the probe's JSON answer."""
    search: Callable[[str, int, frozenset[str]], Sequence[Mapping[str, Any]]]
    """(query, limit, ids already shown) -> matches, best first."""
    shown_examples: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Answer:
    """The one result of a tool call."""

    result: Any = None
    error: str | None = None
    compilation: Mapping[str, Any] | None = None
    """``{"status": "success" | "error", "error": ..., "error_line": ...}`` where code was touched."""
    images: tuple[ImagePart, ...] = ()
    """Pictures that belong to the result, for a model that sees."""
    is_mismatch: bool = False
    """Whether an edit failed because its text was not found."""

    @property
    def ok(self) -> bool:
        """Whether the tool did what it was asked."""
        return self.error is None

    def to_dict(self) -> dict[str, Any]:
        """The form a model reads."""
        answer: dict[str, Any] = {"result": self.result} if self.error is None else {"error": self.error}
        if self.compilation is not None:
            answer["compilation"] = dict(self.compilation)
        return answer


@dataclass(frozen=True)
class Tool:
    """A tool under the name of its function."""

    function: Callable[..., Awaitable[Answer]]
    """Takes the context, then the arguments a model gives."""
    edits: bool = False
    """Whether it can change model.py."""
    freeform: Freeform | None = None
    """How its one argument may come as bare text, where a service offers that."""

    @property
    def name(self) -> str:
        """The name a model calls it by."""
        return self.function.__name__

    @cached_property
    def arguments(self) -> type[BaseModel]:
        """The arguments as a model class, read from the signature and the docstring."""
        hints = get_type_hints(self.function, include_extras=True)
        explained = _described_arguments(self.function)
        fields: dict[str, Any] = {}
        for name, parameter in list(inspect.signature(self.function).parameters.items())[1:]:
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            info = FieldInfo.from_annotated_attribute(hints[name], default)
            info.description = explained[name]
            fields[name] = (hints[name], info)
        return create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields)

    @cached_property
    def schema(self) -> ToolSchema:
        """The tool as a model sees it; `additionalProperties` is false."""
        parameters = self.arguments.model_json_schema()
        parameters.pop("title", None)
        for entry in parameters.get("properties", {}).values():
            entry.pop("title", None)
        parameters.setdefault("properties", {})
        parameters.setdefault("required", [])
        return ToolSchema(self.name, _summary(self.function), parameters, self.freeform)

    async def run(self, arguments_json: str, context: ToolContext) -> Answer:
        """The result of one call; what the model did wrong is an answer too."""
        try:
            arguments = self.parse(arguments_json)
            return await self.function(context, **arguments)
        except NoMatchError as error:
            return Answer(error=str(error), is_mismatch=True)
        except ToolError as error:
            return Answer(error=str(error))

    async def call(self, arguments_json: str, context: ToolContext) -> dict[str, Any]:
        """`run` in the form a model reads: ``"result"`` or ``"error"``, and maybe ``"compilation"``."""
        return (await self.run(arguments_json, context)).to_dict()

    def parse(self, arguments_json: str) -> dict[str, Any]:
        """The arguments, checked; those given as null count as left out.

        Raises:
            ToolError: not JSON, not an object, or not what the schema says; every fault is named.
        """
        try:
            given = json.loads(arguments_json or "{}", strict=False)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ToolError(
                f"{self.name}: arguments are not valid JSON ({error}); want one JSON object"
            ) from None
        if not isinstance(given, dict):
            raise ToolError(f"{self.name}: arguments are {type(given).__name__}; want one JSON object")
        given = {name: value for name, value in given.items() if value is not None}
        try:
            checked = self.arguments.model_validate(given)
        except ValidationError as error:
            raise ToolError(self._explain(error, given)) from None
        return {name: getattr(checked, name) for name in type(checked).model_fields}

    def _explain(self, error: ValidationError, given: Mapping[str, Any]) -> str:
        faults = {".".join(map(str, fault["loc"])): fault for fault in error.errors(include_url=False)}
        missing = [name for name, fault in faults.items() if fault["type"] == "missing"]
        unknown = [name for name, fault in faults.items() if fault["type"] == "extra_forbidden"]
        wrong = [
            f"{name} ({fault['msg']})" for name, fault in faults.items() if name not in missing + unknown
        ]
        listed = (("missing", missing), ("unknown", unknown), ("invalid", wrong), ("given", sorted(given)))
        text = "; ".join(f"{label}: {', '.join(names)}" for label, names in listed if names)
        known = ", ".join(self.arguments.model_fields) or "no arguments"
        return f"{self.name}: invalid arguments; {text}; want {known}"


def _summary(function: Callable[..., Any]) -> str:
    """The docstring up to its argument list, one paragraph per line."""
    text = inspect.getdoc(function) or ""
    body = re.split(r"^(?:Args|Raises):", text, maxsplit=1, flags=re.MULTILINE)[0].strip()
    return "\n".join(" ".join(paragraph.split()) for paragraph in body.split("\n\n"))


def _described_arguments(function: Callable[..., Any]) -> dict[str, str]:
    """Argument name -> its line in the docstring's ``Args`` section."""
    text = inspect.getdoc(function) or ""
    section = re.search(r"^Args:\n((?:[ ]+.*\n?|\n)*)", text, flags=re.MULTILINE)
    entries: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", textwrap.dedent(section[1]).strip() if section else ""):
        name, _, explanation = entry.partition(":")
        if explanation:
            entries[name.strip()] = " ".join(explanation.split())
    return entries
