from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.compiler.probing.encoding import NotSerializableError, encode
from sdk import Origin

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_json_values_pass_unchanged(value: Any) -> None:
    assert json.loads(json.dumps(encode(value))) == value


def test_tuples_keys_and_origins_are_converted() -> None:
    value = {1: (1, 2), "at": Origin(xyz=(1, 2, 3))}
    assert encode(value) == {"1": [1, 2], "at": {"xyz": [1, 2, 3], "rpy": [0, 0, 0]}}


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"a": [1, {2}]}, "value['a'][1]"),
        ((float("nan"),), "value[0]"),
        (float("-inf"), "value"),
        (b"", "value"),
    ],
)
def test_what_is_no_json_is_named_by_its_place(value: Any, where: str) -> None:
    with pytest.raises(NotSerializableError) as caught:
        encode(value)
    assert str(caught.value).startswith(f"{where}: got ")


def test_endless_nesting_ends() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(NotSerializableError, match="levels"):
        encode(value)
