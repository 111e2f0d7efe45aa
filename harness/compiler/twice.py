"""`compile_twice`: whether a program gives the same bytes when it runs again.

A newcomer's mistake: to look for the difference in the timings. They always differ, and nothing else may.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from harness.compiler.compiling import compile_source
from harness.compiler.result import CompileResult


def compile_twice(source: str, *, workdir: Path, **settings: Any) -> tuple[CompileResult, tuple[str, ...]]:
    """The result of a compile into `workdir`, and what a second one elsewhere did otherwise.

    Args:
        source: text of a ``model.py``.
        workdir: folder of the first compile; its ``inputs/`` serve both.
        settings: as for `compile_source`; nothing is taken from the cache.

    Returns:
        The result, and the paths of files and names of fields that differ, in order; empty when equal.

    Raises:
        HarnessError: as `compile_source`.
    """
    settings = {**settings, "cache": False}
    first = compile_source(source, workdir=workdir, **settings)
    with tempfile.TemporaryDirectory() as elsewhere:
        again = Path(elsewhere)
        if (workdir / "inputs").is_dir():
            (again / "inputs").symlink_to((workdir / "inputs").resolve(), target_is_directory=True)
        second = compile_source(source, workdir=again, **settings)
    return first, _differences(first, second)


def _differences(first: CompileResult, second: CompileResult) -> tuple[str, ...]:
    one, other = first.to_dict(), second.to_dict()
    files = sorted(
        path
        for path in one["artifacts"].keys() | other["artifacts"].keys()
        if one["artifacts"].get(path) != other["artifacts"].get(path)
    )
    fields = [name for name in one if name not in ("artifacts", "timings_ms") and one[name] != other[name]]
    return (*files, *fields)
