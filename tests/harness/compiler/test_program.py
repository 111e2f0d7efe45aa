"""The entry contract of a program, by the measured cases of the reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.compiler import compile_source
from harness.compiler.faults import ContractError
from harness.compiler.program import Program
from tests.harness.compiler.programs import HEAD, SOUND

CASES = [
    case
    for case in json.loads((Path(__file__).parents[2] / "golden/qc.json").read_text())["cases"]
    if case["id"].startswith("script_")
]
RENAMED = {"script_worker_killed_by_signal": "Crash"}
"""Cases whose error type says more here than the reference's."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_script_cases(case: dict[str, Any], tmp_path: Path) -> None:
    want = case["expect"]
    timeout_s = 3.0 if "infinite" in case["id"] else 60.0
    result = compile_source(case["model"], workdir=tmp_path, profile="reference", timeout_s=timeout_s)
    failures = [signal for signal in result.signals if signal.severity == "failure"]
    assert result.status == want["status"]
    assert [[f.code, f.kind, f.check] for f in failures] == want["failure_order"]
    assert (result.tests.run, list(result.tests.failed)) == (want["tests_run"], want["tests_failed"])
    if "error_type" in want:
        kind = RENAMED.get(case["id"], want["error_type"])
        assert failures[0].summary.startswith(f"{kind}: ")
        nameless = case["id"] in ("script_run_tests_missing", "script_no_object_model")
        assert (failures[0].line is None) == nameless
        assert "Phase: " in failures[0].details


def loaded(tmp_path: Path, source: str) -> Program:
    (tmp_path / "model.py").write_text(source)
    program = Program(tmp_path / "model.py", source=source)
    program.load()
    return program


@pytest.fixture(autouse=True)
def _stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from sdk.model import provenance

    monkeypatch.chdir(Path.cwd())
    monkeypatch.setattr(sys, "argv", list(sys.argv))
    monkeypatch.setitem(sys.modules, "model", None)  # type: ignore[arg-type]
    monkeypatch.setattr(provenance, "_program", None)


def test_it_is_a_module_with_an_absolute_file_and_no_main_guard(tmp_path: Path) -> None:
    program = loaded(
        tmp_path,
        "from __future__ import annotations\nimport os\nfrom dataclasses import dataclass\n\n"
        "@dataclass\nclass Size:\n    x: float\n\nhere = os.getcwd()\nguard = __name__ == '__main__'\n",
    )
    assert program.namespace["__file__"] == str(tmp_path / "model.py")
    assert program.namespace["here"] == str(tmp_path)
    assert program.namespace["guard"] is False


@pytest.mark.parametrize(
    ("tests", "line"),
    [
        ("run_tests = None\n", 1),
        ("x = 1\ndef run_tests(ctx):\n    pass\n", 2),
        ("def run_tests():\n    return object()\n", 1),
        ("", None),
    ],
)
def test_a_broken_contract_names_the_statement(tmp_path: Path, tests: str, line: int | None) -> None:
    with pytest.raises(ContractError) as caught:
        loaded(tmp_path, tests).run_tests()
    assert caught.value.line == line


def test_optional_arguments_are_none(tmp_path: Path) -> None:
    source = (
        "from sdk import TestReport\ndef run_tests(strict=False):\n    return TestReport(True, 0, (), ())\n"
    )
    assert loaded(tmp_path, source).run_tests().passed


def test_object_model_must_be_an_object(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "object_model = 3\n").has_object()
    assert loaded(tmp_path, "object_model = None\n" + HEAD.split("lid = ")[0]).has_object()
    with pytest.raises(ContractError):
        loaded(tmp_path, "").object_model()
    assert SOUND.count("object_model = ") == 1
