from __future__ import annotations

import asyncio

import pytest

from harness.errors import ProviderError
from harness.providers.base import Request
from harness.providers.scripted import ScriptedProvider, call, calling, saying

REQUEST = Request("system", (), ())


def ask(provider):
    return asyncio.run(provider.reply(REQUEST))


def test_a_list_a_generator_and_a_function_all_answer():
    replies = [saying("one"), saying("two")]
    rest = iter(replies)
    for script in (replies, (reply for reply in replies), lambda _: next(rest)):
        provider = ScriptedProvider(script)
        assert [ask(provider).text, ask(provider).text] == ["one", "two"]
        assert provider.requests == [REQUEST, REQUEST]


def test_calls_get_ids_of_their_own():
    provider = ScriptedProvider([calling(call("a"), call("b")), calling(call("a", x=1), text="look")])
    first, second = ask(provider), ask(provider)
    ids = [item.id for reply in (first, second) for item in reply.tool_calls]
    assert ids == ["call_1_1", "call_1_2", "call_2_1"]
    assert (second.text, second.stop, second.tool_calls[0].arguments) == ("look", "tools", '{"x": 1}')


def test_the_end_of_the_script_is_an_error_of_the_provider():
    with pytest.raises(ProviderError, match="ended"):
        ask(ScriptedProvider([]))
