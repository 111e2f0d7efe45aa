"""Which provider and model a run gets, from what the user asks for and what the environment offers.

A newcomer's mistake: to refuse a model id that is not in a list. Any id is accepted; its beginning only helps
to guess the service when none was named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness import config
from harness.errors import UsageError
from harness.providers import PROVIDERS, ProviderEntry, ProviderOptions, entry_of

_BY_MODEL = (
    (re.compile(r"(?:gpt-|o\d|chatgpt-|codex-)"), "openai"),
    (re.compile(r"claude-"), "anthropic"),
    (re.compile(r"gemini-"), "gemini"),
    (re.compile(r"deepseek-(?:chat|reasoner)"), "deepseek"),
    (re.compile(r"[^/]+/[^/]"), "openrouter"),
)
"""Beginning of a model id -> the service that has it; the first that matches counts."""
_BY_KEY = ("openai", "anthropic", "gemini", "openrouter", "deepseek", "groq", "together")
"""Asked when nothing but a key is set, the first whose key is."""


@dataclass(frozen=True)
class Choice:
    """Who answers."""

    name: str
    model_id: str
    base_url: str | None = None
    """None is the service's own address."""
    api_key: str | None = None

    def options(
        self,
        *,
        settings: config.RunSettings,
        environ: Mapping[str, str],
        images: Mapping[str, bytes],
    ) -> ProviderOptions:
        """What the provider is made with."""
        return ProviderOptions(
            self.model_id,
            settings.effort,
            settings.seed,
            environ,
            images,
            name=self.name,
            base_url=self.base_url,
            api_key=self.api_key,
        )


def choose_provider(
    settings: config.RunSettings, environ: Mapping[str, str], *, needs_key: bool = True
) -> Choice:
    """The provider, model, address and key that the settings ask for, or that the environment makes possible.

    Without any wish the address of a server selects ``chat``, else the first key that is set its service, and
    no key at all ``library``. Without `needs_key` a missing key is no fault: nobody is going to be asked.

    Raises:
        UsageError: unknown name, missing model id, missing key.
    """
    name, inline_model = _split(settings.provider or "")
    given_name, given_model = "", settings.model or ""
    if not name:
        given_name, given_model = _split(given_model, is_model=True)
    if inline_model and given_model and inline_model != given_model:
        raise UsageError(f"model: got both {inline_model!r} and {given_model!r}; want one")
    model = inline_model or given_model
    name = name or given_name
    if not name:
        from_environ = "" if model else environ.get(config.MODEL, "")
        name, model = _guess(model or from_environ, settings, environ)
    entry = entry_of(name)
    base_url = settings.base_url or _first(environ, entry.url_names)
    key = _key(environ, entry)
    if needs_key:
        _require_access(name, entry, base_url=base_url, key=key)
    if not model and entry.model_is and entry.target.startswith("harness.providers.chat"):
        model = _split(environ.get(config.MODEL, ""), is_model=True)[1]
    model = model or ("" if base_url and name == "chat" else entry.default_model)
    if entry.model_is and not model:
        raise UsageError(f"provider {name!r}: no model given; want {entry.model_is}")
    return Choice(name, model or name, base_url, key)


def has_key(name: str, environ: Mapping[str, str]) -> bool:
    """Whether the environment holds a key for the provider."""
    return _key(environ, entry_of(name)) is not None


def _split(text: str, *, is_model: bool = False) -> tuple[str, str]:
    """(provider, model) of ``provider:model``; a model id may hold colons of its own."""
    name, colon, rest = text.partition(":")
    if is_model and not (colon and name in PROVIDERS):
        return "", text
    return name, rest


def _guess(model: str, settings: config.RunSettings, environ: Mapping[str, str]) -> tuple[str, str]:
    """(provider, model) when no provider was named."""
    name, rest = _split(model, is_model=True)
    if name:
        return name, rest
    if settings.base_url or config.base_url(environ):
        return "chat", model
    if model:
        return next((name for pattern, name in _BY_MODEL if pattern.match(model)), "chat"), model
    return next((name for name in _BY_KEY if has_key(name, environ)), "library"), model


def _require_access(name: str, entry: ProviderEntry, *, base_url: str | None, key: str | None) -> None:
    if key or base_url or not (entry.needs_key or entry.needs_server):
        return
    raise UsageError(
        f"provider {name!r}: no key in {entry.key_names[0]}; want the key, or a server without one: "
        f"{config.BASE_URLS[0]}=http://127.0.0.1:8000/v1 and --provider chat --model NAME, or the "
        "bundled designs: --provider library"
    )


def _key(environ: Mapping[str, str], entry: ProviderEntry) -> str | None:
    """The first key set under one of the names; lists of keys are allowed."""
    for name in entry.key_names:
        for variable in (name, f"{name}S"):
            found = [part for part in re.split(r"[,\s]+", environ.get(variable, "")) if part]
            if found:
                return found[0]
    return None


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((environ[name] for name in names if environ.get(name)), None)
