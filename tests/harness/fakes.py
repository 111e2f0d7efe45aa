"""Stand-ins for the compiler and the clock, so that tests of the loop take milliseconds."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from harness.clock import Clock
from harness.compiler.result import CompileResult, TestSummary
from harness.config import RunSettings
from harness.digests import sha256_of
from harness.events import Event
from harness.outcome import RunOutcome
from harness.providers.base import Provider
from harness.providers.scripted import ScriptedProvider
from harness.run import generate
from harness.services import Services
from harness.tools import ToolContext
from harness.workspace import Workspace
from sdk.findings import Finding

CLEAN = 'MARK = "clean"\n'
DIRTY = 'MARK = "broken lid"\n'


def ticking_clock(step_s: float = 0.001) -> Clock:
    """A clock that moves by `step_s` each time it is read."""
    ticks = itertools.count()
    start = datetime(2030, 1, 31, 12, tzinfo=UTC)
    return Clock(
        now=lambda: start + timedelta(seconds=next(ticks) * step_s), monotonic=lambda: next(ticks) * step_s
    )


def fake_compile(
    source: str,
    *,
    workdir: Path,
    on_phase: Callable[[str, float], None] | None = None,
    cancel: Any = None,
    pictures: bool = False,
    **_: Any,
) -> CompileResult:
    """Clean when the program says so; one that says ``broken X`` fails on X; one that says ``hang`` waits."""
    workdir.mkdir(parents=True, exist_ok=True)
    while 'MARK = "hang"' in source and not cancel.is_set():
        time.sleep(0.005)
    if on_phase is not None:
        on_phase("build", 1.0)
    files = {"model.urdf": f"<robot name='{len(source)}'/>", "assets/meshes/a.obj": "v 0 0 0\n"}
    if pictures:
        files["preview.png"] = "picture"
    for name, text in files.items():
        (workdir / name).parent.mkdir(parents=True, exist_ok=True)
        (workdir / name).write_text(text)
    broken = re.findall(r'MARK = "broken (\w+)', source)
    clean = not broken and 'MARK = "clean"' in source
    signals = tuple(
        Finding(
            code="TEST", severity="failure", kind="test_failure", summary=f"{name} is broken", parts=(name,)
        )
        for name in broken or ([] if clean else ["everything"])
    )
    return CompileResult(
        status="success" if clean else "failure",
        signals=signals,
        tests=TestSummary(1, tuple(name for finding in signals for name in finding.parts)),
        object={"name": "thing", "parts": [], "joints": []},
        artifacts={name: sha256_of(text) for name, text in files.items()},
        timings_ms={"total": time.monotonic()},
        isolation=("none",),
    )


def fake_signals(result: CompileResult, *, repeated: bool = False, failure_streak: int = 1) -> str:
    """One line that shows everything it was told."""
    faults = ", ".join(finding.summary for finding in result.signals)
    return f"{result.status}: {faults or 'nothing'} (repeated={repeated}, streak={failure_streak})"


def fake_probe(source: str, code: str, *, include_stdout: bool = False, **_: Any) -> Mapping[str, Any]:
    """The snippet's length, or what was asked for."""
    return {"ok": True, "result": len(code)} | ({"stdout": ""} if include_stdout else {})


def fake_search(query: str, limit: int, shown: frozenset[str]) -> Sequence[Mapping[str, Any]]:
    """Two examples, those already shown without their content."""
    ids = ["lamp", "drone"][:limit]
    return [{"example_id": name, "content": "" if name in shown else f"# {name} for {query}"} for name in ids]


FAKE_SERVICES = Services(fake_compile, fake_probe, fake_signals, fake_search)


def tool_context(folder: Path, code: str = CLEAN, *, docs: Mapping[str, str] | None = None) -> ToolContext:
    """A context over a program holding `code` and pages named by path below docs/sdk."""
    (folder / "model.py").write_bytes(code.encode())
    pages = folder / "docs" / "sdk"
    for name, text in (docs or {}).items():
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(text)

    async def compiled() -> Any:
        raise AssertionError("this test compiles nothing")

    async def probed(code: str, timeout_s: float | None, include_stdout: bool) -> Mapping[str, Any]:
        return {"ok": True, "result": [code, timeout_s, include_stdout]}

    workspace = Workspace(folder / "model.py", pages if docs else None)
    return ToolContext(workspace, compiled, probed, fake_search)


def run_script(
    script: Any,
    runs_dir: Path,
    *,
    prompt: str = "a box",
    events: list[Event] | None = None,
    services: Services = FAKE_SERVICES,
    provider: Provider | None = None,
    **settings: Any,
) -> RunOutcome:
    """A whole run with a scripted provider."""
    sinks = [] if events is None else [events.append]
    return asyncio.run(
        generate(
            prompt,
            RunSettings(runs_dir=runs_dir, **settings),
            sinks=sinks,
            provider=provider or ScriptedProvider(script),
            services=services,
            environ={},
        )
    )
