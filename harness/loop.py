"""The agent: ask the model, carry out what it asks for, until the object is sound or a limit falls.

A newcomer's mistake: to believe a model that says it is done. The run succeeds only when the program, as it
is at that moment, has compiled clean; an attempt to finish anything else is answered by a compile and its
findings.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.clock import Clock
from harness.condensing import Condenser
from harness.digests import canonical_json, plain, sha256_of
from harness.errors import ProviderError
from harness.events import (
    EventBus,
    GuidanceInjected,
    LimitReached,
    ModelReplied,
    ReplyPhase,
    ToolFinished,
    ToolStarted,
    TurnStarted,
)
from harness.guidance import Adviser
from harness.limits import Budget
from harness.messages import AssistantMessage, Message, ToolCall, ToolMessage, UserMessage
from harness.outcome import CANCELLED, Ending, LimitHit, RunEnd
from harness.pricing import Price, cost_of
from harness.prompts import guidance_message
from harness.providers.base import Provider, Request, wire_of
from harness.tools.base import Answer, Tool, ToolContext
from harness.workbench import Workbench


class Loop:
    """One conversation about one program.

    Args:
        opening: messages before the first reply.
        price: of the provider's replies; None when nobody knows.
        condenser: shortens what is sent when it gets too long.
        warnings: turn -> warning of the budget, in the part of a run that is repeated from its tape.
        repeated_turns: turns that are repeated.
        remind_to_compile: answer an attempt to finish with stale code by a reminder instead of a compile.
    """

    def __init__(
        self,
        *,
        provider: Provider,
        tools: Mapping[str, Tool],
        context: ToolContext,
        workbench: Workbench,
        budget: Budget,
        bus: EventBus,
        clock: Clock,
        system: str,
        opening: Sequence[UserMessage],
        price: Price | None = None,
        condenser: Condenser,
        warnings: Mapping[int, UserMessage] | None = None,
        repeated_turns: int = 0,
        remind_to_compile: bool = False,
    ) -> None:
        self.messages: list[Message] = list(opening)
        """The whole conversation."""
        self._sent: list[Message] = list(opening)
        """What of it the model is sent."""
        self.tool_calls = 0
        self.extra: dict[str, Any] = {}
        """What the provider said about itself in its replies, e.g. which library entry it chose."""
        self._provider = provider
        self._tools = tools
        self._context = context
        self._workbench = workbench
        self._budget = budget
        self._bus = bus
        self._clock = clock
        self._system = system
        self._schemas = tuple(tool.schema for tool in tools.values())
        self._price = price
        self._condenser = condenser
        self._warnings = warnings or {}
        self._repeated_turns = repeated_turns
        self._remind_to_compile = remind_to_compile
        self._adviser = Adviser()

    async def run(self) -> Ending:
        """How it ended; cancellation passes through as `asyncio.CancelledError`."""
        try:
            while True:
                await self._step()
        except RunEnd as end:
            return end.ending
        except LimitHit as limit:
            return await self._settle(limit)
        except ProviderError as error:
            return Ending("provider_error", "provider", str(error))

    async def _step(self) -> None:
        self._budget.require_room()
        self._warn()
        await self._shorten()
        self._budget.require_room()
        reply = await self._ask()
        if reply.stop == "refusal":
            raise RunEnd(Ending("declined", "refusal", reply.text or "the model declines the task"))
        if reply.tool_calls:
            self._budget.busy()
            await self._act(reply.tool_calls)
        elif reply.text.strip() and reply.stop != "length":
            await self._conclude(reply)
        else:
            self._nudge(reply)

    async def _ask(self) -> AssistantMessage:
        """One reply of the provider, recorded and paid for."""
        turn = self._budget.turns + 1
        self._bus.emit(TurnStarted(turn, self._budget.limits.max_turns))
        request = Request(self._system, tuple(self._sent), self._schemas)
        started = self._clock.monotonic()
        wall = asyncio.timeout(self._budget.seconds_left)
        try:
            async with wall:
                reply = await self._provider.reply(
                    request, on_progress=lambda progress: self._bus.emit(ReplyPhase(turn, progress))
                )
        except TimeoutError:
            if wall.expired():
                raise self._budget.out_of_time() from None
            raise
        cost_usd = cost_of(reply.usage, self._price)
        self._budget.spend(reply.usage, cost_usd=cost_usd)
        self._condenser.learn(reply.usage)
        self._add(reply)
        self.extra |= reply.extra
        seconds = self._clock.monotonic() - started
        self._bus.emit(
            ModelReplied(
                turn,
                reply,
                request_sha256(request),
                seconds,
                cost_usd,
                self._budget.cost_usd,
                wire_of(self._provider),
            )
        )
        return reply

    async def _act(self, calls: Sequence[ToolCall]) -> None:
        """Carry out the calls of one reply in order; each gets one result, also when the run is cancelled."""
        edited = mismatched = False
        compiles = self._workbench.compiles
        for position, call in enumerate(calls):
            try:
                answer = await self._carry_out(call)
            except asyncio.CancelledError:
                for left in calls[position:]:
                    self._record(left, Answer(error=CANCELLED), seconds=0.0)
                raise
            tool = self._tools.get(call.name)
            edited |= answer.ok and tool is not None and tool.edits
            mismatched |= answer.is_mismatch
        code = self._workbench.workspace.code
        for message in self._adviser.after_tools(edited=edited, mismatched=mismatched, code=code):
            self._tell(message)
        if self._workbench.compiles > compiles:
            self._advise_on_compile()

    async def _carry_out(self, call: ToolCall) -> Answer:
        self._bus.emit(ToolStarted(self._budget.turns, call))
        started = self._clock.monotonic()
        tool = self._tools.get(call.name)
        if tool is None:
            answer = Answer(error=f"unknown tool {call.name!r}; want one of {', '.join(self._tools)}")
        else:
            answer = await tool.run(call.arguments, self._context)
        self._record(call, answer, seconds=self._clock.monotonic() - started)
        return answer

    def _record(self, call: ToolCall, answer: Answer, *, seconds: float) -> None:
        text = json.dumps(answer.to_dict(), ensure_ascii=False)
        message = ToolMessage(call.id, call.name, text.encode("utf-8", "replace").decode(), answer.images)
        self._add(message)
        self.tool_calls += 1
        code_sha256 = self._workbench.workspace.code_sha256
        self._bus.emit(ToolFinished(self._budget.turns, message, answer.ok, seconds, code_sha256))

    async def _conclude(self, reply: AssistantMessage) -> None:
        """End the run if the program is clean; otherwise say what is wrong with it."""
        if not self._workbench.is_fresh and self._remind_to_compile:
            self._tell(self._compile_reminder())
            return
        compiled = await self._workbench.compile(cause="finish")
        if compiled.is_clean:
            raise RunEnd(Ending("success", "finished", reply.text.strip()))
        told = guidance_message("compiled_for_you", report=compiled.text)
        self._tell(replace(told, parts=(*told.parts, *compiled.images)))
        self._advise_on_compile()
        self._budget.idle()

    def _nudge(self, reply: AssistantMessage) -> None:
        """Answer a reply that holds nothing to act on."""
        if reply.stop == "length":
            self._tell(guidance_message("reply_truncated"))
        elif self._workbench.is_fresh:
            self._tell(guidance_message("final_response_required"))
        else:
            self._tell(self._compile_reminder())
        self._budget.idle()

    def _compile_reminder(self) -> UserMessage:
        reason = "The code has changed since its last clean compile."
        if self._workbench.last_clean is None:
            reason = "No revision has compiled clean yet."
        return guidance_message("compile_required", reason=reason)

    def _advise_on_compile(self) -> None:
        """Say what the latest compile gives reason to say."""
        if self._workbench.last_result is not None:
            code_sha256 = self._workbench.workspace.code_sha256
            for message in self._adviser.after_compile(self._workbench.last_result, code_sha256=code_sha256):
                self._tell(message)

    def _warn(self) -> None:
        """Say once when little of a limit is left; in a repeated turn, what was said then."""
        turn = self._budget.turns
        if turn in self._warnings:
            self._tell(self._warnings[turn])
            self._budget.warning()  # said; higher limits than then are warned of anew
        elif turn >= self._repeated_turns and (left := self._budget.warning()):
            self._tell(guidance_message("budget_nearly_spent", left=left))

    async def _shorten(self) -> None:
        """Send less from now on, if it is time."""
        shortened = await self._condenser.shortened(
            Request(self._system, tuple(self._sent), self._schemas),
            turn=self._budget.turns + 1,
            failures_in_row=self._workbench.failures_in_row,
            failure=self._workbench.failure,
        )
        if shortened is not None:
            messages, event = shortened
            self._sent = list(messages)
            self._context.shown_examples.clear()  # what was shown may be gone
            self._bus.emit(event)

    def _add(self, message: Message) -> None:
        self.messages.append(message)
        self._sent.append(message)

    def _tell(self, message: UserMessage) -> None:
        self._add(message)
        self._bus.emit(GuidanceInjected(self._budget.turns, message))

    async def _settle(self, limit: LimitHit) -> Ending:
        """What a limit makes of the run; the last revision gets its compile, which costs nothing."""
        self._bus.emit(LimitReached(limit.limit, limit.message))
        if (await self._workbench.compile(cause="limit")).is_clean:
            message = f"{limit.message}; the last revision had compiled clean"
            return Ending("success_at_limit", limit.limit, message)
        if self._workbench.last_clean is not None:
            return Ending("partial", limit.limit, f"{limit.message}; an earlier revision had compiled clean")
        return Ending("failed", limit.limit, f"{limit.message}; no revision had compiled clean")


def request_sha256(request: Request) -> str:
    """Hash of a request's canonical form: equal requests, equal hash."""
    return sha256_of(canonical_json(plain(request)))
