from __future__ import annotations

import pytest

from harness.providers.models import ModelFacts, facts_of, traits_of_model


@pytest.mark.parametrize(
    ("provider", "model_id", "context", "lacks"),
    [
        ("openai", "gpt-5.5-2026-04-23", 400_000, set()),
        ("anthropic", "claude-opus-4-7", 1_000_000, set()),
        ("anthropic", "claude-3-5-haiku-latest", 200_000, {"thinking", "display", "effort"}),
        ("anthropic", "claude-opus-4-5-20251101", 200_000, {"thinking", "display"}),
        ("gemini", "gemini-2.0-flash", 1_000_000, {"thinking"}),
    ],
)
def test_known_models(provider, model_id, context, lacks):
    facts = facts_of(provider, model_id)
    assert facts.context_tokens == context
    assert facts.lacks == lacks


def test_unknown_models_are_normal():
    assert facts_of("openai", "next-thing") == ModelFacts()
    assert facts_of("anthropic", "gpt-5.5") == ModelFacts()
    traits = traits_of_model("openai", "next-thing")
    assert (traits.context_tokens, traits.accepts_images, traits.has_tools) == (None, None, True)
