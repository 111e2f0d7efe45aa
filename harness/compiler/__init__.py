"""The compiler: runs a program in a child process and says what it built; the only part that meets sdk.

A newcomer's mistake: to import the worker's modules from the calling side. Author code, and everything that
touches its objects, lives in the child; the caller sees JSON and files. Names load on use, so that the child
pays for none of the caller's half.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.compiler.compiling import compile_source as compile_source
    from harness.compiler.compiling import exit_code_for as exit_code_for
    from harness.compiler.feedback import render_signals as render_signals
    from harness.compiler.jobs import Cancelled as Cancelled
    from harness.compiler.jobs import WorkerError as WorkerError
    from harness.compiler.probe import probe_source as probe_source
    from harness.compiler.rendering import render_source as render_source
    from harness.compiler.result import CompileResult as CompileResult
    from harness.compiler.result import TestSummary as TestSummary
    from harness.compiler.sandbox import Limits as Limits
    from harness.compiler.twice import compile_twice as compile_twice

PUBLIC = {
    "Cancelled": "harness.compiler.jobs",
    "CompileResult": "harness.compiler.result",
    "Limits": "harness.compiler.sandbox",
    "TestSummary": "harness.compiler.result",
    "WorkerError": "harness.compiler.jobs",
    "compile_source": "harness.compiler.compiling",
    "compile_twice": "harness.compiler.twice",
    "exit_code_for": "harness.compiler.compiling",
    "probe_source": "harness.compiler.probe",
    "render_signals": "harness.compiler.feedback",
    "render_source": "harness.compiler.rendering",
}

__all__ = list(PUBLIC)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in PUBLIC:
        raise AttributeError(f"module 'harness.compiler' has no name {name!r}; want one of {sorted(PUBLIC)}")
    return getattr(import_module(PUBLIC[name]), name)
