from __future__ import annotations

import asyncio

import pytest

from harness.providers import ProviderOptions, create_provider
from harness.providers.base import Traits, traits_of
from harness.providers.probing import read_traits
from harness.providers.scripted import ScriptedProvider
from tests.harness.providers.fake_servers.completions import Completions
from tests.harness.providers.fake_servers.moves import Say
from tests.harness.providers.fake_servers.server import serving

OLLAMA = {"capabilities": ["completion", "vision"], "model_info": {"llama.context_length": 8192, "x": "y"}}
LLAMACPP = {
    "default_generation_settings": {"n_ctx": 16384},
    "modalities": {"vision": False},
    "chat_template_caps": {"supports_tools": True},
}
LMSTUDIO = {
    "data": [
        {"id": "a", "type": "llm", "max_context_length": 1},
        {
            "id": "m",
            "type": "vlm",
            "max_context_length": 131072,
            "loaded_context_length": 4096,
            "capabilities": ["tool_use"],
        },
    ]
}
OPENROUTER = {
    "data": [
        {
            "id": "m",
            "context_length": 200000,
            "architecture": {"input_modalities": ["text", "image"]},
            "supported_parameters": ["tools", "seed"],
        },
        {"id": "n", "context_length": 1},
    ]
}


@pytest.mark.parametrize(
    ("answers", "traits"),
    [
        ([], Traits()),
        ([None, None], Traits()),
        ([{"data": []}], Traits()),
        (["busy", [], {"data": [3]}], Traits()),
        ([{"data": [{"id": "m", "max_model_len": 32000}]}], Traits(32000)),
        ([{"data": [{"id": "/models/m.gguf", "meta": {"n_ctx_train": 1, "n_ctx": 9000}}]}], Traits(9000)),
        ([{"data": [{"id": "a"}, {"id": "b", "max_model_len": 1}]}], Traits()),
        ([OPENROUTER], Traits(200000, True, True)),
        ([{"data": [{"id": "m"}]}, OLLAMA], Traits(8192, True, False)),
        ([None, LLAMACPP], Traits(16384, False, True)),
        ([{"data": [{"id": "m", "max_model_len": 7}]}, LMSTUDIO], Traits(4096, True, True)),
    ],
)
def test_what_servers_tell(answers, traits):
    assert read_traits(answers, "m") == traits


@pytest.mark.parametrize(
    ("name", "told", "traits"),
    [
        ("ollama", {"/v1/models": {"data": [{"id": "m"}]}, "/api/show": OLLAMA}, Traits(8192, True, False)),
        ("llamacpp", {"/props": LLAMACPP}, Traits(16384, False, True)),
        ("lmstudio", {"/api/v0/models": LMSTUDIO}, Traits(4096, True, True)),
        ("vllm", {}, Traits()),
    ],
)
def test_servers_are_asked_where_they_answer(name, told, traits):
    async def work(address):
        provider = create_provider(name, ProviderOptions("m", name=name, base_url=address))
        try:
            return await traits_of(provider), provider.features
        finally:
            await provider.close()

    with serving(Completions(told=told), [Say("x")], prefix="/v1") as fake:
        found, features = asyncio.run(work(fake.address))
    assert found == traits
    assert ("tools" in features) == (traits.has_tools is not False)


def test_small_contexts_are_told_apart():
    assert Traits(8192).is_small
    assert not Traits(200_000).is_small
    assert not Traits().is_small
    assert asyncio.run(traits_of(ScriptedProvider([]))) == Traits()
