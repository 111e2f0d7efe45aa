"""The estimate against counts of the vocabularies cl100k and o200k, taken once, which differed by at most two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.messages import AssistantMessage, ImagePart, TextPart, ToolCall, ToolMessage, UserMessage
from harness.providers.base import Request, ToolSchema
from harness.tokens import IMAGE_TOKENS, message_tokens, request_tokens, schema_tokens, token_estimate

COUNTED = [
    ("A desk lamp with two hinged arm segments on revolute joints and a tilting shade.", 18),
    ('    model = ArticulatedObject("chest")\n    tub, lid = model.part("tub"), model.part("lid")\n', 27),
    ('{"type": "object", "properties": {"path": {"type": "string", "description": "a page"}}}', 26),
    ("- FAILURE [real_overlap] door/tongue enters frame/strike 6.0 mm at 0.012 rad\n", 26),
    ("| joint | range | usable |\n|---|---|---|\n| lid_hinge | -1.75..0 rad | -1.2..0 |\n", 34),
]


@pytest.mark.parametrize(("text", "tokens"), COUNTED)
def test_it_errs_upwards_and_not_by_much(text: str, tokens: int) -> None:
    assert 0.9 * tokens <= token_estimate(text) <= 1.4 * tokens


@given(st.text(max_size=200), st.text(max_size=200))
def test_two_paragraphs_are_at_least_as_long_as_each(first: str, second: str) -> None:
    assert token_estimate(first + "\n\n" + second) >= max(token_estimate(first), token_estimate(second))


def test_a_request_is_the_sum_of_what_it_sends() -> None:
    words = UserMessage((TextPart("a small box"), ImagePart("0" * 64, "image/png")))
    reply = AssistantMessage("Reading.", (ToolCall("1", "read_file", '{"path": "model.py"}'),))
    result = ToolMessage("1", "read_file", '{"result": "x = 1"}', (ImagePart("1" * 64, "image/png"),))
    tool = ToolSchema("read_file", "Show a file.", {"type": "object", "properties": {}})
    messages = (words, reply, result)
    assert message_tokens(words) == 3 + IMAGE_TOKENS
    assert message_tokens(result) > IMAGE_TOKENS
    total = sum(map(message_tokens, messages)) + schema_tokens([tool]) + token_estimate("Be brief.")
    assert request_tokens(Request("Be brief.", messages, (tool,))) == total
