"""Where replies can come from: one table, each adapter imported only when it is chosen.

A newcomer's mistake: to import an adapter here. Its client library would then load with every command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

from harness import config
from harness.errors import UsageError
from harness.providers.base import Provider


@dataclass(frozen=True)
class ProviderOptions:
    """What an adapter is made with."""

    model_id: str
    effort: str | None = None
    seed: int | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    """SHA-256 -> bytes of every picture the messages may hold."""


@dataclass(frozen=True)
class ProviderEntry:
    """One row of PROVIDERS."""

    target: str
    """``module:function``; the function takes `ProviderOptions` and gives the provider."""
    model_is: str
    """What the model id means to it; empty when it has none to choose."""
    is_free: bool
    """Whether replies cost nothing."""
    needs_service: bool = False
    """Whether it needs a key, or the address of a server that asks for none."""


PROVIDERS: Mapping[str, ProviderEntry] = {
    "library": ProviderEntry("harness.providers.library:create", "", is_free=True),
    "chat": ProviderEntry(
        "harness.providers.chat:create", "a model id the service knows", is_free=False, needs_service=True
    ),
    "scripted": ProviderEntry("harness.providers.scripted:create", "a JSON file of replies", is_free=True),
    "replay": ProviderEntry("harness.providers.replay:create", "a run folder", is_free=True),
}


def choose_provider(settings: config.RunSettings, environ: Mapping[str, str]) -> tuple[str, str]:
    """(name, model id) that the settings ask for, or that the environment makes possible.

    Without a wish, a key or a server address selects ``chat`` and their absence selects ``library``.

    Raises:
        UsageError: unknown name, missing model id, missing key.
    """
    name, _, inline_model = (settings.provider or "").partition(":")
    server, key = config.base_url(environ), environ.get(config.API_KEY)
    if not name:
        name = "chat" if server or key or settings.model else "library"
    if name not in PROVIDERS:
        raise UsageError(f"provider: got {name!r}; want one of {', '.join(PROVIDERS)}")
    if inline_model and settings.model and inline_model != settings.model:
        raise UsageError(f"model: got both {inline_model!r} and {settings.model!r}; want one")
    entry = PROVIDERS[name]
    if entry.needs_service and not (server or key):
        raise UsageError(
            f"provider {name!r}: no key in {config.API_KEY}; want the key, or a server without one: "
            f"{config.BASE_URLS[0]}=http://127.0.0.1:8000/v1 and --provider {name} --model NAME, or the "
            "bundled designs: --provider library"
        )
    model = inline_model or settings.model or ""
    if name == "chat":
        model = model or environ.get(config.MODEL, "") or ("" if server else config.DEFAULT_MODEL)
    if entry.model_is and not model:
        raise UsageError(f"provider {name!r}: no model given; want {entry.model_is}")
    return name, model or name


def create_provider(name: str, options: ProviderOptions) -> Provider:
    """The provider called `name`.

    Raises:
        UsageError: unknown name, or options it cannot work with.
    """
    if name not in PROVIDERS:
        raise UsageError(f"provider: got {name!r}; want one of {', '.join(PROVIDERS)}")
    module, _, function = PROVIDERS[name].target.partition(":")
    return getattr(import_module(module), function)(options)
