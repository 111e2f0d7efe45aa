"""The short form of `make soak`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.soak import Count, soak

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts are read from /proc")


def test_compiling_leaves_nothing_behind(tmp_path: Path) -> None:
    before, after = soak(tmp_path, rows=12)
    assert after.leaks_since(before) == {}
    assert list((tmp_path / "tmp").iterdir()) == []


def test_growth_is_told() -> None:
    before, after = Count(3, 10, 5, 1000), Count(4, 10, 3, 40_000)
    assert after.leaks_since(before) == {"processes": 1, "memory_kib": 39_000}
    assert before.leaks_since(before) == {}
