"""`compile_source`: a program's text in, a verdict and the object's files out.

A newcomer's mistake: to read files from the work folder while a compile runs. It works in a staging folder
inside it, and moves the files when the worker is dead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from harness.compiler.answers import result_from_ending
from harness.compiler.cache import cache_folder
from harness.compiler.forking import bury_the_dead
from harness.compiler.jobs import Job, PhaseListener
from harness.compiler.memory import Memory
from harness.compiler.result import PHASES, CompileResult
from harness.compiler.sandbox import Limits
from harness.compiler.service import layers_from_demand, run_compile
from harness.compiler.staging import INPUTS, PROGRAM, publish, publish_contents, staging_folder
from harness.errors import ExitCode, UsageError

DEFAULT_TIMEOUT_S = 60.0


def compile_source(
    source: str,
    *,
    workdir: Path,
    profile: str = "default",
    timeout_s: float = DEFAULT_TIMEOUT_S,
    tests: bool = True,
    pictures: bool = False,
    limits: Limits | None = None,
    require_isolation: str | Iterable[str] | None = None,
    cache: bool = True,
    lineage: Path | None = None,
    on_phase: PhaseListener | None = None,
    cancel: threading.Event | None = None,
) -> CompileResult:
    """What the program `source` built and what is wrong with it; its files are in `workdir` afterwards.

    ``model.py`` is written always; ``model.urdf``, ``assets/`` and ``preview.png`` of an earlier compile are
    replaced, or removed when this one made none. The answer is the same for the same arguments, but for
    timings.

    Args:
        source: text of a ``model.py``.
        workdir: folder for the files; made when missing. Its ``inputs/`` is there for the program to read.
        profile: name in `sdk.qc.profiles.PROFILES`.
        timeout_s: wall limit of everything together.
        tests: False builds and exports only: allowances are declared in the tests, so neither those nor the
            checks that depend on them run.
        pictures: also write ``preview.png``.
        limits: ceilings other than those usual for `timeout_s`.
        require_isolation: ``"full"``, or names of `harness.compiler.sandbox.FULL_ISOLATION`: refuse to run the
            program with less.
        cache: False runs the program even if the same was compiled before, and keeps nothing; see
            `harness.compiler.cache`.
        lineage: programs that are edits of each other name the same place here, and share what their judges
            measured on the shapes they have in common, and meshes that took long to make; `workdir` when
            left out.
        on_phase: called in this thread as each phase begins, with its name and milliseconds since the start.
        cancel: set it in another thread to end the compile at once.

    Raises:
        Cancelled: `cancel` was set; `workdir` is as it was.
        UsageError: unknown profile, a limit that is no positive number, or isolation that is not to be had.
        WorkerError: the worker could not start.
        OSError: `workdir` cannot be written.
    """
    started = time.monotonic()
    if not timeout_s > 0:
        raise UsageError(f"timeout_s: got {timeout_s!r}; want a positive number of seconds")
    required = layers_from_demand(require_isolation)
    options = {"profile": profile, "tests": tests, "pictures": pictures}
    memory = Memory(
        cache_folder() if cache else None,
        source,
        settings={**options, "limits": limits and limits.to_dict()},
        inputs=workdir / INPUTS,
        lineage=lineage or workdir,
    )
    found = memory.result()
    if found is not None and set(required) <= set(found[0].isolation):
        result, files = found
        publish_contents(files, workdir, source=source)
        return replace(result, timings_ms=_timings_of_a_cached_result(started))
    facts = memory.facts()
    with staging_folder(workdir, source=source) as folder:
        memory.lend(folder)
        job = Job(
            "compile",
            folder,
            source,
            timeout_s,
            options={**options, "kept_meshes": memory.kept_meshes},
            limits=limits,
            started=started,
            required=required,
        )
        ending = run_compile(job, facts=facts, on_phase=on_phase, cancel=cancel)
        artifacts = publish(folder, workdir, source=source, files=ending.answer.get("files", ()))
        memory.take_back(folder)
        program_file = str(folder / PROGRAM)
    bury_the_dead()
    result = result_from_ending(
        ending, artifacts=artifacts, program_file=program_file, source=source, timeout_s=timeout_s
    )
    memory.keep(result, ending, facts=facts, workdir=workdir)
    return result


def _timings_of_a_cached_result(started: float) -> dict[str, float]:
    """No phase ran; ``cache`` is the time it took to find that out."""
    total = round((time.monotonic() - started) * 1000, 3)
    return {**dict.fromkeys(PHASES, 0.0), "cache": total, "total": total}


def exit_code_for(result: CompileResult) -> ExitCode:
    """Exit status a command should end with after this compile."""
    if result.status == "success":
        return ExitCode.SUCCESS
    return {"limits": ExitCode.LIMITS, "program": ExitCode.PROGRAM, "": ExitCode.FINDINGS}[result.ended_by]
