from __future__ import annotations

from pathlib import Path

import pytest

from harness.compiler.sandbox import Limits, environment


def test_environment_inherits_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    variables = environment(tmp_path)
    assert "secret" not in variables.values()
    assert set(variables) == {
        "GLIBC_TUNABLES", "HOME", "LC_ALL", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH", "PYTHONHASHSEED",
        "PYTHONPATH", "TMPDIR", "TZ",
    }  # fmt: skip
    assert variables["HOME"] == str(tmp_path)


def test_wall_limit_comes_before_the_processor_limit_for_one_thread() -> None:
    for timeout_s in (0.1, 1.0, 60.0, 1000.0):
        assert Limits.for_timeout(timeout_s).cpu_s > timeout_s
