from __future__ import annotations

import pytest

from harness.config import RunSettings
from harness.errors import UsageError
from harness.providers.choice import choose_provider, has_key

KEY = {"OPENAI_API_KEY": "sk-123"}
SERVER = {"ARTICRAFT_BASE_URL": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize(
    ("settings", "environ", "chosen"),
    [
        ({}, {}, ("library", "library")),
        ({}, KEY, ("openai", "gpt-5.5-2026-04-23")),
        ({}, KEY | {"ARTICRAFT_MODEL": "gpt-x"}, ("openai", "gpt-x")),
        ({}, {"ANTHROPIC_API_KEY": "k"}, ("anthropic", "claude-opus-4-7")),
        ({}, {"GEMINI_API_KEYS": "k1, k2"}, ("gemini", "gemini-3.5-flash")),
        ({}, {"ANTHROPIC_API_KEY": "k", "ARTICRAFT_MODEL": "anthropic:next"}, ("anthropic", "next")),
        ({}, SERVER | {"ARTICRAFT_MODEL": "m"}, ("chat", "m")),
        ({"model": "m"}, SERVER, ("chat", "m")),
        ({"model": "claude-9"}, {"ANTHROPIC_API_KEY": "k"}, ("anthropic", "claude-9")),
        ({"model": "gemini-9"}, {"GOOGLE_API_KEY": "k"}, ("gemini", "gemini-9")),
        ({"model": "o9-mini"}, KEY, ("openai", "o9-mini")),
        ({"model": "maker/model:free"}, {"OPENROUTER_API_KEY": "k"}, ("openrouter", "maker/model:free")),
        ({"model": "ollama:tiny:1b"}, {}, ("ollama", "tiny:1b")),
        ({"provider": "chat:m"}, SERVER, ("chat", "m")),
        ({"provider": "chat:a:b"}, SERVER, ("chat", "a:b")),
        ({"provider": "chat:a"}, KEY, ("chat", "a")),
        ({"provider": "ollama:tiny:1b"}, {}, ("ollama", "tiny:1b")),
        ({"provider": "vllm"}, {"ARTICRAFT_MODEL": "m"}, ("vllm", "m")),
        ({"provider": "llamacpp"}, {}, ("llamacpp", "default")),
        ({"provider": "anthropic:x", "base_url": "http://127.0.0.1:9"}, {}, ("anthropic", "x")),
        ({"provider": "library"}, KEY, ("library", "library")),
        ({"provider": "scripted", "model": "a.json"}, {}, ("scripted", "a.json")),
    ],
)
def test_who_is_asked(settings, environ, chosen):
    choice = choose_provider(RunSettings(**settings), environ)
    assert (choice.name, choice.model_id) == chosen


@pytest.mark.parametrize(
    ("settings", "environ", "address", "key"),
    [
        ({}, KEY, None, "sk-123"),
        ({"model": "m"}, SERVER, SERVER["ARTICRAFT_BASE_URL"], None),
        ({"provider": "openai:m"}, KEY | {"OPENAI_BASE_URL": "http://b"}, "http://b", "sk-123"),
        ({"provider": "anthropic:m"}, SERVER | {"ANTHROPIC_API_KEY": "k"}, None, "k"),
        (
            {"provider": "anthropic:m", "base_url": "http://c"},
            {"ANTHROPIC_BASE_URL": "http://b"},
            "http://c",
            None,
        ),
        ({"provider": "gemini:m"}, {"GEMINI_API_KEYS": "k1\nk2"}, None, "k1"),
        ({"provider": "vllm:m"}, SERVER, SERVER["ARTICRAFT_BASE_URL"], None),
    ],
)
def test_where_and_with_which_key(settings, environ, address, key):
    choice = choose_provider(RunSettings(**settings), environ)
    assert (choice.base_url, choice.api_key) == (address, key)


@pytest.mark.parametrize(
    ("settings", "environ", "reason"),
    [
        ({"provider": "oracle"}, {}, "got 'oracle'; want one of library, openai"),
        ({"provider": "chat"}, {}, r"no key in OPENAI_API_KEY.*ARTICRAFT_BASE_URL=http.*--provider library"),
        ({"provider": "gemini"}, KEY, "no key in GEMINI_API_KEY"),
        ({"model": "gpt-5"}, {}, "no key in OPENAI_API_KEY"),
        ({"model": "claude-9"}, KEY, "no key in ANTHROPIC_API_KEY"),
        ({"provider": "chat"}, SERVER, "no model given"),
        ({"provider": "ollama"}, {}, "no model given"),
        ({"provider": "chat:a", "model": "b"}, SERVER, "both 'a' and 'b'"),
        ({"provider": "scripted"}, {}, "a JSON file of replies"),
        ({"provider": "replay"}, {}, "a run folder"),
    ],
)
def test_refusals_say_what_is_wanted(settings, environ, reason):
    with pytest.raises(UsageError, match=reason):
        choose_provider(RunSettings(**settings), environ)


def test_keys_are_found_without_being_told():
    assert has_key("gemini", {"GOOGLE_API_KEY": "k"})
    assert not has_key("gemini", KEY)
