"""What a tape tells, turn by turn: what the model said, what each call did to the program, what the house said.

A newcomer's mistake: to pair calls and results by their ids. Some services use the same ids in every turn, so
results are taken in the order of the calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from harness.digests import sha256_of
from harness.errors import RecordError
from harness.messages import AssistantMessage, Message, ToolCall, ToolMessage, UserMessage, message_from_dict
from harness.providers.base import Freeform, ToolSchema
from harness.tape import Tape

_Kind = TypeVar("_Kind", AssistantMessage, ToolMessage, UserMessage)


@dataclass(frozen=True)
class Done:
    """A tool call with its result."""

    call: ToolCall
    answer: ToolMessage
    ok: bool
    before: str
    """SHA-256 of model.py when the call was made."""
    after: str
    """The same once it was over."""


@dataclass(frozen=True)
class Turn:
    """One reply and everything up to the next."""

    reply: AssistantMessage
    done: tuple[Done, ...] = ()
    """Calls that were carried out, in order."""
    told: tuple[UserMessage, ...] = ()
    """What the house said afterwards."""


@dataclass(frozen=True)
class Compile:
    """A compile that really ran."""

    code_sha256: str
    cause: str
    result: Mapping[str, Any]

    @property
    def failures(self) -> frozenset[tuple[str, ...]]:
        """What failed, each finding as (code, joint, parts): the numbers in a finding do not count."""
        return frozenset(
            (str(one.get("code")), str(one.get("joint") or ""), *sorted(one.get("parts") or ()))
            for one in self.result["signals"]
            if one.get("severity") == "failure"
        )


@dataclass(frozen=True)
class Story:
    """One conversation about one program."""

    run_id: str
    prompt: str
    provider: str
    model_id: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    system: str
    tools: tuple[ToolSchema, ...]
    opening: tuple[UserMessage, ...]
    scaffold: str
    turns: tuple[Turn, ...]
    compiles: tuple[Compile, ...]
    status: str
    """As the run ended; ``unfinished`` when the tape breaks off."""
    reason: str
    final_sha256: str
    """Of the program that is left."""
    compactions: int = 0
    """How often what was sent to the model became shorter; the story is whole all the same."""

    @property
    def messages(self) -> tuple[Message, ...]:
        """The whole conversation."""
        said: list[Message] = list(self.opening)
        for turn in self.turns:
            said += [turn.reply, *(done.answer for done in turn.done), *turn.told]
        return tuple(said)

    def compile_of(self, code_sha256: str) -> Compile | None:
        """The last compile of that state of the program."""
        return next((one for one in reversed(self.compiles) if one.code_sha256 == code_sha256), None)


def read_story(tape: Tape) -> Story:
    """The story on a tape.

    Raises:
        RecordError: it does not begin with a run, or holds a message of an unknown kind.
    """
    start, end = tape.first("run_started"), tape.first("run_finished")
    if start is None:
        raise RecordError("the trace does not begin with run_started")
    said = start.payload
    events = [(event.kind, event.payload) for event in tape.events]
    turns = turns_of(events, said["scaffold"])
    return Story(
        run_id=said["run_id"],
        prompt=said["prompt"],
        provider=said["provider"],
        model_id=said["model_id"],
        settings=said["settings"],
        versions=said["versions"],
        system=said["system"],
        tools=tuple(_schema(tool) for tool in said["tools"]),
        opening=tuple(_message(one, UserMessage) for one in said["opening"]),
        scaffold=said["scaffold"],
        turns=turns,
        compiles=compiles_of(events),
        status=end.payload["status"] if end else "unfinished",
        reason=end.payload["reason"] if end else "",
        compactions=len(tape.all("compacted")),
        final_sha256=end.payload["code_sha256"] if end else _last_state(turns, sha256_of(said["scaffold"])),
    )


def compiles_of(events: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Compile, ...]:
    """Every compile among (kind, payload) of events, in order."""
    return tuple(
        Compile(payload["code_sha256"], payload["cause"], payload["result"])
        for kind, payload in events
        if kind == "compile_finished"
    )


def turns_of(events: Iterable[tuple[str, Mapping[str, Any]]], scaffold: str) -> tuple[Turn, ...]:
    """The turns that (kind, payload) of events tell of, for a program that began as `scaffold`.

    Raises:
        RecordError: a reply has more results than calls, or a message is of an unknown kind.
    """
    state = sha256_of(scaffold)
    turns: list[tuple[AssistantMessage, list[Done], list[UserMessage]]] = []
    for kind, payload in events:
        if kind == "model_replied":
            turns.append((_message(payload["message"], AssistantMessage), [], []))
        elif kind == "tool_finished" and turns:
            reply, done, _ = turns[-1]
            if len(done) >= len(reply.tool_calls):
                raise RecordError(f"turn {len(turns)}: more results than calls; the trace was changed")
            answer = _message(payload["message"], ToolMessage)
            call = reply.tool_calls[len(done)]
            done.append(Done(call, answer, bool(payload["ok"]), state, payload["code_sha256"]))
            state = payload["code_sha256"]
        elif kind == "guidance_injected" and turns:
            turns[-1][2].append(_message(payload["message"], UserMessage))
    return tuple(Turn(reply, tuple(done), tuple(told)) for reply, done, told in turns)


def _last_state(turns: Sequence[Turn], scaffold_sha256: str) -> str:
    return next((turn.done[-1].after for turn in reversed(turns) if turn.done), scaffold_sha256)


def _schema(data: Mapping[str, Any]) -> ToolSchema:
    freeform = data.get("freeform")
    return ToolSchema(
        data["name"], data["description"], data["parameters"], Freeform(**freeform) if freeform else None
    )


def _message(data: Mapping[str, Any], kind: type[_Kind]) -> _Kind:
    try:
        message = message_from_dict(data)
    except (ValueError, KeyError, TypeError) as error:
        raise RecordError(f"a message of the trace cannot be read ({error})") from error
    if not isinstance(message, kind):
        raise RecordError(f"a message of role {message.role!r}; want {kind.__name__}")
    return message
