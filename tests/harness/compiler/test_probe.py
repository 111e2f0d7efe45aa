from __future__ import annotations

from pathlib import Path

import pytest

from harness.compiler import probe_source
from harness.errors import UsageError
from tests.harness.compiler.programs import SOUND, at_import


def test_measures_in_poses_and_prints(tmp_path: Path) -> None:
    code = (
        "with pose(hinge=1.2):\n    outer = dims('lid')\n"
        "with ctx.pose({joint('hinge'): 1.2}):\n    inner = dims('lid')\n"
        "print('seen')\nemit({'same': outer == inner, 'rest': dims('lid'), 'count': len(parts())})"
    )
    payload = probe_source(at_import("print('loading')"), code, workdir=tmp_path, include_stdout=True)
    assert payload["ok"], payload
    assert payload["result"]["same"]
    assert payload["result"]["rest"] == pytest.approx([0.2, 0.2, 0.02])
    assert (payload["stdout"], payload["stderr"]) == ("loading\nseen\n", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "code", "kind", "place"),
    [
        (SOUND, "emit(1)\nemit(2)", "emit_contract", "probe:2 in <module>"),
        (SOUND, "emit({1, 2})", "non_serializable_result", ""),
        (SOUND, "emit('x' * 10**6)", "non_serializable_result", ""),
        (SOUND, "x = 1\nemit(part('ghost').name)", "lookup_failure", "probe:2 in <module>"),
        (SOUND, "def f(:", "snippet_exception", "probe:1"),
        (SOUND, "raise SystemExit(3)", "snippet_exception", "probe:1 in <module>"),
        (SOUND, "import os\nos._exit(0)", "runner_process_error", "Phase: probe"),
        ("x = 1\n1 / 0\n", "emit(1)", "load_failure", "model.py:2 in <module>"),
        ("x = 1\n", "emit(1)", "load_failure", ""),
    ],
)
def test_errors_have_types_and_places(source: str, code: str, kind: str, place: str, tmp_path: Path) -> None:
    payload = probe_source(source, code, workdir=tmp_path)
    assert payload["ok"] is False
    assert payload["error"]["type"] == kind
    assert place in payload["error"]["traceback"]
    assert set(payload) == {"ok", "error"}
    assert str(tmp_path) not in str(payload)


def test_the_wall_limit_covers_the_snippet(tmp_path: Path) -> None:
    payload = probe_source(SOUND, "while True: pass", workdir=tmp_path, timeout_s=3.0)
    assert payload["error"]["type"] == "timeout"


def test_a_limit_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="timeout_s"):
        probe_source(SOUND, "emit(1)", workdir=tmp_path, timeout_s=0)
