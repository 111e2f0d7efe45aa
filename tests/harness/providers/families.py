"""Every provider that talks to a service, beside a fake of that service: what the conformance suite runs over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from harness.messages import AssistantMessage, Message, ToolMessage, UserMessage
from harness.providers import ProviderOptions, create_provider
from harness.providers.base import Request
from harness.providers.retry import RetryPolicy
from harness.providers.service import ServiceProvider
from harness.tools import TOOLS
from tests.harness.providers.fake_servers.completions import Completions, TextCompletions
from tests.harness.providers.fake_servers.generate_content import GenerateContent
from tests.harness.providers.fake_servers.messages_api import MessagesApi
from tests.harness.providers.fake_servers.moves import Move
from tests.harness.providers.fake_servers.responses import Responses
from tests.harness.providers.fake_servers.server import FakeServer, serving

SCHEMAS = tuple(tool.schema for tool in TOOLS.values())
KEY = "sk-secret-0123456789"


@dataclass(frozen=True)
class Family:
    """One way of talking to a model."""

    provider: str
    dialect: Callable[[], Any]
    prefix: str = ""
    model_id: str = "m-1"
    can_malform: bool = True
    """Whether its format lets a model write arguments that are not JSON."""


FAMILIES: Mapping[str, Family] = {
    "openai": Family("openai", Responses, "/v1"),
    "anthropic": Family("anthropic", MessagesApi),
    "gemini": Family("gemini", GenerateContent, model_id="gemini-3-flash", can_malform=False),
    "gemini with ids": Family("gemini", lambda: GenerateContent(with_ids=True), can_malform=False),
    "chat": Family("chat", Completions, "/v1"),
    "chat in one piece": Family("vllm", lambda: Completions(streams=False), "/v1"),
    "chat in words": Family("ollama", TextCompletions, "/v1"),
}


class Talk:
    """A conversation with a fake service."""

    def __init__(self, family: Family, fake: FakeServer, **options: Any) -> None:
        self.fake = fake
        self.pauses: list[float] = []
        self.progress: list[Any] = []
        self.images: dict[str, bytes] = {}
        self.messages: list[Message] = [UserMessage.text("the docs", tag="documentation")]
        given = options.pop("environ", {})
        prefix = "OPENAI" if family.provider == "chat" else family.provider.upper()
        environ = {f"{prefix}_{key}": value for key, value in given.items()}
        made = create_provider(
            family.provider,
            ProviderOptions(
                family.model_id,
                environ=environ,
                images=self.images,
                name=family.provider,
                base_url=fake.address,
                api_key=KEY,
                **options,
            ),
        )
        assert isinstance(made, ServiceProvider)
        self.provider = made
        old = made.endpoint.retries
        policy = RetryPolicy(old.attempts, old.base_s, 60.0, self._sleep, lambda: 0.0)
        object.__setattr__(made.endpoint, "retries", policy)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def ask(self, *messages: Message, tools: Sequence[Any] = SCHEMAS) -> AssistantMessage:
        """The reply to what was said so far and now."""
        self.messages += messages
        request = Request("You build things.", tuple(self.messages), tuple(tools))
        reply = await self.provider.reply(request, on_progress=self.progress.append)
        self.messages.append(reply)
        return reply

    async def answer(self, reply: AssistantMessage, *results: str) -> AssistantMessage:
        """The reply after the results of the calls in `reply`."""
        told = list(results) or ['{"result": "done"}'] * len(reply.tool_calls)
        return await self.ask(
            *(
                ToolMessage(call.id, call.name, text)
                for call, text in zip(reply.tool_calls, told, strict=True)
            )
        )


@contextmanager
def talking(family: Family, moves: Sequence[Move], *, strict: bool = True, **options: Any):
    """(run, talk): `run` carries out a coroutine and closes the provider's connections after it."""
    with serving(family.dialect(), moves, prefix=family.prefix, strict=strict) as fake:
        talk: list[Talk] = []

        def run(work: Callable[[Talk], Any]) -> Any:
            async def whole() -> Any:
                talk.append(Talk(family, fake, **options))
                try:
                    return await work(talk[0])
                finally:
                    await talk[0].provider.close()

            return asyncio.run(whole())

        yield run, fake
