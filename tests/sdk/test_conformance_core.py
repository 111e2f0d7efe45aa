"""Every golden case of the core surface: recorded set-up, expression, and figure or error class."""

from __future__ import annotations

import contextvars
import json
import math
from pathlib import Path
from typing import Any

import pytest

CASES = json.loads((Path(__file__).parents[1] / "golden" / "core.json").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """Tuples and arrays as lists, so that they compare with JSON."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def same(got: Any, want: Any, tolerance: float) -> bool:
    if isinstance(want, bool) or isinstance(got, bool):
        return got is want
    if isinstance(want, int | float) and isinstance(got, int | float):
        return math.isclose(got, want, rel_tol=0.0, abs_tol=tolerance)
    if isinstance(want, list) and isinstance(got, list):
        return len(got) == len(want) and all(same(a, b, tolerance) for a, b in zip(got, want, strict=True))
    if isinstance(want, dict) and isinstance(got, dict):
        return got.keys() == want.keys() and all(same(got[key], want[key], tolerance) for key in want)
    return got == want


def evaluate(case: dict[str, Any]) -> Any:
    space: dict[str, Any] = {"__name__": "golden_case"}
    exec(case.get("setup") or "", space)
    return eval(case["expr"], space)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_golden_case(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if case["id"].startswith("cq_"):
        pytest.importorskip("cadquery", reason="the CAD bridge needs its optional package")
    monkeypatch.chdir(tmp_path)
    fresh = contextvars.copy_context()  # the temporary asset session of one case is not seen by the next
    if "raises" in case:
        with pytest.raises(Exception) as caught:
            fresh.run(evaluate, case)
        assert case["raises"] in [cls.__name__ for cls in type(caught.value).__mro__]
    else:
        got = plain(fresh.run(evaluate, case))
        assert same(got, case["expect"], case.get("tol", 1e-9)), f"got {got}; want {case['expect']}"
