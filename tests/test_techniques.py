"""Every technique of the library, compiled under the strictest profile: short, sound, and with tests of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from harness.compiler import compile_source
from harness.examples import Example, ExampleLibrary

LIBRARY = ExampleLibrary.load()
TECHNIQUES = [pytest.param(technique, id=technique.example_id) for technique in LIBRARY.techniques]


def test_there_are_enough_of_them_and_none_is_named_like_an_object() -> None:
    assert len(TECHNIQUES) >= 20
    names = [one.example_id for one in (*LIBRARY.examples, *LIBRARY.techniques)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_a_technique_compiles_without_findings(technique: Example, tmp_path: Path) -> None:
    result = compile_source(technique.program, workdir=tmp_path, profile="strict")
    assert [one.summary for one in result.signals if one.severity != "note"] == []
    assert result.status == "success"
    assert result.object is not None
    assert result.object["joints"]


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_a_technique_is_short_public_and_tested(technique: Example) -> None:
    tree = ast.parse(technique.program)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert 20 <= technique.program.count("\n") <= 60
    assert all(ast.get_docstring(function) for function in functions.values())
    assert {"build_object_model", "run_tests"} <= set(functions)
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {"__future__", "math", "itertools", "sdk"}
    calls = [node for node in ast.walk(functions["run_tests"]) if isinstance(node, ast.Attribute)]
    assert any(node.attr.startswith(("expect_", "check")) for node in calls)
    assert len(technique.tags) >= 5


def test_the_page_lists_every_technique() -> None:
    page = (Path(__file__).parents[1] / "docs" / "guide" / "techniques.md").read_text(encoding="utf-8")
    listed = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert listed == sorted(one.example_id for one in LIBRARY.techniques)
