from __future__ import annotations

import asyncio
import json
import socket

import pytest
from PIL import Image

from harness.config import RunSettings
from harness.dry_run import first_request
from harness.errors import UsageError
from harness.run import generate
from tests.harness.fakes import FAKE_SERVICES
from tests.harness.providers.fake_servers.moves import Say
from tests.harness.providers.fake_servers.server import serving
from tests.harness.providers.families import FAMILIES


def dry(settings, environ=None):
    return asyncio.run(first_request("a box", settings, environ=environ or {}))


@pytest.mark.parametrize("name", ["openai", "anthropic", "chat", "chat in one piece"])
def test_it_is_what_a_run_then_sends(name, tmp_path):
    family = FAMILIES[name]
    path = tmp_path / "like_this.png"
    Image.new("RGB", (30, 20), "red").save(path)
    with serving(family.dialect(), [Say("Done.")], prefix=family.prefix) as fake:
        settings = RunSettings(
            provider=family.provider,
            model="m",
            base_url=fake.address,
            effort="high",
            image=path,
            runs_dir=tmp_path,
            max_turns=1,
        )
        found = dry(settings)
        asyncio.run(generate("a box", settings, services=FAKE_SERVICES, environ={}))
    assert fake.requests[0] == found["request"]
    assert (found["provider"], found["model_id"], found["base_url"]) == (family.provider, "m", fake.address)


@pytest.mark.parametrize(
    "provider", ["library", "openai", "anthropic", "gemini", "openrouter:a/b", "ollama:m"]
)
def test_neither_key_nor_network_is_needed(provider, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("nobody is to be asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    found = dry(RunSettings(provider=provider))
    text = json.dumps(found)
    assert "a box" in text
    assert "compile_model" in text


def test_the_key_is_not_shown():
    environ = {"OPENAI_API_KEY": "sk-secret-123", "OPENAI_BASE_URL": "http://h/sk-secret-123/v1"}
    text = json.dumps(dry(RunSettings(provider="openai"), environ))
    assert "sk-secret" not in text


def test_what_cannot_be_is_still_refused():
    with pytest.raises(UsageError, match="want one of"):
        dry(RunSettings(provider="oracle"))
