"""What holds for the table of providers."""

from __future__ import annotations

import json

import pytest

from harness.config import RunSettings
from harness.errors import UsageError
from harness.providers import PROVIDERS, ProviderOptions, choose_provider, create_provider

KEY = {"OPENAI_API_KEY": "sk-123"}
SERVER = {"ARTICRAFT_BASE_URL": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize(
    ("settings", "environ", "chosen"),
    [
        ({}, {}, ("library", "library")),
        ({}, KEY, ("chat", "gpt-5.5-2026-04-23")),
        ({}, KEY | {"ARTICRAFT_MODEL": "m"}, ("chat", "m")),
        ({}, SERVER | {"ARTICRAFT_MODEL": "m"}, ("chat", "m")),
        ({"model": "m"}, SERVER, ("chat", "m")),
        ({"provider": "chat:m"}, SERVER, ("chat", "m")),
        ({"provider": "chat:a:b"}, SERVER, ("chat", "a:b")),
        ({"provider": "library"}, KEY, ("library", "library")),
        ({"provider": "scripted", "model": "a.json"}, {}, ("scripted", "a.json")),
    ],
)
def test_who_is_asked(settings, environ, chosen):
    assert choose_provider(RunSettings(**settings), environ) == chosen


@pytest.mark.parametrize(
    ("settings", "environ", "reason"),
    [
        ({"provider": "oracle"}, {}, "got 'oracle'; want one of library, chat"),
        ({"provider": "chat"}, {}, r"no key in OPENAI_API_KEY.*ARTICRAFT_BASE_URL=http.*--provider library"),
        ({"model": "gpt-5"}, {}, "no key in OPENAI_API_KEY"),
        ({"provider": "chat"}, SERVER, "no model given"),
        ({"provider": "chat:a", "model": "b"}, SERVER, "both 'a' and 'b'"),
        ({"provider": "scripted"}, {}, "a JSON file of replies"),
        ({"provider": "replay"}, {}, "a run folder"),
    ],
)
def test_refusals_say_what_is_wanted(settings, environ, reason):
    with pytest.raises(UsageError, match=reason):
        choose_provider(RunSettings(**settings), environ)


def test_a_script_can_be_a_file(tmp_path):
    path = tmp_path / "script.json"
    reply = {"text": "", "tool_calls": [{"name": "read_file", "arguments": {"path": "model.py"}}]}
    path.write_text(json.dumps([reply, {"text": "done"}]))
    provider = create_provider("scripted", ProviderOptions(str(path)))
    assert (provider.name, provider.model_id) == ("scripted", "script.json")
    path.write_text("{}{")
    with pytest.raises(UsageError, match="want a JSON list of assistant messages"):
        create_provider("scripted", ProviderOptions(str(path)))


def test_adapters_exist_for_every_row():
    for name, entry in PROVIDERS.items():
        module, _, function = entry.target.partition(":")
        assert module == f"harness.providers.{name}"
        assert function == "create"
    with pytest.raises(UsageError, match="want one of"):
        create_provider("oracle", ProviderOptions("m"))
