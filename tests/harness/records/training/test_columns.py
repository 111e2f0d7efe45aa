from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from harness.records.training.columns import (
    COUNT_OR_NULL,
    META,
    TEXTS,
    as_column,
    is_free,
    record,
    row_schema,
)
from harness.records.training.views import VIEWS


@pytest.mark.parametrize("name", VIEWS)
def test_schemas_are_schemas_and_closed(name):
    schema = row_schema(VIEWS[name].columns)
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["id", *VIEWS[name].columns, "meta"]


def test_values_become_columns():
    schema = record({"a": {"type": ["object", "string"]}, "b": TEXTS}, {"c": COUNT_OR_NULL})
    assert as_column({"a": {"y": 1, "x": "é"}, "b": ["z"]}, schema) == {
        "a": '{"x": "é", "y": 1}',
        "b": ["z"],
        "c": None,
    }
    assert as_column({"a": "as it is", "b": [], "c": 2}, schema) == {"a": "as it is", "b": [], "c": 2}
    assert not is_free(META)
    assert is_free({"type": "object"})
