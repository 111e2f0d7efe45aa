"""What is known of models beforehand, read from a table; knowing nothing is normal.

A newcomer's mistake: to require a row. The table spares a first request that would be refused; everything else
is learnt from the service.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from harness.providers.base import Traits

_TABLE = Path(__file__).with_name("models.toml")


@dataclass(frozen=True)
class ModelFacts:
    """One row of the table; None where it says nothing."""

    context_tokens: int | None = None
    max_output_tokens: int | None = None
    images: bool | None = None
    lacks: frozenset[str] = frozenset()
    """Features of requests that the model's service would refuse."""


def facts_of(provider: str, model_id: str) -> ModelFacts:
    """What the table says of a model; nothing for one that it does not know."""
    for row in _rows():
        if row["provider"] == provider and model_id.startswith(tuple(row["prefix"])):
            return ModelFacts(
                context_tokens=row.get("context_tokens"),
                max_output_tokens=row.get("max_output_tokens"),
                images=row.get("images"),
                lacks=frozenset(row.get("lacks", ())),
            )
    return ModelFacts()


def traits_of_model(provider: str, model_id: str) -> Traits:
    """The same in the terms of the loop; the vendors' own services all have tool calling."""
    facts = facts_of(provider, model_id)
    return Traits(facts.context_tokens, facts.images, has_tools=True)


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(_TABLE.read_text(encoding="utf-8"))["model"])
