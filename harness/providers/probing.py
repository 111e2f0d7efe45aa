"""What a chat-completions server tells about a model: context, tools, pictures.

A newcomer's mistake: to let a run fail because a server does not answer here. The questions are outside the
common format; silence means that nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx2
import openai

from harness.providers.base import Traits
from harness.providers.presets import Preset

PROBE_TIMEOUT_S = 5.0
_CONTEXT_FIELDS = (
    "loaded_context_length",
    "max_model_len",
    "context_length",
    "max_context_length",
    "context_window",
    "n_ctx",
)
"""Names under which lists of models state the size of the context, the most exact first."""


async def probe(client: openai.AsyncOpenAI, preset: Preset, model_id: str) -> Traits:
    """What the server says about the model; nothing is known where it keeps silent."""
    impatient = client.with_options(timeout=PROBE_TIMEOUT_S, max_retries=0)
    answers = [await _ask(impatient, "/models")]
    if preset.details:
        root = re.sub(r"/v\d+/?$", "", str(client.base_url).rstrip("/"))
        body = {"model": model_id} if preset.details == "/api/show" else None
        answers.append(await _ask(impatient, root + preset.details, body=body))
    return read_traits(answers, model_id)


def read_traits(answers: list[Any], model_id: str) -> Traits:
    """What the server's answers mean, later ones being more exact.

    Args:
        answers: parsed bodies of the list of models, of Ollama's ``/api/show``, llama.cpp's ``/props`` or LM
            Studio's own list; None for those that failed.
        model_id: as the server knows it.
    """
    context: int | None = None
    images: bool | None = None
    tools: bool | None = None
    for answer in answers:
        for entry in _entries(answer, model_id):
            context = _context(entry) or context
            images = _first(_accepts_images(entry), images)
            tools = _first(_has_tools(entry), tools)
    return Traits(context, images, tools)


async def _ask(client: openai.AsyncOpenAI, path: str, *, body: object = None) -> Any:
    try:
        if body is not None:
            return await client.post(path, body=body, cast_to=object)
        return await client.get(path, cast_to=object)
    except (openai.OpenAIError, httpx2.HTTPError, ValueError):
        return None


def _entries(answer: Any, model_id: str) -> list[Mapping[str, Any]]:
    """The parts of an answer that speak of the model."""
    if not isinstance(answer, Mapping):
        return []
    if not isinstance(answer.get("data"), list):
        return [answer]
    listed = [entry for entry in answer["data"] if isinstance(entry, Mapping)]
    named = [entry for entry in listed if entry.get("id") == model_id]
    return named or (listed if len(listed) == 1 else [])


def _context(entry: Mapping[str, Any]) -> int | None:
    places = [entry, entry.get("default_generation_settings"), entry.get("meta"), entry.get("model_info")]
    for place in places:
        if not isinstance(place, Mapping):
            continue
        for name in _CONTEXT_FIELDS:
            for key, value in place.items():
                if (key == name or key.endswith(f".{name}")) and isinstance(value, int) and value > 0:
                    return value
    return None


def _accepts_images(entry: Mapping[str, Any]) -> bool | None:
    if isinstance(entry.get("capabilities"), list) and "model_info" in entry:  # Ollama lists them all
        return "vision" in entry["capabilities"]
    architecture = entry.get("architecture")
    if isinstance(architecture, Mapping) and isinstance(architecture.get("input_modalities"), list):
        return "image" in architecture["input_modalities"]
    modalities = entry.get("modalities")
    if isinstance(modalities, Mapping) and "vision" in modalities:
        return bool(modalities["vision"])
    if entry.get("type") in ("llm", "vlm"):
        return entry["type"] == "vlm"
    return None


def _has_tools(entry: Mapping[str, Any]) -> bool | None:
    if isinstance(entry.get("capabilities"), list):
        return bool({"tools", "tool_use"} & set(entry["capabilities"]))
    if isinstance(entry.get("supported_parameters"), list):
        return "tools" in entry["supported_parameters"]
    template = entry.get("chat_template_caps")
    if isinstance(template, Mapping) and "supports_tools" in template:
        return bool(template["supports_tools"])
    return None


def _first(new: bool | None, old: bool | None) -> bool | None:
    return old if new is None else new
