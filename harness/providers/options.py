"""What an adapter is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ProviderOptions:
    """Everything that the settings and the environment say about the provider."""

    model_id: str
    effort: str | None = None
    seed: int | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    """SHA-256 -> bytes of every picture the messages may hold; looked into at every request, so it may grow."""
    name: str = ""
    """Row of PROVIDERS, for adapters that serve several."""
    base_url: str | None = None
    """Address of the service; None is the vendor's own."""
    api_key: str | None = None
