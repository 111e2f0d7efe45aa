"""Compiles and probes the program of a run, and remembers which revisions compiled clean.

A newcomer's mistake: to count edits to know whether a compile is out of date. The hash of model.py decides: a
program edited back to a clean revision is clean again without a compile.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from harness.clock import Clock
from harness.events import CompileCause, CompileFinished, CompilePhase, EventBus
from harness.services import Services
from harness.workspace import Workspace

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

_T = TypeVar("_T")


@dataclass(frozen=True)
class Compiled:
    """A compile as the model is told of it."""

    result: CompileResult
    text: str

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed; warnings do not count."""
        return self.result.status == "success"

    @property
    def error(self) -> str | None:
        """The first failure in one line; None when clean."""
        if self.is_clean:
            return None
        failures = [signal.summary for signal in self.result.signals if signal.severity == "failure"]
        return failures[0] if failures else "the compile failed"


@dataclass(frozen=True)
class Revision:
    """A state of model.py that compiled clean."""

    sha256: str
    source: str
    compiled: Compiled


class Workbench:
    """The present program and what is known about it.

    Args:
        workdir: scratch folder for compiles; its content is that of the last one.
        timeout_s: wall limit of one compile or probe.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        services: Services,
        workdir: Path,
        profile: str,
        timeout_s: float,
        bus: EventBus,
        clock: Clock,
    ) -> None:
        self.workspace = workspace
        self.compiles = 0
        self.last_result: CompileResult | None = None
        self.last_clean: Revision | None = None
        self._services = services
        self._workdir = workdir
        self._profile = profile
        self._timeout_s = timeout_s
        self._bus = bus
        self._clock = clock
        self._clean: dict[str, Revision] = {}
        self._failure_streak = 0
        self._failed_identities: frozenset[tuple[str, ...]] = frozenset()

    @property
    def is_fresh(self) -> bool:
        """Whether model.py, as it is now, has compiled clean."""
        return self.workspace.code_sha256 in self._clean

    async def compile(self, *, cause: CompileCause = "tool") -> Compiled:
        """Compile model.py; a clean revision is not compiled again, its report is repeated with a notice."""
        known = self._clean.get(self.workspace.code_sha256)
        if known is not None:
            self.last_clean = known
            notice = (
                "This revision has compiled clean before, so nothing was run again. Treat the report as "
                "final unless you edit for a specific defect."
            )
            return Compiled(known.compiled.result, f"{notice}\n{known.compiled.text}")
        source, sha256 = self.workspace.exact_code, self.workspace.code_sha256
        result = await self._run_compile(source, sha256, cause=cause, pictures=False)
        compiled = Compiled(result, self._told(result))
        if compiled.is_clean:
            self.last_clean = self._clean[sha256] = Revision(sha256, source, compiled)
        return compiled

    async def compile_final(self, *, pictures: bool) -> CompileResult:
        """Compile model.py once more, whatever is known, so that its files lie in the work folder."""
        return await self._run_compile(
            self.workspace.exact_code, self.workspace.code_sha256, cause="final", pictures=pictures
        )

    async def probe(self, code: str, timeout_s: float | None, include_stdout: bool) -> Mapping[str, Any]:
        """What a snippet measured on the object of model.py."""
        source, limit = self.workspace.exact_code, timeout_s or self._timeout_s

        def run(cancel: threading.Event) -> Mapping[str, Any]:
            return self._services.probe(
                source,
                code,
                workdir=self._workdir,
                timeout_s=min(limit, self._timeout_s),
                include_stdout=include_stdout,
                cancel=cancel,
            )

        return await _in_thread(run)

    async def _run_compile(
        self, source: str, sha256: str, *, cause: CompileCause, pictures: bool
    ) -> CompileResult:
        loop, started = asyncio.get_running_loop(), self._clock.monotonic()

        def on_phase(phase: str, elapsed_ms: float) -> None:
            loop.call_soon_threadsafe(self._bus.emit, CompilePhase(phase, elapsed_ms))

        def run(cancel: threading.Event) -> CompileResult:
            return self._services.compile(
                source,
                workdir=self._workdir,
                profile=self._profile,
                timeout_s=self._timeout_s,
                pictures=pictures,
                on_phase=on_phase,
                cancel=cancel,
            )

        result = await _in_thread(run)
        self.compiles += 1
        self.last_result = result
        self._bus.emit(CompileFinished(cause, sha256, result, self._clock.monotonic() - started))
        return result

    def _told(self, result: CompileResult) -> str:
        """The report for the model, with how often and whether in the same way it has failed in a row."""
        if result.status == "success":
            self._failure_streak, self._failed_identities = 0, frozenset()
            return self._services.render_signals(result)
        identities = frozenset(signal.identity for signal in result.signals if signal.severity == "failure")
        is_repeated = self._failure_streak > 0 and identities == self._failed_identities
        self._failure_streak += 1
        self._failed_identities = identities
        return self._services.render_signals(
            result, repeated=is_repeated, failure_streak=self._failure_streak
        )


async def _in_thread(work: Callable[[threading.Event], _T]) -> _T:
    """What `work` returns, run beside the event loop; a cancelled caller stops it and waits for it."""
    cancel = threading.Event()
    future = asyncio.get_running_loop().run_in_executor(None, work, cancel)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        cancel.set()
        await asyncio.wait([future])
        if not future.cancelled():
            future.exception()  # fetched, so that asyncio does not report it as lost
        raise
