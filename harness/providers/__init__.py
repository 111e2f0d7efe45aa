"""Where replies can come from: one table, each adapter imported only when it is chosen.

A newcomer's mistake: to import an adapter here. Its client library would then load with every command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from harness.errors import UsageError
from harness.providers.base import Provider
from harness.providers.options import ProviderOptions
from harness.providers.presets import PRESETS

__all__ = ["PROVIDERS", "ProviderEntry", "ProviderOptions", "create_provider", "entry_of"]


@dataclass(frozen=True)
class ProviderEntry:
    """One row of PROVIDERS."""

    target: str
    """``module:function``; the function takes `ProviderOptions` and gives the provider."""
    model_is: str
    """What the model id means to it; empty when it has none to choose."""
    is_free: bool = False
    """Whether replies cost nothing."""
    key_names: tuple[str, ...] = ()
    """Variables that may hold its key, first wins; each may also be a list under the name with an S."""
    url_names: tuple[str, ...] = ()
    """Variables that may hold its address, first wins."""
    needs_key: bool = False
    needs_server: bool = False
    """Whether it needs a key, or else the address of a server that asks for none."""
    reports_cost: bool = False
    default_model: str = ""
    package: str = ""
    """Client library that is not part of a plain installation, as pip knows it."""
    extra: str = ""
    """The optional group that brings it."""


_A_MODEL = "a model id the service knows"
PROVIDERS: Mapping[str, ProviderEntry] = {
    "library": ProviderEntry("harness.providers.library:create", "", is_free=True),
    "openai": ProviderEntry(
        "harness.providers.openai:create",
        _A_MODEL,
        key_names=("OPENAI_API_KEY",),
        url_names=("OPENAI_BASE_URL",),
        needs_key=True,
        default_model="gpt-5.5-2026-04-23",
    ),
    "anthropic": ProviderEntry(
        "harness.providers.anthropic:create",
        _A_MODEL,
        key_names=("ANTHROPIC_API_KEY",),
        url_names=("ANTHROPIC_BASE_URL",),
        needs_key=True,
        default_model="claude-opus-4-7",
        package="anthropic",
        extra="anthropic",
    ),
    "gemini": ProviderEntry(
        "harness.providers.gemini:create",
        _A_MODEL,
        key_names=("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        url_names=("GEMINI_BASE_URL", "GOOGLE_GEMINI_BASE_URL"),
        needs_key=True,
        default_model="gemini-3.5-flash",
        package="google-genai",
        extra="gemini",
    ),
    **{
        name: ProviderEntry(
            "harness.providers.chat:create",
            _A_MODEL,
            is_free=preset.is_local,
            key_names=preset.key_names,
            url_names=preset.url_names,
            needs_key=preset.needs_key,
            needs_server=preset.base_url is None,
            reports_cost=preset.reports_cost,
            default_model=preset.default_model,
        )
        for name, preset in PRESETS.items()
    },
    "scripted": ProviderEntry("harness.providers.scripted:create", "a JSON file of replies", is_free=True),
    "replay": ProviderEntry("harness.providers.replay:create", "a run folder", is_free=True),
}


def entry_of(name: str) -> ProviderEntry:
    """The row of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in PROVIDERS:
        raise UsageError(f"provider: got {name!r}; want one of {', '.join(PROVIDERS)}")
    return PROVIDERS[name]


def create_provider(name: str, options: ProviderOptions) -> Provider:
    """The provider called `name`.

    Raises:
        UsageError: unknown name, options it cannot work with, or its client library is not installed.
    """
    entry = entry_of(name)
    module, _, function = entry.target.partition(":")
    try:
        create = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if not entry.package or str(error.name).startswith("harness"):
            raise
        raise UsageError(
            f"provider {name!r}: the package {entry.package} is not installed; want "
            f"pip install 'articraft[{entry.extra}]'"
        ) from error
    return create(options)
