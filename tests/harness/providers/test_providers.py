"""What holds for the table of providers."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest

from harness.errors import UsageError
from harness.providers import PROVIDERS, ProviderOptions, create_provider
from harness.providers.presets import PRESETS
from harness.providers.service import ServiceProvider


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
        assert module == f"harness.providers.{'chat' if name in PRESETS else name}"
        assert function == "create"
    with pytest.raises(UsageError, match="want one of"):
        create_provider("oracle", ProviderOptions("m"))


@pytest.mark.parametrize("name", [name for name, entry in PROVIDERS.items() if entry.key_names])
def test_every_service_takes_any_model_and_any_address(name):
    options = ProviderOptions("anything:at/all", name=name, base_url="http://127.0.0.1:9/x", api_key="k")
    provider = create_provider(name, options)
    assert isinstance(provider, ServiceProvider)
    assert (provider.name, provider.model_id) == (name, "anything:at/all")
    assert provider.endpoint.base_url == "http://127.0.0.1:9/x"

    async def close_twice():
        await provider.close()
        await provider.close()

    asyncio.run(close_twice())


def test_a_missing_client_library_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "anthropic", None)
    monkeypatch.delitem(sys.modules, "harness.providers.anthropic", raising=False)
    with pytest.raises(
        UsageError, match=r"anthropic is not installed; want pip install 'articraft\[anthropic\]'"
    ):
        create_provider("anthropic", ProviderOptions("m"))


def test_the_table_loads_no_client_library():
    code = (
        "import sys, harness.providers.choice; "
        "print([name for name in ('openai', 'anthropic', 'google.genai', 'httpx2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
