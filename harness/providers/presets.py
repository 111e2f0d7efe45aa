"""Services that speak chat completions, each a row: where it is, which key, what it adds to the format.

A newcomer's mistake: to write code for a new one. Most differ in an address only; what else they do not know
they refuse, and are asked again without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Preset:
    """One service."""

    base_url: str | None
    """Where it usually is; None when it has to be said."""
    key_names: tuple[str, ...] = ()
    """Variables that may hold its key, first wins."""
    url_names: tuple[str, ...] = ()
    """Variables that may hold another address, first wins."""
    needs_key: bool = False
    is_local: bool = False
    """Whether it runs on the user's own machine, so that replies cost nothing."""
    reports_cost: bool = False
    """Whether replies say what they cost."""
    reasoning: Literal["effort", "object", "none"] = "effort"
    """How it is told to think: the field ``reasoning_effort``, an object ``reasoning``, or not at all."""
    body: Mapping[str, Any] = field(default_factory=dict)
    """What every request to it holds besides."""
    details: str = ""
    """Path, from the root of the server, of what it tells about a model beyond the list of models."""
    default_model: str = ""


PRESETS: Mapping[str, Preset] = {
    "chat": Preset(None, key_names=("OPENAI_API_KEY",), url_names=("ARTICRAFT_BASE_URL", "OPENAI_BASE_URL")),
    "openrouter": Preset(
        "https://openrouter.ai/api/v1",
        key_names=("OPENROUTER_API_KEY",),
        url_names=("OPENROUTER_BASE_URL",),
        needs_key=True,
        reports_cost=True,
        reasoning="object",
        body={"usage": {"include": True}},
    ),
    "deepseek": Preset(
        "https://api.deepseek.com/v1",
        key_names=("DEEPSEEK_API_KEY",),
        url_names=("DEEPSEEK_BASE_URL",),
        needs_key=True,
        reasoning="none",
        default_model="deepseek-chat",
    ),
    "groq": Preset(
        "https://api.groq.com/openai/v1",
        key_names=("GROQ_API_KEY",),
        url_names=("GROQ_BASE_URL",),
        needs_key=True,
    ),
    "together": Preset(
        "https://api.together.xyz/v1",
        key_names=("TOGETHER_API_KEY",),
        url_names=("TOGETHER_BASE_URL",),
        needs_key=True,
    ),
    "vllm": Preset(
        "http://127.0.0.1:8000/v1",
        key_names=("VLLM_API_KEY",),
        url_names=("VLLM_BASE_URL", "ARTICRAFT_BASE_URL"),
        is_local=True,
    ),
    "sglang": Preset(
        "http://127.0.0.1:30000/v1",
        key_names=("SGLANG_API_KEY",),
        url_names=("SGLANG_BASE_URL", "ARTICRAFT_BASE_URL"),
        is_local=True,
    ),
    "ollama": Preset(
        "http://127.0.0.1:11434/v1",
        key_names=("OLLAMA_API_KEY",),
        url_names=("OLLAMA_BASE_URL", "ARTICRAFT_BASE_URL"),
        is_local=True,
        details="/api/show",
    ),
    "llamacpp": Preset(
        "http://127.0.0.1:8080/v1",
        key_names=("LLAMACPP_API_KEY", "LLAMA_API_KEY"),
        url_names=("LLAMACPP_BASE_URL", "ARTICRAFT_BASE_URL"),
        is_local=True,
        details="/props",
        default_model="default",
    ),
    "lmstudio": Preset(
        "http://127.0.0.1:1234/v1",
        key_names=("LMSTUDIO_API_KEY",),
        url_names=("LMSTUDIO_BASE_URL", "ARTICRAFT_BASE_URL"),
        is_local=True,
        details="/api/v0/models",
    ),
}
