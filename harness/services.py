"""The compiler and the example library as plain callables, so that a replay can answer in their place.

A newcomer's mistake: to import the compiler where it is used. It is loaded when the first run starts, and
never by `articraft --help`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult


@dataclass(frozen=True)
class Services:
    """What a run asks of the rest of the house."""

    compile: Callable[..., CompileResult]
    """`harness.compiler.compile_source`."""
    probe: Callable[..., Mapping[str, Any]]
    """`harness.compiler.probe_source`."""
    render_signals: Callable[..., str]
    """`harness.compiler.render_signals`."""
    search: Callable[[str, int, frozenset[str]], Sequence[Mapping[str, Any]]]
    """(query, limit, ids already shown) -> matches of the example library."""


def real_services() -> Services:
    """The real ones, loaded now."""
    from harness.compiler import compile_source, probe_source, render_signals

    return Services(compile_source, probe_source, render_signals, search_examples)


def uncached_services() -> Services:
    """The real ones with a compiler that runs every program, for whoever wants to know whether it still does that."""
    real = real_services()
    return replace(real, compile=partial(real.compile, cache=False))


def search_examples(query: str, limit: int, shown: frozenset[str]) -> Sequence[Mapping[str, Any]]:
    """Matches of the example library as JSON values, best first."""
    from harness.examples import ExampleLibrary

    return [match.to_dict() for match in ExampleLibrary.load().search(query, limit=limit, seen=shown)]
