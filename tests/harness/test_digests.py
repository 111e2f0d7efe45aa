from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.digests import canonical_json, plain, sha256_of
from harness.messages import AssistantMessage, ToolCall

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)


def test_hash_is_that_of_the_utf8_bytes():
    assert sha256_of("é") == sha256_of("é".encode()) == hashlib.sha256(b"\xc3\xa9").hexdigest()


@given(JSON_VALUES)
def test_canonical_text_is_a_fixed_point(value):
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text
    assert text.isascii()


def test_order_of_keys_does_not_matter():
    assert (
        canonical_json({"b": 1, "a": [1, 2]}) == canonical_json({"a": [1, 2], "b": 1}) == '{"a":[1,2],"b":1}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_lacks_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        canonical_json([value])


def test_values_of_ours_become_json():
    message = AssistantMessage("hi", (ToolCall("1", "f", "{}"),), extra={"chat": {"score": float("nan")}})
    assert plain(message)["tool_calls"] == [{"id": "1", "name": "f", "arguments": "{}"}]
    assert plain(message)["extra"] == {"chat": {"score": None}}
    assert plain(((1, 2.5), {3: None})) == [[1, 2.5], {"3": None}]
