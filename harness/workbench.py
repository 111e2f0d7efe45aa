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
from harness.contract import Answer, brief_of, checklist, coverage
from harness.events import CompileCause, CompileFinished, CompilePhase, EventBus
from harness.eyes import Eyes
from harness.messages import ImagePart
from harness.prompts import coverage_report
from harness.services import Services
from harness.workspace import Workspace

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

_T = TypeVar("_T")
PICTURE = "preview.png"
"""Where a compile leaves its picture in the work folder."""


@dataclass(frozen=True)
class Compiled:
    """A compile as the model is told of it."""

    result: CompileResult
    text: str
    images: tuple[ImagePart, ...] = ()
    """The object as a picture, for a model that sees."""

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
        prompt: the sentence the program is for; its checklist is held against every object.
        eyes: shows the model pictures; None for one that does not see.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        services: Services,
        workdir: Path,
        profile: str,
        timeout_s: float,
        prompt: str = "",
        eyes: Eyes | None = None,
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
        self._requirements = checklist(prompt)
        self._eyes = eyes
        self._bus = bus
        self._clock = clock
        self._clean: dict[str, Revision] = {}
        self.failures_in_row = 0
        self._failed_identities: frozenset[tuple[str, ...]] = frozenset()

    @property
    def is_fresh(self) -> bool:
        """Whether model.py, as it is now, has compiled clean."""
        return self.workspace.code_sha256 in self._clean

    @property
    def failure(self) -> str:
        """What the last compile failed with, as one text; empty when it did not."""
        return "\n".join(sorted("\t".join(map(str, identity)) for identity in self._failed_identities))

    def answers(self) -> tuple[Answer, ...]:
        """How far the object of the last compile meets the checklist of the prompt; nothing without an object."""
        if self.last_result is None or self.last_result.object is None:
            return ()
        brief = brief_of(self.workspace.code)
        return coverage(self._requirements, self.last_result.object, brief=brief)

    async def compile(self, *, cause: CompileCause = "tool") -> Compiled:
        """Compile model.py; a clean revision is not compiled again, its report is repeated with a notice."""
        known = self._clean.get(self.workspace.code_sha256)
        if known is not None:
            self.last_clean = known
            notice = (
                "This revision has compiled clean before, so nothing was run again. Treat the report as "
                "final unless you edit for a specific defect."
            )
            return Compiled(known.compiled.result, f"{notice}\n{known.compiled.text}", known.compiled.images)
        source, sha256 = self.workspace.exact_code, self.workspace.code_sha256
        result = await self._run_compile(
            source, sha256, cause=cause, pictures=self._eyes is not None and self._eyes.draws
        )
        images = () if self._eyes is None else self._eyes.look(self._workdir / PICTURE, code_sha256=sha256)
        compiled = Compiled(result, f"{self._told(result)}{coverage_report(self.answers())}", images)
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
            self.failures_in_row, self._failed_identities = 0, frozenset()
            return self._services.render_signals(result)
        identities = frozenset(signal.identity for signal in result.signals if signal.severity == "failure")
        is_repeated = self.failures_in_row > 0 and identities == self._failed_identities
        self.failures_in_row += 1
        self._failed_identities = identities
        return self._services.render_signals(
            result, repeated=is_repeated, failure_streak=self.failures_in_row
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
