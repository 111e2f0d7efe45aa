"""What holds for every entry of TOOLS."""

from __future__ import annotations

import asyncio
import inspect
import json

import jsonschema
import pytest

from harness.tools import TOOLS
from tests.harness.fakes import tool_context

NAMES = ["read_file", "write_file", "replace", "apply_patch", "find_examples", "compile_model", "probe_model"]
PATCH = '*** Begin Patch\n*** Update File: model.py\n@@\n-MARK = "clean"\n+MARK = "tidy"\n*** End Patch'
VALID = {
    "read_file": {"path": "model.py"},
    "write_file": {"content": "A = 1\n"},
    "replace": {"old_string": "clean", "new_string": "tidy"},
    "apply_patch": {"patch": PATCH},
    "find_examples": {"query": "hinge"},
    "probe_model": {"code": "emit(1)"},
}


def call(name, arguments, folder):
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return asyncio.run(TOOLS[name].call(text, tool_context(folder)))


def test_the_table_and_its_order():
    assert list(TOOLS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_schemas_explain_every_argument_and_forbid_others(name):
    schema = TOOLS[name].schema
    parameters = dict(schema.parameters)
    jsonschema.Draft202012Validator.check_schema(parameters)
    assert parameters["additionalProperties"] is False
    assert schema.name == name
    assert len(schema.description) > 40
    names = list(inspect.signature(TOOLS[name].function).parameters)[1:]
    assert list(parameters["properties"]) == names
    assert all(entry["description"] for entry in parameters["properties"].values())


@pytest.mark.parametrize("name", [name for name in NAMES if name != "compile_model"])
def test_valid_arguments_pass_the_schema_and_the_tool(name, tmp_path):
    jsonschema.validate(VALID[name], dict(TOOLS[name].schema.parameters))
    assert "result" in call(name, VALID[name], tmp_path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["{", "[1]", '"x"', "{'a': 1}", '{"a": 1,}', "[" * 100_000])
def test_what_is_no_json_object_is_answered(name, text, tmp_path):
    answer = call(name, text, tmp_path)
    assert list(answer) == ["error"]
    assert answer["error"].startswith(f"{name}: arguments are ")


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_argument_is_named_with_those_that_exist(name, tmp_path):
    answer = call(name, VALID.get(name, {}) | {"colour": "red"}, tmp_path)
    assert "unknown: colour" in answer["error"]
    assert all(known in answer["error"] for known in TOOLS[name].arguments.model_fields)


@pytest.mark.parametrize("name", list(VALID))
def test_a_missing_argument_is_named(name, tmp_path):
    (missing, *_) = VALID[name]
    answer = call(name, {key: value for key, value in VALID[name].items() if key != missing}, tmp_path)
    assert f"missing: {missing}" in answer["error"]


@pytest.mark.parametrize("name", list(VALID))
def test_null_counts_as_left_out(name, tmp_path):
    optional = {key: None for key in TOOLS[name].arguments.model_fields if key not in VALID[name]}
    assert call(name, VALID[name] | optional, tmp_path) == call(name, VALID[name], tmp_path)
    (required, *_) = VALID[name]
    assert f"missing: {required}" in call(name, VALID[name] | {required: None}, tmp_path)["error"]


def test_wrong_types_are_explained(tmp_path):
    answer = call("read_file", {"path": 3, "offset": "first"}, tmp_path)
    assert "path (Input should be a valid string)" in answer["error"]
    assert "offset (" in answer["error"]


def test_raw_newlines_inside_json_strings_are_forgiven(tmp_path):
    assert "result" in call("write_file", '{"content": "A = 1\nB = 2\n"}', tmp_path)
