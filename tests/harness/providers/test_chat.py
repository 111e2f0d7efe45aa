"""The chat provider against a small server on this machine."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.config import RunSettings
from harness.errors import ProviderError, UsageError
from harness.messages import UserMessage
from harness.providers import ProviderOptions, create_provider
from harness.providers.base import Request
from harness.providers.chat import ChatProvider
from harness.providers.retry import RetryPolicy
from harness.providers.service import Endpoint
from harness.run import generate
from tests.harness.fakes import CLEAN, FAKE_SERVICES

REQUEST = Request("system", (UserMessage.text("hi"),), ())


def completion(text="done", calls=()):
    tool_calls = [
        {"id": f"c{i}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        for i, (name, arguments) in enumerate(calls)
    ]
    message = {"role": "assistant", "content": text, "tool_calls": tool_calls or None}
    return {
        "id": "x",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "cost": 0.01},
    }


@contextmanager
def server(answers):
    """(address, requests seen): answers (status, headers, body) in order, the last one again and again."""
    seen, left = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            seen.append((self.path, dict(self.headers), json.loads(body)))
            status, headers, answer = left.pop(0) if len(left) > 1 else left[0]
            data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_address[1]}/v1", seen
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def ask(address, *, attempts=3, **options):
    async def no_sleep(_):
        return None

    async def run():
        policy = RetryPolicy(attempts=attempts, sleep=no_sleep)
        endpoint = Endpoint(options.pop("api_key", None), address, policy)
        provider = ChatProvider(model_id="m", endpoint=endpoint, images={}, **options)
        try:
            return await provider.reply(REQUEST)
        finally:
            await provider.close()

    return asyncio.run(run())


def test_one_call_and_what_the_server_sees():
    with server([(200, {}, completion())]) as (address, seen):
        reply = ask(address, api_key="sk-1", effort="low")
    assert (reply.text, reply.usage.input_tokens, reply.usage.cost_usd) == ("done", 100, 0.01)
    ((path, headers, body),) = seen
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer sk-1"
    assert body == {
        "model": "m",
        "messages": [{"role": "system", "content": "system"}, {"role": "user", "content": "hi"}],
        "reasoning_effort": "low",
        "stream": True,
        "stream_options": {"include_usage": True},
    }


@pytest.mark.parametrize(
    "failure",
    [
        (429, {"retry-after": "0"}, {"error": {"message": "slow down"}}),
        (503, {}, "<html>busy</html>"),
        (200, {}, "not json"),
        (200, {}, {"error": {"message": "overloaded"}}),
    ],
)
def test_passing_failures_are_tried_again(failure):
    with server([failure, failure, (200, {}, completion())]) as (address, seen):
        assert ask(address).text == "done"
    assert len(seen) == 3


def test_attempts_end():
    failure = (500, {}, {"error": {"message": "broken"}})
    with server([failure]) as (address, seen), pytest.raises(ProviderError, match="answered 500"):
        ask(address)
    assert len(seen) == 3


@pytest.mark.parametrize("status", [400, 401, 404])
def test_lasting_failures_are_told_at_once(status):
    failure = (status, {}, {"error": {"message": "no such model 'm'"}})
    told = f"answered {status}: .*no such model"
    with server([failure]) as (address, seen), pytest.raises(ProviderError, match=told):
        ask(address)
    assert len(seen) == 1


def test_nobody_there():
    with server([(200, {}, completion())]) as (address, _):
        pass
    with pytest.raises(ProviderError, match=r"127\.0\.0\.1"):
        ask(address, attempts=1)


def test_settings_come_from_the_environment():
    with pytest.raises(UsageError, match="OPENAI_MAX_ATTEMPTS: got 'x'"):
        create_provider("chat", ProviderOptions("m", environ={"OPENAI_MAX_ATTEMPTS": "x"}))


def test_a_whole_run_over_http(tmp_path):
    answers = [
        completion(calls=[("write_file", {"content": CLEAN}), ("compile_model", {})]),
        completion("A clean box."),
    ]
    with server([(200, {}, answer) for answer in answers]) as (address, seen):
        settings = RunSettings(provider="chat:m", runs_dir=tmp_path, max_cost_usd=1.0, force=True)
        environ = {"ARTICRAFT_BASE_URL": address}
        outcome = asyncio.run(generate("a box", settings, services=FAKE_SERVICES, environ=environ))
    assert (outcome.status, outcome.message) == ("success", "A clean box.")
    assert outcome.cost_usd == pytest.approx(0.02)
    assert [message["role"] for message in seen[1][2]["messages"]] == [
        "system",
        "user",
        "assistant",
        "tool",
        "tool",
    ]


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"ARTICRAFT_EXTRA_BODY": "{"}, "ARTICRAFT_EXTRA_BODY: got '{'; want a JSON object"),
        ({"ARTICRAFT_EXTRA_HEADERS": "[]"}, "want a JSON object"),
        ({"OPENAI_MAX_TOKENS": "many"}, "OPENAI_MAX_TOKENS: got 'many'"),
    ],
)
def test_settings_that_cannot_be_used(environ, told):
    with pytest.raises(UsageError, match=told):
        create_provider("chat", ProviderOptions("m", environ=environ, name="chat"))


def test_what_a_gateway_wants_besides():
    environ = {
        "OPENROUTER_APP_TITLE": "an app",
        "ARTICRAFT_EXTRA_HEADERS": '{"x-team": "a"}',
        "ARTICRAFT_EXTRA_BODY": '{"provider": {"sort": "price"}}',
        "OPENROUTER_MAX_TOKENS": "99",
    }

    async def run(address):
        options = ProviderOptions(
            "m", effort="low", environ=environ, name="openrouter", base_url=address, api_key="k-1"
        )
        provider = create_provider("openrouter", options)
        try:
            return await provider.reply(REQUEST)
        finally:
            await provider.close()

    with server([(200, {}, completion())]) as (address, seen):
        assert asyncio.run(run(address)).usage.cost_usd == 0.01
    ((_, headers, body),) = seen
    sent = {name.lower(): value for name, value in headers.items()}
    assert (sent["x-openrouter-title"], sent["x-team"]) == ("an app", "a")
    assert (body["usage"], body["provider"]) == ({"include": True}, {"sort": "price"})
    assert (body["reasoning"], body["max_completion_tokens"]) == ({"effort": "low"}, 99)
